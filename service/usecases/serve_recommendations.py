"""Looks up what stands beside an article and says it for a storefront."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.domain.articles import ArticleId, Placement
from service.domain.catalog import Product, ProductId, Shop
from service.domain.lexicon import CategoryId
from service.domain.mappings import AFTER_INTRO, SlotName
from service.domain.recommendations import Because

ARM = "published"
"""The only arm while there are no experiments; its propensity is 1."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a storefront asks for. *article*: ``123`` or ``blog-handle/article-handle``."""

    shop: str
    article: str
    slot: SlotName = AFTER_INTRO
    limit: int | None = None
    categories: frozenset[CategoryId] = frozenset()
    exclude: frozenset[ProductId] = frozenset()


@dataclass(frozen=True, slots=True)
class Card:
    """A recommended product, ready to be shown at the 1-based *position*."""

    position: int
    product: Product
    label: str
    note: str
    because: Because
    click_url: str
    """The signed redirect: records the click, then leads to the product."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in a slot of an article; no *cards*: nothing is to be shown."""

    shop: Shop
    article: ArticleId
    slot: SlotName
    set_id: str
    mapping_version: int
    arm: str
    cards: tuple[Card, ...]
    placement: Placement | None = None
    generation: int = field(default=0, compare=False)
    """The shop's generation number, read before the rest: the answer holds while it stays."""
