"""Keeps responses within a number of bytes; those that nobody asks for go first."""

from __future__ import annotations

from threading import Lock
from typing import TypeAlias

from service.edge.kept import Kept

Key: TypeAlias = tuple[str, str]


class Shelf:
    """A dict with second chances: an entry that was used since the last look goes to the end.

    Reading *entries* takes no lock and moves nothing, so that a hit stays a dict look-up.
    """

    def __init__(self, max_bytes: int) -> None:
        self.entries: dict[Key, Kept] = {}
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = Lock()

    def put(self, key: Key, kept: Kept) -> None:
        """Keep it, unless it would take a sixteenth of the room for itself."""
        with self._lock:
            self._take_out(key)
            if kept.size * 16 > self._max_bytes:
                return
            self.entries[key] = kept
            self._bytes += kept.size
            while self._bytes > self._max_bytes:
                self._make_room()

    def _make_room(self) -> None:
        key = next(iter(self.entries))
        kept = self.entries.pop(key)
        if kept.used:
            kept.used = False
            self.entries[key] = kept
        else:
            self._bytes -= kept.size

    def _take_out(self, key: Key) -> None:
        kept = self.entries.pop(key, None)
        if kept is not None:
            self._bytes -= kept.size
