"""The doctor names what is wrong, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from service.cli import cli
from service.domain.catalog import ShopDomain
from service.domain.webhooks import Delivery
from service.ports import ShopFacts
from service.storage import segments, shops, webhooks
from service.storage.database import Database
from tests.builders import NOW

DOMAIN = ShopDomain("fernwick.myshopify.com")


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
