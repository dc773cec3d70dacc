"""The Celery app: ``celery -A workers.app:celery worker`` or ``beat``."""

from __future__ import annotations

from celery import Celery
from celery.signals import setup_logging

from config.celery import celery_options
from config.logging import configure_logging
from config.settings import load_settings
from workers.task import EndcapTask

settings = load_settings()
celery = Celery("endcap", task_cls=EndcapTask, include=["workers.catalog", "workers.events"])
celery.conf.update(celery_options(settings))


@setup_logging.connect
def _configure_logging(**_: object) -> None:
    configure_logging(settings)
