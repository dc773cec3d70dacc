"""Reads a store from its public feeds: products, then where its blogs are, then their articles."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from service.clients.public_feeds import feeds
from service.clients.public_feeds.visitor import EnoughError, MovedError, NotReadError, Visitor
from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId
from service.domain.errors import StoreUnreadableError
from service.domain.public_store import PublicStore

PAGE = 250
MOVES = 3
MOST_BLOGS = 20
MOST_SITEMAPS = 5
MOST_PAGES = 60

Told = Callable[[str, int, int], None]
"""Hears what is read, how much is there, and how much there may be (0: not known)."""


def read_public_store(visitor: Visitor, *, told: Told) -> PublicStore:
    """Read what the limits allow; raise `StoreUnreadableError` when there is nothing to read."""
    return _Reader(visitor, told).read()


class _Reader:
    def __init__(self, visitor: Visitor, told: Told) -> None:
        self._visitor = visitor
        self._told = told
        self._notes: list[str] = []
        self._products: dict[ProductId, Product] = {}
        self._articles: dict[ArticleId, Article] = {}
        self._unreadable = 0
        self._listed = 0

    def read(self) -> PublicStore:
        first = self._enter()
        facts = feeds.read_facts(self._try("/meta.json"))
        blogs: list[str] = []
        try:
            self._read_products(first, facts.currency)
            blogs = self._find_blogs()
            self._read_blogs(blogs)
        except EnoughError as error:
            self._notes.append(f"The reading ended early: {error}.")
        if self._unreadable:
            self._notes.append(f"{self._unreadable} products could not be understood.")
        newest = sorted(self._articles.values(), key=_newest)
        return PublicStore(
            url=self._visitor.origin,
            name=facts.name or urlsplit(self._visitor.origin).netloc,
            currency=facts.currency,
            products=tuple(self._products.values()),
            articles=tuple(newest[: self._visitor.limits.articles]),
            blogs=tuple(blogs),
            known_articles=self._listed,
            notes=tuple(self._notes),
        )

    def _enter(self) -> bytes:
        """Return the first page of products; go along when the store lives elsewhere."""
        origin = self._visitor.origin
        self._told("products", 0, 0)
        for _ in range(MOVES + 1):
            try:
                self._visitor.settle(origin)
                body = self._visitor.get(_products_path(1))
            except MovedError as moved:
                origin = moved.origin
                continue
            if body is None:
                raise StoreUnreadableError(
                    f"{origin} does not look like a Shopify store: it has no /products.json"
                )
            return body
        raise StoreUnreadableError(f"{origin}: the store leads from one address to the next")

    def _read_products(self, body: bytes, currency: str) -> None:
        most, page = self._visitor.limits.products, 1
        while True:
            try:
                found, bad, listed = feeds.read_products(body, self._visitor.origin, currency)
            except NotReadError as error:
                if page == 1:
                    raise StoreUnreadableError(
                        f"{self._visitor.origin} does not look like a Shopify store: {error}"
                    ) from error
                self._notes.append(f"Page {page} of the products is broken.")
                return
            self._unreadable += bad
            fresh = {product.id: product for product in found if product.id not in self._products}
            self._products |= fresh
            self._told("products", len(self._products), 0)
            if listed < PAGE or not fresh:
                return
            if len(self._products) >= most:
                self._notes.append(f"Only the first {len(self._products)} products were read.")
                return
            page += 1
            following = self._try(_products_path(page))
            if following is None:
                return
            body = following

    def _find_blogs(self) -> list[str]:
        """Look into the sitemap, else at the links of the home page."""
        self._told("where the blogs are", 0, 0)
        index = feeds.locations(self._try("/sitemap.xml") or b"")
        inner = [url for url in index if "sitemap_blogs" in url and self._is_here(url)]
        found = [*index]
        for url in inner[:MOST_SITEMAPS]:
            parts = urlsplit(url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            found += feeds.locations(self._try(path) or b"")
        places = [place for url in found if (place := feeds.blog_of(url, self._visitor.origin))]
        self._listed = len({url for url in found if _is_article(url, self._visitor.origin)})
        if not places:
            home = self._try("/") or b""
            linked = feeds.links(home, self._visitor.origin)
            places = [p for url in linked if (p := feeds.blog_of(url, self._visitor.origin))]
        blogs = list(dict.fromkeys(blog for blog, _ in places))
        if len(blogs) > MOST_BLOGS:
            self._notes.append(f"Only {MOST_BLOGS} of {len(blogs)} blogs were read.")
        return blogs[:MOST_BLOGS]

    def _read_blogs(self, blogs: list[str]) -> None:
        """Read a page of each blog in turn, so that none is left out for another's length."""
        most, open_blogs = self._visitor.limits.articles, list(blogs)
        self._told("articles", 0, self._goal())
        for page in range(1, MOST_PAGES + 1):
            open_blogs = [blog for blog in open_blogs if self._read_page(blog, page)]
            if not open_blogs:
                break
            if len(self._articles) >= most:
                break
        known = max(self._listed, len(self._articles))
        if known > most or (open_blogs and len(self._articles) >= most):
            of = f" of {known}" if known > most else ""
            self._notes.append(f"The newest {most}{of} articles were read; --limit reads more.")

    def _read_page(self, blog: str, page: int) -> bool:
        """Take the articles of a page; tell whether another page may follow."""
        path = f"/blogs/{blog}.atom" + (f"?page={page}" if page > 1 else "")
        body = self._try(path)
        if body is None:
            return False
        try:
            found = feeds.read_blog(body, blog)
        except NotReadError as error:
            self._notes.append(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            return False
        fresh = {each.id: each for each in found if each.id not in self._articles}
        self._articles |= fresh
        self._told(
            "articles", min(len(self._articles), self._visitor.limits.articles), self._goal()
        )
        return bool(fresh)

    def _try(self, path: str) -> bytes | None:
        """Return the page, ``None`` when it is not there or can't be read, which is noted."""
        try:
            return self._visitor.get(path)
        except NotReadError as error:
            self._notes.append(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        except MovedError as moved:
            self._notes.append(f"{path.partition('?')[0]} leads away, to {moved.origin}.")
        return None

    def _goal(self) -> int:
        return min(self._listed, self._visitor.limits.articles)

    def _is_here(self, url: str) -> bool:
        return urlsplit(url).hostname == urlsplit(self._visitor.origin).hostname


def _products_path(page: int) -> str:
    return f"/products.json?limit={PAGE}" + (f"&page={page}" if page > 1 else "")


def _is_article(url: str, origin: str) -> bool:
    place = feeds.blog_of(url, origin)
    return place is not None and place[1]


def _newest(article: Article) -> tuple[float, str]:
    published = article.published_at.timestamp() if article.published_at else 0.0
    return -published, article.handle
