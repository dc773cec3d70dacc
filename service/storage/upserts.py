"""INSERT … ON CONFLICT for both databases, written once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
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
from sqlalchemy.exc import OperationalError

from service.storage.tables import Instant
from service.storage.tenancy import ForeignRowsError

if TYPE_CHECKING:
    import psycopg

Rows = Sequence[Mapping[str, Any]]
_Values = Sequence[Any]


class NamedRow(Protocol):
    """A row of a shop as a named tuple, whose fields are columns."""

    @property
    def shop_id(self) -> int: ...
    @property
    def _fields(self) -> tuple[str, ...]: ...
    def __iter__(self) -> Iterator[Any]: ...


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


def upsert_many(tx: Connection, table: Table, rows: Sequence[NamedRow], *, not_older: str) -> None:
    """As `upsert`, for rows of one shop with the same columns; many of them go through COPY where
    there is one, and as ready tuples where there is none."""
    if len({row.shop_id for row in rows}) > 1:
        raise ForeignRowsError(f"rows of {table.name} are not one shop's")
    if not rows:
        return
    if len(rows) < WORTH_A_COPY:
        upsert(tx, table, _mappings(rows), not_older=not_older)
    elif tx.dialect.name == "postgresql":
        _upsert_by_copy(tx, table, rows, not_older)
    else:
        _upsert_tuples(tx, table, rows, not_older)


def column_names(rows: Sequence[NamedRow]) -> tuple[str, ...]:
    return rows[0]._fields  # pyright: ignore[reportPrivateUsage]  so a named tuple says it


def _mappings(rows: Sequence[NamedRow]) -> Rows:
    names = column_names(rows)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _upsert_by_copy(tx: Connection, table: Table, rows: Sequence[NamedRow], not_older: str) -> None:
    """COPY into a table of this transaction alone, then insert from there: no row reaches the
    shop's own but past its row-level security, which COPY does not know."""
    names = column_names(rows)
    staged = Table(
        f"incoming_{table.name}", MetaData(), *(Column(name, table.c[name].type) for name in names)
    )
    listed = ", ".join(names)
    made = f"CREATE TEMP TABLE {staged.name} ON COMMIT DROP AS SELECT {listed} FROM {table.name}"  # noqa: S608  names of ours
    with _driver(tx).cursor() as cursor:
        cursor.execute(f"{made} WITH NO DATA".encode())
        with cursor.copy(f"COPY {staged.name} ({listed}) FROM STDIN".encode()) as copy:
            copy.write(copy_text(table, rows))
    shop_id = bindparam("shop_id", rows[0].shop_id, type_=table.c.shop_id.type)
    others = [name for name in names if name != "shop_id"]
    chosen = select(shop_id, *(staged.c[name] for name in others)).where(
        staged.c.shop_id == shop_id
    )
    statement = _overwriting(tx, table, names, not_older)
    tx.execute(statement.from_select(["shop_id", *others], chosen))
    with _driver(tx).cursor() as cursor:
        cursor.execute(f"DROP TABLE {staged.name}".encode())


def _upsert_tuples(tx: Connection, table: Table, rows: Sequence[NamedRow], not_older: str) -> None:
    """Give the driver what it takes as it is. The first row goes the way of all others, where the
    guard of `tenancy` stands; the rest has to be of the same shop."""
    upsert(tx, table, _mappings(rows[:1]), not_older=not_older)
    names = column_names(rows)
    statement = _overwriting(tx, table, names, not_older)
    compiled = statement.compile(dialect=tx.dialect, column_keys=names)
    columns = dict(zip(names, zip(*rows[1:], strict=True), strict=True))
    ready = zip(
        *(_bound(table.c[name], tx, columns[name]) for name in compiled.positiontup or ()),
        strict=True,
    )
    driver: Any = tx.connection.driver_connection
    try:
        driver.executemany(compiled.string, ready)
    except sqlite3.OperationalError as error:
        raise OperationalError(compiled.string, None, error) from error


def _bound(column: Column[Any], tx: Connection, values: _Values) -> Iterable[Any]:
    """Return *values* as the driver takes them."""
    if isinstance(column.type, JSON):
        return _documents(values)
    form = column.type.dialect_impl(tx.dialect).bind_processor(tx.dialect)
    return map(form, values) if form else values


def copy_text(table: Table, rows: Sequence[NamedRow]) -> str:
    """Return *rows* as COPY reads them. It is made a column at a time, which is much quicker than
    to ask of every value what it is."""
    names = column_names(rows)
    columns = [
        _said(table.c[name], values)
        for name, values in zip(names, zip(*rows, strict=True), strict=True)
    ]
    return "".join(["\t".join(line) + "\n" for line in zip(*columns, strict=True)])


def _said(column: Column[Any], values: _Values) -> Iterable[str]:
    """Return the *values* of one column as COPY reads them."""
    if None in values:
        given = [value for value in values if value is not None]
        said = iter(_said(column, given) if given else ())
        return [_NULL if value is None else next(said) for value in values]
    if isinstance(column.type, JSON):
        return _escaped(_documents(values))
    if isinstance(column.type, String):
        return _escaped(values)
    if isinstance(column.type, Instant):
        return msgspec.json.encode(values)[2:-2].decode().split('","')
    return map(str, values)


def _escaped(texts: Sequence[str]) -> Sequence[str]:
    """Escape what COPY would misread, in all texts at once: there is none that holds ``NUL``."""
    joined = "\0".join(texts)
    said = joined.replace("\\", "\\\\").replace("\t", "\\t")
    said = said.replace("\n", "\\n").replace("\r", "\\r")
    return texts if said == joined else said.split("\0")


def _documents(values: _Values) -> list[Any]:
    encode = msgspec.json.encode
    return [None if value is None else encode(value).decode() for value in values]


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
