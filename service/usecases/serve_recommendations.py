"""Looks up what stands beside an article and says it for a storefront."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from service.domain.articles import ArticleId, ArticleState, Placement
from service.domain.catalog import HandPlacedLinks, Product, ProductId, Shop
from service.domain.lexicon import CategoryId
from service.domain.mappings import AFTER_INTRO, SlotName
from service.domain.recommendations import (
    Because,
    Decision,
    Recommendation,
    RecommendationSet,
    arrange,
)
from service.domain.signing import ClickTarget, Showing, Signer
from service.ports import Clock
from service.storage import answers, articles, catalog, shops
from service.storage.articles import Standing
from service.storage.database import Database

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
    handles: tuple[str, str] | None = None
    """The article's blog handle and its own, when shoppers can see it."""
    generation: int = field(default=0, compare=False)
    """The shop's generation number, read before the rest: the answer holds while it stays."""


@dataclass(frozen=True, slots=True)
class _Found:
    shop: Shop
    generation: int
    standing: Standing
    decision: Decision | None
    placement: Placement | None


def serve_recommendations(
    asked: Asked, *, database: Database, signer: Signer, public_url: str, clock: Clock
) -> Answer:
    """Return what is to be shown now; raise `ShopNotFoundError` or `ArticleNotFoundError`.

    No cards: nothing was decided yet, or a switch hides them (the shop observes or is paused, the
    article waits or is off, shoppers can not see it), or the shop keeps its hand-placed links.
    """
    now = clock()
    with database.transaction(read_only=True) as tx:
        found = _find(tx, asked)
        products, chosen = _choose(tx, found, asked, now)
    version = found.decision.mapping_version if found.decision else 0
    ids = tuple(item.product for item in chosen.items)
    showing = Showing(found.shop.id, found.standing.id, asked.slot, ids, version, ARM)
    set_id = signer.set_id(showing)
    is_visible = found.standing.is_visible(now=now)
    return Answer(
        shop=found.shop,
        article=found.standing.id,
        slot=asked.slot,
        set_id=set_id,
        mapping_version=version,
        arm=ARM,
        cards=_cards(chosen, products, showing, set_id, signer=signer, public_url=public_url),
        placement=found.placement if is_visible else None,
        handles=(found.standing.blog_handle, found.standing.handle) if is_visible else None,
        generation=found.generation,
    )


def read_generations(*, database: Database) -> dict[str, int]:
    """Return the generation of every shop, keyed as in the hints of this host."""
    with database.transaction(read_only=True) as tx:
        return {str(shop_id): number for shop_id, number in shops.generations(tx).items()}


def _find(tx: Connection, asked: Asked) -> _Found:
    shop, generation = shops.get_with_generation(tx, asked.shop)
    standing = articles.get_standing(tx, shop.id, asked.article)
    decision = answers.find(tx, shop.id, standing.id)
    placement = decision.placements.get(asked.slot) if decision else None
    return _Found(shop, generation, standing, decision, placement)


def _choose(
    tx: Connection, found: _Found, asked: Asked, now: datetime
) -> tuple[dict[ProductId, Product], RecommendationSet]:
    if found.decision is None or not _may_show(found, now):
        return {}, RecommendationSet(asked.slot, ())
    candidates = (candidate.product for candidate in found.decision.candidates)
    products = catalog.find(tx, found.shop.id, candidates)
    return products, arrange(
        found.decision,
        asked.slot,
        products=products,
        now=now,
        limit=asked.limit,
        exclude=asked.exclude,
        categories=asked.categories,
    )


def _may_show(found: _Found, now: datetime) -> bool:
    keeps_links = found.shop.hand_placed_links is HandPlacedLinks.KEEP
    beside_links = found.placement is not None and bool(found.placement.links)
    return (
        found.shop.shows_cards
        and found.standing.state is ArticleState.ON
        and found.standing.is_visible(now=now)
        and not (keeps_links and beside_links)
    )


def _cards(
    chosen: RecommendationSet,
    products: dict[ProductId, Product],
    showing: Showing,
    set_id: str,
    *,
    signer: Signer,
    public_url: str,
) -> tuple[Card, ...]:
    return tuple(
        Card(
            position=item.position,
            product=products[item.product],
            label=item.because.label,
            note="",
            because=item.because,
            click_url=f"{public_url}/c/{signer.click_token(_target(item, showing, set_id))}",
        )
        for item in chosen.items
    )


def _target(item: Recommendation, showing: Showing, set_id: str) -> ClickTarget:
    return ClickTarget(
        showing.shop_id,
        showing.article,
        showing.slot,
        item.product,
        item.position,
        showing.mapping_version,
        showing.arm,
        set_id,
    )
