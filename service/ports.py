"""What is outside the process and has two answers: the shop's feed, the doorbell, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from service.domain.articles import Article
from service.domain.catalog import Product, ProductId, Shop
from service.domain.jobs import JobKind

Clock = Callable[[], datetime]
"""Returns the present as an aware UTC instant."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What Shopify says of the shop itself. *url* has no trailing slash."""

    name: str
    currency: str
    timezone: str
    url: str


class ShopFeed(Protocol):
    """What a shop holds now, page by page; a page arrives whole or raises `ShopifyError`.

    *updated_since* leaves out what has not changed since that instant.
    """

    def facts(self) -> ShopFacts: ...

    def scopes(self) -> frozenset[str]:
        """Return what the merchant has granted."""
        ...

    def products(self, *, updated_since: datetime | None = None) -> Iterator[Sequence[Product]]: ...

    def products_by_id(self, ids: Sequence[ProductId]) -> Sequence[Product]:
        """Return those of *ids* that the shop has now."""
        ...

    def articles(self, *, updated_since: datetime | None = None) -> Iterator[Sequence[Article]]: ...


ShopFeeds = Callable[[Shop], ShopFeed]
"""Opens the feed of a shop with that shop's own token."""


class Doorbell(Protocol):
    """Tells the workers that there is work. It may be lost: the rows are the truth."""

    def ring(self, kind: JobKind) -> None:
        """Say that a job of *kind* waits; never blocks, never raises."""
        ...

    def ring_segments(self) -> None:
        """Say that this host's segments hold events that are not stored yet."""
        ...
