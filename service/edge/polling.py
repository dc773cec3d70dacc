"""A thread that tells the fast lane, each second, what the generation rows say."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

EVERY_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Poller:
    """Calls *learn* with what *read* returns until `stop`; a failing *read* changes nothing.

    It is the safety net under the hints: it hears of other hosts' changes, and of a process that
    died between its commit and its hint.
    """

    def __init__(
        self,
        read: Callable[[], Mapping[str, int]],
        learn: Callable[[Mapping[str, int]], None],
        *,
        every: float = EVERY_SECONDS,
    ) -> None:
        self._read = read
        self._learn = learn
        self._every = every
        self._stopped = threading.Event()
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="generations", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            self.look()

    def look(self) -> None:
        """Look once; log the first failure of a row, and its end."""
        try:
            self._learn(self._read())
        except Exception:  # whatever it is, the thread must live: it is the safety net
            if not self._failing:
                logger.warning("generations_unreadable", exc_info=True)
            self._failing = True
        else:
            if self._failing:
                logger.info("generations_readable_again")
            self._failing = False
