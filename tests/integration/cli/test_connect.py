"""Connecting a shop from the command line: by a token, or by the merchant's own app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.clients.shopify.oauth import ClientRefusedError
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.domain.connections import ConnectionKind
from service.domain.errors import InvalidFieldError, ReauthNeededError, ShopNotFoundError
from service.storage import connections, shops
from service.storage.database import Database
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_product, a_demo_shop

NEW = "new-one.myshopify.com"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(products=(a_demo_product(1),), domain=NEW)
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def fake(running: FakeProcess, folder: Path, monkeypatch: pytest.MonkeyPatch) -> FakeProcess:
    monkeypatch.setenv("ENDCAP_SHOPIFY_ADMIN_URL", running.url)
    return running


def endcap(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=given)


def test_connects_with_a_token(database: Database, fake: FakeProcess) -> None:
    result = endcap("connect", NEW, given=f"{TOKEN}\n")

    assert "Fernwick is connected. Next: endcap sync, and endcap user --help\n" == result.output
    with database.system(read_only=True) as tx:
        connection = connections.find(tx, shops.get_by_domain(tx, NEW).id)
    assert connection is not None
    assert ConnectionKind.PERMANENT is connection.kind


def test_connects_with_an_app_of_the_merchants_own(database: Database, fake: FakeProcess) -> None:
    fake.control("POST", "install", {})

    result = endcap("connect", NEW, "--client-id", CLIENT_ID, given=f"{CLIENT_SECRET}\n")

    assert "Fernwick is connected. Next: endcap sync, and endcap user --help\n" == result.output
    with database.system(read_only=True) as tx:
        connection = connections.find(tx, shops.get_by_domain(tx, NEW).id)
    assert connection is not None
    assert (ConnectionKind.OWN_APP, CLIENT_ID) == (connection.kind, connection.client_id)


@pytest.mark.parametrize(
    ("words", "given", "error"),
    [
        (("connect", NEW), "wrong", ReauthNeededError),
        (("connect", NEW, "--client-id", CLIENT_ID), "wrong", ClientRefusedError),
        (("connect", "evil.test"), TOKEN, InvalidFieldError),
        (("connect", f"{NEW}.evil.test", "--client-id", CLIENT_ID), "x", InvalidFieldError),
    ],
)
def test_what_opens_nothing_connects_nothing(
    database: Database,
    fake: FakeProcess,
    words: tuple[str, ...],
    given: str,
    error: type[Exception],
) -> None:
    result = endcap(*words, given=f"{given}\n")

    assert error is type(result.exception)
    with database.system(read_only=True) as tx, pytest.raises(ShopNotFoundError):
        shops.get_by_domain(tx, NEW)
