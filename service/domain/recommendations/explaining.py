"""Answers the question that marketers ask most: why does this product not stand here?"""

from __future__ import annotations

from collections import abc
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial

from service.domain.catalog import Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId
from service.domain.mappings import AFTER_INTRO, SlotName
from service.domain.recommendations.arranging import arrange
from service.domain.recommendations.shelf import GONE
from service.domain.recommendations.values import (
    Candidate,
    Decision,
    Dropped,
    RecommendationSet,
    Source,
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
    show = partial(
        arrange, decision, products=products, now=now, exclude=exclude, categories=categories
    )
    shown = show(slot, limit=limit)
    if _holds(shown, product):
        return None
    if reason := _not_sold(products.get(product), now):
        return Dropped(product, Step.ELIGIBILITY, reason)
    if product in exclude:
        return Dropped(product, Step.NEVER_SHOW, "left out by the page that asked")
    if any(_holds(show(above), product) for above in _above(slot, decision)):
        return Dropped(product, Step.LIMIT, "already shown further up")
    if known := next((each for each in decision.dropped if each.product == product), None):
        return known
    ways = [candidate for candidate in decision.candidates if candidate.product == product]
    return _outdone(product, ways, shown, decision, categories)


def _not_sold(product: Product | None, now: datetime) -> str | None:
    if product is None:
        return GONE
    reason = ineligibility(product, now=now)
    return reason.value if reason else None


def _holds(shown: RecommendationSet, product: ProductId) -> bool:
    return any(item.product == product for item in shown.items)


def _above(slot: SlotName, decision: Decision) -> list[SlotName]:
    names = [each.name for each in decision.slots]
    return names[: names.index(slot)] if slot in names else []


def _outdone(
    product: ProductId,
    ways: list[Candidate],
    shown: RecommendationSet,
    decision: Decision,
    categories: AbstractSet[CategoryId],
) -> Dropped:
    if not ways:
        return Dropped(product, Step.NO_EVIDENCE, "nothing in the article leads to it")
    led_by = {category for way in ways for category in way.led_by or way.covers}
    if categories and led_by.isdisjoint(categories):
        return Dropped(product, Step.NO_EVIDENCE, "not for the ingredients that were asked for")
    return Dropped(product, Step.LIMIT, _outdone_by(ways, shown, decision))


def _outdone_by(ways: list[Candidate], shown: RecommendationSet, decision: Decision) -> str:
    if not shown.items:
        return "too few products were found for this place"
    if ways[0].because.source is Source.FALLBACK:
        return "a filler, and enough was found without it"
    items = {item.product for item in shown.items}
    others = (c.covers for c in decision.candidates if c.product in items)
    led = {way.led_by[0] for way in ways if way.led_by}
    if led and led <= frozenset[CategoryId]().union(*others):
        return f"another product already stands for {ways[0].because.label}"
    count = len(items)
    return f"{count} others come before it" if count > 1 else "1 other comes before it"
