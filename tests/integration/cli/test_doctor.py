"""The doctor names what is wrong, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from service.cli import cli, doctor
from service.domain.catalog import ShopDomain
from service.domain.connections import NEEDED_SCOPES
from service.domain.jobs import JobKind
from service.domain.sync_runs import RunKind
from service.domain.webhooks import Delivery
from service.ports import ShopFacts
from service.storage import jobs, segments, shops, sync_runs, webhooks
from service.storage.database import Database
from tests.builders import NOW
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.unit.shopify.demo_things import a_demo_product, a_demo_shop

DOMAIN = ShopDomain("fernwick.myshopify.com")
OPEN = ShopDomain("new-one.myshopify.com")


def finding(part: str) -> dict[str, object]:
    output = CliRunner().invoke(cli, ["doctor", "--part", part, "--json"]).output
    found: list[dict[str, object]] = json.loads(output)
    return found[0]


def test_all_is_well_when_every_event_could_be_stored(database: Database) -> None:
    assert True is finding("events")["ok"]


def test_tells_of_an_event_that_could_not_be_stored(database: Database) -> None:
    with database.system() as tx:
        segments.bury(tx, [segments.DeadLetter("a-segment", 0, b"{", "not JSON")], now=NOW)

    found = finding("events")
    assert (False, "1 could not be stored: not JSON") == (found["ok"], found["detail"])


def told_of(outcome: str | None, database: Database) -> None:
    """Let a webhook of an installed shop have come an hour ago."""
    came_at = datetime.now(UTC) - timedelta(hours=1)
    facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
    with database.system() as tx:
        shop = shops.install(tx, DOMAIN, facts, sealed_token=b"", now=came_at)
        webhooks.keep(
            tx,
            Delivery(DOMAIN, "products/update", "1", b"{}"),
            shop_id=shop.id,
            product=None,
            updated_at=None,
            body=None,
            outcome=outcome,
            now=came_at,
        )


@pytest.mark.parametrize(
    ("outcome", "ok", "says"),
    [
        ("acted on", True, "all that came is acted on"),
        ("failed: TypeError", False, "1 of the last day could not be acted on"),
        (None, False, "1 wait, the oldest for 3600 s"),
    ],
)
def test_tells_how_far_behind_the_webhooks_are(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    outcome: str | None,
    ok: bool,
    says: str,
) -> None:
    monkeypatch.setenv("ENDCAP_SHOPIFY_CLIENT_SECRETS", "a-secret")
    told_of(outcome, database)

    found = finding(f"{DOMAIN} webhooks")

    assert ok is found["ok"]
    assert says[:25] == str(found["detail"])[:25]


def test_says_that_no_webhook_is_taken_without_a_secret(database: Database) -> None:
    told_of("acted on", database)

    assert "none is taken" in str(finding(f"{DOMAIN} webhooks")["detail"])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(products=(a_demo_product(1),), domain=OPEN)
    fake = FakeProcess(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop})
    fake.start()
    yield fake
    assert fake.stop() == 0


@pytest.fixture
def connected(
    running: FakeProcess, database: Database, monkeypatch: pytest.MonkeyPatch
) -> ShopDomain:
    """A shop that answers, and is connected by a token."""
    del database
    monkeypatch.setenv("ENDCAP_SHOPIFY_ADMIN_URL", running.url)
    assert 0 == CliRunner().invoke(cli, ["connect", OPEN], input=f"{TOKEN}\n").exit_code
    return OPEN


def test_tries_the_token_of_each_shop(connected: ShopDomain) -> None:
    found = finding(f"{connected} connection")

    assert True is found["ok"], found
    assert "permanent token, tried just now" in str(found["detail"])


def test_tells_of_a_token_that_opens_nothing_any_more(
    connected: ShopDomain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENDCAP_SHOPIFY_ADMIN_URL", "http://127.0.0.1:1")

    found = finding(f"{connected} connection")

    assert False is found["ok"]
    assert "tried just now: " in str(found["detail"])


def test_names_what_is_not_granted_of_all_that_is_asked_for(
    connected: ShopDomain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "ASKED_SCOPES", NEEDED_SCOPES | {"read_moon"})
    by_hand = finding(f"{connected} connection")
    monkeypatch.setattr(doctor, "NEEDED_SCOPES", frozenset({"read_moon"}))
    needed = finding(f"{connected} connection")

    assert (True, False) == (by_hand["ok"], needed["ok"])
    assert "not granted: read_moon" in str(by_hand["detail"])
    assert "not granted: read_moon" in str(needed["detail"])


def test_says_how_long_shopify_supports_what_we_speak(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database
    monkeypatch.setattr(doctor, "API_VERSION", "2020-01")
    found = finding("API version")

    assert False is found["ok"]
    assert "supported until 1 January 2021" in str(found["detail"])


@pytest.mark.parametrize(("ago", "ok"), [(timedelta(seconds=1), True), (timedelta(days=2), False)])
def test_tells_of_a_shop_that_was_not_looked_at_for_long(
    database: Database, ago: timedelta, ok: bool
) -> None:
    with database.system() as tx:
        shop = shops.get_by_domain(tx, DOMAIN)
        shops.mark_synced(tx, shop.id, began_at=datetime.now(UTC) - ago, full=True)

    assert ok is finding(f"{DOMAIN} sync")["ok"]


def test_tells_of_a_shop_that_never_came_in(database: Database) -> None:
    del database
    found = finding(f"{DOMAIN} sync")

    assert (False, "never came in; run: endcap sync") == (found["ok"], found["detail"])


def test_tells_why_the_last_sync_failed(database: Database) -> None:
    now = datetime.now(UTC)
    with database.system() as tx:
        shop = shops.get_by_domain(tx, DOMAIN)
        jobs.add(tx, shop.id, JobKind.FOLLOW_CHANGES, {}, now)
        job = jobs.claim(tx, JobKind.FOLLOW_CHANGES, now=now)
        assert job is not None
        sync_runs.start_run(tx, job, RunKind.INCREMENT, now=now)
        jobs.bury(tx, job, "no access", now=now)
        sync_runs.fail_of_job(tx, job, "no access", now=now)

    assert "the last failed: no access" in str(finding(f"{DOMAIN} sync")["detail"])


@pytest.mark.parametrize(("ago", "ok"), [(timedelta(0), True), (timedelta(hours=1), False)])
def test_tells_of_jobs_that_nobody_begins(database: Database, ago: timedelta, ok: bool) -> None:
    with database.system() as tx:
        shop = shops.get_by_domain(tx, DOMAIN)
        jobs.add(tx, shop.id, JobKind.READ_CONTENT, {}, datetime.now(UTC) - ago)

    found = finding(f"{DOMAIN} jobs")

    assert ok is found["ok"]
    assert "1 due, the oldest for " in str(found["detail"])
