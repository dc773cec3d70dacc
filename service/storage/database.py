"""The one way to the database: ``Database.transaction()``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from service.domain.catalog import ShopId
from service.domain.errors import UnavailableError

SQLITE_BUSY_MS = 5_000
RAISED = "endcap_raised"


class DatabaseUnavailableError(UnavailableError):
    """The database does not answer, or is locked for longer than we wait."""


class Database:
    """A SQLAlchemy engine that hands out transactions.

    On SQLite a transaction that may write begins with ``BEGIN IMMEDIATE``: one that reads first and
    writes later fails at once after another's commit, whatever the time-out.

    *after_raise* hears of every shop whose generation a transaction raised, after its commit.
    """

    def __init__(self, url: str, *, after_raise: Callable[[ShopId], None] | None = None) -> None:
        self.url = url
        self.engine = _engine(url)
        self._after_raise = after_raise

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self, *, read_only: bool = False) -> Iterator[Connection]:
        """Commit at the end of the block, roll back when it raises."""
        raised: set[ShopId] = set()
        options = {"endcap_read_only": read_only, RAISED: raised}
        engine = self.engine.execution_options(**options)
        try:
            with engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise DatabaseUnavailableError(str(error.orig)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnavailableError(str(error.orig)) from error
            raise
        if self._after_raise is not None:
            for shop_id in raised:
                self._after_raise(shop_id)

    def ping(self) -> None:
        """Raise `DatabaseUnavailableError` unless the database answers."""
        with self.transaction(read_only=True) as tx:
            tx.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": SQLITE_BUSY_MS / 1000}
        )
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        hide_parameters=True,  # an error goes to the log, its values (emails, tokens) do not
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args={"connect_timeout": 5},  # a half-open server must not hold a request
    )


def _configure_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an event that was acknowledged survives power loss
        "foreign_keys=ON",
        f"busy_timeout={SQLITE_BUSY_MS}",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("endcap_read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
