"""Says in words what one mapping changes of another."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings.problems import Place
from service.domain.mappings.values import ArticleOverride, Mapping, Rule, RuleId, Slot, SlotName


@dataclass(frozen=True, slots=True)
class Change:
    """What changed. *where*: the rule id, article id or slot name; empty for the whole shop.

    *before* and *after* are words, empty where there is nothing; a product is written as
    ``product 123``, for whoever knows its title to put it there.
    """

    place: Place
    where: str
    message: str
    before: str
    after: str


Words = abc.Mapping[str, str]
"""What a thing says of itself, by aspect."""


def diff(old: Mapping, new: Mapping) -> tuple[Change, ...]:
    """Return what *new* changes of *old*; nothing when they decide the same.

    The order of rules decides nothing, so it is no change.
    """
    return (
        *_rules(old, new),
        *_articles(old, new),
        *_compare(Place.SHOP, "", "shop", _shop_words(old), _shop_words(new)),
        *_slots(old, new),
    )


def _rules(old: Mapping, new: Mapping) -> Iterator[Change]:
    before = {rule.id: rule for rule in old.rules}
    after = {rule.id: rule for rule in new.rules}
    for rule_id in dict.fromkeys((*before, *after)):
        yield from _rule(rule_id, before.get(rule_id), after.get(rule_id))


def _rule(rule_id: RuleId, before: Rule | None, after: Rule | None) -> Iterator[Change]:
    rule = after or before
    name = f"{_category(rule.category)} rule" if rule else ""
    if before is None and after is not None:
        yield Change(Place.RULE, rule_id, f"{name} added", "", _products(after.products))
    elif before is not None and after is None:
        yield Change(Place.RULE, rule_id, f"{name} removed", _products(before.products), "")
    elif before is not None and after is not None and before.enabled is not after.enabled:
        text = f"{name} switched {'on' if after.enabled else 'off'}"
        yield Change(Place.RULE, rule_id, text, _switch(before), _switch(after))
    if before is not None and after is not None:
        yield from _rule_products(rule_id, name, before.products, after.products)
        yield from _compare(Place.RULE, rule_id, name, _rule_words(before), _rule_words(after))


def _rule_products(
    rule_id: RuleId, name: str, before: tuple[ProductId, ...], after: tuple[ProductId, ...]
) -> Iterator[Change]:
    added = [product for product in after if product not in before]
    removed = [product for product in before if product not in after]
    said = [
        *(["added " + _products(added)] if added else []),
        *(["took out " + _products(removed)] if removed else []),
    ]
    if [p for p in before if p in after] != [p for p in after if p in before]:
        said.append("products in another order")
    if said:
        text = f"{name}: {', '.join(said)}"
        yield Change(Place.RULE, rule_id, text, _products(before), _products(after))


def _rule_words(rule: Rule) -> Words:
    return {
        "ingredient": _category(rule.category),
        "label": rule.label,
        "weight": f"{rule.weight:g}",
        "role": rule.role.value if rule.role else "",
        "tags": ", ".join(rule.tags),
        "blogs": ", ".join(rule.blogs),
        "languages": ", ".join(rule.languages),
        "start": _instant(rule.starts_at),
        "end": _instant(rule.ends_at),
    }


def _articles(old: Mapping, new: Mapping) -> Iterator[Change]:
    nothing = ArticleOverride()
    for article in sorted(old.articles.keys() | new.articles.keys()):
        before, after = old.articles.get(article, nothing), new.articles.get(article, nothing)
        yield from _article(article, before, after)


def _article(
    article: ArticleId, before: ArticleOverride, after: ArticleOverride
) -> Iterator[Change]:
    name = f"article {article}"
    yield from _compare(
        Place.ARTICLE, str(article), name, _override_words(before), _override_words(after)
    )


def _override_words(override: ArticleOverride) -> Words:
    pins = sorted(override.pins, key=lambda pin: (pin.position, pin.product))
    return {
        "pins": ", ".join(
            f"product {pin.product} at place {pin.position}"
            + (f" ({pin.reason})" if pin.reason else "")
            for pin in pins
        ),
        "never show": _products(sorted(override.never_show)),
        "ignored": ", ".join(sorted(_category(category) for category in override.ignore)),
    }


def _shop_words(mapping: Mapping) -> Words:
    return {
        "never show": _products(sorted(mapping.never_show)),
        "filler": _products(mapping.fallback),
        "order of slots": ", ".join(slot.name for slot in mapping.slots),
    }


def _slots(old: Mapping, new: Mapping) -> Iterator[Change]:
    before = {slot.name: slot for slot in old.slots}
    after = {slot.name: slot for slot in new.slots}
    for name in dict.fromkeys((*before, *after)):
        yield from _slot(name, before.get(name), after.get(name))


def _slot(name: SlotName, before: Slot | None, after: Slot | None) -> Iterator[Change]:
    old, new = (_slot_words(slot) if slot else {} for slot in (before, after))
    yield from _compare(Place.SLOT, name, f"slot {name}", old, new)


def _slot_words(slot: Slot) -> Words:
    return {
        "limit": str(slot.limit),
        "minimum": str(slot.minimum),
        "order": slot.order.value,
        "repeats": slot.repeats or "",
        "repeats ingredients": "yes" if slot.repeats_categories else "",
    }


def _compare(place: Place, where: str, name: str, old: Words, new: Words) -> Iterator[Change]:
    for aspect in dict.fromkeys((*old, *new)):
        before, after = old.get(aspect, ""), new.get(aspect, "")
        if before != after:
            yield Change(place, where, f"{name}: {aspect} changed", before, after)


def _products(products: Iterable[ProductId]) -> str:
    return ", ".join(f"product {product}" for product in products)


def _category(category: CategoryId) -> str:
    return category.replace("_", " ")


def _switch(rule: Rule) -> str:
    return "on" if rule.enabled else "off"


def _instant(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC" if instant else ""
