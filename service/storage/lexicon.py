"""The default lexicon, read from its data files and checked against their schema."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.domain.errors import InvalidLexiconError
from service.domain.lexicon import (
    CategoryId,
    Caution,
    CautionKind,
    IngredientCategory,
    Lexicon,
    Term,
    TermKind,
)
from service.domain.reading.folding import fold
from service.storage.stance_model import load_stance_model

RELEASE = "2026.11"
LONGEST_TERM = 128

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
TermText = Annotated[str, Field(min_length=1, max_length=LONGEST_TERM, pattern=r"^\S(.*\S)?$")]
Language = Literal["fr", "de", "es", "pt", "sv", "ro", "ja", "ko", "zh"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Caution(_Part):
    kind: CautionKind
    text: str = Field(min_length=10)
    source: str = Field(min_length=5)
    strength: Literal["weak", "moderate", "strong"]
    date: str = Field(pattern=r"^\d{4}(-\d{2}){0,2}$")
    with_categories: tuple[Identifier, ...] = ()


class _Elsewhere(_Part):
    """Words beside which each of several terms means something else."""

    terms: tuple[TermText, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)


class _Category(_Part):
    id: Identifier
    name: str = Field(min_length=2, max_length=40)
    parent: Identifier | None = None
    routine_step: Literal[10, 20, 30, 40, 50]
    trace_after: int = Field(default=15, ge=1, le=100)
    low_dose: bool = False
    needs_rule: bool = False
    inci: tuple[TermText, ...] = ()
    synonyms: tuple[TermText, ...] = ()
    abbreviations: tuple[TermText, ...] = ()
    drugs: tuple[TermText, ...] = ()
    procedures: tuple[TermText, ...] = ()
    languages: dict[Language, tuple[TermText, ...]] = {}
    needs_skin: tuple[TermText, ...] = ()
    not_near: dict[TermText, tuple[str, ...]] = {}
    elsewhere: tuple[_Elsewhere, ...] = ()
    term_trace_after: dict[TermText, int] = {}
    caution: tuple[_Caution, ...] = ()


class _File(_Part):
    category: tuple[_Category, ...]


@cache
def load_default_lexicon() -> Lexicon:
    """Return the lexicon that ships with Endcap; raise `InvalidLexiconError`."""
    folder = resources.files("config") / "lexicon"
    lexicon = parse_lexicon(
        {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".toml")}
    )
    return lexicon.with_stances(load_stance_model())


def parse_lexicon(files: dict[str, str]) -> Lexicon:
    """Build a lexicon from TOML texts by file name; its version is a digest of them."""
    digest = hashlib.sha256()
    found: list[tuple[str, _Category]] = []
    for name in sorted(files):
        digest.update(f"{name}\0{files[name]}\0".encode())
        found += [(name, category) for category in _parse(name, files[name]).category]
    _check_categories(found)
    return Lexicon(
        version=f"{RELEASE}-{digest.hexdigest()[:8]}",
        categories={CategoryId(c.id): _category(c) for _, c in found},
        terms=tuple(_unique_terms(found)),
    )


def _parse(name: str, text: str) -> _File:
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidLexiconError(name, "not TOML", str(error)) from error
    try:
        return _File.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidLexiconError(name, _entry(document, first["loc"]), first["msg"]) from error


def _entry(document: dict[str, Any], where: tuple[int | str, ...]) -> str:
    """Name the faulty entry: the category's id rather than its number."""
    names = [str(part) for part in where]
    if len(where) > 1 and isinstance(where[1], int):
        category = document["category"][where[1]]
        if isinstance(category, dict) and "id" in category:
            names[:2] = [str(cast("dict[str, Any]", category)["id"])]
    return ".".join(names) or "the whole file"


def _check_categories(found: list[tuple[str, _Category]]) -> None:
    known: dict[str, _Category] = {}
    for name, category in found:
        if category.id in known:
            raise InvalidLexiconError(name, category.id, "is there twice")
        known[category.id] = category
    for name, category in found:
        others = [c for caution in category.caution for c in caution.with_categories]
        for other in [*others, *([category.parent] if category.parent else [])]:
            if other not in known:
                raise InvalidLexiconError(name, category.id, f"no category {other!r}")
        _check_tree(name, category, known)


def _check_tree(name: str, category: _Category, known: dict[str, _Category]) -> None:
    seen, above = {category.id}, category.parent
    while above is not None and above in known:
        if above in seen:
            raise InvalidLexiconError(name, category.id, "is above itself")
        seen.add(above)
        above = known[above].parent


def _category(category: _Category) -> IngredientCategory:
    return IngredientCategory(
        id=CategoryId(category.id),
        name=category.name,
        parent=CategoryId(category.parent) if category.parent else None,
        routine_step=category.routine_step,
        cautions=tuple(_caution(c) for c in category.caution),
        trace_after=category.trace_after,
        low_dose=category.low_dose,
        needs_rule=category.needs_rule,
    )


def _caution(caution: _Caution) -> Caution:
    return Caution(
        kind=caution.kind,
        text=caution.text,
        source=caution.source,
        strength=caution.strength,
        date=caution.date,
        with_categories=tuple(CategoryId(c) for c in caution.with_categories),
    )


def _unique_terms(found: list[tuple[str, _Category]]) -> Iterator[Term]:
    owner: dict[tuple[str, str], str] = {}
    for name, category in found:
        terms = list(_terms(category))
        written = {term.text for term in terms}
        for extra in _spoken_of(category):
            if extra not in written:
                raise InvalidLexiconError(name, category.id, f"{extra!r} is none of its terms")
        for term in terms:
            key = (fold(term.text), term.language)
            if key in owner:
                reason = f"the term {term.text!r} already stands in {owner[key]}"
                raise InvalidLexiconError(name, category.id, reason)
            owner[key] = category.id
            yield term


def _spoken_of(category: _Category) -> Iterator[str]:
    """The terms of which more is said than that they are there."""
    yield from category.needs_skin
    yield from category.not_near
    yield from category.term_trace_after
    for group in category.elsewhere:
        yield from group.terms


def _terms(category: _Category) -> Iterator[Term]:
    kinds = {
        TermKind.INCI: category.inci,
        TermKind.SYNONYM: category.synonyms,
        TermKind.ABBREVIATION: category.abbreviations,
        TermKind.DRUG: category.drugs,
        TermKind.PROCEDURE: category.procedures,
    }
    not_near = _not_near(category)
    for kind, texts in kinds.items():
        yield from (_term(category, text, kind, "en", not_near) for text in texts)
    for language, texts in category.languages.items():
        yield from (_term(category, text, TermKind.SYNONYM, language, not_near) for text in texts)


def _not_near(category: _Category) -> dict[str, tuple[str, ...]]:
    """By term, the words beside which it means something else: its own and its groups'."""
    found = dict(category.not_near)
    for group in category.elsewhere:
        for text in group.terms:
            found[text] = (*found.get(text, ()), *group.words)
    return found


def _term(
    category: _Category,
    text: str,
    kind: TermKind,
    language: str,
    not_near: dict[str, tuple[str, ...]],
) -> Term:
    return Term(
        text=text,
        category=CategoryId(category.id),
        kind=kind,
        language=language,
        not_near=not_near.get(text, ()),
        needs_skin=text in category.needs_skin,
        trace_after=category.term_trace_after.get(text),
    )
