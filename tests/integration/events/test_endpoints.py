"""The three endpoints as their callers meet them. What they store is tested on both databases."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from flask.testing import FlaskClient
from flask_openapi.openapi import OpenAPI
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from config.settings import Settings
from service import api
from service.api import problems
from service.auth.current import EXTENSION
from service.clients.segments import SegmentLog
from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, Shop, ShopDomain, ShopId
from service.domain.engagement import Event, EventLine
from service.domain.errors import NotDurableError
from service.domain.jobs import JobKind
from service.domain.mappings import SlotName
from service.domain.signing import ClickTarget, Showing
from service.ports import ShopFacts
from service.storage import api_keys, documents, shops
from service.storage.database import Database
from service.usecases.store_segments import store_segments
from service.wiring import Services, build
from tests.builders import NOW

NO_REDIS = "redis://127.0.0.1:1/0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36"
)


def an_app(services: Services) -> OpenAPI:
    """The endpoints for programs alone."""
    app = OpenAPI(
        __name__,
        validation_error_status=400,
        validation_error_callback=problems.answer_invalid,
    )
    app.extensions[EXTENSION] = services
    api.register(app)
    return app


class QuietDoorbell:
    """Counts how often it was rung for segments."""

    def __init__(self) -> None:
        self.rung = 0

    def ring(self, kind: JobKind) -> None:
        raise AssertionError(kind)

    def ring_segments(self) -> None:
        self.rung += 1


class FullLog(SegmentLog):
    """A log whose disk is full."""

    def append(self, shop_id: ShopId, events: Any) -> None:
        raise NotDurableError("no space left on device")


@dataclass
class Storefront:
    """A browser on a shop's page, and what is behind it."""

    services: Services
    client: FlaskClient
    shop: Shop
    log: SegmentLog
    doorbell: QuietDoorbell
    now: datetime = field(default=NOW)

    def send(self, batch: Any, **more: Any) -> TestResponse:
        body = batch if isinstance(batch, bytes) else json.dumps(batch).encode()
        options: dict[str, Any] = {"content_type": "text/plain", "headers": {"User-Agent": CHROME}}
        return self.client.post("/v1/events", data=body, **{**options, **more})

    def follow(self, token: str, **more: Any) -> TestResponse:
        options: dict[str, Any] = {"headers": {"User-Agent": CHROME}}
        return self.client.open(f"/c/{token}", **{**options, **more})

    def kept(self) -> list[Event]:
        blocks = [self.log.read(name, 0, 10**7) for name in self.log.segments()]
        lines = [line for block in blocks for line in block.splitlines()]
        return [documents.decode(EventLine, line).event for line in lines]

    def store(self) -> int:
        return store_segments(
            database=self.services.database, segments=self.log, clock=lambda: self.now
        )

    def a_set(self, **changes: Any) -> dict[str, Any]:
        """What the storefront was answered for the milia article."""
        shown: dict[str, Any] = {
            "article": 1,
            "slot": "after_intro",
            "mapping_version": 3,
            "arm": "published",
            "products": [1, 2, 3],
        }
        shown |= changes
        showing = Showing(
            self.shop.id,
            ArticleId(shown["article"]),
            SlotName(shown["slot"]),
            tuple(shown["products"]),
            shown["mapping_version"],
            shown["arm"],
        )
        return {"set_id": self.services.signer.set_id(showing), **shown}

    def a_batch(self, **changes: Any) -> dict[str, Any]:
        """A click on the second card, and what *changes* of the event."""
        shown = self.a_set()
        event = {
            "id": str(uuid4()),
            "kind": "clicked",
            "set_id": shown["set_id"],
            "product": 2,
            "position": 2,
            "at": NOW.isoformat(),
        }
        event |= changes
        said = {name: value for name, value in event.items() if value is not ...}
        return {"shop": self.shop.domain, "consent": False, "sets": [shown], "events": [said]}

    def a_token(self, **changes: Any) -> str:
        target = ClickTarget(
            self.shop.id,
            ArticleId(1),
            SlotName("end"),
            ProductId(2),
            2,
            3,
            "published",
            self.a_set()["set_id"],
        )
        return self.services.signer.click_token(replace(target, **changes))


