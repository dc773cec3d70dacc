"""Brings the events of this host's segments into the database, each once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple, Protocol

import msgspec
from sqlalchemy import Connection

from service.domain.engagement import LINE_VERSION, EventLine
from service.ports import Clock
from service.storage import documents, events
from service.storage import segments as progress
from service.storage.database import Database
from service.storage.segments import DeadLetter

CHUNK_BYTES = 512 * 1024
"""What one transaction stores; on SQLite nobody else writes meanwhile."""

logger = logging.getLogger(__name__)


class Segments(Protocol):
    """What processes of this host wrote (`service.clients.segments.SegmentLog`)."""

    def segments(self) -> Sequence[str]: ...
    def size(self, name: str) -> int: ...
    def is_finished(self, name: str) -> bool: ...
    def read(self, name: str, offset: int, max_bytes: int) -> bytes: ...
    def rest(self, name: str, offset: int, max_bytes: int) -> bytes: ...
    def blank(self, name: str, end: int) -> None: ...
    def remove(self, name: str) -> None: ...


class _Step(NamedTuple):
    stored: int
    moved: bool
    end: int


def store_segments(*, database: Database, segments: Segments, clock: Clock) -> int:
    """
    Store every event that waits; return how many were new.

    A segment is held while its lines, its dead letters and its offset are written in one
    transaction: stopped anywhere, it goes on from there, and nothing is stored twice. What has
    been stored is blanked in the file, so that erasing rows is enough to erase.
    """
    with database.system(read_only=True) as tx:
        known = progress.offsets(tx)
    stored = 0
    for name in segments.segments():
        if segments.size(name) == known.get(name, 0) and not segments.is_finished(name):
            continue
        try:
            stored += _drain(name, database=database, segments=segments, clock=clock)
        except OSError:  # this file can not be read; the others can
            logger.exception("segment_unreadable", extra={"segment": name})
    if stored:
        logger.info("segments_stored", extra={"events": stored})
    return stored


def _drain(name: str, *, database: Database, segments: Segments, clock: Clock) -> int:
    stored, moved, finished = 0, True, False
    while moved:
        finished = segments.is_finished(name)  # before reading: then what is read is all there is
        with database.system() as tx:
            step = _store_chunk(tx, name, segments, clock, finished=finished)
        stored, moved = stored + step.stored, step.moved
        if not finished:
            segments.blank(name, step.end)
    if finished:
        segments.remove(name)
        with database.system() as tx:
            progress.forget(tx, name)  # after the file: without its row it would be read again
    return stored


def _store_chunk(
    tx: Connection, name: str, segments: Segments, clock: Clock, *, finished: bool
) -> _Step:
    now = clock()
    start = progress.lock(tx, name, now=now)
    block = segments.read(name, start, CHUNK_BYTES)
    if not block:
        block = _torn(name, start, segments, finished=finished)
    lines, dead = _read_lines(name, start, block)
    inserted = events.insert(tx, [line for _, line, _ in lines], stored_at=now)
    dead += [
        DeadLetter(name, lines[place].offset, lines[place].raw, reason)
        for place, reason in inserted.refused.items()
    ]
    progress.bury(tx, dead, now=now)
    if dead:
        logger.error("events_dead", extra={"segment": name, "lines": len(dead)})
    if block:
        progress.move(tx, name, start + len(block), now=now)
    return _Step(inserted.new, bool(block), start + len(block))


def _torn(name: str, start: int, segments: Segments, *, finished: bool) -> bytes:
    """Return what can never become a line: the end of a finished segment, or one far too long."""
    rest = segments.rest(name, start, CHUNK_BYTES)
    return rest if finished or len(rest) == CHUNK_BYTES else b""


class _Line(NamedTuple):
    offset: int
    line: EventLine
    raw: bytes


def _read_lines(name: str, start: int, block: bytes) -> tuple[list[_Line], list[DeadLetter]]:
    lines, dead = [], []
    for offset, raw in _split(start, block):
        if (
            raw[:1] == b" " and raw.isspace()
        ):  # blanked, and come to again: an older database was brought back
            continue
        try:
            lines.append(_Line(offset, _decode(raw), raw))
        except Exception as error:
            dead.append(DeadLetter(name, offset, raw, f"not an event: {error}"))
    return lines, dead


def _split(start: int, block: bytes) -> Iterator[tuple[int, bytes]]:
    for raw in BytesIO(block):
        yield start, raw
        start += len(raw)


def _decode(raw: bytes) -> EventLine:
    if not raw.endswith(b"\n"):
        raise ValueError("the line was cut off")
    line = documents.decode(EventLine, raw)
    if line.v != LINE_VERSION:
        raise msgspec.ValidationError(f"version {line.v} is not known")
    return line
