"""The doorbell: heard when the queue is there, and never in the way when it is not."""

from __future__ import annotations

import socket
import time
from typing import cast

import pytest
from celery import Celery
from redis import Redis

from config.celery import QUEUE, segments_queue
from service.clients.doorbell import CeleryDoorbell
from service.domain.jobs import JobKind
from tests.conftest import free_port

HOST = "test-host"


def doorbell_of(url: str) -> CeleryDoorbell:
    app = Celery(set_as_current=False)
    app.conf.update(
        broker_url=url,
        broker_connection_timeout=1,
        broker_transport_options={"socket_timeout": 1, "socket_connect_timeout": 1},
        task_publish_retry_policy={"max_retries": 0},
    )
    return CeleryDoorbell(app, host_name=HOST)


@pytest.fixture
def redis(redis_url: str) -> Redis:
    redis: Redis = Redis.from_url(redis_url)
    redis.flushdb()
    return redis


def test_a_bell_is_heard_in_the_queue(redis: Redis, redis_url: str) -> None:
    doorbell = doorbell_of(redis_url)
    doorbell.ring(JobKind.SYNC_CATALOG)
    doorbell.ring_segments()

    doorbell.flush()

    waiting = [redis.llen(queue) for queue in (QUEUE, segments_queue(HOST))]
    assert [1, 1] == waiting


def test_a_burst_of_clicks_rings_a_few_times_only(redis: Redis, redis_url: str) -> None:
    doorbell = doorbell_of(redis_url)
    for _ in range(1000):
        doorbell.ring_segments()

    doorbell.flush()

    assert len(cast("list[bytes]", redis.lrange(segments_queue(HOST), 0, -1))) < 10


def test_nobody_waits_for_a_queue_that_is_gone() -> None:
    doorbell = doorbell_of(f"redis://127.0.0.1:{free_port()}/0")
    started = time.monotonic()
    doorbell.ring(JobKind.SYNC_CATALOG)

    assert time.monotonic() - started < 0.5


def test_nobody_waits_for_a_queue_that_says_nothing() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        doorbell = doorbell_of(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()
        for _ in range(100):
            doorbell.ring(JobKind.SYNC_CATALOG)

        assert time.monotonic() - started < 0.5