def by_hand(**changes: Any) -> dict[str, Any]:
    """The changes that make an event one of a link placed by hand."""
    return {
        "set_id": ...,
        "product": ...,
        "position": ...,
        "hand_placed": True,
        "article": 1,
        "product_handle": "product-2",
        **changes,
    }


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(sqlite_template, tmp_path / "endcap.db")
    database = Database(f"sqlite:///{tmp_path / 'endcap.db'}")
    yield database
    database.close()


@pytest.fixture
def open_storefront(
    database: Database, shop: Shop, log: SegmentLog, tmp_path: Path
) -> Callable[..., Storefront]:
    doorbell = QuietDoorbell()

    def open_(*, redis_url: str = NO_REDIS, **changes: Any) -> Storefront:
        settings = Settings(
            data_dir=tmp_path,
            database_url=database.url,
            database_system_url=database.system_url,
            redis_url=redis_url,
            secret_key="k" * 40,
            token_keys=Fernet.generate_key().decode(),
        )
        services = replace(
            build(settings), database=database, segments=log, doorbell=doorbell, clock=lambda: NOW
        )
        services = replace(services, **changes)
        return Storefront(services, an_app(services).test_client(), shop, log, doorbell)

    return open_


@pytest.fixture
def storefront(open_storefront: Callable[..., Storefront]) -> Storefront:
    return open_storefront()


# --- events


def test_a_click_is_on_disk_before_it_is_accepted(storefront: Storefront) -> None:
    answer = storefront.send(storefront.a_batch())

    [event] = storefront.kept()
    assert (answer.status_code, answer.json) == (202, {"accepted": 1, "ignored": 0})
    assert (event.kind, event.article, event.product, event.position) == ("clicked", 1, 2, 2)
    assert (event.slot, event.mapping_version, event.arm) == ("after_intro", 3, "published")
    assert (event.visitor_class, event.class_reason, event.occurred_at) == ("human", "", NOW)
    assert storefront.doorbell.rung == 1


def test_the_same_event_a_hundred_times_counts_once(storefront: Storefront) -> None:
    batch = storefront.a_batch()

    statuses = {storefront.send(batch).status_code for _ in range(100)}

    assert ({202}, 1) == (statuses, storefront.store())


def test_takes_json_as_well_as_a_beacon(storefront: Storefront) -> None:
    answer = storefront.send(storefront.a_batch(), content_type="application/json")

    assert answer.status_code == 202


def test_any_page_may_send(storefront: Storefront) -> None:
    sent = storefront.send(storefront.a_batch())
    refused = storefront.send(b"{")
    asked = storefront.client.options("/v1/events")

    assert {"*"} == {a.headers["Access-Control-Allow-Origin"] for a in (sent, refused, asked)}
    assert asked.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert "Set-Cookie" not in sent.headers


def test_a_click_on_a_link_placed_by_hand_counts(storefront: Storefront) -> None:
    storefront.send(storefront.a_batch(**by_hand()))

    [event] = storefront.kept()
    assert (event.hand_placed, event.article, event.product) == (True, 1, 2)
    assert (
        event.slot,
        event.set_id,
        event.arm,
        event.position,
        event.mapping_version,
    ) == ("", "", "", 0, 0)


def test_a_dead_link_does_not_take_the_other_events_along(storefront: Storefront) -> None:
    batch = storefront.a_batch()
    batch["events"] += storefront.a_batch(**by_hand(product_handle="gone"))["events"]

    answer = storefront.send(batch)

    assert answer.json == {"accepted": 1, "ignored": 1}


def test_without_consent_there_is_no_hash(storefront: Storefront) -> None:
    storefront.send(storefront.a_batch())

    [event] = storefront.kept()
    assert (event.consent, event.visitor) == (False, None)


