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
    """How far a reading is that was shared out: of *total* texts *looked_at*, of which *read* had
    to be read, of which *changed* say something else. *dead*: parts that were given up.

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
    with database.transaction() as tx:
        shops.get(tx, shop_id)
        if everything:
            for noun in Noun:
                content.forget_keys(tx, noun, shop_id)
        jobs.add(tx, shop_id, KIND, {}, clock())
    doorbell.ring(KIND)


def how_far(shop_id: ShopId, *, database: Database) -> Rereading:
    """Return how far the newest reading of the shop is."""
    with database.transaction(read_only=True) as tx:
        return rereading(tx, shop_id)


def rereading(tx: Connection, shop_id: ShopId) -> Rereading:
    """As `how_far`, within a transaction."""
    waiting = any(job.kind is KIND for job in jobs.unfinished(tx, shop_id))
    whole = jobs.newest_whole(tx, shop_id, KIND)
    parts = jobs.parts(tx, whole) if whole is not None else ()
    shared = any(part.state in _OPEN for part in parts)
    if waiting and not shared:
        return Rereading(is_open=True)  # what the parts say is of a reading before
    return Rereading(
        is_open=shared,
        total=sum(part.payload.get("of", 0) for part in parts),
        looked_at=sum(part.progress.get("looked_at", 0) for part in parts),
        read=_sum_of(parts, "read"),
        changed=_sum_of(parts, "changed"),
        dead=sum(part.state is JobState.DEAD for part in parts),
    )


def _sum_of(parts: Sequence[JobStatus], what: str) -> int:
    return sum(part.progress.get(f"{noun}_{what}", 0) for part in parts for noun in Noun)
