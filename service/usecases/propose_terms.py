"""Looks for terms that a shop may want to add, in what was read since the last look."""

from __future__ import annotations

import logging
from collections import abc
from collections.abc import Sequence
from datetime import timedelta

from service.domain.articles import ArticleId
from service.domain.catalog import Product, ProductId, ShopId
from service.domain.jobs import Job
from service.domain.lexicon import Lexicon
from service.domain.reading.proposals import Candidate, in_article, in_product
from service.ports import Clock
from service.storage import articles, catalog, jobs, proposals
from service.storage.articles import ReadArticle
from service.storage.content import Noun
from service.storage.database import Database

logger = logging.getLogger(__name__)

BATCH = 50
ENOUGH = timedelta(minutes=3)
"""A worker's task has an end: what is left is another job."""

Mined = dict[int, Sequence[Candidate]]


def propose_terms(job: Job, *, database: Database, lexicon: Lexicon, clock: Clock) -> None:
    """
    Look through every text whose content, or Endcap's own lexicon, has changed since; a batch a
    transaction, so that a job which is killed, or has had `ENOUGH`, goes on where it was.

    What a shop itself adds later is left out when proposals are shown, which takes no new look.
    """
    with database.transaction(job.shop_id, read_only=True) as tx:
        miner = _Miner(job.shop_id, database, lexicon, proposals.brands(tx, job.shop_id))
    began_at, looked_at = clock(), 0
    for noun in Noun:
        while count := miner.next_batch(noun):
            looked_at += count
            with database.transaction(job.shop_id) as tx:
                jobs.report(tx, job, {"looked_at": looked_at}, now=clock())
                if clock() - began_at >= ENOUGH:
                    jobs.add(tx, job.shop_id, job.kind, {}, clock())
                    return
    with database.transaction(job.shop_id) as tx:
        proposals.forget_gone(tx, job.shop_id)


class _Miner:
    def __init__(
        self, shop_id: ShopId, database: Database, lexicon: Lexicon, brands: Sequence[str]
    ) -> None:
        self._shop_id = shop_id
        self._database = database
        self._lexicon = lexicon
        self._brands = brands
        self._version = lexicon.version.partition("+")[0]  # a shop's own additions left out

    def next_batch(self, noun: Noun) -> int:
        """Look through the next texts; return how many they were."""
        with self._database.transaction(self._shop_id, read_only=True) as tx:
            digests = proposals.unmined(
                tx, noun, self._shop_id, lexicon_version=self._version, limit=BATCH
            )
        found = self._products(digests) if noun is Noun.PRODUCTS else self._articles(digests)
        with self._database.transaction(self._shop_id) as tx:
            if digests:
                proposals.store(
                    tx, noun, self._shop_id, digests, found, lexicon_version=self._version
                )
        return len(digests)

    def _products(self, ids: abc.Iterable[int]) -> Mined:
        with self._database.transaction(self._shop_id, read_only=True) as tx:
            stored = catalog.find(tx, self._shop_id, map(ProductId, ids))
        return {product.id: self._in_product(product) for product in stored.values()}

    def _articles(self, ids: abc.Iterable[int]) -> Mined:
        with self._database.transaction(self._shop_id, read_only=True) as tx:
            stored = articles.all_read(tx, self._shop_id, map(ArticleId, ids))
        return {read.article.id: self._in_article(read) for read in stored}

    def _in_product(self, product: Product) -> Sequence[Candidate]:
        """Nothing, where this one text can't be looked through: the others go on."""
        try:
            return in_product(product, self._lexicon, brands=self._brands)
        except Exception:
            logger.exception("product_not_mined", extra={"product": product.id})
            return ()

    def _in_article(self, read: ReadArticle) -> Sequence[Candidate]:
        """As `_in_product`."""
        language = read.article.language
        try:
            return in_article(read.reading, self._lexicon, language=language, brands=self._brands)
        except Exception:
            logger.exception("article_not_mined", extra={"article": read.article.id})
            return ()
