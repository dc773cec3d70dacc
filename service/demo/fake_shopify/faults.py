"""Faults on order: what the next answers do instead of answering well."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import Any, Literal

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from service.demo.fake_shopify.cost import LIMITS, cost_report

Kind = Literal[
    "401", "402", "403", "404", "423", "429", "430", "500", "502", "503", "504",
    "timeout", "html", "half_json", "cut", "redirect", "throttled", "max_cost", "internal",
    "other_version", "password",
]  # fmt: skip


Door = Literal["graphql", "oauth", "bulk", "public"]


class Fault(BaseModel):
    """The *count* answers at the door *on* that follow the next *after* ones go wrong.

    *seconds*: how long a ``timeout`` lasts, what ``429`` and ``503`` say in Retry-After, and how
    far from enough points a ``throttled`` answer is.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    on: Door = "graphql"
    count: int = Field(default=1, ge=1, le=10_000)
    after: int = Field(default=0, ge=0, le=10_000)
    seconds: float | None = Field(default=None, ge=0, le=600)


@dataclass(frozen=True, slots=True)
class Proper:
    """The answer as it would have been."""

    body: bytes
    headers: dict[str, str]


class Faults:
    """A queue of faults; each answer takes at most one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def order(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [fault.model_dump(mode="json") for fault in self._waiting]

    def take(self, door: Door = "graphql") -> Fault | None:
        """Return the fault of this answer, ``None`` for a proper one."""
        with self._lock:
            at = next((i for i, fault in enumerate(self._waiting) if fault.on == door), None)
            if at is None:
                return None
            first = self._waiting[at]
            if first.after:
                self._waiting[at] = first.model_copy(update={"after": first.after - 1})
                return None
            self._waiting[at : at + 1] = (
                [first.model_copy(update={"count": first.count - 1})] if first.count > 1 else []
            )
            return first


def faulty(fault: Fault, proper: Proper) -> Response:
    """Return what is sent instead of the *proper* answer."""
    if fault.kind.isdigit():
        return _status(int(fault.kind), fault, proper)
    if fault.kind == "timeout":
        time.sleep(30.0 if fault.seconds is None else fault.seconds)
        return _sent(proper.body, proper)
    if fault.kind in _ERRORS:
        return _sent(json.dumps(_ERRORS[fault.kind]).encode(), proper)
    return _mangled(fault, proper)


def _mangled(fault: Fault, proper: Proper) -> Response:
    if fault.kind == "html":
        return _sent(b"<!doctype html><title>Something went wrong</title>", proper, "text/html")
    if fault.kind == "half_json":
        return _sent(proper.body[: len(proper.body) // 2], proper)
    if fault.kind == "cut":
        answer = _sent(proper.body[: len(proper.body) // 2], proper)
        answer.headers["Content-Length"] = str(len(proper.body))
        answer.headers["Connection"] = "close"
        return answer
    if fault.kind in {"redirect", "password"}:
        answer = _sent(b"", proper, "text/html", 302)
        answer.headers["Location"] = "/password" if fault.kind == "password" else "/health"
        return answer
    if fault.kind == "other_version":
        answer = _sent(proper.body, proper)
        answer.headers["X-Shopify-API-Version"] = "2026-01"
        return answer
    return _sent(json.dumps(_throttled(fault.seconds)).encode(), proper)


_STATUS_ERRORS: dict[int, str] = {
    401: "[API] Invalid API key or access token (unrecognized login or wrong password)",
    402: "Unavailable Shop",
    403: "Unavailable Shop",
    404: "Not Found",
    423: "Locked",
    429: "Exceeded 2 calls per second for api client. Reduce request rates to resume "
    "uninterrupted service.",
    430: "Shopify Security Rejection",
}


def _status(status: int, fault: Fault, proper: Proper) -> Response:
    if status >= 500:
        answer = _sent(b"<h1>We're sorry, but something went wrong.</h1>", proper, "text/html")
        answer.status_code = status
    else:
        body = json.dumps({"errors": _STATUS_ERRORS[status]}).encode()
        answer = _sent(body, proper, status=status)
    if fault.seconds is not None:
        answer.headers["Retry-After"] = str(fault.seconds)
    return answer


def _sent(
    body: bytes, proper: Proper, content_type: str = "application/json", status: int = 200
) -> Response:
    return Response(body, status=status, headers=proper.headers, content_type=content_type)


def _error(message: str, **extensions: Any) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": extensions}]}


_ERRORS: dict[str, dict[str, Any]] = {
    "internal": _error(
        "Internal error. Looks like something went wrong on our end.",
        code="INTERNAL_SERVER_ERROR",
    ),
    "max_cost": _error(
        "Query cost is 2003, which exceeds the single query max cost limit (1000).",
        code="MAX_COST_EXCEEDED",
        cost=2003,
        maxCost=1000,
        documentation=LIMITS,
    ),
}


def _throttled(seconds: float | None) -> dict[str, Any]:
    missing = 100.0 * (0.2 if seconds is None else seconds)
    requested = 200 + int(missing)
    return {
        **_error("Throttled", code="THROTTLED", documentation=LIMITS),
        "extensions": {"cost": cost_report(requested, None, 200.0)},
    }
