"""Brings what each article shows to where a theme's Liquid reads it, or takes all of it back."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from service.domain.articles import ArticleId
from service.domain.catalog import Shop
from service.domain.connections import WRITE_ARTICLES
from service.domain.errors import AccessDeniedError
from service.domain.first_paint import (
    FIRST_GUESS,
    HEAD,
    JSON,
    PRODUCT_LIST,
    PRODUCTS,
    PaintedArticle,
    division_for,
    head_value,
    is_too_large,
    more_than,
    products_value,
    shard_key,
    shard_of,
    shard_value,
)
from service.domain.jobs import Job
from service.domain.metafields import MOST_WRITTEN, Place
from service.domain.signing import Signer
from service.ports import Clock, ShopMetafields, ShopMetafieldsOf
from service.storage import answers, connections, first_paints, shops
from service.storage.database import Database
from service.storage.first_paints import FirstPaint
from service.usecases.paint_articles import Painter
from service.usecases.write_metafields import MetafieldWriter, Wanted

logger = logging.getLogger(__name__)

COMPARE_EVERY = timedelta(days=1)
"""So often all is made anew, and held against what stands at Shopify."""

GIVES_BACK = "gives_back"
"""In a job's payload: the merchant wants Endcap to write on articles no more."""

HEAD_PLACE = Place(HEAD)


class _HiddenError(Exception):
    """Somebody has just hidden the shop's cards."""


class _TooLargeError(Exception):
    """A shard is larger than Shopify lets it be."""


def publish_first_paint(
    job: Job, *, database: Database, metafields: ShopMetafieldsOf, signer: Signer, clock: Clock
) -> None:
    """
    Write what has changed since it was written last, as few metafields as there are.

    A new division of the articles stands complete before the head points to it, and the old one
    goes afterwards. Where the shop shows no cards everything is deleted, the head first: without
    it nothing is shown. Killed at any point, the next run goes on from what is known.
    """
    with database.transaction(job.shop_id, read_only=True) as tx:
        generation = shops.generation(tx, job.shop_id)
        shop = shops.get(tx, job.shop_id)
        before = first_paints.find(tx, job.shop_id) or FirstPaint()
    far = metafields(shop)
    writer = MetafieldWriter(job, shop, far, database=database, clock=clock)
    painter = Painter(shop, database=database, signer=signer, clock=clock)
    run = _Run(shop, before, generation, far, writer, painter, database, clock)
    if job.payload.get(GIVES_BACK) is True:
        run.give_back()
    try:
        run.publish() if shop.shows_cards else run.clear()
    except _HiddenError:
        run.clear()
    logger.info("first_paint_published", extra={"shop": shop.domain, **writer.counted})


