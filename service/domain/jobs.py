"""Work that is written down before anybody is told of it."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from service.domain.catalog import ShopId

JobId = NewType("JobId", int)

MAX_ATTEMPTS = 5
"""After this many starts a job is dead: it is shown, not tried again."""


class JobKind(StrEnum):
    SYNC_CATALOG = "sync_catalog"
    FOLLOW_CHANGES = "follow_changes"
    COMPARE_CATALOG = "compare_catalog"
    READ_CONTENT = "read_content"
    COMPUTE_RECOMMENDATIONS = "compute_recommendations"
    REPLAY_MAPPING = "replay_mapping"
    PROPOSE_TERMS = "propose_terms"
    REFRESH_TOKEN = "refresh_token"  # noqa: S105  a job, no password
    HANDLE_WEBHOOKS = "handle_webhooks"
    REDACT_SHOP = "redact_shop"
    PUBLISH_FIRST_PAINT = "publish_first_paint"


TO_ANSWERS = (JobKind.SYNC_CATALOG, JobKind.READ_CONTENT, JobKind.COMPUTE_RECOMMENDATIONS)
"""The way from a shop to its answers; nothing else is worth waiting for."""


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Job:
    id: JobId
    shop_id: ShopId
    kind: JobKind
    payload: abc.Mapping[str, Any]
    attempts: int
    lease: str
    """Who holds it: what finishes with another lease changes nothing."""
    part: int = 0
    """0: the whole. The others are shares of a whole that is too long for one worker."""
    whole: JobId | None = None
    """Of a part: the job that it is a share of."""
    progress: abc.Mapping[str, Any] = field(default_factory=dict[str, Any])
    """How far a worker before this one came."""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job is doing, for the person who waits for it."""

    kind: JobKind
    state: JobState
    progress: abc.Mapping[str, Any]
    error: str | None
    attempts: int
    finished_at: datetime | None
    payload: abc.Mapping[str, Any] = field(default_factory=dict[str, Any])


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after the *attempts*-th start failed: 2, 4, 8 … seconds, at most an hour."""
    return timedelta(seconds=min(2**attempts, 3600))
