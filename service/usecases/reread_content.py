"""Asks for a shop's texts to be read again, and says how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.jobs import JobKind, JobState, JobStatus
from service.ports import Clock, Doorbell
from service.storage import content, jobs, shops
from service.storage.content import Noun
from service.storage.database import Database

KIND = JobKind.READ_CONTENT
_OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Rereading:
    """How far the newest reading is: of *total* texts *looked_at*, of which *read* had to be read,
    of which *changed* say something else. *dead*: parts that were given up.

    *is_open*: texts wait to be read, or are being read, now.
    """

    is_open: bool = False
    total: int = 0
    looked_at: int = 0
    read: int = 0
    changed: int = 0
    dead: int = 0


def request_rereading(
    shop_id: ShopId, *, everything: bool, database: Database, doorbell: Doorbell, clock: Clock
) -> None:
    """Have read what may read otherwise by now, or *everything*; what goes on already goes on."""
    with database.transaction(shop_id) as tx:
        shops.get(tx, shop_id)
        if everything:
            for noun in Noun:
                content.forget_keys(tx, noun, shop_id)
        jobs.add(tx, shop_id, KIND, {}, clock())
    doorbell.ring(KIND)


def how_far(shop_id: ShopId, *, database: Database) -> Rereading:
    """Return how far the newest reading of the shop is."""
    with database.transaction(shop_id, read_only=True) as tx:
        return rereading(tx, shop_id)


def rereading(tx: Connection, shop_id: ShopId) -> Rereading:
    """As `how_far`, within a transaction."""
    newest, whole = jobs.newest(tx, shop_id, KIND), jobs.newest_whole(tx, shop_id, KIND)
    parts = jobs.parts(tx, shop_id, whole) if whole is not None else ()
    shared = any(part.state in _OPEN for part in parts)
    if newest is None or shared or (newest.state not in _OPEN and "of" not in newest.progress):
        return _sum(parts, is_open=shared)
    return _sum([newest], is_open=newest.state in _OPEN)


def _sum(jobs_of_it: Sequence[JobStatus], *, is_open: bool) -> Rereading:
    def over_all(*names: str) -> int:
        return sum(job.progress.get(name, 0) for job in jobs_of_it for name in names)

    return Rereading(
        is_open=is_open,
        total=over_all("of") or sum(job.payload.get("of", 0) for job in jobs_of_it),
        looked_at=over_all("looked_at"),
        read=over_all(*(f"{noun}_read" for noun in Noun)),
        changed=over_all(*(f"{noun}_changed" for noun in Noun)),
        dead=sum(job.state is JobState.DEAD for job in jobs_of_it),
    )
