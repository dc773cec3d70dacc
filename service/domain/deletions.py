"""Whether what a complete list no longer holds may be deleted: a short list may be a broken one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

MOST_AT_ONCE = 0.2
"""Where more of what is stored is missing, a second complete list has to lack the same."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """*gone*: what may be deleted now. *suspected*: else what the next list is to be judged with,
    empty when nothing is suspected."""

    gone: tuple[int, ...]
    suspected: str = ""


def judge(stored: Collection[int], present: Collection[int], *, suspected: str = "") -> Verdict:
    """
    Return what of *stored* is gone, now that *present* is all that the shop says it has.

    *suspected*: what the verdict on the list before said. Too much that is missing is deleted only
    when both lists lack the same; each list must have been asked for anew, and be complete.
    """
    missing = tuple(sorted(set(stored).difference(present)))
    if len(missing) <= len(stored) * MOST_AT_ONCE or digest(missing) == suspected:
        return Verdict(missing)
    return Verdict((), digest(missing))


def digest(missing: Collection[int]) -> str:
    """Return a short name for these ids."""
    said = ",".join(map(str, sorted(missing)))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
