"""Reads the products and articles that are new, changed, or read with an older lexicon."""

from __future__ import annotations

import logging

from sqlalchemy import Connection

from service.domain.articles import Article, ArticleState, ArticleText, Placement
from service.domain.catalog import NewArticles, Product, Shop
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.reading import ProductReading, Reading
from service.domain.reading.article import read_article
from service.domain.reading.language import detect_html
from service.domain.reading.product import read_product
from service.ports import Clock, Doorbell
from service.storage import articles, catalog, jobs, shops
from service.storage.database import Database

logger = logging.getLogger(__name__)

BATCH = 50


def read_content(
    job: Job, *, database: Database, lexicon: Lexicon, doorbell: Doorbell, clock: Clock
) -> None:
    """Read what is unread, a transaction a batch; then ask for answers if anything changed."""
    with database.transaction(read_only=True) as tx:
        shop = shops.get(tx, job.shop_id)
    reader = _Reader(job, shop, database, lexicon, clock)
    while reader.read_products() or reader.read_articles():
        pass
    compute = bool(job.payload.get("compute")) or any(reader.progress.values())
    with database.transaction() as tx:
        jobs.report(tx, job, reader.progress, now=clock())
        if compute:
            jobs.add(tx, shop.id, JobKind.COMPUTE_RECOMMENDATIONS, {}, clock())
    if compute:
        doorbell.ring(JobKind.COMPUTE_RECOMMENDATIONS)


class _Reader:
    """Reads batch after batch of one shop, and says how far it is."""

    def __init__(
        self, job: Job, shop: Shop, database: Database, lexicon: Lexicon, clock: Clock
    ) -> None:
        self._job = job
        self._shop = shop
        self._database = database
        self._lexicon = lexicon
        self._clock = clock
        self.progress = {"products_read": 0, "articles_read": 0}

    def read_products(self) -> int:
        """Read a batch of products; return how many there were."""
        with self._database.transaction(read_only=True) as tx:
            batch = catalog.unread(
                tx, self._shop.id, lexicon_version=self._lexicon.version, limit=BATCH
            )
        readings = [(product, _read_product(product, self._lexicon)) for product in batch]
        with self._database.transaction() as tx:
            for product, reading in readings:
                catalog.store_reading(tx, self._shop.id, product, reading)
            self._report(tx, "products_read", len(batch))
        return len(batch)

    def read_articles(self) -> int:
        """Read a batch of articles and give new ones their first state; return how many."""
        with self._database.transaction(read_only=True) as tx:
            batch = articles.unread(
                tx, self._shop.id, lexicon_version=self._lexicon.version, limit=BATCH
            )
        readings = [(article, _read(article, self._lexicon)) for article in batch]
        with self._database.transaction() as tx:
            for article, reading in readings:
                kept = reading or _nothing(article, self._lexicon)
                articles.store_reading(tx, self._shop.id, article, kept)
                state, reason = first_state(reading, self._shop.new_articles)
                articles.give_first_state(tx, self._shop.id, article.id, state, reason)
            self._report(tx, "articles_read", len(batch))
        return len(batch)

    def _report(self, tx: Connection, noun: str, count: int) -> None:
        self.progress[noun] += count
        jobs.report(tx, self._job, self.progress, now=self._clock())


def _read(article: Article, lexicon: Lexicon) -> Reading | None:
    """Return the reading, ``None`` when this one text can't be read: the others go on."""
    try:
        return read_article(
            article.body_html,
            title=article.title,
            tags=article.tags,
            language=article.language or detect_html(article.body_html),
            lexicon=lexicon,
        )
    except Exception:
        logger.exception("article_not_read", extra={"article": article.id})
        return None


def _read_product(product: Product, lexicon: Lexicon) -> ProductReading:
    """Return the reading; a product that can't be read is one of which nothing is known."""
    try:
        return read_product(product, lexicon)
    except Exception:
        logger.exception("product_not_read", extra={"product": product.id})
        return ProductReading((), lexicon.version)


def _nothing(article: Article, lexicon: Lexicon) -> Reading:
    text = ArticleText(article.title, (), (), None, Placement(0))
    return Reading(text, (), (), frozenset(), lexicon.version)


def first_state(reading: Reading | None, new_articles: NewArticles) -> tuple[ArticleState, str]:
    """Return the state of an article that has just appeared, and why; some topics always wait."""
    if reading is None:
        return ArticleState.WAITING, "could not be read; see the log"
    if reading.topics:
        return ArticleState.WAITING, "about " + ", ".join(sorted(reading.topics))
    if new_articles is NewArticles.WAIT:
        return ArticleState.WAITING, "new articles wait for a person"
    return ArticleState.ON, ""
