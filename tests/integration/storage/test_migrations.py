"""One set of migrations makes what `tables` describes, on both databases."""

from __future__ import annotations

from alembic import command

from service.storage import migrate as module
from service.storage.database import Database
from service.storage.migrate import differences, is_current, migrate


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    found = differences(database)

    assert found == []


def test_a_migrated_database_is_current(database: Database) -> None:
    migrate(database)

    assert is_current(database)


def test_every_migration_can_be_taken_back_and_made_again(database: Database) -> None:
    with database.transaction() as tx:
        command.downgrade(module._config(tx), "base")
    assert not is_current(database)

    migrate(database)

    assert is_current(database)
    assert [] == differences(database)