def test_with_consent_there_is_a_hash_of_the_day(
    open_storefront: Callable[..., Storefront],
) -> None:
    for clock in (NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1)):
        at = open_storefront(clock=lambda clock=clock: clock)
        at.send({**at.a_batch(), "consent": True})

    today, again, tomorrow = (event.visitor for event in at.kept())
    assert today is not None
    assert (today == again, today == tomorrow) == (True, False)


def test_keeps_neither_address_nor_user_agent(storefront: Storefront) -> None:
    storefront.send({**storefront.a_batch(), "consent": True})

    [name] = storefront.log.segments()
    line = storefront.log.read(name, 0, 10**6)
    assert b"127.0.0.1" not in line
    assert b"Mozilla" not in line


def test_a_crawler_is_kept_apart(storefront: Storefront) -> None:
    googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    answer = storefront.send(storefront.a_batch(), headers={"User-Agent": googlebot})

    [event] = storefront.kept()
    assert (
        answer.status_code,
        event.visitor_class,
        event.class_reason,
    ) == (202, "bot", "crawler")


@pytest.mark.parametrize("said", ["2016-11-02T09:30:00Z", "2027-11-02T09:30:00+02:00"])
def test_a_wrong_clock_is_flagged(storefront: Storefront, said: str) -> None:
    storefront.send(storefront.a_batch(at=said))

    [event] = storefront.kept()
    assert (event.occurred_at, event.class_reason) == (NOW, "clock")


def refusals() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "events.0.set_id", {"set_id": "AAAAAAAAAAAAAAAAAAAAAA"}
    yield "events.0.set_id", {"set_id": ...}
    yield "events.0.product", {"product": 9}
    yield "events.0.product", {"product": ...}
    yield "events.0.product", {"product": "2"}
    yield "events.0.product", {"product": True}
    yield "events.0.product", {"product": 2.0}
    yield "events.0.position", {"position": 1}
    yield "events.0.position", {"position": 4}
    yield "events.0.position", {"position": 0}
    yield "events.0.position", {"position": []}
    yield "events.0.position", {"position": ...}
    yield "events.0.kind", {"kind": "danced"}
    yield "events.0.kind", {"kind": False}
    yield "events.0.id", {"id": "1"}
    yield "events.0.id", {"id": ...}
    yield "events.0.at", {"at": "yesterday"}
    yield "events.0.at", {"at": "2026-11-02T09:30:00"}
    yield "events.0.at", {"at": 1}
    yield "events.0.hand_placed", {"hand_placed": 1}
    yield "events.0.article", {"article": 1}
    yield "events.0.colour", {"colour": "red"}
    yield "events.0.set_id", {"hand_placed": True, "article": 1, "product_handle": "product-2"}
    yield "events.0.product_handle", by_hand(product_handle=...)
    yield "events.0.article", by_hand(article=...)


@pytest.mark.parametrize(("parameter", "change"), list(refusals()))
def test_refuses_an_event_and_names_what_is_wrong(
    storefront: Storefront, parameter: str, change: dict[str, Any]
) -> None:
    answer = storefront.send(storefront.a_batch(**change))

    assert answer.json is not None
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert parameter in [fault["parameter"] for fault in answer.json["errors"]]
    assert storefront.kept() == []


