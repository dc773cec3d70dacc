"""Tasks that bring recorded events from this host's segments into the database."""

from __future__ import annotations

from celery import shared_task

from service.clients.doorbell import STORE_SEGMENTS
from service.usecases.store_segments import store_segments as store
from workers.task import services


@shared_task(name=STORE_SEGMENTS)
def store_segments() -> int:
    s = services()
    return store(database=s.database, segments=s.segments, clock=s.clock)
