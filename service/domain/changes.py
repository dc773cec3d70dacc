"""What a shop's feed of events says has happened, and which of it has to be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DESTROYED = "destroy"
ROUTINE = frozenset({"create", "update"})
"""What moves ``updated_at`` as well, so that asking for what was updated finds it."""


class Subject(StrEnum):
    PRODUCT = "PRODUCT"
    ARTICLE = "ARTICLE"


@dataclass(frozen=True, slots=True)
class Happening:
    """*action*: in lower case; Shopify may say one that we do not know."""

    subject_id: int
    action: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a complete list: what the shop has, and when it changed last."""

    id: int
    updated_at: datetime


def to_look_at(happenings: Iterable[Happening], stored: Iterable[int]) -> set[int]:
    """Return whose truth has to be asked for: of what was destroyed only what is *stored* still."""
    known = set(stored)
    return {
        each.subject_id
        for each in happenings
        if each.action not in ROUTINE and (each.action != DESTROYED or each.subject_id in known)
    }
