"""Every job has a task, and every setting of Celery that keeps work safe is set."""

from __future__ import annotations

import importlib

import pytest
from celery import Celery
from cryptography.fernet import Fernet

from config.celery import TIME_LIMIT_SECONDS, celery_options, segments_queue
from config.settings import Settings, load_settings
from service.clients.doorbell import STORE_SEGMENTS
from service.domain.jobs import JobKind
from service.storage.jobs import LEASE, SWEEP
from service.usecases.run_jobs import HOLD_EVERY
from workers.task import EndcapTask, TaskOutOfMemoryError


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ENDCAP_SECRET_KEY", "s" * 32)
    monkeypatch.setenv("ENDCAP_TOKEN_KEYS", Fernet.generate_key().decode())
    monkeypatch.setenv("ENDCAP_REDIS_URL", "redis://127.0.0.1:1/0")
    return load_settings()


@pytest.fixture
def celery(settings: Settings) -> Celery:
    app: Celery = importlib.import_module("workers.app").celery
    app.loader.import_default_modules()
    return app


def test_every_kind_of_job_has_a_task(celery: Celery) -> None:
    expected = {kind.value for kind in JobKind} | {SWEEP, STORE_SEGMENTS}

    assert expected == {name for name in celery.tasks if not name.startswith("celery.")}


def test_what_the_schedule_rings_for_is_a_task(celery: Celery) -> None:
    scheduled = {entry["task"] for entry in celery.conf.beat_schedule.values()}

    assert scheduled <= set(celery.tasks)


def test_a_task_is_given_out_again_only_after_its_time_limit(settings: Settings) -> None:
    transport = celery_options(settings)["broker_transport_options"]

    assert transport["visibility_timeout"] > TIME_LIMIT_SECONDS


def test_a_lease_outlives_a_database_that_is_restarted() -> None:
    assert LEASE >= 5 * HOLD_EVERY


def test_every_task_has_an_end_to_its_retries(celery: Celery) -> None:
    endless = [
        name
        for name, task in celery.tasks.items()
        if task.max_retries is None and not name.startswith("celery.")
    ]

    assert [] == endless


def test_a_task_out_of_memory_does_not_end_its_worker() -> None:
    app = Celery(set_as_current=False, task_cls=EndcapTask)

    @app.task(name="hungry")
    def hungry() -> None:
        raise MemoryError

    with pytest.raises(TaskOutOfMemoryError):
        hungry()


def test_hosts_do_not_share_a_queue_of_events() -> None:
    assert segments_queue("one") != segments_queue("two")
