"""A store as anyone may read it, without being installed there."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.catalog import Product


@dataclass(frozen=True, slots=True)
class PublicStore:
    """What was read. *currency*: ISO 4217, empty when the store does not say it; *known_articles*:
    how many its sitemap lists, 0 when it says nothing; *notes*: what was left out, in words."""

    url: str
    name: str
    currency: str
    products: tuple[Product, ...]
    articles: tuple[Article, ...]
    blogs: tuple[str, ...]
    known_articles: int
    notes: tuple[str, ...]
