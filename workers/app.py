"""The Celery app: ``celery -A workers.app:celery worker`` or ``beat``."""

from __future__ import annotations

from celery import Celery
from celery.signals import setup_logging, worker_ready

from config.celery import celery_options
from config.logging import configure_logging
from config.settings import load_settings
from service.storage.jobs import SWEEP
from workers.task import EndcapTask

settings = load_settings()
celery = Celery("endcap", task_cls=EndcapTask, include=["workers.catalog", "workers.events"])
celery.conf.update(celery_options(settings))


@setup_logging.connect
def _configure_logging(**_: object) -> None:
    configure_logging(settings)


@worker_ready.connect
def _look_for_work(**_: object) -> None:
    """A worker that has just begun finds at once what waited while there was none."""
    celery.send_task(SWEEP)
