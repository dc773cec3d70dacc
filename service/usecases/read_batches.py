"""Reads what is stale of a shop, batch after batch, and leaves alone what reads as before."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy import Connection

from service.domain.articles import Article, ArticleState, ArticleText, Placement
from service.domain.catalog import NewArticles, Product, Shop
from service.domain.jobs import Job
from service.domain.lexicon import Lexicon
from service.domain.reading import ProductReading, Reading
from service.domain.reading.article import read_article
from service.domain.reading.folding import fold
from service.domain.reading.language import detect_html
from service.domain.reading.product import read_product
from service.domain.reading.searched import searched_in
from service.domain.shop_lexicon import TouchFinder
from service.ports import Clock
from service.storage import articles, catalog, content, jobs, shop_lexicon
from service.storage.content import Before, NewReading, Noun, Span, Stale, new_reading
from service.storage.database import Database

logger = logging.getLogger(__name__)

LOOK = 200
"""So many rows are looked at together; their plain text is all that is loaded."""
BATCH = 25
"""So many are read, and their readings stored, in a transaction."""


class ContentReader:
    """Reads for one job, under its lease. *progress* goes on from where a worker before came."""

    def __init__(
        self, job: Job, shop: Shop, database: Database, lexicon: Lexicon, clock: Clock
    ) -> None:
        self._job = job
        self._shop = shop
        self._database = database
        self._lexicon = lexicon
        self._clock = clock
        self._finders: dict[str, TouchFinder | None] = {}
        self.progress = dict(job.progress)

    def expect(self, more: int) -> None:
        """Say that so many texts are still to be looked at."""
        self.progress["of"] = self.progress.get("looked_at", 0) + more

    def read_span(self, noun: Noun, span: Span) -> None:
        """Look at all that is stale in *span*; what holds nothing that changed reads the same."""
        while rows := self._stale(noun, span):
            changed = [row.id for row in rows if self._may_differ(row)]
            self.read(noun, changed)
            same = [row for row in rows if row.id not in set(changed)]
            with self._database.transaction(self._shop.id) as tx:
                self._note_same(tx, noun, same)
                self._count(tx, looked_at=len(same), cursor=rows[-1].id)
            span = Span(rows[-1].id, span.until)

    def read(self, noun: Noun, ids: Sequence[int]) -> None:
        """Read those of *ids* that there are, a transaction a batch."""
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            if noun is Noun.PRODUCTS:
                self._read_products(batch)
            else:
                self._read_articles(batch)

    def _stale(self, noun: Noun, span: Span) -> list[Stale]:
        with self._database.transaction(self._shop.id, read_only=True) as tx:
            return content.stale(
                tx,
                noun,
                self._shop.id,
                lexicon_version=self._lexicon.version,
                span=span,
                limit=LOOK,
            )

    def _may_differ(self, row: Stale) -> bool:
        if row.read_with is None or row.searched is None:
            return True
        finder = self._finder(row.read_with)
        return finder is None or finder.holds(row.searched)

    def _finder(self, read_with: str) -> TouchFinder | None:
        """What tells texts that say something else since that version; ``None``: any may."""
        if read_with not in self._finders:
            with self._database.transaction(self._shop.id, read_only=True) as tx:
                touched = shop_lexicon.touched_between(
                    tx, self._shop.id, read_with, self._lexicon.version
                )
            self._finders[read_with] = TouchFinder(touched) if touched is not None else None
        return self._finders[read_with]

    def _note_same(self, tx: Connection, noun: Noun, rows: Sequence[Stale]) -> None:
        for version in {row.read_with for row in rows if row.read_with}:
            ids = [row.id for row in rows if row.read_with == version]
            content.reads_the_same(
                tx, noun, self._shop.id, ids, before=version, after=self._lexicon.version
            )

    def _read_products(self, ids: Sequence[int]) -> None:
        with self._database.transaction(self._shop.id, read_only=True) as tx:
            found = catalog.find_all(tx, self._shop.id, ids)
        readings = [new_of_product(product, self._lexicon, before) for product, before in found]
        with self._database.transaction(self._shop.id) as tx:
            catalog.store_readings(tx, self._shop.id, readings)
            self._count_read(tx, Noun.PRODUCTS, readings)

    def _read_articles(self, ids: Sequence[int]) -> None:
        """Read them, and give new ones their first state."""
        with self._database.transaction(self._shop.id, read_only=True) as tx:
            found = articles.find_all(tx, self._shop.id, ids)
        read = [(article, before, read_stored(article, self._lexicon)) for article, before in found]
        readings = [_new_of_article(a, r, before, self._lexicon) for a, before, r in read]
        states = {a.id: first_state(r, self._shop.new_articles) for a, _, r in read}
        with self._database.transaction(self._shop.id) as tx:
            articles.store_readings(tx, self._shop.id, readings)
            articles.give_first_states(tx, self._shop.id, states)
            self._count_read(tx, Noun.ARTICLES, readings)

    def _count_read(self, tx: Connection, noun: Noun, readings: Sequence[NewReading]) -> None:
        differ = sum(reading.differs for reading in readings)
        counted = {f"{noun}_read": len(readings), f"{noun}_changed": differ}
        self._count(tx, looked_at=len(readings), **counted)

    def _count(self, tx: Connection, *, cursor: int | None = None, **more: int) -> None:
        for name, count in more.items():
            self.progress[name] = self.progress.get(name, 0) + count
        if cursor is not None:
            self.progress["cursor"] = cursor
        jobs.report(tx, self._job, self.progress, now=self._clock())


def read_stored(article: Article, lexicon: Lexicon) -> Reading | None:
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


def _new_of_article(
    article: Article, reading: Reading | None, before: Before, lexicon: Lexicon
) -> NewReading:
    if reading is None:
        return new_reading(article, _nothing(article, lexicon), None, before)
    return new_reading(article, reading, fold(reading.text.text), before)


def new_of_product(product: Product, lexicon: Lexicon, before: Before) -> NewReading:
    """A product that can't be read is one of which nothing is known."""
    try:
        reading = read_product(product, lexicon)
        return new_reading(product, reading, searched_in(product), before)
    except Exception:
        logger.exception("product_not_read", extra={"product": product.id})
        return new_reading(product, ProductReading((), lexicon.version), None, before)


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
