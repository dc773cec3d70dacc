"""INSERT … ON CONFLICT for both databases, written once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    MetaData,
    String,
    Table,
    TextClause,
    bindparam,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    import psycopg

Rows = Sequence[Mapping[str, Any]]

WORTH_A_COPY = 100
"""With fewer rows the table that COPY needs costs more than it saves."""

_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {ord("\\"): "\\\\", ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r"}


def upsert(tx: Connection, table: Table, rows: Rows, *, not_older: str | None = None) -> None:
    """
    Insert *rows*, or overwrite those with the same primary key in the columns that are given.

    *not_older*: a column; a row stays as it is where that of the given one is smaller.
    """
    if not rows:
        return
    statement = _insert(tx, table)
    keys = _primary_key(table)
    written = [name for name in rows[0] if name not in keys]
    guard = statement.excluded[not_older] >= table.c[not_older] if not_older else None
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: statement.excluded[name] for name in written},
            where=guard,
        ),
        [dict(row) for row in rows],
    )


def upsert_many(tx: Connection, table: Table, rows: Rows, *, not_older: str) -> None:
    """As `upsert`, for rows of one shop; many of them go through COPY where there is one."""
    if tx.dialect.name == "postgresql" and len(rows) >= WORTH_A_COPY:
        _upsert_by_copy(tx, table, rows, not_older)
    else:
        upsert(tx, table, rows, not_older=not_older)


def _upsert_by_copy(tx: Connection, table: Table, rows: Rows, not_older: str) -> None:
    """COPY into a table of this transaction alone, then insert from there: no row reaches the
    shop's own but past its row-level security, which COPY does not know."""
    names = list(rows[0])
    staged = Table(
        f"incoming_{table.name}", MetaData(), *(Column(name, table.c[name].type) for name in names)
    )
    listed = ", ".join(names)
    made = f"CREATE TEMP TABLE {staged.name} ON COMMIT DROP AS SELECT {listed} FROM {table.name}"  # noqa: S608  names of ours
    with _driver(tx).cursor() as cursor:
        cursor.execute(f"{made} WITH NO DATA".encode())
        with cursor.copy(f"COPY {staged.name} ({listed}) FROM STDIN".encode()) as copy:
            copy.write(copy_text(table, names, rows))
    shop_id = bindparam("shop_id", rows[0]["shop_id"], type_=table.c.shop_id.type)
    others = [name for name in names if name != "shop_id"]
    chosen = select(shop_id, *(staged.c[name] for name in others)).where(
        staged.c.shop_id == shop_id
    )
    statement = postgresql.insert(table).from_select(["shop_id", *others], chosen)
    keys = _primary_key(table)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: statement.excluded[name] for name in names if name not in keys},
            where=statement.excluded[not_older] >= table.c[not_older],
        )
    )
    with _driver(tx).cursor() as cursor:
        cursor.execute(f"DROP TABLE {staged.name}".encode())


def copy_text(table: Table, names: Sequence[str], rows: Rows) -> str:
    """Return *rows* as COPY reads them."""
    forms = [(name, _form(table.c[name])) for name in names]
    return "".join(["\t".join([form(row[name]) for name, form in forms]) + "\n" for row in rows])


def _form(column: Column[Any]) -> Callable[[Any], str]:
    if isinstance(column.type, JSON):
        return _json
    return _text if isinstance(column.type, String) else _plain


def _plain(value: Any) -> str:
    """A number, a truth or an instant holds nothing that COPY would misread."""
    return "\\N" if value is None else str(value)


def _text(value: str | None) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if _SPECIAL.search(value) else value


def _json(value: Any) -> str:
    return _text(None if value is None else json.dumps(value))


def _driver(tx: Connection) -> psycopg.Connection[Any]:
    return tx.connection.driver_connection  # type: ignore[return-value]


def insert_new(
    tx: Connection,
    table: Table,
    rows: Rows,
    *,
    keys: Sequence[str] = (),
    where: TextClause | None = None,
) -> int:
    """Insert the *rows* whose *keys* (else the primary key) are not there; return how many.

    *where*: the condition of the unique index on *keys*, if it has one.
    """
    if not rows:
        return 0
    once = _insert(tx, table).on_conflict_do_nothing(
        index_elements=keys or _primary_key(table), index_where=where
    )
    given = [dict(row) for row in rows]
    return tx.execute(once, given, execution_options={"preserve_rowcount": True}).rowcount


def _insert(tx: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)


def _primary_key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]
