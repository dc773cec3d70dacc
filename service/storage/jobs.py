"""Job rows: the truth about work. Celery only rings; a lost bell is found by the sweep."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from service.domain.catalog import ShopId
from service.domain.errors import ConflictError
from service.domain.jobs import (
    MAX_ATTEMPTS,
    Job,
    JobId,
    JobKind,
    JobState,
    JobStatus,
    retry_delay,
)
from service.storage.tables import heartbeats, jobs
from service.storage.upserts import insert_new, upsert

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
"""Who holds a job says so every few seconds (`hold`): a worker that does not is dead."""

NARROWS = "only_"

BEHIND = "behind"
"""What a job has left behind it, in its progress: taken over, it goes on there. Who asks for all
anew asks for that, too."""

_WAITS = text("state = 'waiting'")

SWEEP = "sweep"
"""Name of the mark that every sweep leaves."""

SWEPT_WITHIN = timedelta(seconds=90)
"""Of workers that live, one has swept so lately."""


class LeaseLostError(ConflictError):
    """Another worker holds this job now; what this one did must not be kept."""


def add(
    tx: Connection,
    shop_id: ShopId,
    kind: JobKind,
    payload: Mapping[str, Any],
    now: datetime,
    *,
    run_after: datetime | None = None,
) -> None:
    """Write down that *kind* is to be done; one that waits already takes the payload over.

    A flag of the payload that is true stays true: a full sync that waits stays full; what is not
    given stays as it was. One that narrows (``only_…``) stays only where both say it; without it,
    nothing is `BEHIND` any more. The earlier *run_after* counts.
    """
    at = run_after or now
    waiting = tx.execute(
        select(jobs.c.id, jobs.c.payload, jobs.c.progress, jobs.c.run_after)
        .where(
            jobs.c.shop_id == shop_id,
            jobs.c.kind == kind,
            jobs.c.part == 0,
            jobs.c.state == JobState.WAITING.value,
        )
        .with_for_update()
    ).one_or_none()
    if waiting is None:
        tx.execute(insert(jobs).values(_waiting(shop_id, kind, payload, now, at)))
        return
    changed = {
        "payload": _merged(waiting.payload, payload),
        "run_after": min(at, waiting.run_after),
    }
    if not any(name.startswith(NARROWS) for name in payload):
        changed["progress"] = {k: v for k, v in waiting.progress.items() if k != BEHIND}
    its = jobs.c.shop_id == shop_id, jobs.c.id == waiting.id
    tx.execute(update(jobs).where(*its).values(changed))


def ensure(tx: Connection, shop_id: ShopId, kind: JobKind, *, now: datetime) -> None:
    """
    Let a job of *kind* begin after this transaction has been committed.

    One that waits already is enough: it is kept from being taken until then, while any number of
    transactions may ask for it at the same time. One that waits for later need not wait any more.
    """
    waiting = select(jobs.c.id).where(
        jobs.c.shop_id == shop_id,
        jobs.c.kind == kind.value,
        jobs.c.part == 0,
        jobs.c.state == JobState.WAITING.value,
    )
    row = _waiting(shop_id, kind, {}, now, now)
    while tx.scalar(waiting.with_for_update(read=True, key_share=True)) is None:
        if insert_new(tx, jobs, [row], keys=("shop_id", "kind", "part"), where=_WAITS):
            return
    hasten(tx, shop_id, kind, now=now)


def hasten(tx: Connection, shop_id: ShopId, kind: JobKind, *, now: datetime) -> None:
    """Let a job of *kind* that waits for its time begin now, if there is one."""
    tx.execute(
        update(jobs)
        .where(
            jobs.c.shop_id == shop_id,
            jobs.c.kind == kind.value,
            jobs.c.state == JobState.WAITING.value,
            jobs.c.run_after > now,
        )
        .values(run_after=now)
    )


def end_lease(tx: Connection, shop_id: ShopId, kind: JobKind, *, now: datetime) -> None:
    """Let the shop's running job of *kind* be taken over at once: its worker is known to be dead,
    or can do nothing more that counts."""
    tx.execute(
        update(jobs)
        .where(
            jobs.c.shop_id == shop_id,
            jobs.c.kind == kind.value,
            jobs.c.state == JobState.RUNNING.value,
            jobs.c.leased_until >= now,
        )
        .values(leased_until=now - timedelta(seconds=1))
    )


def is_running(tx: Connection, shop_id: ShopId, kind: JobKind, *, now: datetime) -> bool:
    """Whether some worker holds a job of *kind*."""
    held = select(jobs.c.id).where(
        jobs.c.shop_id == shop_id,
        jobs.c.kind == kind.value,
        jobs.c.state == JobState.RUNNING.value,
        jobs.c.leased_until >= now,
    )
    return tx.execute(held.limit(1)).first() is not None


def stop_all(tx: Connection, shop_id: ShopId) -> int:
    """Take back all of the shop's work but its erasure; who is at it can no longer commit."""
    unfinished = jobs.c.state.in_((JobState.WAITING.value, JobState.RUNNING.value))
    stopped = delete(jobs).where(
        jobs.c.shop_id == shop_id, unfinished, jobs.c.kind != JobKind.REDACT_SHOP.value
    )
    return tx.execute(stopped).rowcount


