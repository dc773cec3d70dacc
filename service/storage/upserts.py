"""INSERT … ON CONFLICT for both databases, written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, TextClause
from sqlalchemy.dialects import postgresql, sqlite

Rows = Sequence[Mapping[str, Any]]


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
