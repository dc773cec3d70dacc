"""Keys for programs: shown once, kept as a digest, ended when somebody says so."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from service.domain.catalog import Shop, ShopId
from service.storage import api_keys
from service.storage.database import Database
from tests.builders import NOW


def test_a_key_opens_what_it_was_made_for(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        secret = api_keys.create(tx, shop.id, "Warehouse", ["exports:read"], now=NOW)
        key = api_keys.find(tx, secret)

    assert key is not None
    assert (key.shop_id, key.name, key.scopes) == (
        shop.id,
        "Warehouse",
        frozenset(["exports:read"]),
    )


def test_the_key_itself_is_kept_nowhere(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        secret = api_keys.create(tx, shop.id, "Warehouse", ["exports:read"], now=NOW)
        [row] = tx.execute(text("SELECT * FROM api_keys"))

    assert secret not in [str(value) for value in row]
    assert secret.removeprefix("ek_") not in str(row)


def test_finds_no_other_key(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        api_keys.create(tx, shop.id, "Warehouse", ["exports:read"], now=NOW)

        assert api_keys.find(tx, "ek_other") is None


def test_a_revoked_key_is_gone(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        secret = api_keys.create(tx, shop.id, "Warehouse", ["exports:read"], now=NOW)
        [key] = api_keys.all_of(tx, shop.id)
        ended = [api_keys.revoke(tx, shop.id, key.id, now=NOW) for _ in range(2)]

        assert (ended, api_keys.find(tx, secret)) == ([True, False], None)
        assert api_keys.all_of(tx, shop.id) == []


def test_a_shop_does_not_end_the_key_of_another(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        api_keys.create(tx, shop.id, "Warehouse", ["exports:read"], now=NOW)
        [key] = api_keys.all_of(tx, shop.id)

        assert api_keys.revoke(tx, ShopId(99), key.id, now=NOW) is False


def test_notes_its_use_at_most_once_a_minute(database: Database, shop: Shop) -> None:
    seconds = (0, 59, 60)
    noted = []
    with database.system() as tx:
        api_keys.create(tx, shop.id, "Warehouse", ["exports:read"], now=NOW)
        for after in seconds:
            [key] = api_keys.all_of(tx, shop.id)
            api_keys.note_use(tx, key, now=NOW + timedelta(seconds=after))
            [key] = api_keys.all_of(tx, shop.id)
            noted.append(key.last_used_at)

    assert noted == [NOW, NOW, NOW + timedelta(seconds=60)]


def test_says_when_its_use_is_to_be_noted(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        api_keys.create(tx, shop.id, "Warehouse", ["exports:read"], now=NOW)
        [unused] = api_keys.all_of(tx, shop.id)
        api_keys.note_use(tx, unused, now=NOW)
        [used] = api_keys.all_of(tx, shop.id)

    later = [NOW + timedelta(seconds=after) for after in (59, 60)]
    assert api_keys.is_use_due(unused, now=NOW)
    assert [api_keys.is_use_due(used, now=at) for at in later] == [False, True]
