"""Tasks that keep a shop's catalogue, readings and answers true. Each runs whatever is due."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from celery import shared_task

from service.domain.jobs import JobKind
from service.usecases.compute_recommendations import compute_recommendations as compute
from service.usecases.read_content import read_content as read
from service.usecases.run_jobs import run_due_jobs
from service.usecases.sweep import sweep as find_work
from service.usecases.sync_catalog import sync_catalog as sync
from workers.task import services


@shared_task(name=JobKind.SYNC_CATALOG.value)
def sync_catalog() -> int:
    s = services()
    work = partial(sync, database=s.database, feeds=s.feeds, doorbell=s.doorbell, clock=s.clock)
    return run_due_jobs(JobKind.SYNC_CATALOG, work, database=s.database, clock=s.clock)


@shared_task(name=JobKind.READ_CONTENT.value)
def read_content() -> int:
    s = services()
    work = partial(read, database=s.database, lexicon=s.lexicon, doorbell=s.doorbell, clock=s.clock)
    return run_due_jobs(JobKind.READ_CONTENT, work, database=s.database, clock=s.clock)


@shared_task(name=JobKind.COMPUTE_RECOMMENDATIONS.value)
def compute_recommendations() -> int:
    s = services()
    work = partial(compute, database=s.database, lexicon=s.lexicon, clock=s.clock)
    return run_due_jobs(JobKind.COMPUTE_RECOMMENDATIONS, work, database=s.database, clock=s.clock)


@shared_task(name="sweep")
def sweep() -> None:
    s = services()
    find_work(
        sync_every=timedelta(seconds=s.settings.sync_seconds),
        full_sync_every=timedelta(seconds=s.settings.full_sync_seconds),
        database=s.database,
        doorbell=s.doorbell,
        clock=s.clock,
    )
