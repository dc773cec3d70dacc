"""The two ways to the database: the transaction of one shop, and that of the system."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from service.domain.catalog import ShopId
from service.domain.errors import UnavailableError
from service.storage import row_security, tenancy

if TYPE_CHECKING:
    import psycopg

SQLITE_BUSY_MS = 5_000
RAISED = "endcap_raised"


class DatabaseUnavailableError(UnavailableError):
    """The database does not answer, or is locked for longer than we wait."""


class DatabaseRoleError(UnavailableError):
    """Who signs in at the database for the shops may do more than a shop may."""

    def __init__(self, why: str, /) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"ENDCAP_DATABASE_URL signs in as one who sees the rows of all shops: {self.why}"


class Database:
    """SQLAlchemy engines that hand out transactions.

    *url*: who signs in there sees one shop in a transaction, as the database itself sees to where
    it is PostgreSQL. *system_url*: who signs in there sees all; the same, where there is none.

    On SQLite a transaction that may write begins with ``BEGIN IMMEDIATE``: one that reads first and
    writes later fails at once after another's commit, whatever the time-out.

    *after_raise* hears of every shop whose generation a transaction raised, after its commit.
    """

    def __init__(
        self,
        url: str,
        *,
        system_url: str = "",
        after_raise: Callable[[ShopId], None] | None = None,
    ) -> None:
        self.url = url
        self.system_url = system_url or url
        self.engine = _engine(url)
        self._system = self.engine if self.has_one_role else _engine(self.system_url)
        self._after_raise = after_raise
        self.shop_ids: dict[str, ShopId] = {}  # by domain, as `system.called` was told last
        tenancy.guard(self.engine)
        if not self.has_one_role:
            event.listen(self.engine, "connect", _refuse_roles_that_see_all)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def has_one_role(self) -> bool:
        """Whether the same signs in for one shop and for all."""
        return self.system_url == self.url

    def transaction(
        self, shop_id: ShopId, *, read_only: bool = False
    ) -> AbstractContextManager[Connection]:
        """Commit at the end of the block, roll back when it raises. No row but the shop's is there.

        A statement that does not name the shop, or names another, raises `ForeignRowsError`.
        """
        return self._transaction(self.engine, shop_id, read_only=read_only)

    def system(self, *, read_only: bool = False) -> AbstractContextManager[Connection]:
        """As `transaction`, for what serves all shops, or has yet to hear which one is meant.

        `tests/integration/tenancy` lists who may ask for it, and why.
        """
        return self._transaction(self._system, None, read_only=read_only)

    @contextmanager
    def _transaction(
        self, engine: Engine, shop_id: ShopId | None, *, read_only: bool
    ) -> Iterator[Connection]:
        raised: set[ShopId] = set()
        options = {"endcap_read_only": read_only, RAISED: raised, tenancy.SHOP: shop_id}
        try:
            with engine.execution_options(**options).begin() as connection:
                yield connection
        except OperationalError as error:
            raise DatabaseUnavailableError(str(error.orig)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnavailableError(str(error.orig)) from error
            raise
        if self._after_raise is not None:
            for shop_id_raised in raised:
                self._after_raise(shop_id_raised)

    def ping(self) -> None:
        """Raise `DatabaseUnavailableError` unless the database answers."""
        with self.system(read_only=True) as tx:
            tx.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()
        self._system.dispose()


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": SQLITE_BUSY_MS / 1000}
        )
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url,
        hide_parameters=True,  # an error goes to the log, its values (emails, tokens) do not
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args={"connect_timeout": 5},  # a half-open server must not hold a request
    )
    event.listen(engine, "connect", _configure_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


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


def _configure_postgresql(connection: psycopg.Connection[Any], _record: Any) -> None:
    connection.autocommit = True  # we say BEGIN ourselves


def _begin_postgresql(connection: Connection) -> None:
    begin = row_security.begin(connection.get_execution_options().get(tenancy.SHOP))
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    driver.execute(begin.encode(), prepare=False)


def _refuse_roles_that_see_all(connection: psycopg.Connection[Any], _record: Any) -> None:
    row = connection.execute(row_security.WHO).fetchone()
    why = row_security.sees_all(*row) if row is not None else None
    if why is not None:
        raise DatabaseRoleError(why)
