"""A response that the fast lane keeps, and the rules of HTTP for handing it out again."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeAlias

Header: TypeAlias = tuple[str, str]

NOT_MODIFIED = "304 Not Modified"
ABOUT_THE_BODY = frozenset({"content-length", "content-type", "content-encoding"})
OVERHEAD = 1024
"""What an entry costs beside its body, roughly: key, headers, the objects themselves."""


@dataclass(slots=True, eq=False)
class Known:
    """The newest generation that is known of a key; one object shared by all its responses."""

    generation: int


@dataclass(slots=True, eq=False)
class Kept:
    """A full response, valid while nothing has changed since *hint* and *generation* were read."""

    headers: list[Header]
    headers_304: list[Header]
    body: bytes
    etag: str
    slot: int
    hint: int
    known: Known
    generation: int
    stored_at: float
    fresh_until: float
    ends_at: float = math.inf
    """When the clock makes something else of it: from then on it is not answered at all."""
    retry_at: float = 0.0
    """Until then a stale copy is answered at once: the app has just failed to make a new one."""
    used: bool = False
    loading: Lock = field(default_factory=Lock)

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD

    def answer(self, environ: dict[str, object]) -> tuple[str, list[Header], list[bytes]]:
        """Return what a GET or HEAD is answered with, by its validator."""
        match = environ.get("HTTP_IF_NONE_MATCH")
        if match is not None and (match == self.etag or is_match(str(match), self.etag)):
            return NOT_MODIFIED, self.headers_304[:], []
        body = [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]
        return "200 OK", self.headers[:], body


def is_match(if_none_match: str, etag: str) -> bool:
    """Whether a validator (``*``, or a list of strong or weak tags) names *etag*."""
    return if_none_match.strip() == "*" or etag in {
        tag.strip().removeprefix("W/") for tag in if_none_match.split(",")
    }


def without_body(headers: Iterable[Header]) -> list[Header]:
    """Return the headers that a 304 repeats."""
    return [(name, value) for name, value in headers if name.lower() not in ABOUT_THE_BODY]


def find(headers: Iterable[Header], name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)