@pytest.mark.parametrize(
    "change",
    [
        {"article": 2},
        {"slot": "end"},
        {"products": [2, 1, 3]},
        {"mapping_version": 4},
        {"arm": "other"},
        {"set_id": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
def test_a_set_that_we_did_not_sign_refuses_the_batch(
    storefront: Storefront, change: dict[str, Any]
) -> None:
    batch = storefront.a_batch()
    batch["sets"][0] |= change

    answer = storefront.send(batch)

    assert answer.json is not None
    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (400, "sets.0.set_id")
    assert storefront.kept() == []


def test_the_set_of_another_shop_is_refused(storefront: Storefront) -> None:
    showing = Showing(ShopId(99), ArticleId(1), SlotName("after_intro"), (), 3, "published")
    shown = storefront.a_set()
    products = tuple(shown["products"])
    theirs = storefront.services.signer.set_id(replace(showing, products=products))
    batch = storefront.a_batch(set_id=theirs)
    batch["sets"] = [{**shown, "set_id": theirs}]

    assert storefront.send(batch).status_code == 400


def test_an_unknown_shop_is_not_found(storefront: Storefront) -> None:
    batch = {**storefront.a_batch(), "shop": "unknown.myshopify.com"}

    assert storefront.send(batch).status_code == 404


@pytest.mark.parametrize(
    "domain", ["", "fernwick", "fernwick.myshopify.com\n", "FERNWICK.myshopify.com", 1, None, "а.x"]
)
def test_a_shop_is_named_by_its_domain(storefront: Storefront, domain: Any) -> None:
    assert storefront.send({**storefront.a_batch(), "shop": domain}).status_code == 400


@pytest.mark.parametrize("count", [0, 21])
def test_a_batch_holds_one_to_twenty_events(storefront: Storefront, count: int) -> None:
    batch = storefront.a_batch()
    batch["events"] *= count

    assert storefront.send(batch).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"shop": NaN}',
        b'{"shop": 1e400}',
        b'{"shop": "a", "shop": "b"}',
        b'{"shop": "\\u0000"}',
        b'{"shop": "\\ud800"}',
        b"[" * 10_000,
        b"\xff",
    ],
    ids=lambda body: repr(body[:30]),
)
def test_refuses_a_body_that_is_no_batch(storefront: Storefront, body: bytes) -> None:
    answer = storefront.send(body)

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_refuses_more_than_16_kilobytes(storefront: Storefront) -> None:
    body = json.dumps(storefront.a_batch()).encode().ljust(16 * 1024 + 1)

    assert storefront.send(body).status_code == 413
    assert storefront.send(body[:-1]).status_code == 202


@pytest.mark.parametrize("content_type", ["", "text/html", "application/x-www-form-urlencoded"])
def test_refuses_other_content_types(storefront: Storefront, content_type: str) -> None:
    answer = storefront.send(storefront.a_batch(), content_type=content_type)

    assert answer.status_code == 415


def test_refuses_a_compressed_body(storefront: Storefront) -> None:
    answer = storefront.send(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})

    assert answer.status_code == 415


def test_says_that_it_could_not_keep_an_event(
    open_storefront: Callable[..., Storefront], tmp_path: Path
) -> None:
    full = open_storefront(segments=FullLog(tmp_path / "full", sync_to_disk=False))

    answer = full.send(full.a_batch())

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_one_address_is_slowed_down_and_another_is_not(
    open_storefront: Callable[..., Storefront], redis_url: str
) -> None:
    storefront = open_storefront(redis_url=redis_url)
    batch = storefront.a_batch()
    noisy, other = f"203.0.113.{uuid4().int % 250}", "198.51.100.7"
    for _ in range(600):
        storefront.send(batch, environ_base={"REMOTE_ADDR": noisy})

    refused = storefront.send(batch, environ_base={"REMOTE_ADDR": noisy})
    answered = storefront.send(batch, environ_base={"REMOTE_ADDR": other})

    assert (
        refused.status_code,
        refused.headers["Retry-After"],
        refused.headers["Access-Control-Allow-Origin"],
    ) == (429, "60", "*")
    assert answered.status_code == 202


def test_counts_on_while_the_database_is_away(storefront: Storefront, database: Database) -> None:
    storefront.send(storefront.a_batch(**by_hand()))
    known = storefront.client.application.extensions["endcap_known_shops"]
    known._database = Database("sqlite:////nowhere/endcap.db")
    for remembered in (known._by_domain, known._products):
        remembered._timer = lambda: 1e12

    assert storefront.send(storefront.a_batch(**by_hand())).status_code == 202
    assert storefront.send(storefront.a_batch(**by_hand(product_handle="x"))).status_code == 503


# --- the redirect


