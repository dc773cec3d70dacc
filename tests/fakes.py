"""Small machines that a test programs, in place of what is outside the process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId
from service.domain.changes import Happening, Listed, Subject
from service.domain.errors import ShopifyUnavailableError
from service.domain.jobs import JobKind
from service.ports import ShopFacts
from tests.builders import NOW


class FakeFeed:
    """A shop whose content a test sets; *fails_after* pages of products, Shopify is away; *error*
    is what it answers when it is asked for single products."""

    def __init__(self) -> None:
        self.content_products: list[Product] = []
        self.content_articles: list[Article] = []
        self.page_size = 2
        self.fails_after: int | None = None
        self.asked_since: list[datetime | None] = []
        self.asked_for: list[tuple[ProductId, ...]] = []
        self.error: Exception | None = None
        self.facts_error: Exception | None = None
        self.happened: dict[Subject, list[Happening]] = {}
        self.granted = frozenset({"read_content", "read_products"})

    def facts(self) -> ShopFacts:
        if self.facts_error is not None:
            raise self.facts_error
        return ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")

    def scopes(self) -> frozenset[str]:
        return self.granted

    def products(self, *, updated_since: datetime | None = None) -> Iterator[Sequence[Product]]:
        self.asked_since.append(updated_since)
        found = [p for p in self.content_products if _is_since(p.updated_at, updated_since)]
        for number, start in enumerate(range(0, len(found), self.page_size)):
            if self.fails_after is not None and number >= self.fails_after:
                raise ShopifyUnavailableError("Shopify did not answer")
            yield found[start : start + self.page_size]

    def products_by_id(self, ids: Sequence[ProductId]) -> Sequence[Product]:
        self.asked_for.append(tuple(ids))
        if self.error is not None:
            raise self.error
        return [product for product in self.content_products if product.id in ids]

    def articles(self, *, updated_since: datetime | None = None) -> Iterator[Sequence[Article]]:
        found = [a for a in self.content_articles if _is_since(a.updated_at, updated_since)]
        for start in range(0, len(found), self.page_size):
            yield found[start : start + self.page_size]

    def exports(self) -> None:
        return None

    def articles_by_id(self, ids: Sequence[ArticleId]) -> Sequence[Article]:
        return [article for article in self.content_articles if article.id in ids]

    def happenings(self, subject: Subject, *, since: datetime) -> Iterator[Sequence[Happening]]:
        yield [each for each in self.happened.get(subject, ()) if each.at >= since]

    def listed(self, subject: Subject) -> Iterator[Sequence[Listed]]:
        is_product = subject is Subject.PRODUCT
        found = self.content_products if is_product else self.content_articles
        yield [Listed(each.id, each.updated_at) for each in found]


class SilentDoorbell:
    """Remembers who was rung for and tells nobody: every bell is lost."""

    def __init__(self) -> None:
        self.rung: list[JobKind] = []
        self.segments_rung = 0

    def ring(self, kind: JobKind) -> None:
        self.rung.append(kind)

    def ring_segments(self) -> None:
        self.segments_rung += 1


class FakeClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


def _is_since(updated_at: datetime, since: datetime | None) -> bool:
    return since is None or updated_at >= since
