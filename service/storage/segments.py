"""How far each segment has been stored, and the lines that could not be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from service.storage.tables import dead_letters, segments
from service.storage.upserts import insert_new


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A line that is not an event we can keep: as it was found, where, and why."""

    segment: str
    offset: int
    line: bytes
    reason: str


def offsets(tx: Connection) -> dict[str, int]:
    """Return up to where each known segment has been stored."""
    rows = tx.execute(select(segments.c.name, segments.c.byte_offset))
    return {row.name: row.byte_offset for row in rows}


def lock(tx: Connection, name: str, *, now: datetime) -> int:
    """Hold the segment until the transaction ends; return up to where it has been stored."""
    insert_new(tx, segments, [{"name": name, "byte_offset": 0, "updated_at": now}])
    row = select(segments.c.byte_offset).where(segments.c.name == name).with_for_update()
    offset: int = tx.execute(row).scalar_one()
    return offset


def move(tx: Connection, name: str, offset: int, *, now: datetime) -> None:
    tx.execute(
        update(segments).where(segments.c.name == name).values(byte_offset=offset, updated_at=now)
    )


def forget(tx: Connection, name: str) -> None:
    """Drop the row of a segment whose file is gone."""
    tx.execute(delete(segments).where(segments.c.name == name))


def bury(tx: Connection, letters: Iterable[DeadLetter], *, now: datetime) -> None:
    """Keep *letters*, each place once."""
    rows = [
        {
            "segment": letter.segment,
            "byte_offset": letter.offset,
            "line": letter.line,
            "reason": letter.reason,
            "created_at": now,
        }
        for letter in letters
    ]
    insert_new(tx, dead_letters, rows, keys=("segment", "byte_offset"))


def dead(tx: Connection, *, limit: int = 100) -> Sequence[DeadLetter]:
    """Return the newest dead letters, newest first."""
    rows = tx.execute(select(dead_letters).order_by(dead_letters.c.id.desc()).limit(limit))
    return [DeadLetter(row.segment, row.byte_offset, row.line, row.reason) for row in rows]
