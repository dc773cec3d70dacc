"""A webhook on its way: what is sent, how often it was tried, and how it ended."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

RETRY_SECONDS = (10, 60, 240, 600, 1200, 2400, 3600, 6290)
"""The waits before the eight retries: four hours in all."""

CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 5.0

State = Literal["waiting", "delivered", "failed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """*status* is 0 when no answer came in time."""

    at: float
    status: int
    seconds: float

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300 and self.seconds <= ANSWER_SECONDS


@dataclass(slots=True)
class Delivery:
    """One subscription's copy of a piece of news; its id stays the same however often it is sent.

    *subscription*: the shop's own subscription that dies with the last retry, if it is one.
    *still_wanted*: asked before it is sent. *queued*: how many sendings are still to come.
    """

    topic: str
    domain: str
    uri: str
    body: bytes
    headers: Mapping[str, str]
    event_id: str
    subscription: str = ""
    still_wanted: Callable[[], bool] = lambda: True
    webhook_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: State = "waiting"
    attempts: list[Attempt] = field(default_factory=list)
    queued: int = 0
    due_at: float = 0.0

    def view(self) -> dict[str, Any]:
        return {
            "webhookId": self.webhook_id,
            "eventId": self.event_id,
            "topic": self.topic,
            "shop": self.domain,
            "uri": self.uri,
            "state": self.state,
            "attempts": [
                {"at": _iso(a.at), "status": a.status, "seconds": round(a.seconds, 3)}
                for a in self.attempts
            ],
            "dueAt": _iso(self.due_at),
        }


def triggered_at() -> str:
    """Say now as Shopify does: RFC 3339 with nanoseconds."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{nanoseconds:09d}Z"


def _iso(instant: float) -> str:
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="milliseconds")
