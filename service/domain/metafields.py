"""Metafields that Endcap writes at Shopify: where one stands, what it holds, what may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.articles import ArticleId

MOST_WRITTEN = 25
"""Shopify writes so many in one call, all or none."""
MOST_DELETED = 250
"""So many may stand in any list that Shopify is given."""

STALE = frozenset({"STALE_OBJECT", "INVALID_COMPARE_DIGEST"})
"""Somebody else has written it since its digest was read."""


class Place(NamedTuple):
    """Where a metafield stands: on an article, or (``None``) at Endcap's installation."""

    key: str
    article: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class Metafield:
    """A value to be written. *compare_digest*: of what stands there, as Shopify said it;
    ``None``: nothing does."""

    place: Place
    type: str
    value: str
    compare_digest: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a call wrote nothing. *index*: of the metafield that is meant, if one is."""

    index: int | None
    code: str
    message: str

    @property
    def is_stale(self) -> bool:
        return self.code in STALE


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a call: *digests* of all that was written, or *faults* and nothing was."""

    digests: Sequence[str] = ()
    faults: Sequence[Fault] = ()
