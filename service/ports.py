"""What is outside the process and has two answers: the shop's feed, the doorbell, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId, Shop
from service.domain.changes import Happening, Listed, Subject
from service.domain.errors import ShopifyUnavailableError
from service.domain.jobs import JobKind
from service.domain.metafields import Metafield, Place, Written

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


class BrokenExportError(ShopifyUnavailableError):
    """A list that Shopify gathered is not whole, or not to be had; another has to be gathered."""


class ExportNoun(StrEnum):
    """What Shopify can be asked to gather."""

    PRODUCTS = "products"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Export:
    """A list that Shopify has gathered. *url*: ``None`` where there is nothing in it."""

    url: str | None
    objects: int
    size: int
    began_at: datetime


_T_co = TypeVar("_T_co", covariant=True)


class Gathered(Protocol[_T_co]):
    """What a list holds, once all of it has come."""

    @property
    def ids(self) -> Sequence[int]:
        """Of all that there is."""
        ...

    @property
    def pages(self) -> Iterator[Iterator[tuple[_T_co, str]]]:
        """What was not known, each with the digest that it will be known by.

        It is read as it is gone through: that may raise `BrokenExportError`.
        """
        ...


class ShopExports(Protocol):
    """Lists that Shopify gathers itself, for shops that are too large to be read by pages."""

    def begin(self, noun: ExportNoun) -> str:
        """Let Shopify gather, unless it is at it already; return what to find the list by."""
        ...

    def find(self, operation: str) -> Export | None:
        """Return the list, ``None`` while it is being gathered; raise `BrokenExportError`."""
        ...

    def products(
        self, export: Export, known: Mapping[int, str], currency: str
    ) -> AbstractContextManager[Gathered[Product]]:
        """Fetch the whole list, but for what is *known*; raise `BrokenExportError`."""
        ...

    def articles(
        self, export: Export, known: Mapping[int, str]
    ) -> AbstractContextManager[Gathered[Article]]: ...


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

    def exports(self) -> ShopExports | None:
        """Return what gathers long lists; ``None`` where the shop is small enough for pages."""
        ...

    def articles_by_id(self, ids: Sequence[ArticleId]) -> Sequence[Article]:
        """Return those of *ids* that the shop has now."""
        ...

    def happenings(self, subject: Subject, *, since: datetime) -> Iterator[Sequence[Happening]]:
        """Tell what happened at *since* or later, as far as it can be read yet, oldest first."""
        ...

    def listed(self, subject: Subject) -> Iterator[Sequence[Listed]]:
        """List all that there is, without what it says."""
        ...


ShopFeeds = Callable[[Shop], ShopFeed]
"""Opens the feed of a shop with that shop's own token."""


class ShopMetafields(Protocol):
    """What Endcap keeps at its installation in a shop, and on the shop's articles."""

    def granted(self) -> frozenset[str]:
        """Return the scopes that the merchant has granted by now."""
        ...

    def digests(self) -> Mapping[str, str]:
        """Return the digest of each that stands at the installation, by its key."""
        ...

    def digests_on(self, key: str, articles: Sequence[ArticleId]) -> Mapping[ArticleId, str]:
        """Return the digests of those that stand on *articles*."""
        ...

    def write(self, given: Sequence[Metafield]) -> Written:
        """Write all of *given* or none; at most `MOST_WRITTEN`."""
        ...

    def delete(self, places: Sequence[Place]) -> None:
        """Delete what is there of *places*; at most `MOST_DELETED`."""
        ...

    def give_back(self, scope: str) -> None:
        """Take a scope from ourselves that the merchant has granted."""
        ...


ShopMetafieldsOf = Callable[[Shop], ShopMetafields]
"""Opens what is kept at a shop with that shop's own token."""


class Doorbell(Protocol):
    """Tells the workers that there is work. It may be lost: the rows are the truth."""

    def ring(self, kind: JobKind) -> None:
        """Say that a job of *kind* waits; never blocks, never raises."""
        ...

    def ring_segments(self) -> None:
        """Say that this host's segments hold events that are not stored yet."""
        ...
