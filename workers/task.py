"""The base of every task: one set of services a process, and an end for out-of-memory."""

from __future__ import annotations

from functools import cache
from typing import Any

from celery import Task

from config.settings import load_settings
from service.wiring import Services, build


class TaskOutOfMemoryError(Exception):
    """A task needed more memory than there is."""


class EndcapTask(Task):  # type: ignore[misc]  # Celery ships no types
    """An escaping `MemoryError` would end the whole worker, again and again: it is renamed."""

    max_retries = 3

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().__call__(*args, **kwargs)
        except MemoryError as error:
            raise TaskOutOfMemoryError(self.name) from error


@cache
def services() -> Services:
    """Return the services of this process; first called inside a child, after the fork."""
    return build(load_settings())
