"""Looks up what stands beside an article and says it for a storefront."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from service.domain.articles import ArticleId, ArticleState, Placement
from service.domain.catalog import HandPlacedLinks, Product, ProductId, Shop, ShopMode
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
from service.storage.system import Called, called

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
    seconds: float | None = field(default=None, compare=False)
    """How long it holds, whatever else happens: until the clock lets something appear."""
    generation: int = field(default=0, compare=False)
    """The shop's generation number, read before the rest: the answer holds while it stays."""


class Hidden(StrEnum):
    """Why an article shows no cards, whatever was decided for it."""

    NOT_COMPUTED = "not_computed"
    OBSERVING = "observing"
    PAUSED = "paused"
    WAITING = "waiting"
    OFF = "off"
    NOT_VISIBLE = "not_visible"
    LINKS_KEPT = "links_kept"


@dataclass(frozen=True, slots=True)
class Found:
    """What is stored of an article, with the slot's place in it."""

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
    with called(database, asked.shop, read_only=True) as who:
        tx, found = who.tx, look_up(who, asked)
        products, chosen = _shown(tx, found, asked, now)
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
        seconds=_seconds(found.standing.published_at, products.values(), now),
        generation=found.generation,
    )


def _seconds(
    published_at: datetime | None, products: Iterable[Product], now: datetime
) -> float | None:
    """Return how long it is until the article, or a product that may stand there, appears."""
    instants = (published_at, *(product.published_at for product in products))
    ahead = [(instant - now).total_seconds() for instant in instants if instant and instant > now]
    return min(ahead, default=None)


def read_generations(*, database: Database) -> dict[str, int]:
    """Return the generation of every shop, keyed as in the hints of this host."""
    with database.system(read_only=True) as tx:
        return {str(shop_id): number for shop_id, number in shops.generations(tx).items()}


def look_up(called: Called, asked: Asked) -> Found:
    """Read what stands beside the article; raise `ArticleNotFoundError`."""
    tx, shop, generation = called
    standing = articles.get_standing(tx, shop.id, asked.article)
    decision = answers.find(tx, shop.id, standing.id)
    placement = decision.placements.get(asked.slot) if decision else None
    return Found(shop, generation, standing, decision, placement)


def hidden(found: Found, *, now: datetime) -> Hidden | None:
    """Return the first switch that hides the slot at *now*, or ``None``."""
    keeps_links = found.shop.hand_placed_links is HandPlacedLinks.KEEP
    beside_links = found.placement is not None and bool(found.placement.links)
    switches = {
        Hidden.PAUSED: found.shop.paused,
        Hidden.OBSERVING: found.shop.mode is ShopMode.OBSERVE,
        Hidden.OFF: found.standing.state is ArticleState.OFF,
        Hidden.WAITING: found.standing.state is ArticleState.WAITING,
        Hidden.NOT_VISIBLE: not found.standing.is_visible(now=now),
        Hidden.LINKS_KEPT: keeps_links and beside_links,
        Hidden.NOT_COMPUTED: found.decision is None,
    }
    return next((switch for switch, stands in switches.items() if stands), None)


def choose(
    tx: Connection, decision: Decision, shop: Shop, asked: Asked, *, now: datetime
) -> tuple[dict[ProductId, Product], RecommendationSet]:
    """Return what the slot shows of *decision*, with the products as they are now."""
    products = catalog.find(tx, shop.id, (each.product for each in decision.candidates))
    chosen = arrange(
        decision,
        asked.slot,
        products=products,
        now=now,
        limit=asked.limit,
        exclude=asked.exclude,
        categories=asked.categories,
    )
    return products, chosen


def _shown(
    tx: Connection, found: Found, asked: Asked, now: datetime
) -> tuple[dict[ProductId, Product], RecommendationSet]:
    if found.decision is None or hidden(found, now=now):
        return {}, RecommendationSet(asked.slot, ())
    return choose(tx, found.decision, found.shop, asked, now=now)


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
