"""One set of migrations makes what `tables` describes, on both databases."""

from __future__ import annotations

from service.storage.database import Database
from service.storage.migrate import differences, is_current, migrate


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    found = differences(database)

    assert found == []


def test_a_migrated_database_is_current(database: Database) -> None:
    migrate(database)

    assert is_current(database)
