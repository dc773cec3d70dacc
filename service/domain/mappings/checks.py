"""Finds what is wrong with a mapping before it is published, in a marketer's words."""

from __future__ import annotations

from collections import Counter, abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from service.domain.catalog import Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings.limits import MAX_POSITION, MAX_PRODUCTS, claim_in, label_problem
from service.domain.mappings.values import ArticleOverride, Mapping, Rule, RuleId, Slot, SlotName

T = TypeVar("T")


class Severity(StrEnum):
    """An *error* stops a publish; a *warning* is worth a look."""

    ERROR = "error"
    WARNING = "warning"


class Place(StrEnum):
    """What kind of thing a problem or a change is at."""

    RULE = "rule"
    ARTICLE = "article"
    SLOT = "slot"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. *where*: the rule id, article id or slot name; empty for the whole shop."""

    severity: Severity
    place: Place
    where: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


Found = tuple[Severity, str]
"""A problem before it is said where."""


def validate(
    mapping: Mapping,
    *,
    products: abc.Mapping[ProductId, Product],
    lexicon: Lexicon,
    now: datetime,
) -> tuple[Problem, ...]:
    """Return every problem, errors first; a mapping without errors may be published."""
    shelf = _Shelf(products, now)
    found = [
        *_of_rules(mapping.rules, shelf, lexicon),
        *_of_articles(mapping, shelf, lexicon),
        *(Problem(severity, Place.SHOP, "", text) for severity, text in _shop(mapping, shelf)),
        *_of_slots(mapping.slots),
    ]
    return tuple(sorted(found, key=lambda problem: not problem.is_error))


@dataclass(frozen=True, slots=True)
class _Shelf:
    products: abc.Mapping[ProductId, Product]
    now: datetime

    def name(self, product: ProductId) -> str:
        known = self.products.get(product)
        return known.title if known else f"product {product}"

    def sells(self, product: ProductId) -> bool:
        return not list(self.problems([product]))

    def problems(self, products: Iterable[ProductId]) -> Iterator[Found]:
        for product in dict.fromkeys(products):
            known = self.products.get(product)
            if known is None:
                text = f"{self.name(product)} is not in the shop; take it out"
                yield Severity.ERROR, text
            elif reason := ineligibility(known, now=self.now):
                yield Severity.WARNING, f"{known.title} cannot be shown: {reason.value}"


def _of_rules(rules: tuple[Rule, ...], shelf: _Shelf, lexicon: Lexicon) -> Iterator[Problem]:
    for rule in rules:
        for severity, text in (*_rule(rule, shelf, lexicon), *_products(rule, shelf)):
            yield Problem(severity, Place.RULE, rule.id, f"{_name(rule.category, lexicon)}: {text}")
    yield from _repeated_rules(rules, lexicon)


def _rule(rule: Rule, shelf: _Shelf, lexicon: Lexicon) -> Iterator[Found]:
    if rule.category not in lexicon.categories:
        yield Severity.ERROR, "not an ingredient that Endcap knows"
    if rule.weight <= 0:
        yield Severity.ERROR, "the weight must be more than 0"
    if rule.starts_at and rule.ends_at and rule.starts_at >= rule.ends_at:
        yield Severity.ERROR, "it would end before it starts"
    elif rule.ends_at and rule.ends_at <= shelf.now:
        yield Severity.WARNING, f"it ended on {rule.ends_at:%Y-%m-%d}"
    if problem := label_problem(rule.label):
        yield Severity.ERROR, f"the label must be {problem}"
    if claim := claim_in(rule.label):
        yield (
            Severity.WARNING,
            f"“{rule.label}” says “{claim}”: beside a cosmetic this reads as a medical promise",
        )


def _products(rule: Rule, shelf: _Shelf) -> Iterator[Found]:
    if len(rule.products) > MAX_PRODUCTS:
        yield Severity.ERROR, f"{len(rule.products)} products; at most {MAX_PRODUCTS}"
    for product in _repeated(rule.products):
        yield Severity.ERROR, f"{shelf.name(product)} is listed twice"
    if rule.enabled and not rule.products:
        yield Severity.WARNING, "no product yet, so nothing is shown for it"
    elif rule.enabled and not any(shelf.sells(product) for product in rule.products):
        yield Severity.WARNING, "none of its products can be shown, so nothing is"
    yield from shelf.problems(rule.products)


def _repeated_rules(rules: tuple[Rule, ...], lexicon: Lexicon) -> Iterator[Problem]:
    for rule_id in _repeated(rule.id for rule in rules):
        yield Problem(Severity.ERROR, Place.RULE, rule_id, f"two rules have the id {rule_id}")
    first: dict[tuple[object, ...], RuleId] = {}
    for rule in rules:
        if rule.enabled and first.setdefault(_when(rule), rule.id) != rule.id:
            text = (
                f"{_name(rule.category, lexicon)}: another rule speaks for it in the same "
                "articles; put their products into one"
            )
            yield Problem(Severity.WARNING, Place.RULE, rule.id, text)


def _when(rule: Rule) -> tuple[object, ...]:
    """Return what decides where a rule speaks."""
    lists = (rule.tags, rule.blogs, rule.languages)
    folded = (frozenset(word.strip().casefold() for word in words) for words in lists)
    return (rule.category, rule.role, *folded, rule.starts_at, rule.ends_at)


def _of_articles(mapping: Mapping, shelf: _Shelf, lexicon: Lexicon) -> Iterator[Problem]:
    longest = max((slot.limit for slot in mapping.slots), default=0)
    for article, override in mapping.articles.items():
        found = (
            *_pins(override, shelf, longest, mapping.never_show),
            *_ignored(override, lexicon),
        )
        for severity, text in found:
            yield Problem(severity, Place.ARTICLE, str(article), text)


def _pins(
    override: ArticleOverride, shelf: _Shelf, longest: int, never: frozenset[ProductId]
) -> Iterator[Found]:
    for position in _repeated(pin.position for pin in override.pins):
        yield Severity.ERROR, f"two products are pinned at place {position}"
    for product in _repeated(pin.product for pin in override.pins):
        yield Severity.ERROR, f"{shelf.name(product)} is pinned twice"
    for pin in override.pins:
        name = shelf.name(pin.product)
        if not 1 <= pin.position <= MAX_POSITION:
            yield Severity.ERROR, f"{name} is pinned at place {pin.position}; 1 to {MAX_POSITION}"
        elif pin.position > longest:
            yield Severity.WARNING, f"{name} is pinned at place {pin.position}, which no slot has"
        if pin.product in override.never_show | never:
            yield Severity.WARNING, f"{name} is pinned, and never shown; never shown wins"
    yield from shelf.problems(pin.product for pin in override.pins)


def _ignored(override: ArticleOverride, lexicon: Lexicon) -> Iterator[Found]:
    for category in sorted(override.ignore - lexicon.categories.keys()):
        yield Severity.WARNING, f"ignores {_name(category, lexicon)}, which Endcap does not know"


def _shop(mapping: Mapping, shelf: _Shelf) -> Iterator[Found]:
    if not mapping.slots:
        yield Severity.WARNING, "there is no slot, so nothing is shown anywhere"
    for product in _repeated(mapping.fallback):
        yield Severity.ERROR, f"filler: {shelf.name(product)} is listed twice"
    for severity, text in shelf.problems(mapping.fallback):
        yield severity, f"filler: {text}"


def _of_slots(slots: tuple[Slot, ...]) -> Iterator[Problem]:
    by_name = {slot.name: slot for slot in slots}
    for name in _repeated(slot.name for slot in slots):
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


def _name(category: CategoryId, lexicon: Lexicon) -> str:
    known = lexicon.categories.get(category)
    return known.name if known else category.replace("_", " ")


def _repeated(items: Iterable[T]) -> list[T]:
    return [item for item, count in Counter(items).items() if count > 1]
