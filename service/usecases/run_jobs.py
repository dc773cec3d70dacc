"""Takes the jobs that are due, runs each under its lease, and writes down how it ended."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from service.domain.errors import EndcapError, InvalidError, NotFoundError, ShopifyRefusedError
from service.domain.jobs import Job, JobKind
from service.ports import Clock
from service.storage import jobs
from service.storage.database import Database
from service.storage.jobs import LeaseLostError

logger = structlog.get_logger(__name__)

HOPELESS = (InvalidError, NotFoundError, ShopifyRefusedError)
"""Trying again changes nothing: a person has to."""


def run_due_jobs(
    kind: JobKind, work: Callable[[Job], None], *, database: Database, clock: Clock
) -> int:
    """Run every due job of *kind*, one after the other; return how many ended well."""
    done = 0
    while True:
        with database.transaction() as tx:
            job = jobs.claim(tx, kind, now=clock())
        if job is None:
            return done
        done += _run(job, work, database, clock)


def _run(job: Job, work: Callable[[Job], None], database: Database, clock: Clock) -> bool:
    log = logger.bind(job=job.id, kind=job.kind.value, shop_id=job.shop_id, attempt=job.attempts)
    try:
        work(job)
    except LeaseLostError:
        log.warning("job_lease_lost")
        return False
    except HOPELESS as error:
        log.error("job_dead", reason=str(error))  # noqa: TRY400  the sentence says it all
        with database.transaction() as tx:
            jobs.bury(tx, job, str(error), now=clock())
        return False
    except Exception as error:
        log.exception("job_failed", reason=_sentence(error))
        with database.transaction() as tx:
            jobs.fail(tx, job, _sentence(error), now=clock())
        return False
    with database.transaction() as tx:
        jobs.finish(tx, job, now=clock())
    log.info("job_done")
    return True


def _sentence(error: Exception) -> str:
    """What marketers may read: our own errors speak for themselves, others only by name."""
    return str(error) if isinstance(error, EndcapError) else type(error).__name__
