"""Walks Shopify's lists page by page, past their limits of cost and of length."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from service.clients.shopify.answers import QueryTooCostlyError
from service.clients.shopify.translate import number_of
from service.clients.shopify.wire import PageInfo

logger = logging.getLogger(__name__)

LIST_LIMIT = 25_000
"""As many objects can be reached through one list; a longer one is asked for in parts."""


class Listed(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def updated_at(self) -> datetime | None: ...


Node = TypeVar("Node", bound=Listed)


class Page(Protocol[Node]):
    @property
    def nodes(self) -> list[Node]: ...
    @property
    def page_info(self) -> PageInfo: ...


@dataclass(frozen=True, slots=True)
class Walk:
    """How to ask: everything in the order of ids, or what changed *since*, oldest first."""

    size: int
    since: datetime | None = None
    limit: int = LIST_LIMIT
    after: str | None = None
    query: str | None = None

    def variables(self) -> Mapping[str, Any]:
        return {
            "first": self.size,
            "after": self.after,
            "query": self.query or (_updated(self.since) if self.since else None),
            "sortKey": "UPDATED_AT" if self.since else "ID",
        }

    def beyond(self, node: Listed) -> Walk:
        """Return the walk that begins anew at *node*, the last one seen."""
        if self.since is None:
            return replace(self, after=None, query=f"id:>{number_of(node.id)}")
        return replace(self, after=None, query=_updated(node.updated_at or self.since))


def walk(start: Walk, ask: Callable[[Mapping[str, Any]], Page[Node]]) -> Iterator[Sequence[Node]]:
    """Yield the nodes of every page that *ask* returns; a page that costs too much is halved."""
    at, seen = start, 0
    while True:
        at, page = _affordable(at, ask)
        yield page.nodes
        if not page.page_info.has_next_page or not page.nodes:
            return
        seen += len(page.nodes)
        if seen + at.size > at.limit:
            at, seen = at.beyond(page.nodes[-1]), 0
        else:
            at = replace(at, after=page.page_info.end_cursor)


def _affordable(
    at: Walk, ask: Callable[[Mapping[str, Any]], Page[Node]]
) -> tuple[Walk, Page[Node]]:
    while True:
        try:
            return at, ask(at.variables())
        except QueryTooCostlyError:
            if at.size == 1:
                raise
            at = replace(at, size=at.size // 2)
            logger.warning("shopify_page_halved", extra={"size": at.size})


def _updated(since: datetime) -> str:
    return at_or_after("updated_at", since)


def at_or_after(field: str, since: datetime) -> str:
    """Return the search for what has *field* at *since* or later, in its second at the least."""
    return f"{field}:>='{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'"
