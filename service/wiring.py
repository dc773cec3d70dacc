"""``build(settings)``: the only place that picks implementations."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from celery import Celery

from config.celery import celery_options
from config.settings import Settings
from service.clients.doorbell import CeleryDoorbell
from service.clients.redis import RedisLink
from service.clients.sealing import TokenSeal
from service.clients.segments import SegmentLog
from service.clients.shopify.clients import ShopifyClients
from service.clients.shopify.feed import GraphQLShopFeed
from service.clients.shopify.oauth import App, OAuthClient
from service.clients.shopify.points import SharedPoints
from service.domain.catalog import Shop, ShopDomain, ShopId
from service.domain.connections import Grant
from service.domain.errors import ShopifyError, ShopNotFoundError
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.signing import Signer
from service.edge.generations import Generations
from service.ports import Clock, Doorbell, ShopFeed, ShopFeeds, utc_now
from service.storage import connections, shops
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.storage.migrate import migrate
from service.storage.row_security import Role
from service.storage.system import called
from service.usecases.compare_catalog import compare_catalog
from service.usecases.compute_recommendations import compute_recommendations
from service.usecases.follow_changes import follow_changes
from service.usecases.handle_webhooks import handle_webhooks
from service.usecases.install_shop import install_shop
from service.usecases.propose_terms import propose_terms
from service.usecases.publish_first_paint import publish_first_paint
from service.usecases.read_content import read_content
from service.usecases.redact_shop import redact_shop
from service.usecases.refresh_token import refresh_token
from service.usecases.replay_mapping import replay_mapping
from service.usecases.run_jobs import run_due_jobs
from service.usecases.shop_lexicons import ShopLexicons
from service.usecases.sync_catalog import sync_catalog

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Services:
    """What use cases are given, ready to use."""

    settings: Settings
    database: Database
    lexicon: Lexicon
    feeds: ShopFeeds
    doorbell: Doorbell
    seal: TokenSeal
    signer: Signer
    segments: SegmentLog
    generations: Generations
    ping_redis: Callable[[], None]
    clock: Clock

    def forget_keys(self, name: str) -> None:
        """Delete every key of Redis that names *name*."""
        RedisLink(self.settings.redis_url).forget(name)

    @cached_property
    def lexicons(self) -> ShopLexicons:
        """The lexicon of each shop: the default, and what the shop adds to it."""
        return ShopLexicons(self.lexicon, self.database)

    @cached_property
    def shopify(self) -> ShopifyClients:
        """What opens each shop at Shopify, with its own living token."""
        settings = self.settings
        return ShopifyClients(
            App(settings.shopify_client_id, settings.app_secrets),
            database=self.database,
            seal=self.seal,
            points=SharedPoints(settings.redis_url),
            clock=self.clock,
            admin_url=settings.shopify_admin_url,
        )


def build(settings: Settings) -> Services:
    """Open everything that *settings* names; nothing is connected before it is used."""
    generations = Generations(settings.data_dir / "generations")

    def tell(shop_id: ShopId) -> None:
        generations.raise_(str(shop_id))

    database = Database(
        settings.database, system_url=settings.database_system_url, after_raise=tell
    )
    seal = TokenSeal(settings.token_keys)

    def feed(shop: Shop) -> ShopFeed:
        return services.shopify.feed(shop)

    services = Services(
        settings=settings,
        database=database,
        lexicon=load_default_lexicon(),
        feeds=feed,
        doorbell=_doorbell(settings),
        seal=seal,
        signer=Signer(settings.secret_key),
        segments=SegmentLog(settings.segments_dir, sync_to_disk=settings.durability == "disk"),
        generations=generations,
        ping_redis=RedisLink(settings.redis_url).ping,
        clock=utc_now,
    )
    return services


def migrate_database(settings: Settings) -> None:
    """Bring the database to the newest schema, and let each role do there what is its own."""
    owner = Database(settings.owner_database)
    own = Role.of(settings.owner_database).name
    app, system = (
        None if not url or Role.of(url).name == own else Role.of(url)
        for url in (settings.database_url, settings.database_system_url)
    )
    migrate(owner, app=app, system=system)
    owner.close()


def _doorbell(settings: Settings) -> CeleryDoorbell:
    celery = Celery("endcap-doorbell", set_as_current=False)
    celery.conf.update(celery_options(settings))
    return CeleryDoorbell(celery, host_name=settings.host_name)


def connect_shop(domain: ShopDomain, token: str, services: Services) -> Shop:
    """Install the shop that *token* opens; raise `ShopifyError` when it opens nothing."""
    client = services.shopify.client_with(domain, token)
    return install_shop(
        domain,
        GraphQLShopFeed(client).facts(),
        services.seal.seal(domain, token),
        database=services.database,
        doorbell=services.doorbell,
        clock=services.clock,
    )


def install_with(
    domain: ShopDomain,
    obtain: Callable[[OAuthClient], Grant],
    services: Services,
    *,
    own_app: App | None = None,
    anew: bool = True,
) -> Shop:
    """Install the shop by what *obtain* gets, alone of all processes, and kept before it is used.

    *own_app*: the merchant's own, instead of ours. *anew*: also where the shop lets us in already.
    Raises `ShopifyError`.
    """
    tokens = services.shopify.tokens
    with tokens.lock(domain) as holder:
        if not anew and (known := find_open(domain, services)) is not None:
            return known
        grant = obtain(services.shopify.oauth(own_app))
        shop = install_shop(
            domain,
            None,
            tokens.sealed_of(domain, grant, own_app) if own_app else tokens.sealed(domain, grant),
            holder=holder,
            database=services.database,
            doorbell=services.doorbell,
            clock=services.clock,
        )
    return _with_facts(shop, services)


def find_open(domain: ShopDomain, services: Services) -> Shop | None:
    """Return the shop if it is installed and lets us in, as far as we know."""
    try:
        with called(services.database, domain, read_only=True) as (tx, shop, _):
            connection = connections.find(tx, shop.id)
    except ShopNotFoundError:
        return None
    lets_in = connection is not None and connection.reauth_needed_at is None
    return shop if lets_in else None


def _with_facts(shop: Shop, services: Services) -> Shop:
    """Ask the shop for its name and currency; where that fails, the sync asks again."""
    try:
        facts = services.shopify.feed(shop).facts()
    except ShopifyError as error:
        logger.warning("shop_facts_missing", extra={"shop": shop.domain, "reason": str(error)})
        return shop
    with services.database.transaction(shop.id) as tx:
        shops.update_facts(tx, shop.id, facts)
        return shops.get(tx, shop.id)


def run_due(kind: JobKind, services: Services) -> int:
    """Run every due job of *kind* in this process; return how many ended well."""
    s = services
    work: dict[JobKind, Callable[[Job], None]] = {
        JobKind.SYNC_CATALOG: partial(
            sync_catalog, database=s.database, feeds=s.feeds, doorbell=s.doorbell, clock=s.clock
        ),
        JobKind.FOLLOW_CHANGES: lambda job: follow_changes(
            job,
            database=s.database,
            feeds=s.feeds,
            lexicon=s.lexicons.of(job.shop_id),
            doorbell=s.doorbell,
            clock=s.clock,
        ),
        JobKind.COMPARE_CATALOG: lambda job: compare_catalog(
            job,
            database=s.database,
            feeds=s.feeds,
            lexicon=s.lexicons.of(job.shop_id),
            doorbell=s.doorbell,
            clock=s.clock,
        ),
        JobKind.READ_CONTENT: lambda job: read_content(
            job,
            database=s.database,
            lexicon=s.lexicons.of(job.shop_id),
            doorbell=s.doorbell,
            clock=s.clock,
        ),
        JobKind.COMPUTE_RECOMMENDATIONS: lambda job: compute_recommendations(
            job, database=s.database, lexicon=s.lexicons.of(job.shop_id), clock=s.clock
        ),
        JobKind.REPLAY_MAPPING: lambda job: replay_mapping(
            job, database=s.database, lexicon=s.lexicons.of(job.shop_id), clock=s.clock
        ),
        JobKind.PROPOSE_TERMS: lambda job: propose_terms(
            job, database=s.database, lexicon=s.lexicons.of(job.shop_id), clock=s.clock
        ),
        JobKind.REFRESH_TOKEN: lambda job: refresh_token(
            job,
            reseal=s.shopify.tokens.reseal,
            renew=s.shopify.tokens.renew,
            database=s.database,
            clock=s.clock,
        ),
        JobKind.HANDLE_WEBHOOKS: lambda job: handle_webhooks(
            job,
            database=s.database,
            feeds=s.feeds,
            lexicon=s.lexicons.of(job.shop_id),
            doorbell=s.doorbell,
            clock=s.clock,
        ),
        JobKind.PUBLISH_FIRST_PAINT: lambda job: publish_first_paint(
            job,
            database=s.database,
            metafields=s.shopify.metafields,
            signer=s.signer,
            clock=s.clock,
        ),
        JobKind.REDACT_SHOP: partial(
            redact_shop,
            database=s.database,
            feeds=s.feeds,
            segments=s.segments,
            forget_keys=s.forget_keys,
            clock=s.clock,
        ),
    }
    return run_due_jobs(kind, work[kind], database=s.database, clock=s.clock)
