"""Which version of the API answers: the one that was asked for, while it is served."""

from __future__ import annotations

import re
from typing import Any

SUPPORTED = ("2026-01", "2026-04", "2026-07", "2026-10")
CANDIDATE = "2027-01"
UNSTABLE = "unstable"

_QUARTER = re.compile(r"20\d\d-(01|04|07|10)")


def serving(asked: str) -> str | None:
    """Return the version that answers, ``None`` when there is no such version.

    A version that is no longer served falls forward to the oldest one that is.
    """
    if asked in {*SUPPORTED, CANDIDATE, UNSTABLE}:
        return asked
    if not _QUARTER.fullmatch(asked) or asked > CANDIDATE:
        return None
    return SUPPORTED[0]


def public_versions() -> list[dict[str, Any]]:
    stable: list[dict[str, Any]] = [
        {"handle": v, "displayName": v, "supported": True} for v in SUPPORTED
    ]
    return [
        *stable,
        {"handle": CANDIDATE, "displayName": "Release candidate", "supported": False},
        {"handle": UNSTABLE, "displayName": UNSTABLE, "supported": False},
    ]
