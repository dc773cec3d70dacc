"""What this process last saw, so that it goes on without the database."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from service.domain.errors import UnavailableError

FRESH_SECONDS = 60.0
FRESH_SECONDS_MISSING = 5.0
MOST = 20_000

V = TypeVar("V")


class Remembered(Generic[V]):
    """What was found, for a minute; what was not, for a moment; the oldest go first."""

    def __init__(self, timer: Callable[[], float]) -> None:
        self._timer = timer
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[float, V | None]] = OrderedDict()

    def find(self, key: Hashable, load: Callable[[], V | None]) -> V | None:
        known = self._values.get(key)
        if known is not None and self._timer() < known[0]:
            return known[1]
        try:
            value = load()
        except UnavailableError:
            if known is None:
                raise
            self._keep(key, known[1], FRESH_SECONDS_MISSING)  # do not wait for it every time
            return known[1]
        self._keep(key, value, FRESH_SECONDS_MISSING if value is None else FRESH_SECONDS)
        return value

    def _keep(self, key: Hashable, value: V | None, fresh: float) -> None:
        with self._lock:
            self._values[key] = (self._timer() + fresh, value)
            self._values.move_to_end(key)
            while len(self._values) > MOST:
                self._values.popitem(last=False)
