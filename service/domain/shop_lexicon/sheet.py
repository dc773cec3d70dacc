"""A shop's additions as a sheet (CSV): one row a term, a category or an ignored term."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from service.domain.cells import Row, rows_of, shown
from service.domain.errors import InvalidFieldError
from service.domain.lexicon import CategoryId, IngredientCategory, Term, TermKind
from service.domain.reading.folding import fold
from service.domain.shop_lexicon.values import (
    MOST_CATEGORIES,
    MOST_TERMS,
    LexiconChanges,
    ShopLexicon,
    TermKey,
    clean,
    key_of,
)

TERM, IGNORED, CATEGORY = "term", "ignored", "category"
COLUMNS: tuple[str, ...] = (
    "what", "text", "language", "category", "kind", "needs_skin", "name", "parent", "routine_step",
)  # fmt: skip
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0", "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says. *lines*: on which line stands what a fault names (``add_terms.3``)."""

    said: ShopLexicon
    lines: dict[str, int] = field(default_factory=dict[str, int])


def write_sheet(additions: ShopLexicon) -> str:
    """Return *additions* as CSV (RFC 4180); `read_sheet` gives them back as they were."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(additions):
        writer.writerow({name: shown(cell) for name, cell in row.items()})
    return out.getvalue()


def _rows(additions: ShopLexicon) -> Iterator[dict[str, str]]:
    for c in sorted(additions.categories, key=lambda c: c.id):
        yield {
            "what": CATEGORY,
            "category": c.id,
            "name": c.name,
            "parent": c.parent or "",
            "routine_step": str(c.routine_step),
        }
    for t in sorted(additions.terms, key=lambda t: key_of(t.text, t.language)):
        yield {
            "what": TERM,
            "text": t.text,
            "language": t.language,
            "category": t.category,
            "kind": t.kind.value,
            "needs_skin": "yes" if t.needs_skin else "no",
        }
    for text in sorted(additions.ignored, key=fold):
        yield {"what": IGNORED, "text": text}


def read_sheet(text: str) -> Sheet:
    """
    Read CSV; raise `InvalidFieldError` that names the line.

    Columns may come in any order, and those that a row does not need may be left out; one without
    ``what`` holds terms. Whether a term can be is not asked here.
    """
    found = _Found()
    said = "must name the columns, text at least"
    for line, row in rows_of(text, COLUMNS, needed="text", without=said):
        found.take(row, line)
    return Sheet(
        ShopLexicon(tuple(found.terms), tuple(found.categories), tuple(found.ignored)), found.lines
    )


class _Found:
    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.categories: list[IngredientCategory] = []
        self.ignored: list[str] = []
        self.lines: dict[str, int] = {}

    def take(self, cells: Row | None, line: int) -> None:
        if cells is None:
            raise InvalidFieldError(f"line {line}", "has another number of cells than line 1")
        what = cells.get("what") or TERM
        if what == TERM:
            self.lines[f"add_terms.{len(self.terms)}"] = line
            self.terms.append(_term(cells, line))
        elif what == CATEGORY:
            self.lines[f"add_categories.{len(self.categories)}"] = line
            self.categories.append(_category(cells, line))
        elif what == IGNORED:
            self.lines[f"ignore.{len(self.ignored)}"] = line
            self.ignored.append(clean(cells["text"]))
        else:
            raise InvalidFieldError(
                f"line {line}", f"{what!r} is not one of {TERM}, {CATEGORY}, {IGNORED}"
            )
        if len(self.terms) + len(self.ignored) > MOST_TERMS:
            raise InvalidFieldError(f"line {line}", f"there can be {MOST_TERMS:,} terms at most")
        if len(self.categories) > MOST_CATEGORIES:
            raise InvalidFieldError(f"line {line}", f"there can be {MOST_CATEGORIES} categories")


def _term(cells: dict[str, str], line: int) -> Term:
    kind = cells.get("kind") or TermKind.SYNONYM.value
    if kind not in set(TermKind):
        raise InvalidFieldError(f"line {line}", f"kind {kind!r} is none of {', '.join(TermKind)}")
    return Term(
        clean(cells["text"]),
        CategoryId(cells.get("category", "")),
        TermKind(kind),
        cells.get("language") or "en",
        needs_skin=_yes(cells.get("needs_skin", ""), line),
    )


def _yes(cell: str, line: int) -> bool:
    if cell.lower() not in (*_YES, *_NO):
        raise InvalidFieldError(f"line {line}", f"needs_skin is yes or no, not {cell!r}")
    return cell.lower() in _YES


def _category(cells: dict[str, str], line: int) -> IngredientCategory:
    step = cells.get("routine_step", "")
    if not (step.isascii() and step.isdigit() and len(step) < 9):
        raise InvalidFieldError(f"line {line}", f"routine_step must be a number, not {step!r}")
    parent = cells.get("parent", "")
    return IngredientCategory(
        CategoryId(cells.get("category", "")),
        clean(cells.get("name", "")),
        CategoryId(parent) if parent else None,
        int(step),
    )


def changes_to(current: ShopLexicon, said: ShopLexicon, *, replace: bool) -> LexiconChanges:
    """
    Return the changes that bring *current* to what a sheet *said*.

    What the sheet says of a term that is there counts. *replace*: what it does not say goes.
    """
    old = {key_of(t.text, t.language): t for t in current.terms}
    new = {key_of(t.text, t.language): t for t in said.terms}
    changed = [key for key, term in old.items() if key in new and new[key] != term]
    gone = [key for key in old if key not in new] if replace else list[TermKey]()
    ignored, kept = set(map(fold, said.ignored)), {c.id for c in said.categories}
    return LexiconChanges(
        add_terms=said.terms,
        remove_terms=(*changed, *gone),
        ignore=said.ignored,
        heed=tuple(t for t in current.ignored if replace and fold(t) not in ignored),
        add_categories=said.categories,
        remove_categories=tuple(c.id for c in current.categories if replace and c.id not in kept),
    )
