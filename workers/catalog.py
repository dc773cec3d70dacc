"""Tasks that keep a shop's catalogue, readings and answers true. Each runs whatever is due."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from service.domain.jobs import JobKind
from service.storage.jobs import SWEEP
from service.usecases.sweep import sweep as find_work
from service.wiring import run_due
from workers.task import services


@shared_task(name=JobKind.SYNC_CATALOG.value)
def sync_catalog() -> int:
    return run_due(JobKind.SYNC_CATALOG, services())


@shared_task(name=JobKind.FOLLOW_CHANGES.value)
def follow_changes() -> int:
    return run_due(JobKind.FOLLOW_CHANGES, services())


@shared_task(name=JobKind.COMPARE_CATALOG.value)
def compare_catalog() -> int:
    return run_due(JobKind.COMPARE_CATALOG, services())


@shared_task(name=JobKind.READ_CONTENT.value)
def read_content() -> int:
    return run_due(JobKind.READ_CONTENT, services())


@shared_task(name=JobKind.COMPUTE_RECOMMENDATIONS.value)
def compute_recommendations() -> int:
    return run_due(JobKind.COMPUTE_RECOMMENDATIONS, services())


@shared_task(name=JobKind.REPLAY_MAPPING.value)
def replay_mapping() -> int:
    return run_due(JobKind.REPLAY_MAPPING, services())


@shared_task(name=JobKind.PROPOSE_TERMS.value)
def propose_terms() -> int:
    return run_due(JobKind.PROPOSE_TERMS, services())


@shared_task(name=JobKind.HANDLE_WEBHOOKS.value)
def handle_webhooks() -> int:
    return run_due(JobKind.HANDLE_WEBHOOKS, services())


@shared_task(name=JobKind.REDACT_SHOP.value)
def redact_shop() -> int:
    return run_due(JobKind.REDACT_SHOP, services())


@shared_task(name=JobKind.PUBLISH_FIRST_PAINT.value)
def publish_first_paint() -> int:
    return run_due(JobKind.PUBLISH_FIRST_PAINT, services())


@shared_task(name=JobKind.REFRESH_TOKEN.value)
def refresh_token() -> int:
    return run_due(JobKind.REFRESH_TOKEN, services())


@shared_task(name=SWEEP)
def sweep() -> None:
    s = services()
    find_work(
        sync_every=timedelta(seconds=s.settings.sync_seconds),
        full_sync_every=timedelta(seconds=s.settings.full_sync_seconds),
        database=s.database,
        doorbell=s.doorbell,
        clock=s.clock,
    )
