"""Walking a shop in from the command line: app, scopes, webhooks, block, and a live look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.cli.connect import NotConnectedError
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.domain.catalog import ShopDomain
from service.domain.connections import ConnectionKind, ShopConnection
from service.domain.errors import InvalidFieldError, ShopNotFoundError
from service.domain.webhooks import Delivery
from service.storage import connections, shops, webhooks
from service.storage.database import Database
from tests.builders import NOW
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_product, a_demo_shop

NEW = "new-one.myshopify.com"
ASKED = ["read_content", "read_products", "write_app_proxy"]
BY_APP = ("connect", NEW, "--client-id", CLIENT_ID)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(products=(a_demo_product(1),), domain=NEW)
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def fake(running: FakeProcess, folder: Path, monkeypatch: pytest.MonkeyPatch) -> FakeProcess:
    monkeypatch.setenv("ENDCAP_SHOPIFY_ADMIN_URL", running.url)
    running.control("PUT", "scopes", {"scopes": ASKED})
    return running


def endcap(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=given)


def stored(database: Database) -> ShopConnection:
    with database.system(read_only=True) as tx:
        connection = connections.find(tx, shops.get_by_domain(tx, NEW).id)
    assert connection is not None
    return connection


def steps(*words: str, given: str = "") -> dict[str, dict[str, str]]:
    """What the walk says of each part, the last where it says more than one thing."""
    said = json.loads(endcap(*words, "--json", given=given).stdout)
    return {step["part"]: step for step in said}


def connected(fake: FakeProcess) -> None:
    fake.control("POST", "install", {"scopes": ASKED})
    assert 0 == endcap(*BY_APP, given=f"{CLIENT_SECRET}\n").exit_code


def test_walks_a_shop_in_by_a_token(database: Database, fake: FakeProcess) -> None:
    fake.control("PUT", "scopes", {"scopes": ["read_content", "read_products"]})
    result = endcap("connect", NEW, given=f"{TOKEN}\n")

    assert 0 == result.exit_code, result.output
    lines = result.stdout.splitlines()
    assert "✓ app: connected by an access token" == lines[0]
    assert "✓ scopes: granted: read_content, read_products" == lines[1]
    assert "○ scopes: without write_app_proxy: themes can not ask" == lines[2][:53]
    assert "✓ live: Fernwick lets us in, and answers as 2026-10" == lines[-2]
    assert lines[-1].startswith("Fernwick is connected. What is left (○)")
    assert ConnectionKind.PERMANENT is stored(database).kind
    assert {"read_content", "read_products"} == stored(database).scopes


def test_walks_a_shop_in_by_an_app_of_its_own(database: Database, fake: FakeProcess) -> None:
    fake.control("POST", "install", {"scopes": ASKED})

    result = endcap(*BY_APP, given=f"{CLIENT_SECRET}\n")

    assert 0 == result.exit_code, result.output
    assert "✓ app: connected by an app of the shop's own" in result.stdout
    assert "without" not in result.stdout
    assert f"addAppBlockId={CLIENT_ID}/endcap&target=newAppsSection" in result.stdout
    assert (ConnectionKind.OWN_APP, CLIENT_ID) == (
        stored(database).kind,
        stored(database).client_id,
    )


def test_goes_on_where_it_is(database: Database, fake: FakeProcess) -> None:
    connected(fake)
    version = stored(database).version

    again, named = endcap("connect", NEW), endcap(*BY_APP)
    anew = endcap(*BY_APP, "--anew", given=f"{CLIENT_SECRET}\n")

    assert "is connected already" in again.stdout
    assert "is connected already" in named.stdout
    assert "connected by an app of the shop's own" in anew.stdout
    assert version + 1 == stored(database).version


@pytest.mark.parametrize(
    ("words", "given", "says"),
    [
        (("connect", NEW), "wrong", "copy the access token of the shop's app once more"),
        (BY_APP, "wrong", "compare client id and secret with the app's settings"),
    ],
)
def test_says_what_to_do_where_nothing_opens(
    database: Database, fake: FakeProcess, words: tuple[str, ...], given: str, says: str
) -> None:
    result = endcap(*words, given=f"{given}\n")

    assert NotConnectedError is type(result.exception)
    assert says in str(result.exception)
    assert given not in str(result.exception)
    with database.system(read_only=True) as tx, pytest.raises(ShopNotFoundError):
        shops.get_by_domain(tx, NEW)


@pytest.mark.parametrize("domain", ["evil.test", f"{NEW}.evil.test", "fernwick"])
def test_sends_nothing_to_what_is_no_shop(
    database: Database, fake: FakeProcess, domain: str
) -> None:
    del database, fake
    result = endcap("connect", domain, "--client-id", CLIENT_ID, given="x\n")

    assert InvalidFieldError is type(result.exception)


def test_says_which_scope_is_missing_and_how_it_is_granted(
    database: Database, fake: FakeProcess
) -> None:
    del database
    connected(fake)
    fake.control("PUT", "scopes", {"scopes": ["read_products"]})

    result = endcap("connect", NEW)

    assert 1 == result.exit_code
    assert "✗ scopes: not granted: read_content\n  Add it to shopify.app.toml" in result.stdout
    assert "Mend what is wrong, then go on with: endcap connect" in result.stdout


def test_says_that_no_webhook_is_taken_without_the_apps_secret(
    database: Database, fake: FakeProcess
) -> None:
    del database
    connected(fake)

    said = steps("connect", NEW)["webhooks"]

    assert "to do" == said["state"]
    assert "is not in ENDCAP_SHOPIFY_CLIENT_SECRETS" in said["says"]


@pytest.fixture
def at_https(fake: FakeProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    del fake
    monkeypatch.setenv("ENDCAP_SHOPIFY_CLIENT_SECRETS", f"another,{CLIENT_SECRET}")
    monkeypatch.setenv("ENDCAP_PUBLIC_URL", "https://endcap.example.com")


@pytest.mark.usefixtures("at_https")
def test_says_how_to_send_a_webhook_until_one_has_come(
    database: Database, fake: FakeProcess
) -> None:
    connected(fake)
    before = steps("connect", NEW, "--wait", "1")["webhooks"]
    with database.system() as tx:
        webhooks.keep(
            tx,
            Delivery(ShopDomain(NEW), "products/update", "1", b"{}"),
            shop_id=shops.get_by_domain(tx, NEW).id,
            product=None,
            updated_at=None,
            body=None,
            outcome="acted on",
            now=NOW,
        )

    assert "none has come to https://endcap.example.com/webhooks yet" == before["says"]
    assert "then save a product in the shop" in before["to_do"]
    after = steps("connect", NEW)["webhooks"]
    assert ("done", f"they arrive; the last at {NOW:%Y-%m-%d %H:%M} UTC") == (
        after["state"],
        after["says"],
    )


def test_says_that_shopify_sends_to_https_alone(
    database: Database, fake: FakeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database
    monkeypatch.setenv("ENDCAP_SHOPIFY_CLIENT_SECRETS", CLIENT_SECRET)
    connected(fake)

    assert "Shopify sends to https alone" in steps("connect", NEW)["webhooks"]["says"]


def test_leads_to_the_theme_until_the_storefront_has_called(
    database: Database, fake: FakeProcess
) -> None:
    connected(fake)
    before = steps("connect", NEW)["block"]
    with database.system() as tx:
        shops.note_storefront_call(tx, shops.get_by_domain(tx, NEW).id, now=NOW)

    assert "to do" == before["state"]
    assert "themes/current/editor?template=article&addAppBlockId=" in before["to_do"]
    assert "done" == steps("connect", NEW)["block"]["state"]


def test_says_that_shopify_answers_in_another_version(
    database: Database, fake: FakeProcess
) -> None:
    del database
    connected(fake)
    fake.order("other_version", count=2)

    result = endcap("connect", NEW)

    assert 1 == result.exit_code
    assert "Shopify answers as 2026-01, we ask for 2026-10" in result.stdout


def test_says_that_the_access_was_taken_back(database: Database, fake: FakeProcess) -> None:
    del database
    connected(fake)
    fake.control("POST", "uninstall")

    result = endcap("connect", NEW)
    fake.control("POST", "install", {"scopes": ASKED})

    assert 1 == result.exit_code
    assert "✗ scopes:" in result.stdout
    assert "then run this again with --anew" in result.stdout


def test_asks_again_where_the_access_was_taken_back(database: Database, fake: FakeProcess) -> None:
    connected(fake)
    with database.system() as tx:
        shop_id = shops.get_by_domain(tx, NEW).id
        connections.mark_revoked(tx, shop_id, stored(database).version, now=NOW)

    result = endcap(*BY_APP, given=f"{CLIENT_SECRET}\n")

    assert 0 == result.exit_code
    assert stored(database).reauth_needed_at is None


def test_explains_itself() -> None:
    said = endcap("connect", "--help").stdout

    for part in ("app", "scopes", "webhooks", "block", "live"):
        assert f". {part} " in said
