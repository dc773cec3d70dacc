"""The list of shops says of each how it is doing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import cli
from service.domain.catalog import ShopDomain
from service.ports import ShopFacts
from service.storage import connections, shops
from service.storage.database import Database
from tests.builders import NOW

DOMAIN = ShopDomain("a-shop.myshopify.com")


def install(database: Database) -> Any:
    facts = ShopFacts("A shop", "USD", "Europe/Paris", "https://a-shop.example")
    with database.system() as tx:
        return shops.install(tx, DOMAIN, facts, sealed_token=b"", now=NOW)


def line() -> dict[str, Any]:
    lines = json.loads(CliRunner().invoke(cli, ["shops", "--json"]).output)
    found: dict[str, Any] = next(each for each in lines if each["shop"] == DOMAIN)
    return found


def test_tells_an_installed_shop_that_was_never_synced(database: Database) -> None:
    install(database)

    found = line()
    assert ("installed", None, 0) == (found["state"], found["synced_at"], found["products"])


def test_tells_a_shop_that_has_to_let_us_in_again(database: Database) -> None:
    shop = install(database)
    with database.system() as tx:
        connections.mark_revoked(tx, shop.id, 1, now=NOW)

    assert (True, "needs reauth") == (line()["needs_reauth"], line()["state"])


def test_tells_a_shop_that_was_uninstalled(database: Database) -> None:
    install(database)
    with database.system() as tx:
        shops.uninstall(tx, DOMAIN, told_at=NOW.replace(year=2027), now=NOW)

    assert "uninstalled" == line()["state"]


def test_shows_a_table_to_people(database: Database) -> None:
    install(database)

    output = CliRunner().invoke(cli, ["shops"], env={"COLUMNS": "120"}).output

    assert DOMAIN in output
    assert "never" in output


@pytest.mark.parametrize("columns", ["60", "80"])
def test_shows_a_whole_domain_where_the_screen_is_narrow(database: Database, columns: str) -> None:
    install(database)

    output = CliRunner().invoke(cli, ["shops"], env={"COLUMNS": columns}).output

    assert DOMAIN in output