def forget_done(tx: Connection, kind: JobKind, *, before: datetime, limit: int) -> int:
    """Delete some of the jobs of *kind* that were done before that instant; return how many."""
    old = (
        select(jobs.c.id)
        .where(
            jobs.c.state == JobState.DONE.value,
            jobs.c.kind == kind.value,
            jobs.c.finished_at < before,
        )
        .limit(limit)
    )
    return tx.execute(delete(jobs).where(jobs.c.id.in_(old))).rowcount


def _merged(waiting: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    widens = {name: True for name, on in waiting.items() if on is True}
    return {
        name: value
        for name, value in {**waiting, **given, **widens}.items()
        if not name.startswith(NARROWS) or (name in waiting and name in given)
    }


def _waiting(
    shop_id: ShopId, kind: JobKind, payload: Mapping[str, Any], now: datetime, at: datetime
) -> dict[str, Any]:
    return {
        "shop_id": shop_id,
        "kind": kind.value,
        "payload": dict(payload),
        "state": JobState.WAITING.value,
        "attempts": 0,
        "run_after": at,
        "progress": {},
        "created_at": now,
    }


def share_out(
    tx: Connection, job: Job, payloads: Sequence[Mapping[str, Any]], *, now: datetime
) -> None:
    """Write down the parts of *job*, one a payload, for as many workers as there are."""
    rows = [
        {
            **_waiting(job.shop_id, job.kind, payload, now, now),
            "part": number,
            "whole": job.id,
        }
        for number, payload in enumerate(payloads, start=1)
    ]
    if rows:
        tx.execute(insert(jobs), rows)


def parts(tx: Connection, shop_id: ShopId, whole: JobId) -> Sequence[JobStatus]:
    """Return every part of the job *whole*, in order."""
    its = jobs.c.shop_id == shop_id, jobs.c.whole == whole
    rows = tx.execute(select(jobs).where(*its).order_by(jobs.c.part))
    return [_status(row) for row in rows]


def newest_whole(tx: Connection, shop_id: ShopId, kind: JobKind) -> JobId | None:
    """Return the job of *kind* that was shared out last."""
    found = tx.scalar(
        select(jobs.c.whole)
        .where(jobs.c.shop_id == shop_id, jobs.c.kind == kind.value, jobs.c.part > 0)
        .order_by(jobs.c.id.desc())
        .limit(1)
    )
    return JobId(found) if found is not None else None


def open_parts(tx: Connection, shop_id: ShopId, kind: JobKind) -> int:
    """Return how many parts of jobs of *kind* wait or run."""
    counted = select(func.count()).where(
        jobs.c.shop_id == shop_id,
        jobs.c.kind == kind.value,
        jobs.c.part > 0,
        jobs.c.state.in_((JobState.WAITING.value, JobState.RUNNING.value)),
    )
    return tx.execute(counted).scalar_one()


def claim(tx: Connection, kind: JobKind, *, now: datetime) -> Job | None:
    """Take the oldest job of *kind* that is due and lease it; ``None`` when there is none.

    A running job whose lease has run out is taken over. A shop runs one job of a kind at a time,
    or its parts side by side; what is no part goes first, for it is short.
    A job that has been started `MAX_ATTEMPTS` times is dead before any work is done.
    """
    while (row := tx.execute(_due(kind, now)).first()) is not None:
        if row.attempts < MAX_ATTEMPTS:
            return _lease(tx, row, now)
        its = jobs.c.shop_id == row.shop_id, jobs.c.id == row.id
        reason = row.error or "started too often without an end"
        _end(tx, its, reason, now)
        about = {"job": row.id, "kind": row.kind, "shop_id": row.shop_id, "attempt": row.attempts}
        logger.error("job_dead", extra={**about, "reason": reason})
    return None


def _due(kind: JobKind, now: datetime) -> Select[Any]:
    running = jobs.alias("running")
    busy = (
        select(running.c.id)
        .where(
            running.c.shop_id == jobs.c.shop_id,
            running.c.kind == jobs.c.kind,
            running.c.part == jobs.c.part,
            running.c.id != jobs.c.id,
            running.c.state == JobState.RUNNING.value,
            running.c.leased_until >= now,
        )
        .exists()
    )
    due = or_(
        and_(jobs.c.state == JobState.WAITING.value, jobs.c.run_after <= now),
        and_(jobs.c.state == JobState.RUNNING.value, jobs.c.leased_until < now),
    )
    return (
        select(jobs)
        .where(jobs.c.kind == kind.value, due, ~busy)
        .order_by(jobs.c.part > 0, jobs.c.run_after, jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=jobs)
    )


def _lease(tx: Connection, row: Row[Any], now: datetime) -> Job:
    lease = str(uuid.uuid4())
    tx.execute(
        update(jobs)
        .where(jobs.c.id == row.id)
        .values(
            state=JobState.RUNNING.value,
            attempts=row.attempts + 1,
            lease=lease,
            leased_until=now + LEASE,
        )
    )
    return Job(
        JobId(row.id),
        ShopId(row.shop_id),
        JobKind(row.kind),
        row.payload,
        row.attempts + 1,
        lease,
        row.part,
        JobId(row.whole) if row.whole is not None else None,
        row.progress,
    )


def report(tx: Connection, job: Job, progress: Mapping[str, Any], *, now: datetime) -> None:
    """Say how far *job* is and keep its lease; raise `LeaseLostError` when another has it."""
    held = tx.execute(
        update(jobs).where(*_held(job)).values(progress=dict(progress), leased_until=now + LEASE)
    )
    if held.rowcount == 0:
        raise LeaseLostError(job.id)


def hold(tx: Connection, job: Job, *, now: datetime) -> bool:
    """Keep the lease of *job*; false when it has ended, or another has it."""
    held = tx.execute(update(jobs).where(*_held(job)).values(leased_until=now + LEASE))
    return held.rowcount > 0


def finish(tx: Connection, job: Job, *, now: datetime) -> None:
    """Mark *job* done, unless another worker has taken it over."""
    tx.execute(
        update(jobs)
        .where(*_held(job))
        .values(
            state=JobState.DONE.value, finished_at=now, leased_until=None, lease=None, error=None
        )
    )


def fail(tx: Connection, job: Job, error: str, *, now: datetime) -> None:
    """Put *job* back to be tried later, or bury it after its last attempt."""
    if job.attempts >= MAX_ATTEMPTS or another_waits(tx, job):
        _end(tx, _held(job), error, now)
        return
    tx.execute(
        update(jobs)
        .where(*_held(job))
        .values(
            state=JobState.WAITING.value,
            run_after=now + retry_delay(job.attempts),
            leased_until=None,
            lease=None,
            error=error,
        )
    )


def release(tx: Connection, job: Job, *, now: datetime) -> None:
    """Put *job* back for whoever comes next, as if it had not been started; a person stopped it."""
    tx.execute(
        update(jobs)
        .where(*_held(job))
        .values(
            state=JobState.WAITING.value,
            attempts=jobs.c.attempts - 1,
            run_after=now,
            leased_until=None,
            lease=None,
        )
    )


def bury(tx: Connection, job: Job, error: str, *, now: datetime) -> None:
    """Mark *job* dead: trying it again would change nothing."""
    _end(tx, _held(job), error, now)


def another_waits(tx: Connection, job: Job) -> bool:
    """Whether the same work waits in another row."""
    waiting = select(jobs.c.id).where(
        jobs.c.shop_id == job.shop_id,
        jobs.c.kind == job.kind.value,
        jobs.c.part == job.part,
        jobs.c.state == JobState.WAITING.value,
    )
    return tx.execute(waiting).first() is not None


def _held(job: Job) -> tuple[ColumnElement[bool], ...]:
    return jobs.c.shop_id == job.shop_id, jobs.c.id == job.id, jobs.c.lease == job.lease


def _end(tx: Connection, which: Iterable[ColumnElement[bool]], error: str, now: datetime) -> None:
    ended = {"state": JobState.DEAD.value, "finished_at": now, "error": error}
    tx.execute(update(jobs).where(*which).values(**ended, leased_until=None, lease=None))


def due_kinds(tx: Connection, *, now: datetime) -> Sequence[JobKind]:
    """Return the kinds of which some job is due: those whose bell may have been lost."""
    rows = tx.scalars(
        select(jobs.c.kind)
        .where(
            or_(
                and_(jobs.c.state == JobState.WAITING.value, jobs.c.run_after <= now),
                and_(jobs.c.state == JobState.RUNNING.value, jobs.c.leased_until < now),
            )
        )
        .distinct()
        .order_by(jobs.c.kind)
    )
    return [JobKind(kind) for kind in rows]


def unfinished(tx: Connection, shop_id: ShopId) -> Sequence[JobStatus]:
    """Return the shop's jobs that wait or run, oldest first."""
    return _statuses(tx, shop_id, JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Late:
    """How many jobs are due and not begun, and since when the first is."""

    waiting: int
    oldest: datetime | None


def late(tx: Connection, shop_id: ShopId, *, now: datetime) -> Late:
    """Return how far behind the shop's jobs are."""
    due = select(func.count(), func.min(jobs.c.run_after)).where(
        jobs.c.shop_id == shop_id,
        jobs.c.state == JobState.WAITING.value,
        jobs.c.run_after <= now,
    )
    waiting, oldest = tx.execute(due).one()
    return Late(waiting, oldest)


def dead(tx: Connection, shop_id: ShopId) -> Sequence[JobStatus]:
    """Return the shop's dead jobs, oldest first."""
    return _statuses(tx, shop_id, JobState.DEAD)


def given_up(tx: Connection, shop_id: ShopId) -> Sequence[JobStatus]:
    """Return the dead jobs whose work no later job has done, oldest first."""
    later = jobs.alias("later")
    done = exists().where(
        later.c.shop_id == shop_id,
        later.c.kind == jobs.c.kind,
        later.c.id > jobs.c.id,
        later.c.state == JobState.DONE.value,
    )
    query = select(jobs).where(
        jobs.c.shop_id == shop_id, jobs.c.state == JobState.DEAD.value, ~done
    )
    return [_status(row) for row in tx.execute(query.order_by(jobs.c.id))]


def newest(tx: Connection, shop_id: ShopId, kind: JobKind) -> JobStatus | None:
    """Return the shop's job of *kind* that was written down last; parts do not count."""
    row = tx.execute(
        select(jobs)
        .where(jobs.c.shop_id == shop_id, jobs.c.kind == kind.value, jobs.c.part == 0)
        .order_by(jobs.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _status(row) if row is not None else None


def _statuses(tx: Connection, shop_id: ShopId, *states: JobState) -> Sequence[JobStatus]:
    rows = tx.execute(
        select(jobs).where(jobs.c.shop_id == shop_id, jobs.c.state.in_(states)).order_by(jobs.c.id)
    )
    return [_status(row) for row in rows]


def _status(row: Row[Any]) -> JobStatus:
    return JobStatus(
        JobKind(row.kind),
        JobState(row.state),
        row.progress,
        row.error,
        row.attempts,
        row.finished_at,
        row.payload,
    )


def mark(tx: Connection, name: str, *, now: datetime) -> None:
    """Note that what *name* stands for has just happened."""
    upsert(tx, heartbeats, [{"name": name, "at": now}])


def last(tx: Connection, name: str) -> datetime | None:
    """Return when *name* was marked last, ``None`` when never."""
    return tx.scalar(select(heartbeats.c.at).where(heartbeats.c.name == name))


def last_sweep(tx: Connection) -> datetime | None:
    """Return when a worker swept last: the sign that workers live and hear."""
    return last(tx, SWEEP)
