"""Makes the demo a shop that is live, mapped and approved, as a marketer would have left it."""

from __future__ import annotations

from sqlalchemy import Connection

from service.auth.users import ensure_user
from service.demo.fake_shopify import DEMO_TOKEN
from service.demo.shop import DOMAIN, load, load_approved, load_mapping
from service.domain.articles import ArticleState
from service.domain.catalog import (
    HandPlacedLinks,
    NewArticles,
    ProductId,
    Shop,
    ShopDomain,
    ShopMode,
)
from service.domain.errors import ShopNotFoundError
from service.domain.jobs import TO_ANSWERS
from service.domain.lexicon import CategoryId
from service.domain.mappings import Mapping, Rule, RuleId
from service.domain.members import MemberRole
from service.storage import answers, articles, jobs, mappings, shops, users
from service.storage.system import shop_named
from service.wiring import Services, connect_shop

EMAIL = "demo@endcap.test"
AUTHOR = "Endcap demo"
APPROVED = "demo:approved"


def connect_demo(services: Services, *, password: str) -> Shop:
    """Install the demo shop with its rules and its marketer; a second run changes nothing."""
    shop = _installed(services)
    _publish_rules(services, shop)
    with services.database.system(read_only=True) as tx:
        known = users.find_by_email(tx, EMAIL)
    if known is None:
        ensure_user(services.database, EMAIL, password, shop_id=shop.id, role=MemberRole.ADMIN)
    return shop


def _installed(services: Services) -> Shop:
    domain = ShopDomain(DOMAIN)
    try:
        return shop_named(services.database, domain)
    except ShopNotFoundError:
        return connect_shop(domain, DEMO_TOKEN, services)


def _publish_rules(services: Services, shop: Shop) -> None:
    """Publish the first mapping and go live, in one transaction, unless that was done before."""
    live = {
        "mode": ShopMode.LIVE,
        "hand_placed_links": HandPlacedLinks.UPGRADE,
        "new_articles": NewArticles.GO,
    }
    with services.database.transaction(shop.id) as tx:
        if mappings.published(tx, shop.id).version:
            return
        mappings.publish(
            tx, shop.id, demo_mapping(), author=AUTHOR, note="First rules", now=services.clock()
        )
        shops.change_settings(tx, shop.id, live)


def demo_mapping() -> Mapping:
    """Return the rules of ``mapping.toml``; none names an article."""
    ids = {product.handle: ProductId(product.id) for product in load().products}
    rules = [
        Rule(
            id=RuleId(category),
            category=CategoryId(category),
            products=tuple(ids[handle] for handle in handles),
            label=label,
        )
        for category, label, handles in load_mapping()
    ]
    return Mapping(rules=tuple(rules))


def is_answered(services: Services, shop: Shop) -> bool:
    """Whether the shop has been synced and every article of it has an answer."""
    with services.database.transaction(shop.id, read_only=True) as tx:
        _, fully_synced_at = shops.synced_at(tx, shop.id)
        return (
            fully_synced_at is not None
            and not any(job.kind in TO_ANSWERS for job in jobs.unfinished(tx, shop.id))
            and not answers.missing(tx, shop.id)
        )


def approve_articles(services: Services, shop: Shop) -> None:
    """Once, turn on the articles whose topics made them wait for a person."""
    with services.database.system() as tx:
        if jobs.last(tx, APPROVED) is not None:
            return
        for blog, handle in load_approved():
            _turn_on(tx, shop, f"{blog}/{handle}")
        jobs.mark(tx, APPROVED, now=services.clock())
        shops.raise_generation(tx, shop.id)


def _turn_on(tx: Connection, shop: Shop, article: str) -> None:
    article_id = articles.get_id(tx, shop.id, article)
    articles.set_state(tx, shop.id, article_id, ArticleState.ON, f"approved by {AUTHOR}")
