"""Proposes a first mapping from what the products' readings say."""

from __future__ import annotations

from collections import abc, defaultdict
from datetime import datetime

from service.domain.catalog import Ineligible, Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings.values import Mapping, Rule, RuleId
from service.domain.reading import Presence, ProductReading

BEST = 6
"""How many products a proposed rule names: enough that some are left when others sell out."""

_SELLS_AGAIN = {None, Ineligible.SOLD_OUT}


def propose_mapping(
    products: abc.Mapping[ProductId, Product],
    readings: abc.Mapping[ProductId, ProductReading],
    *,
    lexicon: Lexicon,
    now: datetime,
) -> Mapping:
    """
    Return a rule for each category that some product is active in, its best products first.

    What names a category in its title goes before what lists it, an early place in a list before
    a late one, and what is for little else before what is for many things. A sold-out product is
    named, for it comes back; what is too general to sell gets no rule.
    """
    found: dict[CategoryId, list[tuple[tuple[int, int], int, ProductId]]] = defaultdict(list)
    for product in products.values():
        if ineligibility(product, now=now) not in _SELLS_AGAIN or product.id not in readings:
            continue
        reading = readings[product.id]
        for said in reading.categories:
            if said.presence is Presence.ACTIVE and _sells(said.category, lexicon):
                place = (said.nearness, len(reading.active), product.id)
                found[said.category].append(place)
    return Mapping(tuple(_rule(category, found[category]) for category in sorted(found)))


def _sells(category: CategoryId, lexicon: Lexicon) -> bool:
    known = lexicon.categories.get(category)
    return known is not None and not known.needs_rule


def _rule(category: CategoryId, places: list[tuple[tuple[int, int], int, ProductId]]) -> Rule:
    best = tuple(product for _, _, product in sorted(places)[:BEST])
    return Rule(RuleId(f"proposed-{category}"), category, best)
