"""Bulk operations: at most a few at once, each with states over time and a file at its end."""

from __future__ import annotations

import itertools
import random
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec
from pydantic import Field

from service.demo.fake_shopify.bulk.lines import Line
from service.demo.fake_shopify.sent import Sent

SEVEN_DAYS = 7 * 24 * 3600.0
SCATTERED = 500
"""How many children a scattered file holds back before it mixes them."""


class BulkPolicy(Sent):
    """How the operations that begin from now on go.

    *created_seconds* and *running_seconds*: how long they stay in those states at least.
    *fail_after*: so many objects, then FAILED with *error_code* and a partial file.
    *cancel_after*: so many objects, then Shopify cancels it. *url_seconds*: how long links live.
    *damage*: ``truncated`` cuts the last line, ``short`` drops lines from the end, ``orphans``
    drops the first object that has children, ``empty`` serves no byte; counts stay as they were.
    """

    at_once: int = Field(default=5, ge=1)
    created_seconds: float = Field(default=0.0, ge=0)
    running_seconds: float = Field(default=0.0, ge=0)
    fail_after: int | None = Field(default=None, ge=0)
    error_code: Literal["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT"] = "TIMEOUT"
    cancel_after: int | None = Field(default=None, ge=0)
    url_seconds: float = SEVEN_DAYS
    scatter: bool = False
    damage: Literal["", "truncated", "short", "orphans", "empty"] = ""
    short_by: int = Field(default=1, ge=1)


@dataclass(slots=True)
class Operation:
    number: int
    domain: str
    query: str
    policy: BulkPolicy
    path: Path
    key: str
    created_at: datetime
    status: str = "CREATED"
    error_code: str | None = None
    completed_at: datetime | None = None
    objects: int = 0
    roots: int = 0
    size: int = 0
    expires_at: float = 0.0

    @property
    def id(self) -> str:
        return f"gid://shopify/BulkOperation/{self.number}"

    @property
    def is_over(self) -> bool:
        return self.status in {"COMPLETED", "FAILED", "CANCELED", "EXPIRED"}

    def finish_payload(self) -> dict[str, Any]:
        return {
            "admin_graphql_api_id": self.id,
            "completed_at": self.completed_at and self.completed_at.isoformat(),
            "created_at": self.created_at.isoformat(),
            "error_code": self.error_code and self.error_code.lower(),
            "status": self.status.lower(),
            "type": "query",
        }


class Bulks:
    """Runs operations in threads; *on_finish* is told of each that is over."""

    def __init__(self, on_finish: Callable[[Operation], None]) -> None:
        self._on_finish = on_finish
        self._lock = threading.Lock()
        self._operations: dict[int, Operation] = {}
        self._numbers = itertools.count(720_918)
        self._folder: Path | None = None
        self.policy = BulkPolicy()

    def begin(self, domain: str, query: str, lines: Callable[[], Iterator[Line]]) -> Operation:
        """Begin an operation; raises `OverflowError` when too many of the shop are under way."""
        with self._lock:
            under_way = [o for o in self._operations.values() if not o.is_over]
            if sum(o.domain == domain for o in under_way) >= self.policy.at_once:
                raise OverflowError
            operation = self._new(domain, query)
            self._operations[operation.number] = operation
        threading.Thread(target=self._run, args=(operation, lines), daemon=True).start()
        return operation

    def of(self, domain: str) -> list[Operation]:
        """Return the shop's operations, the newest first."""
        with self._lock:
            found = [o for o in self._operations.values() if o.domain == domain]
        return found[::-1]

    def find(self, domain: str, identifier: str) -> Operation | None:
        return next((o for o in self.of(domain) if o.id == identifier), None)

    def by_key(self, key: str) -> Operation | None:
        with self._lock:
            found = (o for o in self._operations.values() if secrets.compare_digest(o.key, key))
            return next(found, None)

    def cancel(self, operation: Operation) -> None:
        with self._lock:
            if not operation.is_over:
                operation.status = "CANCELING"

    def expire_links(self) -> None:
        """Every link that was given out is dead from now on."""
        with self._lock:
            for operation in self._operations.values():
                operation.expires_at = 0.0

    def close(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _new(self, domain: str, query: str) -> Operation:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="fake-shopify-bulk-"))
        number, key = next(self._numbers), secrets.token_hex(16)
        path = self._folder / f"{number}.jsonl"
        return Operation(number, domain, query, self.policy, path, key, _now())

    def _run(self, operation: Operation, lines: Callable[[], Iterator[Line]]) -> None:
        policy = operation.policy
        _pause(operation, policy.created_seconds)
        began = time.monotonic()
        with self._lock:
            if operation.status == "CREATED":
                operation.status = "RUNNING"
        try:
            with operation.path.open("wb") as file:
                _write(operation, lines(), file)
            _pause(operation, policy.running_seconds - (time.monotonic() - began))
            self._end(operation, *_outcome(operation))
        except Exception:
            self._end(operation, "FAILED", "INTERNAL_SERVER_ERROR")
            raise

    def _end(self, operation: Operation, status: str, error: str | None) -> None:
        operation.size = operation.path.stat().st_size
        damage(operation)
        operation.expires_at = time.time() + operation.policy.url_seconds
        operation.completed_at, operation.error_code = _now(), error
        operation.status = status
        self._on_finish(operation)


def _write(operation: Operation, lines: Iterator[Line], file: BinaryIO) -> None:
    policy = operation.policy
    stops = [n for n in (policy.fail_after, policy.cancel_after) if n is not None]
    for line in _scattered(lines) if policy.scatter else lines:
        if operation.status == "CANCELING" or operation.objects in stops:
            return
        # Shopify's files say a slash with a backslash before it.
        file.write(msgspec.json.encode(line.said).replace(b"/", b"\\/") + b"\n")
        operation.objects += 1
        operation.roots += line.is_root


def _outcome(operation: Operation) -> tuple[str, str | None]:
    policy = operation.policy
    if operation.status == "CANCELING" or policy.cancel_after is not None:
        return "CANCELED", None
    if policy.fail_after is not None:
        return "FAILED", policy.error_code
    return "COMPLETED", None


def _scattered(lines: Iterator[Line]) -> Iterator[Line]:
    """Yield children some time after their parents, in no order."""
    dice, held = random.Random(1), list[Line]()  # noqa: S311 - an order, not a secret
    for line in lines:
        if line.is_root:
            yield line
        else:
            held.append(line)
        if len(held) >= SCATTERED:
            dice.shuffle(held)
            yield from held
            held = []
    dice.shuffle(held)
    yield from held


def damage(operation: Operation) -> None:
    """Spoil the file as the policy asks; counts and size go on saying what it should be."""
    kind, path = operation.policy.damage, operation.path
    if kind == "truncated":
        with path.open("r+b") as file:
            file.truncate(max(0, operation.size - 20))
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind in {"short", "orphans"}:
        kept = path.read_bytes().splitlines(keepends=True)
        kept = kept[: -operation.policy.short_by] if kind == "short" else _without_a_parent(kept)
        path.write_bytes(b"".join(kept))


def _without_a_parent(lines: list[bytes]) -> list[bytes]:
    parents = (msgspec.json.decode(line).get("__parentId") for line in lines)
    parent = next(filter(None, parents), None)
    return [line for line in lines if msgspec.json.decode(line).get("id") != parent]


def _pause(operation: Operation, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and operation.status != "CANCELING":
        time.sleep(min(0.02, max(0.0, until - time.monotonic())))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
