"""Takes over products and articles that came one by one, so that only what depends on them is
decided again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId, Shop
from service.domain.changes import Subject
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.ports import Clock, ShopFeed
from service.storage import articles, catalog, content, jobs, shops
from service.storage.content import Noun
from service.storage.database import Database
from service.usecases.recording import Recording
from service.usecases.refresh_products import read_found, refresh_products

AT_ONCE = 50
"""So many are asked for, and stored, together."""


class Intake:
    """Stores pages under a job's lease, and keeps count."""

    def __init__(
        self,
        job: Job,
        shop: Shop,
        feed: ShopFeed,
        *,
        recording: Recording,
        database: Database,
        lexicon: Lexicon,
        clock: Clock,
    ) -> None:
        self._job = job
        self._shop = shop
        self._feed = feed
        self._recording = recording
        self._database = database
        self._lexicon = lexicon
        self._clock = clock
        self._counted = Counter(job.progress)
        self._due = 0
        self._texts_changed = 0
        self.seen = 0

    @property
    def progress(self) -> dict[str, int]:
        return dict(self._counted)

    def take_products(self, page: Sequence[Product]) -> None:
        """Take over a page of which most says nothing new: orders and stock move its instants."""
        with self._database.transaction(self._shop.id) as tx:
            same = catalog.unchanged(tx, self._shop.id, page)
            catalog.note_updated(tx, self._shop.id, page)
            self._count(tx, products=len(page))
            self._recording.see(tx, Noun.PRODUCTS, len(page))
        changed = [product for product in page if product.id not in same]
        if changed:
            self._refresh([product.id for product in changed], changed)

    def take_articles(self, page: Sequence[Article]) -> None:
        with self._database.transaction(self._shop.id) as tx:
            stored = articles.store(tx, self._shop.id, page)
            articles.note_updated(tx, self._shop.id, page)
            self._recording.see(tx, Noun.ARTICLES, len(page))
            self._recording.keep(tx, Noun.ARTICLES, stored)
            self._note_texts(tx, len(stored))
            self._count(tx, articles=len(page), articles_changed=len(stored))

    def refresh(self, subject: Subject, ids: Sequence[int]) -> None:
        """Ask for what *ids* are now; delete those that the shop has no longer."""
        for start in range(0, len(ids), AT_ONCE):
            asked = ids[start : start + AT_ONCE]
            if subject is Subject.PRODUCT:
                numbers = [ProductId(number) for number in asked]
                self._refresh(numbers, self._feed.products_by_id(numbers))
            else:
                self._refresh_articles([ArticleId(number) for number in asked])

    def end(self) -> list[JobKind]:
        """Return who is to be rung for: the work that follows has been asked for."""
        with self._database.transaction(self._shop.id) as tx:
            self._count(tx)
            self._recording.finish(tx)
        rung = {
            JobKind.READ_CONTENT: self._texts_changed,
            JobKind.COMPUTE_RECOMMENDATIONS: self._due,
        }
        return [kind for kind, much in rung.items() if much]

    def _refresh(self, asked: Sequence[ProductId], found: Sequence[Product]) -> None:
        read = read_found(found, self._lexicon)
        with self._database.transaction(self._shop.id) as tx:
            done = refresh_products(
                tx,
                self._shop.id,
                asked,
                read,
                recording=self._recording,
                lexicon=self._lexicon,
                now=self._clock(),
            )
            self._due += done.due
            self._count(
                tx, products_changed=done.changed, products_gone=done.gone, articles_due=done.due
            )

    def _refresh_articles(self, asked: Sequence[ArticleId]) -> None:
        found = self._feed.articles_by_id(asked)
        gone = set(asked) - {article.id for article in found}
        with self._database.transaction(self._shop.id) as tx:
            stored = articles.store(tx, self._shop.id, found)
            self._recording.keep(tx, Noun.ARTICLES, stored)
            known = content.stored_ids(tx, Noun.ARTICLES, self._shop.id, gone)
            self._recording.lose(tx, Noun.ARTICLES, known)
            removed = articles.remove(tx, self._shop.id, gone)
            self._note_texts(tx, len(stored), removed)
            self._count(tx, articles_changed=len(stored), articles_gone=removed)

    def _note_texts(self, tx: Connection, changed: int, removed: int = 0) -> None:
        """Whoever takes over finds unchanged what is stored: it is asked for in the same step."""
        self._texts_changed += changed
        if changed:
            jobs.add(tx, self._shop.id, JobKind.READ_CONTENT, {}, self._clock())
        if changed or removed:
            shops.raise_generation(tx, self._shop.id)

    def _count(self, tx: Connection, **more: int) -> None:
        self._counted.update(more)
        self.seen += more.get("products", 0) + more.get("articles", 0)
        jobs.report(tx, self._job, self.progress, now=self._clock())
