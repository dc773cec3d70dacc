"""Rings Celery from a background thread, so that no request ever waits for the broker."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time

from celery import Celery

from config.celery import QUEUE, segments_queue
from service.domain.jobs import JobKind

logger = logging.getLogger(__name__)

STORE_SEGMENTS = "store_segments"
EXPIRES_SECONDS = 120
"""While no worker listens bells must not pile up; the sweep rings again."""
COALESCE_SECONDS = 0.05
"""A burst of clicks rings a few times, not once each."""


class CeleryDoorbell:
    """A `service.ports.Doorbell`; what can't be told is dropped, the sweep finds it."""

    def __init__(self, celery: Celery, *, host_name: str) -> None:
        self._celery = celery
        self._segments_queue = segments_queue(host_name)
        self._lock = threading.Lock()
        self._pid = 0
        self._waiting: queue.Queue[tuple[str, str]] = queue.Queue()
        self._noted: set[tuple[str, str]] = set()

    def ring(self, kind: JobKind) -> None:
        self._note(kind.value, QUEUE)

    def ring_segments(self) -> None:
        self._note(STORE_SEGMENTS, self._segments_queue)

    def flush(self, timeout: float = 5.0) -> None:
        """Wait until what was noted has been told, for a process that is about to end."""
        told = threading.Thread(target=self._waiting.join, daemon=True)
        told.start()
        told.join(timeout)

    def _note(self, task: str, queue_name: str) -> None:
        with self._lock:
            if self._pid != os.getpid():  # a thread does not survive a fork
                self._pid = os.getpid()
                self._waiting = queue.Queue()
                self._noted = set()
                threading.Thread(target=self._tell, name="doorbell", daemon=True).start()
            bell = (task, queue_name)
            if bell not in self._noted:  # one ring is enough for all who wait
                self._noted.add(bell)
                self._waiting.put(bell)

    def _tell(self) -> None:
        waiting = self._waiting
        while True:
            bell = waiting.get()
            self._noted.discard(bell)
            try:
                self._celery.send_task(bell[0], queue=bell[1], expires=EXPIRES_SECONDS)
            except Exception as error:
                told = {"task": bell[0], "reason": type(error).__name__}
                logger.warning("doorbell_not_heard", extra=told)
            finally:
                waiting.task_done()
            time.sleep(COALESCE_SECONDS)
