"""INSERT … ON CONFLICT for both databases, written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, keep: frozenset[str]
) -> None:
    """Insert *rows*, or overwrite those with the same primary key, except their *keep* columns."""
    if not rows:
        return
    insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key.columns]
    written = [name for name in rows[0] if name not in keys and name not in keep]
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in written}
        ),
        [dict(row) for row in rows],
    )


def insert_new(tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the *rows* whose primary key is not there yet; return how many were new."""
    if not rows:
        return 0
    insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    keys = [column.name for column in table.primary_key.columns]
    inserted = 0
    for row in rows:
        statement = insert(table).values(**row).on_conflict_do_nothing(index_elements=keys)
        inserted += tx.execute(statement).rowcount
    return inserted