@dataclass
class _Shards:
    """The shards of one division. *made_of*: of all of them, *stale*: those to be made anew;
    *lists*: what the articles of these list."""

    division: int
    ids: Mapping[Place, Sequence[ArticleId]]
    made_of: Mapping[Place, str]
    stale: Sequence[Place]
    lists: dict[Place, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Run:
    """One job's work; *is_*: how things stood when it began."""

    shop: Shop
    is_: FirstPaint
    generation: int
    far: ShopMetafields
    writer: MetafieldWriter
    painter: Painter
    database: Database
    clock: Clock

    def publish(self) -> None:
        now = self.clock()
        self._put(replace(self.is_, is_cleared=False))
        writes_lists = WRITE_ARTICLES in self.far.granted()
        compares = self.is_.compared_at is None or now - self.is_.compared_at >= COMPARE_EVERY
        if compares:
            self.writer.compare()
        with self.database.transaction(self.shop.id, read_only=True) as tx:
            decided = answers.shown(tx, self.shop.id)
        shards = self._write_shards(decided, anew=compares, lists=writes_lists)
        self._stop_if_hidden()
        self.writer.put({HEAD_PLACE: Wanted(JSON, head_value(shards.division))})
        self.writer.drop([place for place in self._here() if place not in shards.ids])
        if not writes_lists or self._write_lists(shards, decided):
            self.writer.note_made_of({place: shards.made_of[place] for place in shards.stale})
        self._put(
            FirstPaint(
                generation=self.generation,
                shards=shards.division,
                lists=writes_lists,
                is_cleared=False,
                checked_at=now,
                compared_at=now if compares else self.is_.compared_at,
            )
        )

    def clear(self) -> None:
        """Delete all that there is, also what nobody knows of; what hides the most first."""
        self.writer.drop([HEAD_PLACE], known=False)
        self.writer.compare()
        self.writer.drop(self._here())
        self._drop_lists()
        self._put(FirstPaint(self.generation, checked_at=self.clock()))

    def give_back(self) -> None:
        """Delete the lists on articles while we still may, then give the scope back."""
        self._drop_lists()
        self.far.give_back(WRITE_ARTICLES)
        with self.database.transaction(self.shop.id) as tx:
            connection = connections.find(tx, self.shop.id)
            if connection is not None:
                left = connection.scopes - {WRITE_ARTICLES}
                connections.set_scopes(tx, self.shop.id, left)

    def _write_shards(
        self, decided: Mapping[ArticleId, datetime], *, anew: bool, lists: bool
    ) -> _Shards:
        """Make and write the shards that are made of something else than what is there."""
        division = self._division(len(decided), may_shrink=anew)
        while True:
            shards = self._shards(decided, division, anew=anew, lists=lists)
            try:
                for start in range(0, len(shards.stale), MOST_WRITTEN):
                    self._stop_if_hidden()
                    self._write_some(shards, shards.stale[start : start + MOST_WRITTEN])
            except _TooLargeError:
                division = more_than(division) or division
            else:
                return shards

    def _division(self, articles: int, *, may_shrink: bool) -> int:
        known = [self.writer.known[place] for place in self._here()]
        size, holds = sum(each.size for each in known), sum(each.holds for each in known)
        now = self.is_.shards
        division = division_for(articles, size // holds if holds else FIRST_GUESS, now)
        return division if may_shrink else max(division, now)

    def _here(self) -> list[Place]:
        """Return the shards that may stand there, of whatever division."""
        return [p for p in self.writer.known if p.article is None and p != HEAD_PLACE]

    def _shards(
        self, decided: Mapping[ArticleId, datetime], division: int, *, anew: bool, lists: bool
    ) -> _Shards:
        ids: dict[Place, list[ArticleId]] = {}
        for article in decided:
            place = Place(shard_key(division, shard_of(article, division)))
            ids.setdefault(place, []).append(article)
        made_of = {
            place: self.painter.made_of({each: decided[each] for each in its}, lists=lists)
            for place, its in ids.items()
        }
        stale = [place for place in ids if anew or not self._stands(place, made_of[place])]
        return _Shards(division, ids, made_of, stale)

    def _stands(self, place: Place, made_of: str) -> bool:
        known = self.writer.known.get(place)
        return known is not None and known.made_of == made_of

    def _write_some(self, shards: _Shards, some: Sequence[Place]) -> None:
        painted = self.painter.paint([each for place in some for each in shards.ids[place]])
        wanted = {place: _shard(shards.ids[place], painted) for place in some}
        if more_than(shards.division) and any(is_too_large(w.value) for w in wanted.values()):
            raise _TooLargeError
        self.writer.put({place: each for place, each in wanted.items() if each.value})
        self.writer.drop([place for place, each in wanted.items() if not each.value])
        for place in some:
            for article in shards.ids[place]:
                shards.lists[Place(PRODUCTS, article)] = products_value(painted.get(article))

    def _write_lists(self, shards: _Shards, decided: Mapping[ArticleId, datetime]) -> bool:
        """Write what the articles list; false where Shopify says that we may not."""
        gone = [p for p in self._lists() if p.article not in decided]
        empty = [place for place, value in shards.lists.items() if not value]
        wanted = [place for place, value in shards.lists.items() if value]
        try:
            self.writer.drop([*gone, *empty])
            for start in range(0, len(wanted), MOST_WRITTEN):
                self._stop_if_hidden()
                some = wanted[start : start + MOST_WRITTEN]
                self.writer.put({p: Wanted(PRODUCT_LIST, shards.lists[p]) for p in some})
        except AccessDeniedError as error:
            self._left_out(error)
            return False
        return True

    def _drop_lists(self) -> None:
        try:
            self.writer.drop(self._lists())
        except AccessDeniedError as error:  # they stay until we may again
            self._left_out(error)

    def _lists(self) -> list[Place]:
        return [place for place in self.writer.known if place.article is not None]

    def _left_out(self, error: AccessDeniedError) -> None:
        told = {"shop": self.shop.domain, "reason": str(error)}
        logger.warning("article_lists_left_out", extra=told)

    def _stop_if_hidden(self) -> None:
        """Whoever hides all cards need not wait until all of them have been written."""
        with self.database.transaction(self.shop.id, read_only=True) as tx:
            if not shops.get(tx, self.shop.id).shows_cards:
                raise _HiddenError

    def _put(self, is_: FirstPaint) -> None:
        with self.database.transaction(self.shop.id) as tx:
            first_paints.put(tx, self.shop.id, is_)


def _shard(ids: Sequence[ArticleId], painted: Mapping[ArticleId, PaintedArticle]) -> Wanted:
    its = [painted[each] for each in ids if each in painted]
    return Wanted(JSON, shard_value(its), holds=len(its))
