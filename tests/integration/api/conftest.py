"""A served shop: a database with one article and its decision, and the app over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from cryptography.fernet import Fernet
from flask.testing import FlaskClient
from flask_openapi.openapi import OpenAPI
from sqlalchemy import event

from config.settings import Settings
from service.app import create_app
from service.clients.sealing import TokenSeal
from service.clients.segments import SegmentLog
from service.domain.articles import Article, ArticleId, ArticleState, PlacedLink, Placement
from service.domain.catalog import HandPlacedLinks, Product, Shop, ShopDomain, ShopId, ShopMode
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import AFTER_INTRO, DEFAULT_SLOTS, END, RuleId
from service.domain.reading import Quote, Role, Stance
from service.domain.recommendations import (
    Advisory,
    Because,
    Candidate,
    Decision,
    Dropped,
    Source,
    Step,
)
from service.domain.signing import Signer
from service.edge.generations import Generations
from service.ports import ShopFacts
from service.storage import answers, articles, catalog, shops
from service.storage.database import Database
from service.wiring import Services
from tests.builders import NOW, a_product, an_article

DOMAIN = ShopDomain("fernwick.myshopify.com")
URL = f"/v1/shops/{DOMAIN}/articles/1/recommendations"
PUBLIC_URL = "https://endcap.example"
NAMES = ("exfoliants", "aha", "retinoids")


class SilentDoorbell:
    def ring(self, kind: JobKind) -> None: ...

    def ring_segments(self) -> None: ...


def no_feed(_shop: Shop) -> NoReturn:
    raise AssertionError("nothing is fetched while serving")


def a_decision(article: int = 1, **changes: Any) -> Decision:
    """Three products, each for a category of its own, beside hand-placed links."""
    values: dict[str, Any] = {
        "article": ArticleId(article),
        "candidates": tuple(a_candidate(number) for number in (1, 2, 3)),
        "dropped": (Dropped(a_product(4).id, Step.WARNING, "the article advises against it"),),
        "slots": DEFAULT_SLOTS,
        "mapping_version": 7,
        "lexicon_version": "test",
        "placements": {
            AFTER_INTRO: Placement(2, (PlacedLink(2, "product-1"), PlacedLink(3, "product-2"))),
            END: Placement(9),
        },
    }
    return Decision(**{**values, **changes})


def a_candidate(number: int) -> Candidate:
    category = CategoryId(NAMES[(number - 1) % len(NAMES)])
    return Candidate(
        product=a_product(number).id,
        because=Because(
            category=category,
            source=Source.RULE,
            rule=RuleId(f"rule-{number}"),
            label=f"Label {number}",
            stance=Stance.RECOMMEND,
            role=Role.PREVENTS,
            quote=Quote("a sentence for editors alone", 10, 38, "before ", " after"),
            advisories=(Advisory("sun", "an advisory for editors", "a source", "weak", "2026"),),
        ),
        score=1.0 / number,
        priority=1,
        routine_step=number,
        covers=frozenset({category}),
        kinds=frozenset({category}),
        led_by=(category,),
    )


@dataclass
class Served:
    """The database as a worker left it, and the switches a marketer has."""

    database: Database
    shop: Shop = field(init=False)

    def __post_init__(self) -> None:
        facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
        with self.database.system() as tx:
            self.shop = shops.install(tx, DOMAIN, facts, sealed_token=b"", now=NOW)
        self.switch(mode=ShopMode.LIVE.value, hand_placed_links=HandPlacedLinks.UPGRADE.value)
        self.keep([a_product(number) for number in (1, 2, 3)])
        self.publish(an_article(1), a_decision(1))

    def keep(self, products: Sequence[Product]) -> None:
        with self.database.system() as tx:
            catalog.store(tx, self.shop.id, products)
            shops.raise_generation(tx, self.shop.id)

    def publish(
        self,
        article: Article,
        decision: Decision | None,
        state: ArticleState = ArticleState.ON,
    ) -> None:
        with self.database.system() as tx:
            articles.store(tx, self.shop.id, [article])
            articles.set_state(tx, self.shop.id, article.id, state, "")
            if decision is not None:
                answers.store(tx, self.shop.id, [decision], now=NOW)
            shops.raise_generation(tx, self.shop.id)

    def switch(self, **changes: Any) -> None:
        with self.database.system() as tx:
            shops.change_settings(tx, self.shop.id, changes)


@pytest.fixture
def served(database: Database) -> Served:
    return Served(database)


@dataclass
class Here:
    """The moment and the state of Redis that the app sees."""

    now: datetime = NOW
    redis_error: Exception | None = None

    def clock(self) -> datetime:
        return self.now

    def ping_redis(self) -> None:
        if self.redis_error is not None:
            raise self.redis_error


@pytest.fixture
def here() -> Here:
    return Here()


@pytest.fixture
def services(served: Served, here: Here, tmp_path: Path) -> Iterator[Services]:
    """Real parts but for Shopify, the clock and the doorbell; hints are raised as in production."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=served.database.url,
        database_system_url=served.database.system_url,
        redis_url="redis://127.0.0.1:1/0",
        secret_key="k" * 32,
        token_keys=Fernet.generate_key().decode(),
        public_url=PUBLIC_URL,
    )
    generations = Generations(tmp_path / "generations")

    def tell(shop_id: ShopId) -> None:
        generations.raise_(str(shop_id))

    served.database = Database(
        served.database.url, system_url=served.database.system_url, after_raise=tell
    )
    yield Services(
        settings=settings,
        database=served.database,
        lexicon=Lexicon("test", {}, ()),
        feeds=no_feed,
        doorbell=SilentDoorbell(),
        seal=TokenSeal(settings.token_keys),
        signer=Signer(settings.secret_key),
        segments=SegmentLog(settings.segments_dir, sync_to_disk=False),
        generations=generations,
        ping_redis=here.ping_redis,
        clock=here.clock,
    )
    served.database.close()


@pytest.fixture
def app(services: Services) -> OpenAPI:
    return create_app(services)


@pytest.fixture
def client(app: OpenAPI) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def statements(services: Services) -> Iterator[list[str]]:
    """Every statement that the app sends to the database from now on."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(services.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(services.database.engine, "before_cursor_execute", note)
