"""One set of migrations makes what `tables` describes, on both databases."""

from __future__ import annotations

from alembic import command

from service.storage import migrate as module
from service.storage.database import Database
from service.storage.migrate import differences, is_current, migrate


def test_migrations_make_exactly_the_tables(owners_database: Database) -> None:
    found = differences(owners_database)

    assert found == []


def test_a_migrated_database_is_current(owners_database: Database) -> None:
    migrate(owners_database)

    assert is_current(owners_database)


def test_every_migration_can_be_taken_back_and_made_again(owners_database: Database) -> None:
    with owners_database.system() as tx:
        command.downgrade(module._config(tx), "base")
    assert not is_current(owners_database)

    migrate(owners_database)

    assert is_current(owners_database)
    assert [] == differences(owners_database)
