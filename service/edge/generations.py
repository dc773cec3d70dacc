"""Hints in shared memory: something behind this key has changed, told to a host's processes."""

from __future__ import annotations

import mmap
import os
import secrets
import zlib
from pathlib import Path

SLOTS = 4096
WIDTH = 8


class Generations:
    """A file of 64-bit slots that every process of a host maps; a slot per key, by hash.

    Raising puts a new random number into the key's slot, in one aligned store: two processes that
    raise at once leave a number that nobody saw before, without a lock. Two keys may share a slot;
    then raising one costs the other a needless look, never a stale one.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(SLOTS * WIDTH)
            self._map = mmap.mmap(file.fileno(), SLOTS * WIDTH)
        self.slots = memoryview(self._map).cast("q")

    def get(self, key: int | str) -> int:
        """Return the key's number; another one than before means: look again."""
        return self.slots[slot_of(key)]

    def snapshot(self) -> memoryview[int]:
        """Return all numbers as they are now, to be compared after something has been loaded."""
        return memoryview(self.slots.tobytes()).cast("q")

    def raise_(self, key: int | str) -> None:
        """Say, after the commit, that something behind *key* has changed."""
        self.slots[slot_of(key)] = secrets.randbits(63)


def slot_of(key: int | str) -> int:
    """Return the index of the key's slot, the same in every process; ``1`` and ``"1"`` agree."""
    return zlib.crc32(str(key).encode()) % SLOTS
