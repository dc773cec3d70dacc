"""The Settings page says when Shopify does not let Endcap in, and what to do about it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from service.domain.catalog import Shop
from service.domain.members import MemberRole
from service.storage.database import Database
from tests.integration.web.conftest import Person

PAGE = "/shops/fernwick.myshopify.com/settings/"


def change(database: Database, statement: str) -> None:
    with database.system() as tx:
        tx.execute(text(statement))


@pytest.mark.parametrize("person", [MemberRole.VIEWER], indirect=True)
def test_says_nothing_while_all_is_well(person: Person) -> None:
    assert "data-connection" not in person.get(PAGE).text


@pytest.mark.parametrize("person", [MemberRole.VIEWER], indirect=True)
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE connections SET reauth_needed_at = refreshed_at", "lets us in no longer"),
        ("UPDATE connections SET closed_at = refreshed_at", "closed at Shopify"),
        ("UPDATE connections SET scopes = 'read_products'", "has not granted read_content"),
        ("DELETE FROM connections", "has no access to this shop"),
    ],
)
def test_says_what_is_wrong(
    person: Person, shop: Shop, database: Database, statement: str, says: str
) -> None:
    change(database, statement)

    page = person.get(PAGE)

    assert 200 == page.status_code
    assert says in page.text


@pytest.mark.parametrize("person", [MemberRole.VIEWER], indirect=True)
def test_writing_includes_reading(person: Person, database: Database) -> None:
    change(database, "UPDATE connections SET scopes = 'write_content,write_products'")

    assert "data-connection" not in person.get(PAGE).text
