"""A merchant lets Endcap write lists of products on articles, and takes it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from service.domain.catalog import Shop
from service.domain.connections import WRITE_ARTICLES, ConnectionKind
from service.domain.jobs import JobKind
from service.domain.members import MemberRole
from service.storage import connections
from service.storage.database import Database
from service.storage.tables import jobs
from service.usecases.publish_first_paint import GIVES_BACK
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import DOMAIN

SETTINGS = f"/shops/{DOMAIN}/settings/"
TAKE_BACK = f"{SETTINGS}lists"


def connect(database: Database, shop: Shop, kind: ConnectionKind, *scopes: str) -> None:
    with database.system() as tx:
        before = connections.find(tx, shop.id)
        assert before is not None
        its = replace(before, kind=kind, client_id="an-app", scopes=frozenset(scopes))
        connections.put(tx, shop.id, its)


def asked_for(database: Database, shop: Shop) -> list[dict[str, object]]:
    with database.system(read_only=True) as tx:
        its = jobs.c.shop_id == shop.id, jobs.c.kind == JobKind.PUBLISH_FIRST_PAINT
        return list(tx.scalars(select(jobs.c.payload).where(*its)))


def test_leads_to_shopifys_page(person: Person, database: Database, shop: Shop) -> None:
    connect(database, shop, ConnectionKind.OWN_APP, "read_content")

    page = person.get(SETTINGS).text

    asked = "/admin/oauth/install?client_id=an-app&amp;optional_scopes=write_content"
    assert f'href="https://{DOMAIN}{asked}"' in page
    assert "Take it back" not in page


def test_a_token_made_by_hand_has_its_scopes_where_it_was_made(
    person: Person, database: Database, shop: Shop
) -> None:
    connect(database, shop, ConnectionKind.PERMANENT, "read_content")

    page = person.get(SETTINGS).text

    assert "grant write_content to that app" in page
    assert "oauth/install" not in page


def test_is_taken_back_once_the_lists_are_gone(
    person: Person, database: Database, shop: Shop
) -> None:
    connect(database, shop, ConnectionKind.OWN_APP, "read_content", WRITE_ARTICLES)
    page = person.get(SETTINGS).text

    answer = person.post(TAKE_BACK)

    assert "Allowed" in page
    assert "Take it back" in page
    assert (303, SETTINGS) == (answer.status_code, answer.headers["Location"])
    assert [{GIVES_BACK: True}] == asked_for(database, shop)


@pytest.mark.parametrize("person", [MemberRole.VIEWER, MemberRole.EDITOR], indirect=True)
def test_others_can_not_take_it_back(person: Person, database: Database, shop: Shop) -> None:
    connect(database, shop, ConnectionKind.OWN_APP, "read_content", WRITE_ARTICLES)
    page = person.get(SETTINGS).text

    answer = person.post(TAKE_BACK)

    assert "Allowed" in page
    assert "Take it back" not in page
    assert 403 == answer.status_code
    assert [] == asked_for(database, shop)