def test_a_link_leads_to_the_product_and_counts(storefront: Storefront) -> None:
    answer = storefront.follow(storefront.a_token())

    [event] = storefront.kept()
    assert (
        answer.status_code,
        answer.headers["Location"],
    ) == (302, "https://shop.example/products/product-2")
    assert (
        answer.headers["Cache-Control"],
        answer.headers["Referrer-Policy"],
        answer.headers["X-Robots-Tag"],
    ) == ("no-store", "no-referrer", "noindex")
    assert (
        event.source,
        event.kind,
        event.visitor_class,
        event.product,
    ) == ("redirect", "clicked", "human", 2)


def test_each_visit_of_a_link_is_a_click_of_its_own(storefront: Storefront) -> None:
    storefront.follow(storefront.a_token())
    storefront.follow(storefront.a_token())

    assert len({event.id for event in storefront.kept()}) == 2


@pytest.mark.parametrize(
    ("reason", "more"),
    [
        ("head", {"method": "HEAD"}),
        ("prefetch", {"headers": {"User-Agent": CHROME, "Sec-Purpose": "prefetch"}}),
        ("prefetch", {"headers": {"User-Agent": CHROME, "Purpose": "prefetch"}}),
        ("link preview", {"headers": {"User-Agent": "facebookexternalhit/1.1"}}),
        ("no user agent", {"headers": {"User-Agent": ""}}),
    ],
)
def test_what_is_no_visit_is_kept_as_such(
    storefront: Storefront, reason: str, more: dict[str, Any]
) -> None:
    answer = storefront.follow(storefront.a_token(), **more)

    [event] = storefront.kept()
    assert (302, "bot", reason) == (answer.status_code, event.visitor_class, event.class_reason)


def test_a_product_that_is_gone_leads_to_the_first_page(storefront: Storefront) -> None:
    answer = storefront.follow(storefront.a_token(product=ProductId(404)))

    assert answer.headers["Location"] == "https://shop.example/"


def test_ignores_every_parameter(storefront: Storefront) -> None:
    answer = storefront.follow(f"{storefront.a_token()}?url=https://evil.test&next=//evil.test")

    assert answer.headers["Location"] == "https://shop.example/products/product-2"


@pytest.mark.parametrize(
    "path",
    [
        "/c/?url=https://evil.test",
        "/c/https://evil.test",
        "/c//evil.test",
        "/c/%5C%5Cevil.test",
        "/c/https:evil.test",
        "/c/%0A",
        "/c/%00",
        "/c/" + "A" * 200,
        "/c/" + "%C3%A4" * 40,
    ],
)
def test_nothing_that_we_did_not_sign_leads_anywhere(storefront: Storefront, path: str) -> None:
    answer = storefront.client.get(path, follow_redirects=True)  # to a tidier path of our own

    assert answer.status_code == 404
    assert "Location" not in answer.headers
    assert storefront.kept() == []


def test_a_token_that_was_changed_leads_nowhere(storefront: Storefront) -> None:
    token = storefront.a_token()
    changed = {
        token.upper(),
        token.lower(),
        token[:-1],
        token + "A",
        token + "=",
        token + "%0A",
        *(token[:n] + chr(ord(token[n]) ^ 1) + token[n + 1 :] for n in range(0, len(token), 7)),
    } - {token}

    assert {404} == {storefront.follow(each).status_code for each in changed}


def test_the_token_of_an_uninstalled_shop_leads_nowhere(storefront: Storefront) -> None:
    assert storefront.follow(storefront.a_token(shop_id=ShopId(99))).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test@shop.example",
        "https://127.0.0.1",
        "https://[::1]",
        "https://a.com:8080",
        "http://shop.example",
        "javascript:alert(1)",
    ],
)
def test_a_strange_stored_address_leads_nowhere(
    storefront: Storefront, database: Database, shop: Shop, url: str
) -> None:
    with database.system() as tx:
        shops.change_settings(tx, shop.id, {"url": url})

    answer = storefront.follow(storefront.a_token())

    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_a_shopper_arrives_though_the_click_is_lost(
    open_storefront: Callable[..., Storefront], tmp_path: Path
) -> None:
    full = open_storefront(segments=FullLog(tmp_path / "full", sync_to_disk=False))

    assert full.follow(full.a_token()).status_code == 302


