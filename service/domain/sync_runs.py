"""What a run of the sync is called, and how it may end."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

RunId = NewType("RunId", int)


class RunKind(StrEnum):
    FULL = "full"
    """All that the shop has."""
    INCREMENT = "increment"
    """What changed since the last look."""
    NIGHTLY = "nightly"
    """All ids, compared with what is stored."""
    WEBHOOK = "webhook"
    """What Shopify told of by itself."""


class RunState(StrEnum):
    RUNNING = "running"
    WAITING = "waiting"
    """Put aside by its worker: another job goes on with it."""
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """Its worker died, and nobody goes on with it."""


OPEN = frozenset({RunState.RUNNING, RunState.WAITING})


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
