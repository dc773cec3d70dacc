"""INSERT … ON CONFLICT for both databases, written once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    MetaData,
    Table,
    TextClause,
    bindparam,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from service.storage.tenancy import ForeignRowsError

if TYPE_CHECKING:
    import psycopg

Rows = Sequence[Mapping[str, Any]]

WORTH_A_COPY = 100
"""With fewer rows the table that COPY needs costs more than it saves."""

_NULL = "\\N"


def upsert(tx: Connection, table: Table, rows: Rows, *, not_older: str | None = None) -> None:
    """
    Insert *rows*, or overwrite those with the same primary key in the columns that are given.

    *not_older*: a column; a row stays as it is where that of the given one is smaller.
    """
    if not rows:
        return
    statement = _overwriting(tx, table, list(rows[0]), not_older)
    tx.execute(statement, [dict(row) for row in rows])


def _overwriting(
    tx: Connection, table: Table, names: Sequence[str], not_older: str | None
) -> postgresql.Insert | sqlite.Insert:
    statement = _insert(tx, table)
    keys = _primary_key(table)
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in names if name not in keys},
        where=statement.excluded[not_older] >= table.c[not_older] if not_older else None,
    )


def upsert_many(tx: Connection, table: Table, rows: Rows, *, not_older: str) -> None:
    """As `upsert`, for rows of one shop with the same columns in the same order; many of them go
    through COPY where there is one, and as ready tuples where there is none."""
    if any(row["shop_id"] != rows[0]["shop_id"] for row in rows):
        raise ForeignRowsError(f"rows of {table.name} are not one shop's")
    if len(rows) < WORTH_A_COPY:
        upsert(tx, table, rows, not_older=not_older)
    elif tx.dialect.name == "postgresql":
        _upsert_by_copy(tx, table, rows, not_older)
    else:
        _upsert_tuples(tx, table, rows, not_older)


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
    statement = _overwriting(tx, table, names, not_older)
    tx.execute(statement.from_select(["shop_id", *others], chosen))
    with _driver(tx).cursor() as cursor:
        cursor.execute(f"DROP TABLE {staged.name}".encode())


def _upsert_tuples(tx: Connection, table: Table, rows: Rows, not_older: str) -> None:
    """Give the driver what it takes as it is. The first row goes the way of all others, where the
    guard of `tenancy` stands; the rest has to be of the same shop."""
    upsert(tx, table, rows[:1], not_older=not_older)
    names = list(rows[0])
    statement = _overwriting(tx, table, names, not_older)
    compiled = statement.compile(dialect=tx.dialect, column_keys=names)
    order = compiled.positiontup or []
    values_of = itemgetter(*order)
    forms = [_bound(table.c[name], tx) for name in order]
    ready = [
        [form(value) if form else value for value, form in zip(values_of(row), forms, strict=True)]
        for row in rows[1:]
    ]
    driver: Any = tx.connection.driver_connection
    try:
        driver.executemany(compiled.string, ready)
    except sqlite3.OperationalError as error:
        raise OperationalError(compiled.string, None, error) from error


def _bound(column: Column[Any], tx: Connection) -> Callable[[Any], Any] | None:
    """Return how a value becomes what the driver takes, ``None`` where it is that already."""
    if isinstance(column.type, JSON):
        return _json
    return column.type.dialect_impl(tx.dialect).bind_processor(tx.dialect)


def copy_text(table: Table, names: Sequence[str], rows: Rows) -> str:
    """Return *rows* as COPY reads them."""
    forms = [_json if isinstance(table.c[name].type, JSON) else str for name in names]
    values_of = itemgetter(*names)
    return "".join([_line(values_of(row), forms) for row in rows])


def _line(values: Sequence[Any], forms: Sequence[Callable[[Any], str]]) -> str:
    """Return a row's line; what COPY would misread is looked for in all of it at once."""
    said = [
        _NULL if value is None else form(value) for value, form in zip(values, forms, strict=True)
    ]
    line = "\t".join(said)
    is_plain = (
        line.count("\\") == values.count(None)
        and line.count("\t") == len(said) - 1
        and "\n" not in line
        and "\r" not in line
    )
    if not is_plain:
        pairs = zip(values, said, strict=True)
        line = "\t".join([_NULL if value is None else _escaped(text) for value, text in pairs])
    return line + "\n"


def _escaped(said: str) -> str:
    said = said.replace("\\", "\\\\").replace("\t", "\\t")
    return said.replace("\n", "\\n").replace("\r", "\\r")


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


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
