"""Reads a sheet of rules onto a mapping, and says line by line what that does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.domain.cells import Row, rows_of
from service.domain.errors import InvalidFieldError
from service.domain.mappings.changes import Change, diff
from service.domain.mappings.sheet import COLUMNS, WHAT, Does, Names, Verdict
from service.domain.mappings.sheet_lines import (
    CellError,
    Filler,
    Ignored,
    Item,
    LineReader,
    NeverShow,
    Pinned,
)
from service.domain.mappings.values import ArticleOverride, Mapping, Rule, Slot

MOST_LINES = 20_000
_EMPTY = Mapping(slots=())


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What comes of a sheet: the *mapping* with all that is right, and a verdict for each line."""

    mapping: Mapping
    verdicts: tuple[Verdict, ...]

    @property
    def wrong(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.does == Does.WRONG)


def read_sheet(text: str, onto: Mapping, names: Names, *, replaces: bool = False) -> SheetReading:
    """
    Return *onto* with what the sheet says; *replaces*: what it does not say goes.

    Slots that no line names stay, for every shop needs some. Raise `InvalidFieldError` when the
    text is no such sheet at all; a line that is wrong only has a verdict.
    """
    reader = LineReader(names)
    said = _Said(_EMPTY if replaces else replace(onto, slots=()), onto)
    for number, row in _lines(text):
        try:
            said.take(number, reader.read(row))
        except CellError as error:
            said.verdicts.append(Verdict(number, Does.WRONG, error.reason, error.column))
    mapping = said.mapping(onto)
    left_out = tuple(_left_out(onto, mapping)) if replaces else ()
    return SheetReading(mapping, (*said.verdicts, *left_out))


def _lines(text: str) -> Iterator[tuple[int, Row | None]]:
    said = f"needs a column 'what' ({', '.join(WHAT)})"
    for count, line in enumerate(rows_of(text, COLUMNS, needed="what", without=said)):
        if count >= MOST_LINES:
            raise InvalidFieldError("file", f"has more than {MOST_LINES:,} lines")
        yield line


class _Said:
    """What the lines so far make of the mapping."""

    def __init__(self, start: Mapping, old: Mapping) -> None:
        self.verdicts: list[Verdict] = []
        self._old = old
        self._rules = {rule.id: rule for rule in start.rules}
        self._slots: dict[str, Slot] = {}
        self._never_show = set(start.never_show)
        self._articles = dict(start.articles)
        self._filler = start.fallback
        self._lines: dict[object, int] = {}

    def take(self, line: int, item: Item) -> None:
        """Add what one line says; raise `CellError` where another line says it too."""
        key, column = _key(item)
        if key in self._lines:
            raise CellError(column, f"line {self._lines[key]} says this already")
        does, message = self._add(item)
        self._lines[key] = line
        self.verdicts.append(Verdict(line, does, message))

    def mapping(self, onto: Mapping) -> Mapping:
        kept = [self._slots.pop(slot.name, slot) for slot in onto.slots]
        return Mapping(
            rules=tuple(self._rules.values()),
            slots=(*kept, *self._slots.values()),
            never_show=frozenset(self._never_show),
            articles={a: o for a, o in self._articles.items() if o != ArticleOverride()},
            fallback=self._filler,
        )

    def _add(self, item: Item) -> tuple[Does, str]:
        match item:
            case Rule():
                return self._add_rule(item)
            case Slot():
                return self._add_slot(item)
            case Filler():
                before, self._filler = self._old.fallback, item.products
                return _told(there=bool(before), same=before == item.products), "filler"
            case _:
                return self._decide(item)

    def _add_rule(self, rule: Rule) -> tuple[Does, str]:
        old = next((each for each in self._old.rules if each.id == rule.id), None)
        self._rules[rule.id] = rule
        before = Mapping(rules=(old,)) if old else None
        return _compared(before, Mapping(rules=(rule,)), f"rule {rule.id}")

    def _add_slot(self, slot: Slot) -> tuple[Does, str]:
        old = next((each for each in self._old.slots if each.name == slot.name), None)
        self._slots[slot.name] = slot
        before = Mapping(slots=(old,)) if old else None
        return _compared(before, Mapping(slots=(slot,)), f"slot {slot.name}")

    def _decide(self, item: NeverShow | Pinned | Ignored) -> tuple[Does, str]:
        """Add one of the three verbs."""
        if item.article is None:
            self._never_show |= set(item.products)
            same = self._old.never_show.issuperset(item.products)
            return Does.SAME if same else Does.ADDED, "never shown in the whole shop"
        here = self._articles.get(item.article, ArticleOverride())
        self._articles[item.article] = _with(here, item)
        before = self._old.articles.get(item.article, ArticleOverride())
        return Does.SAME if _with(before, item) == before else Does.ADDED, _SAID[type(item)]


_SAID = {NeverShow: "never shown there", Pinned: "pinned there", Ignored: "ignored there"}


def _with(override: ArticleOverride, item: NeverShow | Pinned | Ignored) -> ArticleOverride:
    match item:
        case NeverShow(products):
            return replace(override, never_show=override.never_show | set(products))
        case Ignored(categories):
            return replace(override, ignore=override.ignore | set(categories))
        case Pinned(pin):
            others = (
                p for p in override.pins if p.product != pin.product and p.position != pin.position
            )
            pins = sorted((*others, pin), key=lambda each: each.position)
            return replace(override, pins=tuple(pins))


def _key(item: Item) -> tuple[object, str]:
    """What may stand once in a sheet, and the column that says it."""
    match item:
        case Rule():
            return ("rule", item.id), "rule"
        case Slot():
            return ("slot", item.name), "slot"
        case Filler():
            return "filler", "what"
        case NeverShow(products, article):
            return ("never", products, article), "products"
        case Pinned(pin, article):
            return ("pin", article, pin.position), "position"
        case Ignored(categories, article):
            return ("ignore", categories, article), "category"


def _compared(old: Mapping | None, new: Mapping, name: str) -> tuple[Does, str]:
    if old is None:
        return Does.ADDED, name
    changes = diff(old, new)
    if not changes:
        return Does.SAME, name
    return Does.CHANGED, "; ".join(map(_sentence, changes))


def _sentence(change: Change) -> str:
    if not (change.before and change.after):
        return change.message
    return f"{change.message}: {change.before} \N{RIGHTWARDS ARROW} {change.after}"


def _told(*, there: bool, same: bool) -> Does:
    if same:
        return Does.SAME
    return Does.CHANGED if there else Does.ADDED


def _left_out(old: Mapping, new: Mapping) -> Iterator[Verdict]:
    kept = {rule.id for rule in new.rules}
    for rule in old.rules:
        if rule.id not in kept:
            yield Verdict(0, Does.REMOVED, f"rule {rule.id}")
    for product in sorted(old.never_show - new.never_show):
        yield Verdict(0, Does.REMOVED, f"never show product {product}")
    if old.fallback and not new.fallback:
        yield Verdict(0, Does.REMOVED, "filler")
    for article in sorted(old.articles.keys() - new.articles.keys()):
        yield Verdict(0, Does.REMOVED, f"all that was decided for article {article}")
