"""Brings a database to the newest schema, and tells whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from service.storage import row_security
from service.storage.database import Database
from service.storage.row_security import Role
from service.storage.tables import metadata

ROLES = "a role of its own (ENDCAP_DATABASE_URL, _SYSTEM_URL, _OWNER_URL)"
SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database, *, app: Role | None = None, system: Role | None = None) -> None:
    """Run the migrations that are missing, in one transaction; keep shops apart (`row_security`).

    *app*, *system*: who signs in at PostgreSQL for one shop, and for all, where they do not own
    the tables.
    """
    with database.system() as tx:
        command.upgrade(_config(tx), "head")
        row_security.secure(tx, app=app, system=system)


def is_current(database: Database) -> bool:
    """Return whether the database has the schema of this code."""
    newest = ScriptDirectory(str(SCRIPTS)).get_current_head()
    with database.system(read_only=True) as tx:
        return MigrationContext.configure(tx).get_current_revision() == newest


def why_not_kept_apart(database: Database) -> str | None:
    """Say why PostgreSQL itself would not keep shops apart, and what to do; ``None`` if it does."""
    if database.is_sqlite:
        return None
    with database.system(read_only=True) as tx:
        missing = row_security.unsecured(tx)
    if missing:
        return f"no row-level security on {', '.join(missing)}; run: endcap migrate"
    with database.engine.connect() as tx:
        role = tx.execute(text(row_security.WHO)).one()
    why = row_security.sees_all(*role)
    return f"{why}, so the database shows it all shops; give the app {ROLES}" if why else None


def kept_apart_by(database: Database) -> str:
    """Say what keeps shops apart, where something does."""
    if database.is_sqlite:
        return "each statement is checked to name its shop"
    who = "one role serves all" if database.has_one_role else "the app's role sees one at a time"
    return f"row-level security; {who}"


def differences(database: Database) -> list[object]:
    """Return how the migrated schema differs from `tables`; empty when they agree."""
    with database.system(read_only=True) as tx:
        found = compare_metadata(MigrationContext.configure(tx), metadata)
    return list(found)


def write_revision(database: Database, message: str) -> None:
    """Write the migration that takes the database to what `tables` says now."""
    with database.system() as tx:
        command.revision(_config(tx), message, autogenerate=True)


def _config(tx: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = tx
    return config
