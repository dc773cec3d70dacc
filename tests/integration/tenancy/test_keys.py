"""Every key in Redis names its shop, but for those that are listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from config.celery import celery_options
from service.app import create_app
from service.clients.doorbell import CeleryDoorbell
from service.domain.jobs import JobKind
from service.storage.database import Database
from tests.integration.tenancy.keys import keys_of_nobody
from tests.integration.web.conftest import Person, client_of
from tests.integration.web.furnished import Bell, furnish, the_services


@pytest.fixture
def redis(redis_url: str) -> Iterator[Any]:
    queue: Any = Redis.from_url(redis_url)
    queue.flushdb()
    yield queue
    queue.flushdb()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_key_names_its_shop_or_is_listed(
    database: Database, redis: Any, redis_url: str, tmp_path: Path
) -> None:
    furnish(database)
    services = the_services(tmp_path, database, redis_url, Bell())
    celery = Celery(set_as_current=False)
    celery.conf.update(celery_options(services.settings))
    bell = CeleryDoorbell(celery, host_name="test-host")
    bell.ring(JobKind.SYNC_CATALOG)
    bell.ring_segments()
    bell.flush()
    Person(client_of(create_app(services))).sign_in("admin@fernwick.test", "not it")

    keys = [key.decode() for key in redis.scan_iter()]
    messages = [redis.lrange(key, 0, -1) for key in keys if redis.type(key) == b"list"]
    assert len(keys) >= 4
    assert keys_of_nobody(redis_url) == []
    assert b"myshopify" not in b"".join(message for queue in messages for message in queue)
