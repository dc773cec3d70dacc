"""Says whether this host can serve and whether its workers live, check by check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from service.domain.errors import UnavailableError
from service.ports import Clock
from service.storage import answers, jobs, shops
from service.storage.database import Database
from service.storage.migrate import is_current


class Check(NamedTuple):
    """*detail*: what to do about it, empty when it is fine."""

    name: str
    ok: bool
    detail: str


def check_readiness(
    *, database: Database, ping_redis: Callable[[], None], clock: Clock
) -> tuple[Check, ...]:
    """Return every check, in order; ready is who passes them all."""
    return (*_database(database, clock()), _redis(ping_redis))


def _database(database: Database, now: datetime) -> tuple[Check, ...]:
    try:
        migrated = is_current(database)
        if not migrated:
            return (Check("database", False, "run the migrations"),)
        with database.system(read_only=True) as tx:
            swept_at = jobs.last_sweep(tx)
            missing = sum(answers.missing(tx, shop.id) for shop in shops.all_installed(tx))
            synced = shops.is_any_synced(tx)
    except UnavailableError:
        return (Check("database", False, "it does not answer"),)
    swept = swept_at is not None and now - swept_at <= jobs.SWEPT_WITHIN
    return (
        Check("database", True, ""),
        Check("worker", swept, "" if swept else "no worker has swept in the last 90 seconds"),
        Check("shop", synced, "" if synced else "no shop has been synced yet"),
        Check("answers", missing == 0, f"{missing} articles have none yet" if missing else ""),
    )


def _redis(ping: Callable[[], None]) -> Check:
    try:
        ping()
    except UnavailableError:
        return Check("redis", False, "it does not answer")
    return Check("redis", True, "")
