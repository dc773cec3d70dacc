"""Row-level security of PostgreSQL: which role sees whose rows, as `tenancy` says whose they are.

It is put in place after every migration, so that a new table has it without being thought of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, inspect, make_url, text

from service.storage.tables import metadata
from service.storage.tenancy import shop_column

SHOP_SETTING = "endcap.shop"
"""Holds the shop's id until the end of the transaction; without it nothing is seen."""
ACROSS_SETTING = "endcap.across_shops"
"""Says, for the owner of the tables alone, that a transaction serves all shops."""

OF_SHOP = "endcap_of_shop"
OF_OWNER = "endcap_of_owner"


@dataclass(frozen=True, slots=True)
class Role:
    """Who signs in at the database."""

    name: str
    password: str | None

    @classmethod
    def of(cls, url: str) -> Role:
        address = make_url(url)
        return cls(address.username or "", address.password)


def begin(shop_id: int | None) -> str:
    """Return what begins a transaction of the shop, or of all shops where there is none.

    One round trip; both settings end with the transaction, whoever gets the connection next.
    """
    setting, value = (ACROSS_SETTING, "on") if shop_id is None else (SHOP_SETTING, int(shop_id))
    return f"BEGIN; SELECT set_config('{setting}', '{value}', true)"


def secure(tx: Connection, *, app: Role | None, system: Role | None) -> None:
    """Put every table under row-level security, and let the two roles do what is theirs.

    *app*, *system*: ``None`` where the owner of the tables does everything. Roles that do not
    exist are created, where the owner may do so. Running it again changes nothing.
    """
    if tx.dialect.name != "postgresql":
        return
    tables = _tables(tx)
    for table in tables:
        for statement in [*_missing(tx, table)]:
            tx.execute(text(statement))
    if app is not None:
        _ensure(tx, app, "LOGIN")
        for statement in _grants_of_app(_quoted(tx, app.name), tables):
            tx.execute(text(statement))
    if system is not None:
        _ensure(tx, system, "LOGIN BYPASSRLS")
        for statement in _grants_of_system(_quoted(tx, system.name)):
            tx.execute(text(statement))


def unsecured(tx: Connection) -> list[str]:
    """Return the tables that lack row-level security, by name."""
    return [table.name for table in _tables(tx) if any(_missing(tx, table))]


WHO = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"


def sees_all(name: str, is_superuser: bool, bypasses: bool) -> str | None:
    """Say why row-level security does not hold the role, ``None`` if it does."""
    if is_superuser:
        return f"{name} is a superuser"
    return f"{name} has BYPASSRLS" if bypasses else None


def is_owner(tx: Connection) -> bool:
    """Whether who is signed in may act as the owner of the tables."""
    owner = text(
        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('shops')"
    )
    return bool(tx.scalar(owner))


def _tables(tx: Connection) -> list[Table]:
    """Return our tables, as far as they have been migrated to."""
    there = set(inspect(tx).get_table_names())
    return [table for table in metadata.sorted_tables if table.name in there]


def _missing(tx: Connection, table: Table) -> Iterator[str]:
    name = table.name
    enabled, forced = tx.execute(
        text(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class "
            "WHERE oid = to_regclass(:name)"
        ),
        {"name": name},
    ).one()
    found = text("SELECT polname FROM pg_policy WHERE polrelid = to_regclass(:name)")
    policies = set(tx.scalars(found, {"name": name}))
    if not enabled:
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    if not forced:
        yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    column = shop_column(table)
    if column is not None and OF_SHOP not in policies:
        its = f"{column.name} = nullif(current_setting('{SHOP_SETTING}', true), '')::bigint"
        yield f"CREATE POLICY {OF_SHOP} ON {name} USING ({its}) WITH CHECK ({its})"
    if OF_OWNER not in policies:
        across = f"current_setting('{ACROSS_SETTING}', true) = 'on'"
        yield f"CREATE POLICY {OF_OWNER} ON {name} TO CURRENT_USER USING ({across})"


def _grants_of_app(role: str, tables: Iterable[Table]) -> Iterator[str]:
    """A shop is installed, and goes, across shops; all else that is a shop's is the app's too."""
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    for table in tables:
        yield f"REVOKE ALL ON {table.name} FROM {role}"
        if table.name == "shops":
            yield f"GRANT SELECT, UPDATE ON {table.name} TO {role}"
        elif shop_column(table) is not None:
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table.name} TO {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"


def _grants_of_system(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    for kind in ("TABLES", "SEQUENCES"):
        yield f"GRANT ALL ON ALL {kind} IN SCHEMA public TO {role}"


def _ensure(tx: Connection, role: Role, options: str) -> None:
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :name")
    if tx.scalar(known, {"name": role.name}) is None:
        password = f" PASSWORD {_literal(role.password)}" if role.password else ""
        tx.exec_driver_sql(f"CREATE ROLE {_quoted(tx, role.name)} {options}{password}")


def _quoted(tx: Connection, name: str) -> str:
    return tx.dialect.identifier_preparer.quote_identifier(name)


def _literal(said: str) -> str:
    return "'" + said.replace("'", "''").replace("%", "%%") + "'"
