"""After its erasure nothing of a shop is left, in no table, no file, no key; others keep theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import String, func, insert, select

from service.domain.articles import ArticleId
from service.domain.catalog import PriceRange, ProductId, Shop, ShopDomain, ShopId
from service.domain.engagement import Event, EventKind, EventSource, VisitorClass
from service.domain.errors import (
    ReauthNeededError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
)
from service.domain.jobs import JobKind
from service.domain.members import MemberRole
from service.storage import events, jobs, shops, users
from service.storage.segments import DeadLetter, bury, dead, move
from service.storage.tables import Instant, metadata, webhooks
from service.usecases.redact_shop import BACK_AGAIN
from service.usecases.store_segments import store_segments
from service.wiring import Services
from tests.builders import NOW, a_product, an_article
from tests.fakes import FakeClock
from tests.integration.webhooks.conftest import DOMAIN, Sender, Told, sweep_now

REDACT = {"shop_id": 954889, "shop_domain": DOMAIN}
PLANTED = ("fernwick", "planted-in", "marketer@planted-in.example")
OTHER = ShopDomain("neighbour.myshopify.com")


@pytest.fixture
def services(services: Services, redis_url: str) -> Services:
    """With a Redis that is there."""
    settings = services.settings.model_copy(update={"redis_url": redis_url})
    return replace(services, settings=settings)


@pytest.fixture
def keys(redis_url: str) -> Iterator[Redis]:
    redis = Redis.from_url(redis_url)
    redis.flushdb()
    yield redis
    redis.flushdb()


def a_click(number: int) -> Event:
    return Event(
        id=f"00000000-0000-4000-8000-{number:012}",
        kind=EventKind.CLICKED,
        source=EventSource.BEACON,
        article=ArticleId(1),
        product=ProductId(1),
        arm="planted-in",
        propensity=Decimal(1),
        visitor_class=VisitorClass.HUMAN,
        occurred_at=NOW,
        received_at=NOW,
    )


def fill(told: Told) -> None:
    """Leave something of the shop wherever something can be."""
    told.feed.content_products = [
        a_product(1, title="Retinol planted-in serum", description_html="<p>planted-in</p>"),
        a_product(2, price=PriceRange(Decimal(1), Decimal(2), "USD")),
    ]
    body = "<p>We recommend a retinol serum at night, planted-in.</p>"
    told.feed.content_articles = [an_article(1, title="Retinol", body_html=body)]
    with told.database.system() as tx:
        jobs.add(tx, told.shop.id, JobKind.SYNC_CATALOG, {"full": True}, told.clock.now)
    told.work()
    sweep_now(told)
    told.services.segments.append(told.shop.id, [a_click(1)])
    store_segments(database=told.database, segments=told.services.segments, clock=told.clock)
    told.services.segments.append(told.shop.id, [a_click(2)])
    line = b'{"shop_id":%d,"event":"planted-in"}' % told.shop.id
    with told.database.system() as tx:
        bury(tx, [DeadLetter("old-segment", 0, line, "not an event")], now=told.clock.now)
    fill_the_rest(told, told.shop)


def fill_the_rest(told: Told, shop: Shop) -> None:
    """Put a row into every table of the shop that has none yet."""
    with told.database.system() as tx:
        someone = users.create(
            tx, "marketer@planted-in.example", password="x", uniquifier="u", now=told.clock.now
        )
        assert someone is not None
        users.set_membership(tx, shop.id, someone.id, MemberRole.ADMIN)
        for table in metadata.sorted_tables:
            if "shop_id" in table.c and not count(tx, table, shop.id):
                tx.execute(insert(table).values(some_values(table, shop.id)))
            elif "domain" in table.c and table.name not in {"shops", "webhooks"}:
                tx.execute(insert(table).values({**some_values(table, shop.id), "domain": DOMAIN}))


def some_values(table: Any, shop_id: ShopId) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.c:
        if column.name == "shop_id":
            values[column.name] = shop_id
        elif column.name in {"article_id", "product_id"}:
            values[column.name] = 1
        elif not column.nullable and not (column.autoincrement is True and column.primary_key):
            values[column.name] = some_value(column.type)
    return values


def some_value(kind: Any) -> Any:
    if isinstance(kind, Instant):
        return NOW
    if isinstance(kind, String):
        return "planted-in"[: kind.length]
    known = {int: 1, bool: True, bytes: b"planted-in", float: 0.5, Decimal: 1}
    return known.get(kind.python_type, {})


def count(tx: Any, table: Any, shop_id: ShopId) -> int:
    query = select(func.count()).select_from(table).where(table.c.shop_id == shop_id)
    return int(tx.execute(query).scalar_one())


def dump(told: Told) -> str:
    """Return every row of every table, in words."""
    with told.database.system(read_only=True) as tx:
        return "\n".join(
            f"{table.name} {tuple(row)!r}"
            for table in metadata.sorted_tables
            for row in tx.execute(select(table))
        )


def test_every_table_names_its_shop_or_is_thought_of() -> None:
    nameless = {
        t.name for t in metadata.sorted_tables if not {"shop_id", "domain"} & set(t.c.keys())
    }

    assert {"users", "heartbeats", "segments", "dead_letters"} == nameless


def leave(told: Told, sender: Sender) -> None:
    """The shop is uninstalled, and two days pass."""
    told.clock.move(timedelta(minutes=1))
    stamp = told.clock.now.strftime("%Y-%m-%dT%H:%M:%S.0Z")
    sender.send("app/uninstalled", {"myshopify_domain": DOMAIN}, Triggered_At=stamp)
    told.work()
    told.clock.move(timedelta(hours=48))


def redact(told: Told, sender: Sender) -> int:
    stamp = told.clock.now.strftime("%Y-%m-%dT%H:%M:%S.0Z")
    answer = sender.send("shop/redact", REDACT, address="/webhooks/compliance", Triggered_At=stamp)
    told.work()
    return answer.status_code


def test_nothing_of_an_erased_shop_is_left(
    told: Told, sender: Sender, keys: Redis, tmp_path: Path
) -> None:
    fill(told)
    with told.database.system(read_only=True) as tx:
        empty = [
            table.name
            for table in metadata.sorted_tables
            if "shop_id" in table.c and not count(tx, table, told.shop.id)
        ]
    assert [] == empty, "a table that is not looked at"
    sender.send_bytes("teapots/boiled", b"planted-in")
    keys.set(f"endcap:points:{DOMAIN}", "1")
    keys.set("endcap:points:neighbour.myshopify.com", "1")
    leave(told, sender)

    status = redact(told, sender)

    assert 200 == status
    said = dump(told)
    assert [] == [word for word in PLANTED if word in said]
    assert [] == [name for name in said.splitlines() if name.startswith("heartbeats ('clock:")]
    assert [b"endcap:points:neighbour.myshopify.com"] == keys.keys("*")
    for file in tmp_path.rglob("*"):
        held = file.read_bytes() if file.is_file() else b""
        assert [] == [word for word in PLANTED if word.encode() in held], file
    with told.database.system(read_only=True) as tx:
        for table in metadata.sorted_tables:
            assert "shop_id" not in table.c or not count(tx, table, told.shop.id), table.name


def test_what_is_stored_is_blanked_and_what_comes_behind_it_is_stored(told: Told) -> None:
    log, numbers = told.services.segments, range(1, 4)
    for number in numbers:
        log.append(told.shop.id, [a_click(number)])
        store_segments(database=told.database, segments=log, clock=told.clock)

    [name] = log.segments()
    assert b"" == log.read(name, 0, 100_000).strip()
    with told.database.system(read_only=True) as tx:
        assert len(numbers) == events.count(tx, told.shop.id)
        assert [] == dead(tx)


def test_blanks_that_are_come_to_again_are_no_dead_letters(told: Told) -> None:
    log = told.services.segments
    log.append(told.shop.id, [a_click(1)])
    store_segments(database=told.database, segments=log, clock=told.clock)
    with told.database.system() as tx:  # an older database is brought back
        move(tx, log.segments()[0], 0, now=told.clock.now)
    log.append(told.shop.id, [a_click(2)])

    store_segments(database=told.database, segments=log, clock=told.clock)

    with told.database.system(read_only=True) as tx:
        assert (2, []) == (events.count(tx, told.shop.id), dead(tx))


def test_the_neighbours_of_an_erased_shop_keep_everything(told: Told, sender: Sender) -> None:
    with told.database.system() as tx:
        neighbour = shops.install(
            tx, OTHER, told.feed.facts(), sealed_token=b"sealed", now=told.clock.now
        )
        both = users.create(
            tx, "both@agency.example", password="x", uniquifier="b", now=told.clock.now
        )
        assert both is not None
        for shop_id in (told.shop.id, neighbour.id):
            users.set_membership(tx, shop_id, both.id, MemberRole.EDITOR)
    fill(told)
    leave(told, sender)

    redact(told, sender)

    with told.database.system(read_only=True) as tx:
        assert [neighbour.id] == [shop.id for shop in shops.all_installed(tx)]
        assert users.find_by_email(tx, "both@agency.example") is not None
        assert users.find_by_email(tx, "marketer@planted-in.example") is None


def test_an_order_to_erase_that_is_repeated_leaves_nothing_either(
    told: Told, sender: Sender, keys: Redis
) -> None:
    leave(told, sender)
    redact(told, sender)

    statuses = [redact(told, sender) for _ in range(2)]

    assert [200, 200] == statuses
    assert "fernwick" not in dump(told)


def test_a_shop_that_has_come_back_is_not_erased(told: Told, sender: Sender, keys: Redis) -> None:
    leave(told, sender)
    told.install()

    redact(told, sender)

    assert told.is_installed()
    assert BACK_AGAIN == told.outcomes()[-1]


def test_an_order_from_before_the_installation_asks_nobody(
    told: Told, sender: Sender, keys: Redis
) -> None:
    told.feed.facts_error = ShopifyUnavailableError("nobody should ask")
    earlier = (told.clock.now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    sender.send("shop/redact", REDACT, address="/webhooks/compliance", Triggered_At=earlier)
    told.work()

    assert told.is_installed()
    assert [BACK_AGAIN] == told.outcomes()


@pytest.mark.parametrize("error", [ShopifyRefusedError("no"), ReauthNeededError(DOMAIN)])
def test_a_shop_whose_end_was_missed_is_erased_when_shopify_lets_nobody_in(
    told: Told, sender: Sender, keys: Redis, error: Exception
) -> None:
    told.clock.move(timedelta(hours=48))
    told.feed.facts_error = error

    redact(told, sender)

    assert "fernwick" not in dump(told)


def test_while_shopify_is_away_the_erasure_waits_and_is_not_forgotten(
    told: Told, sender: Sender, keys: Redis, clock: FakeClock
) -> None:
    told.clock.move(timedelta(hours=48))
    told.feed.facts_error = ShopifyUnavailableError("Shopify did not answer")
    redact(told, sender)
    for _ in range(12):
        clock.move(timedelta(minutes=2))
        sweep_now(told)
        told.work(JobKind.REDACT_SHOP)
    assert "fernwick" in dump(told)

    told.feed.facts_error = ShopifyRefusedError("no")
    clock.move(timedelta(minutes=2))
    sweep_now(told)
    told.work(JobKind.REDACT_SHOP)

    assert "fernwick" not in dump(told)


def test_what_came_long_ago_is_forgotten(told: Told, sender: Sender) -> None:
    sender.send("teapots/boiled", {})
    sender.send("products/update", {"id": 1}, Shop_Domain=OTHER)
    told.clock.move(timedelta(days=15))

    sweep_now(told)

    with told.database.system(read_only=True) as tx:
        assert 0 == tx.execute(select(func.count()).select_from(webhooks)).scalar_one()
