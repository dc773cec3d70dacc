"""Takes the jobs that are due, runs each under its lease, and writes down how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from service.domain.errors import (
    EndcapError,
    InvalidError,
    NotFoundError,
    ShopifyRefusedError,
    UnavailableError,
)
from service.domain.jobs import Job, JobKind
from service.ports import Clock
from service.storage import jobs, sync_runs
from service.storage.database import Database
from service.storage.jobs import LeaseLostError

logger = logging.getLogger(__name__)

HOPELESS = (InvalidError, NotFoundError, ShopifyRefusedError)
"""Trying again changes nothing: a person has to."""


PATIENCE = timedelta(minutes=4)
"""After that no further job is begun: the task that runs them has an end of its own, and what is
still due is rung for again."""


HOLD_EVERY = jobs.LEASE / 6
"""A database that is away for less than the rest of it costs nobody a job."""


def run_due_jobs(
    kind: JobKind,
    work: Callable[[Job], None],
    *,
    database: Database,
    clock: Clock,
    hold_every: timedelta = HOLD_EVERY,
) -> int:
    """Run every due job of *kind*, one after the other; return how many ended well."""
    done, began_at = 0, clock()
    while clock() - began_at < PATIENCE:
        with database.system() as tx:
            job = jobs.claim(tx, kind, now=clock())
        if job is None:
            break
        with _held(job, database, clock, hold_every):
            done += _run(job, work, database, clock)
    return done


@contextmanager
def _held(job: Job, database: Database, clock: Clock, every: timedelta) -> Iterator[None]:
    """Keep the lease beside the work, so that it ends soon where this process does."""
    ended = Event()
    keeper = Thread(target=_hold, args=(job, database, clock, every, ended), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _hold(job: Job, database: Database, clock: Clock, every: timedelta, ended: Event) -> None:
    while not ended.wait(every.total_seconds()):
        try:
            with database.transaction(job.shop_id) as tx:
                if not jobs.hold(tx, job, now=clock()):
                    return
        except UnavailableError as error:
            logger.warning("job_not_held", extra={"job": job.id, "reason": str(error)})


def _run(job: Job, work: Callable[[Job], None], database: Database, clock: Clock) -> bool:
    about = {"job": job.id, "kind": job.kind.value, "shop_id": job.shop_id, "attempt": job.attempts}
    try:
        work(job)
    except (KeyboardInterrupt, SystemExit):
        _give_back(job, database, clock)
        raise
    except LeaseLostError:
        logger.warning("job_lease_lost", extra=about)
        return False
    except HOPELESS as error:
        logger.error("job_dead", extra={**about, "reason": str(error)})  # noqa: TRY400  the sentence says it all
        _end_badly(job, jobs.bury, str(error), database, clock)
        return False
    except Exception as error:
        logger.exception("job_failed", extra={**about, "reason": _sentence(error)})
        _end_badly(job, jobs.fail, _sentence(error), database, clock)
        return False
    with database.transaction(job.shop_id) as tx:
        jobs.finish(tx, job, now=clock())
    logger.info("job_done", extra=about)
    return True


def _end_badly(
    job: Job, end: Callable[..., None], error: str, database: Database, clock: Clock
) -> None:
    """Note what went wrong, also of the sync that the job was at; not where another has it now."""
    with database.transaction(job.shop_id) as tx:
        if jobs.hold(tx, job, now=clock()):
            end(tx, job, error, now=clock())
            sync_runs.fail_of_job(tx, job, error, now=clock())


def _give_back(job: Job, database: Database, clock: Clock) -> None:
    """Let the next worker go on at once, unless the same is asked for anew already."""
    with database.transaction(job.shop_id) as tx:
        if jobs.another_waits(tx, job):
            jobs.finish(tx, job, now=clock())
        else:
            jobs.release(tx, job, now=clock())


def _sentence(error: Exception) -> str:
    """What marketers may read: our own errors speak for themselves, others only by name."""
    return str(error) if isinstance(error, EndcapError) else type(error).__name__
