"""PostgreSQL itself holds a transaction to its shop; without one there is no row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from service.domain.catalog import ShopDomain, ShopId
from service.ports import ShopFacts
from service.storage import audit, row_security, shops
from service.storage.database import Database, DatabaseRoleError
from service.storage.migrate import migrate, why_not_kept_apart
from service.storage.tables import audit as audit_table
from service.storage.tables import metadata
from service.storage.tables import shops as shops_table
from service.storage.tenancy import OF_NO_SHOP, shop_column
from tests.builders import NOW
from tests.conftest import roles_of

ONLY_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
FACTS = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
Two = tuple[ShopId, ShopId]


@pytest.fixture
def two(database: Database) -> Two:
    """Two shops, each with one line of its own."""
    with database.system() as tx:
        ids = [
            shops.install(tx, ShopDomain(domain), FACTS, sealed_token=None, now=NOW).id
            for domain in ("one.myshopify.com", "two.myshopify.com")
        ]
        for shop_id in ids:
            audit.add(tx, shop_id, "seen", {"shop": shop_id}, author="test", now=NOW)
    return ids[0], ids[1]


@pytest.fixture
def raw(database: Database) -> Iterator[Database]:
    """The app's engine without the guard: what the database alone holds."""
    bare = Database(database.url, system_url=database.system_url)
    bare.engine.dispose()
    bare.engine.dispatch.before_cursor_execute.clear()
    yield bare
    bare.close()


def test_every_table_names_its_shop_or_says_why_not() -> None:
    nameless = {t.name for t in metadata.tables.values() if shop_column(t) is None}

    assert nameless == set(OF_NO_SHOP)


@ONLY_POSTGRESQL
def test_every_table_is_under_forced_row_level_security(owners_database: Database) -> None:
    with owners_database.system() as tx:
        bare = row_security.unsecured(tx)
        held = tx.execute(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
                "'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)"
            )
        ).scalars()

        assert bare == []
        assert set(held) == {"alembic_version"}


@ONLY_POSTGRESQL
def test_no_table_shows_the_app_a_row_when_no_shop_is_set(database: Database, two: Two) -> None:
    engine = create_engine(database.url)
    seen = {}
    with engine.connect() as plain:
        for table in row_security._tables(plain):
            if table.name not in OF_NO_SHOP:
                seen[table.name] = plain.execute(select(table)).all()
    engine.dispose()

    assert not any(seen.values())


@ONLY_POSTGRESQL
@pytest.mark.parametrize("name", sorted(OF_NO_SHOP))
def test_the_app_may_not_look_at_what_is_no_shops(database: Database, name: str) -> None:
    engine = create_engine(database.url)
    with engine.connect() as plain, pytest.raises(DBAPIError, match="permission denied"):
        plain.execute(select(metadata.tables[name]))
    engine.dispose()


@ONLY_POSTGRESQL
def test_a_forgotten_condition_finds_only_the_shops_own(raw: Database, two: Two) -> None:
    with raw.transaction(two[0]) as tx:
        found = tx.scalars(select(audit_table.c.shop_id)).all()
        named = tx.scalars(select(shops_table.c.id)).all()

    assert (found, named) == ([two[0]], [two[0]])


@ONLY_POSTGRESQL
def test_nothing_can_be_written_for_another_shop(raw: Database, two: Two) -> None:
    line = {"at": NOW, "author": "test", "action": "seen", "detail": {}}
    for statement in (
        insert(audit_table).values(shop_id=two[1], **line),
        update(audit_table).values(shop_id=two[1]),
    ):
        with pytest.raises(DBAPIError, match="row-level security"), raw.transaction(two[0]) as tx:
            tx.execute(statement)
    with raw.transaction(two[0]) as tx:
        changed = tx.execute(
            update(audit_table).where(audit_table.c.shop_id == two[1]).values(author="other")
        )

    assert changed.rowcount == 0


@ONLY_POSTGRESQL
@pytest.mark.parametrize(
    "attempt",
    [
        "ALTER TABLE audit DISABLE ROW LEVEL SECURITY",
        "SET ROLE endcap_system",
        "SET row_security = off; SELECT * FROM audit",
        "SELECT set_config('endcap.across_shops', 'on', true); SELECT 1/count(*) FROM audit "
        "WHERE shop_id <> current_setting('endcap.shop')::bigint",
    ],
)
def test_the_app_can_not_let_itself_out(raw: Database, two: Two, attempt: str) -> None:
    with pytest.raises(DBAPIError), raw.transaction(two[0]) as tx:
        tx.exec_driver_sql(attempt)


@ONLY_POSTGRESQL
def test_the_shop_is_forgotten_with_the_transaction(database: Database, two: Two) -> None:
    with database.engine.connect() as plain:  # who gets the same connection from a pool next
        driver = plain.connection.driver_connection
        assert driver is not None
        for end in ("COMMIT", "ROLLBACK"):
            plain.rollback()
            driver.execute(row_security.begin(two[0]))
            inside = driver.execute("SELECT count(*) FROM audit").fetchone()
            driver.execute(end)
            after = driver.execute("SELECT count(*) FROM audit").fetchone()

            assert (inside, after) == ((1,), (0,))


@ONLY_POSTGRESQL
def test_who_sees_all_shops_is_not_taken_for_the_app(database: Database) -> None:
    confused = Database(database.system_url, system_url=database.url)
    with pytest.raises(DatabaseRoleError, match="BYPASSRLS"), confused.transaction(ShopId(1)):
        pass
    confused.close()


@ONLY_POSTGRESQL
def test_one_role_that_owns_the_tables_serves_all(owners_database: Database) -> None:
    url = "postgresql+psycopg://endcap_single:endcap_single@"
    with owners_database.system() as tx:
        row_security._ensure(tx, row_security.Role.of(url), "LOGIN")
        name = owners_database.engine.url.database
        tx.exec_driver_sql(f'ALTER DATABASE "{name}" OWNER TO endcap_single')
        for table in ("alembic_version", *(t.name for t in row_security._tables(tx))):
            tx.exec_driver_sql(f"ALTER TABLE {table} OWNER TO endcap_single")
            if table != "alembic_version":
                tx.exec_driver_sql(f"DROP POLICY {row_security.OF_OWNER} ON {table}")
    alone = Database(
        owners_database.engine.url.set(
            username="endcap_single", password="endcap_single"
        ).render_as_string(hide_password=False)
    )
    migrate(alone)
    with alone.system() as tx:
        first = shops.install(tx, ShopDomain("a.myshopify.com"), FACTS, sealed_token=None, now=NOW)
        shops.install(tx, ShopDomain("b.myshopify.com"), FACTS, sealed_token=None, now=NOW)
    with alone.system() as tx:
        every = len(shops.all_installed(tx))
    alone.engine.dispatch.before_cursor_execute.clear()
    with alone.transaction(first.id) as tx:
        seen = tx.scalars(select(shops_table.c.id)).all()

    assert (every, seen, why_not_kept_apart(alone)) == (2, [first.id], None)
    alone.close()


@ONLY_POSTGRESQL
def test_a_superuser_is_told_of(owners_database: Database) -> None:
    problem = why_not_kept_apart(owners_database)

    assert problem is not None
    assert "superuser" in problem


@ONLY_POSTGRESQL
def test_each_role_has_an_address_of_its_own(database: Database) -> None:
    assert not database.has_one_role
    assert database.system_url == roles_of(database.url).system
    assert why_not_kept_apart(database) is None
