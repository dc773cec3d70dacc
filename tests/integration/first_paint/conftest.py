"""A shop with decisions, connected to a fake Shopify, and what Liquid would read there."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import update

from service.clients.shopify.graphql import GraphQLClient
from service.clients.shopify.metafields import GraphQLMetafields
from service.domain.articles import ArticleId, ArticleState
from service.domain.catalog import HandPlacedLinks, Shop, ShopMode
from service.domain.connections import WRITE_ARTICLES
from service.domain.first_paint import ARTICLE_NAMESPACE, HEAD, NAMESPACE, PRODUCTS
from service.domain.jobs import JobKind, JobState, JobStatus
from service.domain.metafields import Metafield, Place, Written
from service.domain.recommendations import Candidate
from service.domain.signing import Signer
from service.storage import answers, articles, catalog, jobs, shops
from service.storage.database import Database
from service.storage.first_paints import Known, known
from service.storage.tables import articles as table
from service.usecases.publish_first_paint import publish_first_paint
from service.usecases.run_jobs import run_due_jobs
from tests.builders import a_product, an_article
from tests.integration.api.conftest import a_candidate, a_decision
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.integration.shopify.opening import Opening
from tests.unit.shopify.demo_things import a_demo_article, a_demo_product, a_demo_shop

ARTICLES = 60
"""They lie in five shards."""
PRODUCTS_THERE = 9
SCOPES = ["read_content", "read_products", "write_app_proxy"]
SIGNER = Signer("a-key-of-at-least-thirty-two-characters")

THERE = """query($namespace: String!) { currentAppInstallation {
  metafields(first: 250, namespace: $namespace) { nodes { key type value } } } }"""
ON_ARTICLES = """query($namespace: String!, $key: String!) { articles(first: 250) { nodes {
  id metafield(namespace: $namespace, key: $key) { type value } } } }"""


class Watched(GraphQLMetafields):
    """Speaks to Shopify, and remembers what it changed there."""

    def __init__(self, client: GraphQLClient, said: list[tuple[str, Sequence[Place]]]) -> None:
        super().__init__(client)
        self._said = said

    def write(self, given: Sequence[Metafield]) -> Written:
        self._said.append(("write", [each.place for each in given]))
        return super().write(given)

    def delete(self, places: Sequence[Place]) -> None:
        self._said.append(("delete", list(places)))
        super().delete(places)


@dataclass
class Painting:
    """Endcap's side of a shop, as its workers have it."""

    opening: Opening
    shop: Shop
    said: list[tuple[str, Sequence[Place]]] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.opening.database

    def decide(
        self, numbers: Collection[int], *products: int, label: str = "", **changes: Any
    ) -> None:
        """Let other products stand beside these articles, as a worker does."""
        candidates = tuple(_labelled(a_candidate(product), label) for product in products)
        decisions = [a_decision(n, candidates=candidates, **changes) for n in numbers]
        with self.database.transaction(self.shop.id) as tx:
            answers.store(tx, self.shop.id, decisions, now=self.opening.clock())
            shops.raise_generation(tx, self.shop.id)

    def bring_in(self, numbers: Collection[int]) -> None:
        with self.database.transaction(self.shop.id) as tx:
            catalog.store(tx, self.shop.id, [a_product(n) for n in range(1, PRODUCTS_THERE + 1)])
            articles.store(tx, self.shop.id, [an_article(n) for n in numbers])
            tx.execute(
                update(table)
                .where(table.c.shop_id == self.shop.id)
                .values(state=ArticleState.ON.value, state_reason="test")
            )

    def switch(self, **changes: Any) -> None:
        with self.database.transaction(self.shop.id) as tx:
            shops.change_settings(tx, self.shop.id, changes)

    def turn(self, article: int, state: ArticleState) -> None:
        with self.database.transaction(self.shop.id) as tx:
            articles.set_state(tx, self.shop.id, ArticleId(article), state, "test")
            shops.raise_generation(tx, self.shop.id)

    def grant(self, *scopes: str) -> None:
        self.opening.fake.control("PUT", "scopes", {"scopes": [*SCOPES, *scopes]})

    def run(self, payload: Mapping[str, Any] | None = None, far: Any = None) -> JobStatus:
        """Do the work; return how its job ended. What was said stands in *said*."""
        self.said.clear()
        kind, clock = JobKind.PUBLISH_FIRST_PAINT, self.opening.clock
        with self.database.transaction(self.shop.id) as tx:
            jobs.add(tx, self.shop.id, kind, payload or {}, clock())
        run_due_jobs(
            kind,
            lambda job: publish_first_paint(
                job,
                database=self.database,
                metafields=far or self.far,
                signer=SIGNER,
                clock=clock,
            ),
            database=self.database,
            clock=clock,
        )
        with self.database.transaction(self.shop.id, read_only=True) as tx:
            ended = jobs.newest(tx, self.shop.id, kind)
        assert ended is not None
        return ended

    def publish(self, payload: Mapping[str, Any] | None = None) -> list[int]:
        """Do the work, which ends well; return how many metafields each call wrote."""
        ended = self.run(payload)
        assert (JobState.DONE, None) == (ended.state, ended.error)
        return [len(places) for verb, places in self.said if verb == "write"]

    def far(self, shop: Shop) -> GraphQLMetafields:
        return Watched(self.opening.clients.client(shop), self.said)

    def there(self) -> dict[str, Any]:
        """What stands at the installation."""
        answer = self.ask(THERE, namespace=NAMESPACE)["currentAppInstallation"]
        assert all(node["type"] == "json" for node in answer["metafields"]["nodes"])
        return {n["key"]: json.loads(n["value"]) for n in answer["metafields"]["nodes"]}

    def shown(self) -> dict[int, Any]:
        """What Liquid finds of each article: by the head alone, whatever else stands there."""
        there = self.there()
        shards = there.get(HEAD, {}).get("shards", 0)
        found = {
            n: there.get(f"cards_{shards}_{n % shards}", {}).get(str(n)) if shards else None
            for n in range(1, ARTICLES + 1)
        }
        return {n: entry for n, entry in found.items() if entry is not None}

    def products_of(self, article: int, slot: str = "after_intro") -> list[int]:
        return [item["id"] for item in self.shown()[article]["slots"][slot]["items"]]

    def lists(self) -> dict[int, list[int]]:
        """The products that each article lists."""
        asked = self.ask(ON_ARTICLES, namespace=ARTICLE_NAMESPACE, key=PRODUCTS)
        return {
            int(node["id"].rpartition("/")[2]): [
                int(gid.rpartition("/")[2]) for gid in json.loads(node["metafield"]["value"])
            ]
            for node in asked["articles"]["nodes"]
            if node["metafield"] is not None
        }

    def known(self) -> dict[Place, Known]:
        with self.database.transaction(self.shop.id, read_only=True) as tx:
            return known(tx, self.shop.id)

    def ask(self, query: str, **variables: Any) -> Mapping[str, Any]:
        return self.opening.clients.client(self.shop).ask(query, variables)

    def forget_lists(self) -> None:
        """What other tests left on articles outlives their installation."""
        self.grant(WRITE_ARTICLES)
        places = [Place(PRODUCTS, ArticleId(n)) for n in range(1, ARTICLES + 1)]
        self.far(self.shop).delete(places)
        self.grant()
        self.said.clear()


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(
        products=tuple(a_demo_product(n) for n in range(1, PRODUCTS_THERE + 1)),
        articles=tuple(a_demo_article(n) for n in range(1, ARTICLES + 1)),
    )
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        fake.control("PATCH", "app", {"appUrl": ""})
        yield fake


@pytest.fixture
def painting(database: Database, fake: FakeProcess) -> Iterator[Painting]:
    """A live shop that has just been installed; nothing stands at Shopify yet."""
    fake.control("POST", "uninstall")
    fake.control("POST", "install", {"scopes": SCOPES})
    opening = Opening(fake, database)
    painting = Painting(opening, opening.install())
    live = {"mode": ShopMode.LIVE.value, "hand_placed_links": HandPlacedLinks.UPGRADE.value}
    painting.switch(**live)
    yield painting
    fake.control("DELETE", "faults")


@pytest.fixture
def full(painting: Painting) -> Painting:
    """All articles of the shop show the same three products."""
    painting.bring_in(range(1, ARTICLES + 1))
    painting.decide(range(1, ARTICLES + 1), 1, 2, 3)
    return painting


def _labelled(candidate: Candidate, label: str) -> Candidate:
    return (
        replace(candidate, because=replace(candidate.because, label=label)) if label else candidate
    )
