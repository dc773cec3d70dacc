"""Finds what is wrong with a mapping before it is published, in a marketer's words."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from datetime import datetime

from service.domain.catalog import Product, ProductId
from service.domain.lexicon import Lexicon
from service.domain.mappings.limits import MAX_POSITION
from service.domain.mappings.problems import (
    Found,
    Goods,
    Place,
    Problem,
    Severity,
    name_of,
    repeated,
)
from service.domain.mappings.rule_checks import of_rules
from service.domain.mappings.values import ArticleOverride, Mapping, Slot, SlotName


def validate(
    mapping: Mapping,
    *,
    products: abc.Mapping[ProductId, Product],
    lexicon: Lexicon,
    now: datetime,
) -> tuple[Problem, ...]:
    """Return every problem, errors first; a mapping without errors may be published."""
    goods = Goods(products, now)
    found = [
        *of_rules(mapping.rules, goods, lexicon),
        *of_articles(mapping, goods, lexicon),
        *(Problem(severity, Place.SHOP, "", text) for severity, text in of_shop(mapping, goods)),
        *of_slots(mapping.slots),
    ]
    return tuple(sorted(found, key=lambda problem: not problem.is_error))


def of_articles(mapping: Mapping, goods: Goods, lexicon: Lexicon) -> Iterator[Problem]:
    longest = max((slot.limit for slot in mapping.slots), default=0)
    for article, override in mapping.articles.items():
        found = (
            *_pins(override, goods, longest, mapping.never_show),
            *_ignored(override, lexicon),
        )
        for severity, text in found:
            yield Problem(severity, Place.ARTICLE, str(article), text)


def _pins(
    override: ArticleOverride, goods: Goods, longest: int, never: frozenset[ProductId]
) -> Iterator[Found]:
    for position in repeated(pin.position for pin in override.pins):
        yield Severity.ERROR, f"two products are pinned at place {position}"
    for product in repeated(pin.product for pin in override.pins):
        yield Severity.ERROR, f"{goods.name(product)} is pinned twice"
    for pin in override.pins:
        name = goods.name(pin.product)
        if not 1 <= pin.position <= MAX_POSITION:
            yield Severity.ERROR, f"{name} is pinned at place {pin.position}; 1 to {MAX_POSITION}"
        elif pin.position > longest:
            yield Severity.WARNING, f"{name} is pinned at place {pin.position}, which no slot has"
        if pin.product in override.never_show | never:
            yield Severity.WARNING, f"{name} is pinned, and never shown; never shown wins"
    yield from goods.problems(pin.product for pin in override.pins)


def _ignored(override: ArticleOverride, lexicon: Lexicon) -> Iterator[Found]:
    for category in sorted(override.ignore - lexicon.categories.keys()):
        yield Severity.WARNING, f"ignores {name_of(category, lexicon)}, which Endcap does not know"


def of_shop(mapping: Mapping, goods: Goods) -> Iterator[Found]:
    if not mapping.slots:
        yield Severity.WARNING, "there is no slot, so nothing is shown anywhere"
    for product in repeated(mapping.fallback):
        yield Severity.ERROR, f"filler: {goods.name(product)} is listed twice"
    for severity, text in goods.problems(mapping.fallback):
        yield severity, f"filler: {text}"


def of_slots(slots: tuple[Slot, ...]) -> Iterator[Problem]:
    by_name = {slot.name: slot for slot in slots}
    for name in repeated(slot.name for slot in slots):
        yield Problem(Severity.ERROR, Place.SLOT, name, f"two slots are called {name}")
    for slot in slots:
        for text in _slot(slot, by_name):
            yield Problem(Severity.ERROR, Place.SLOT, slot.name, f"{slot.name}: {text}")


def _slot(slot: Slot, by_name: abc.Mapping[SlotName, Slot]) -> Iterator[str]:
    if not 1 <= slot.limit <= MAX_POSITION:
        yield f"shows from 1 to {MAX_POSITION} products, not {slot.limit}"
    if not 1 <= slot.minimum <= max(slot.limit, 1):
        yield f"needs from 1 to {slot.limit} products, not {slot.minimum}"
    if slot.repeats is not None and slot.repeats not in by_name:
        yield f"repeats {slot.repeats}, which does not exist"
    elif slot.repeats == slot.name:
        yield "repeats itself"
    elif _is_in_ring(slot, by_name):
        yield f"repeats {slot.repeats}, which repeats it in turn"


def _is_in_ring(slot: Slot, by_name: abc.Mapping[SlotName, Slot]) -> bool:
    """Whether following the repetitions leads back to *slot*."""
    at, steps = slot.repeats, 0
    while at is not None and at != slot.name and at in by_name and steps < len(by_name):
        at, steps = by_name[at].repeats, steps + 1
    return at == slot.name
