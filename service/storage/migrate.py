"""Brings a database to the newest schema, and tells whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from service.storage.database import Database
from service.storage.tables import metadata

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run the migrations that are missing, in one transaction."""
    with database.transaction() as tx:
        command.upgrade(_config(tx), "head")


def is_current(database: Database) -> bool:
    """Return whether the database has the schema of this code."""
    newest = ScriptDirectory(str(SCRIPTS)).get_current_head()
    with database.transaction(read_only=True) as tx:
        return MigrationContext.configure(tx).get_current_revision() == newest


def differences(database: Database) -> list[object]:
    """Return how the migrated schema differs from `tables`; empty when they agree."""
    with database.transaction(read_only=True) as tx:
        found = compare_metadata(MigrationContext.configure(tx), metadata)
    return list(found)


def write_revision(database: Database, message: str) -> None:
    """Write the migration that takes the database to what `tables` says now."""
    with database.transaction() as tx:
        command.revision(_config(tx), message, autogenerate=True)


def _config(tx: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = tx
    return config
