"""Takes a shop out of every table, as if it had never been here."""

from __future__ import annotations

import logging
import re
import sqlite3
import time

from sqlalchemy import Connection, delete, exists, or_, select
from sqlalchemy.engine.interfaces import DBAPICursor

from service.domain.catalog import ShopDomain, ShopId
from service.storage.database import Database
from service.storage.tables import dead_letters, heartbeats, memberships, metadata, users

CHUNK = 1_000
TRIES = 20
PAUSE_SECONDS = 0.25

logger = logging.getLogger(__name__)


def erase_shop(tx: Connection, shop_id: ShopId, domain: ShopDomain) -> int:
    """
    Delete every row of the shop; return how many.

    With it go the accounts of people who work on no other shop, the marks that the clock leaves of
    it, what came for its name, and lines of events that could not be stored. A table names its
    shop in `shop_id` or `domain`; one that does not must be thought of here, and a test looks for
    that.
    """
    names: dict[str, int | str] = {"shop_id": shop_id, "domain": domain}
    gone = _erase_people(tx, shop_id)
    gone += _erase_letters(tx, shop_id, domain)
    gone += tx.execute(delete(heartbeats).where(heartbeats.c.name.endswith(f":{shop_id}"))).rowcount
    for table in reversed(metadata.sorted_tables):
        its = [table.c[name] == value for name, value in names.items() if name in table.c]
        gone += tx.execute(delete(table).where(or_(*its))).rowcount if its else 0
    return gone


def compact(database: Database) -> None:
    """Give up the pages in which SQLite would keep what was deleted; PostgreSQL does so itself.

    Readers may hold it up for a while; then the pages are written over in time.
    """
    if not database.is_sqlite:
        return
    plain = database.engine.raw_connection()
    try:
        if not any(_give_up_pages(plain.cursor()) for _ in range(TRIES)):
            logger.warning("database_not_compacted")
    finally:
        plain.close()


def _give_up_pages(cursor: DBAPICursor) -> bool:
    try:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        done = bool(cursor.fetchall()[0][0] == 0)
    except sqlite3.OperationalError:
        done = False
    if not done:
        time.sleep(PAUSE_SECONDS)
    return done


def _erase_people(tx: Connection, shop_id: ShopId) -> int:
    elsewhere = memberships.alias("elsewhere")
    works_here = exists().where(
        memberships.c.user_id == users.c.id, memberships.c.shop_id == shop_id
    )
    works_elsewhere = exists().where(
        elsewhere.c.user_id == users.c.id, elsewhere.c.shop_id != shop_id
    )
    return tx.execute(delete(users).where(works_here, ~works_elsewhere)).rowcount


def _erase_letters(tx: Connection, shop_id: ShopId, domain: ShopDomain) -> int:
    """A line that no event could be made of still says whose it is."""
    its = re.compile(rb'"shop_id":\s*%d\b|%s' % (shop_id, re.escape(domain.encode())))
    rows = tx.execute(
        select(dead_letters.c.id, dead_letters.c.line).execution_options(yield_per=CHUNK)
    )
    ids = [row.id for row in rows if its.search(row.line)]
    for start in range(0, len(ids), CHUNK):
        tx.execute(delete(dead_letters).where(dead_letters.c.id.in_(ids[start : start + CHUNK])))
    return len(ids)
