"""The fake Shopify's own sender, a merchant's edits, and answers that come to what they should."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from service.app import create_app
from service.demo.setup import demo_mapping
from service.demo.shop import DOMAIN, load
from service.domain.articles import ArticleId
from service.domain.catalog import Product, ProductId, ShopDomain
from service.domain.jobs import JobKind
from service.domain.recommendations import Decision
from service.ports import utc_now
from service.storage import answers, articles, catalog, jobs, mappings, shops
from service.usecases.install_shop import install_shop
from service.wiring import Services
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.integration.webhooks.conftest import SECRETS, Told


@dataclass
class Story:
    """A merchant's shop at the fake Shopify, and Endcap that hears of it."""

    told: Told
    fake: FakeProcess

    def edit(self, method: str, path: str, sent: Any = None) -> None:
        self.fake.control(method, path, sent)
        self.fake.control("POST", "webhooks/wait", {"seconds": 10})
        self.told.work()

    def decisions(self) -> dict[ArticleId, Decision]:
        with self.told.database.system(read_only=True) as tx:
            ids = articles.read_ids(tx, self.told.shop.id)
            return answers.find_many(tx, self.told.shop.id, ids)

    def decided_for_all(self) -> dict[ArticleId, Decision]:
        with self.told.database.system() as tx:
            jobs.add(tx, self.told.shop.id, JobKind.COMPUTE_RECOMMENDATIONS, {}, utc_now())
        self.told.work(JobKind.COMPUTE_RECOMMENDATIONS)
        return self.decisions()

    def truth(self) -> dict[ProductId, Product]:
        return {p.id: p for page in self.fake.feed().products() for p in page}

    def last_decided(self) -> int:
        with self.told.database.system(read_only=True) as tx:
            newest = jobs.newest(tx, self.told.shop.id, JobKind.COMPUTE_RECOMMENDATIONS)
        assert newest is not None
        return int(newest.progress["of"])


@pytest.fixture
def story(services: Services, tmp_path: Path, redis_url: str) -> Iterator[Story]:
    settings = services.settings.model_copy(update={"redis_url": redis_url})
    services = replace(services, settings=settings, clock=utc_now)
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    fake = FakeProcess(
        tmp_path / "fake.json",
        {TOKEN: load()},
        *("--app-url", address, "--client-secret", SECRETS[0]),
    )
    fake.start()
    services = replace(services, feeds=lambda _: fake.feed())
    shop = install_shop(
        ShopDomain(DOMAIN),
        fake.feed().facts(),
        b"sealed",
        database=services.database,
        doorbell=services.doorbell,
        clock=utc_now,
    )
    with services.database.system() as tx:
        now = datetime.now(UTC)
        mappings.publish(tx, shop.id, demo_mapping(), author="a", note="", now=now)
    story = Story(Told(services, shop, services.feeds(shop), services.clock), fake)  # type: ignore[arg-type]  # a real feed, the real clock
    story.told.work()
    yield story
    fake.stop()
    server.shutdown()
    server.server_close()


EDITS = (
    ("PATCH", "products/{}", {"available": False}),
    ("PATCH", "products/{}", {"available": True, "title": "Glycolic acid and retinol serum"}),
    ("PATCH", "products/{}", {"title": "A plain towel", "price": "3.00"}),
    ("DELETE", "products/{}", None),
)


def test_deciding_for_those_concerned_comes_to_what_deciding_for_all_does(story: Story) -> None:
    everything = len(story.decisions())
    asked: list[int] = []
    for product in load().products[::6]:
        for method, path, sent in EDITS:
            story.edit(method, path.format(product.handle), sent)
            asked.append(story.last_decided())
            heard = story.decisions()

            assert story.decided_for_all() == heard, f"{product.handle} {sent}"

    assert everything > 5
    assert min(asked) < everything


def test_repeated_late_and_reordered_news_come_to_the_truth(story: Story) -> None:
    story.fake.control(
        "PUT",
        "webhooks/policy",
        {"duplicates": 0.3, "outOfOrder": 0.5, "shuffleSeconds": 0.5, "seed": 7},
    )
    for number, product in enumerate(load().products):
        path = f"products/{product.handle}"
        story.fake.control("PATCH", path, {"price": f"{number + 1}.00"})
        story.fake.control("PATCH", path, {"title": f"Product {number}", "available": False})
        if number % 5 == 0:
            story.fake.control("DELETE", path)

    story.fake.control("POST", "webhooks/wait", {"seconds": 9})
    story.told.work()

    assert story.truth() == story.told.products()
    assert {True} == {row.settled_at is not None for row in story.told.inbox()}
    decided = story.decisions()
    assert story.decided_for_all() == decided


def test_an_uninstalled_shop_ends_and_is_erased_two_days_later(story: Story) -> None:
    story.fake.control("POST", "install", {})
    story.fake.control("POST", "uninstall", {})
    story.told.work_until(lambda: not story.told.is_installed())
    assert [] == story.told.waits()

    story.fake.control("POST", "compliance", {"topic": "shop/redact"})
    story.told.work_until(lambda: not story.told.inbox())

    with story.told.database.system(read_only=True) as tx:
        assert not shops.all_installed(tx)
        assert {} == catalog.all_products(tx, story.told.shop.id)