def test_events_that_notice_together_that_redis_hangs_are_all_kept(
    open_storefront: Callable[..., Storefront],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:  # it takes calls and says nothing
        redis_url = f"redis://127.0.0.1:{hanging.getsockname()[1]}/0"
        storefront = open_storefront(redis_url=redis_url)

        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(storefront.send, [storefront.a_batch() for _ in range(2)]))

    assert [202] * 2 == [answer.status_code for answer in answers]


# --- exports


def a_key(storefront: Storefront, *scopes: str) -> str:
    with storefront.services.database.system() as tx:
        return api_keys.create(tx, storefront.shop.id, "Warehouse", scopes, now=NOW)


def export(storefront: Storefront, key: str | None, query: str = "", shop: str = "") -> Any:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    address = f"/v1/shops/{shop or storefront.shop.domain}/exports/clicks{query}"
    return storefront.client.get(address, headers=headers)


def test_exports_what_was_clicked(storefront: Storefront) -> None:
    storefront.send(storefront.a_batch())
    storefront.store()

    answer = export(storefront, a_key(storefront, "exports:read"), "?format=ndjson")

    [row] = [json.loads(line) for line in answer.data.splitlines()]
    assert (storefront.shop.domain, "2", "product-2") == (
        row["shop"],
        row["product_id"],
        row["product_handle"],
    )
    assert (
        answer.mimetype,
        answer.headers["Cache-Control"],
    ) == ("application/x-ndjson", "no-store")
    assert answer.headers["Content-Disposition"] == "attachment; filename=fernwick-clicks.ndjson"


@pytest.mark.parametrize(
    "key", [None, "", "ek_", "ek_wrong", "ek_ä", "Basic x", "shpat_1"], ids=str
)
def test_needs_a_key(storefront: Storefront, key: str | None) -> None:
    answer = export(storefront, key)

    assert (
        answer.status_code,
        answer.mimetype,
        answer.headers["WWW-Authenticate"],
    ) == (401, "application/problem+json", 'Bearer realm="Endcap"')


def test_exports_while_the_database_can_not_be_written(storefront: Storefront) -> None:
    database, key = storefront.services.database, a_key(storefront, "exports:read")
    with database.engine.connect() as ours:
        ours.exec_driver_sql("PRAGMA busy_timeout=50")
    another = sqlite3.connect(make_url(database.url).database or "", isolation_level=None)
    another.execute("BEGIN IMMEDIATE")

    answer = export(storefront, key)
    another.close()

    assert 200 == answer.status_code


def test_needs_the_scope(storefront: Storefront) -> None:
    assert export(storefront, a_key(storefront, "mappings:read")).status_code == 403


def test_the_key_of_one_shop_does_not_see_another(
    storefront: Storefront, database: Database
) -> None:
    facts = ShopFacts("Other", "EUR", "Europe/Paris", "https://other.example")
    with database.system() as tx:
        shops.install(tx, ShopDomain("b.myshopify.com"), facts, sealed_token=b"s", now=NOW)
    key = a_key(storefront, "exports:read")

    others = [
        export(storefront, key, shop=domain)
        for domain in ("b.myshopify.com", "unknown.myshopify.com")
    ]

    assert [other.status_code for other in others] == [404, 404]
    assert others[0].data == others[1].data


@pytest.mark.parametrize(
    "query",
    [
        "?format=xml",
        "?since=yesterday",
        "?since=2026-11-02T09:30:00",
        "?since=0001-01-01T00:00:00%2B14:00",
        "?since=9999-12-31T23:59:59-14:00",
        "?colour=red",
        "?format=",
    ],
)
def test_refuses_a_parameter_that_is_wrong(storefront: Storefront, query: str) -> None:
    assert export(storefront, a_key(storefront, "exports:read"), query).status_code == 400


def test_exports_clicks_and_no_other_events(storefront: Storefront) -> None:
    storefront.send(storefront.a_batch(kind="viewable"))
    storefront.send(storefront.a_batch())
    storefront.store()

    answer = export(storefront, a_key(storefront, "exports:read"), "?format=ndjson")

    assert len(answer.data.splitlines()) == 1
