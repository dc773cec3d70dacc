"""Answers the question that marketers ask most: why does this product not stand here?"""

from __future__ import annotations

from collections import abc
from collections.abc import Set as AbstractSet
from datetime import datetime

from service.domain.catalog import Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId
from service.domain.mappings import AFTER_INTRO, SlotName
from service.domain.recommendations.arrange import arrange
from service.domain.recommendations.shelf import GONE
from service.domain.recommendations.values import (
    Candidate,
    Decision,
    Dropped,
    RecommendationSet,
    Step,
)


def why_not(
    decision: Decision,
    product: ProductId,
    slot: SlotName = AFTER_INTRO,
    *,
    products: abc.Mapping[ProductId, Product],
    now: datetime,
    limit: int | None = None,
    exclude: AbstractSet[ProductId] = frozenset(),
    categories: AbstractSet[CategoryId] = frozenset(),
) -> Dropped | None:
    """Return the step that keeps *product* out of *slot*, or ``None`` when it is shown there.

    Any product may be asked about; what is not in *products* is answered as gone.
    """
    shown = arrange(
        decision,
        slot,
        products=products,
        now=now,
        limit=limit,
        exclude=exclude,
        categories=categories,
    )
    if any(item.product == product for item in shown.items):
        return None
    if reason := _not_sold(products.get(product), now):
        return Dropped(product, Step.ELIGIBILITY, reason)
    if product in exclude:
        return Dropped(product, Step.NEVER_SHOW, "left out by the page that asked")
    if known := next((each for each in decision.dropped if each.product == product), None):
        return known
    ways = [candidate for candidate in decision.candidates if candidate.product == product]
    return _outdone(product, ways, shown, decision, categories)


def _not_sold(product: Product | None, now: datetime) -> str | None:
    if product is None:
        return GONE
    reason = ineligibility(product, now=now)
    return reason.value if reason else None


def _outdone(
    product: ProductId,
    ways: list[Candidate],
    shown: RecommendationSet,
    decision: Decision,
    categories: AbstractSet[CategoryId],
) -> Dropped:
    if not ways:
        return Dropped(product, Step.NO_EVIDENCE, "nothing in the article leads to it")
    covers = frozenset[CategoryId]().union(*(way.covers for way in ways))
    if categories and covers.isdisjoint(categories):
        return Dropped(product, Step.NO_EVIDENCE, "not for the ingredients that were asked for")
    if not shown.items:
        return Dropped(product, Step.LIMIT, "too few products were found for this place")
    items = {item.product for item in shown.items}
    others = (c.covers for c in decision.candidates if c.product in items)
    if covers <= frozenset[CategoryId]().union(*others):
        named = ways[0].because.label
        reason = f"another product already stands for {named}" if named else "others come first"
        return Dropped(product, Step.LIMIT, reason)
    return Dropped(product, Step.LIMIT, f"{len(shown.items)} others come before it")
