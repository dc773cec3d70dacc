"""Articles, what was read of them, and whether shoppers may see cards on them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    or_,
    select,
    true,
    update,
)

from service.domain.articles import Article, ArticleId, ArticleState
from service.domain.catalog import ShopId
from service.domain.errors import ArticleNotFoundError
from service.domain.reading import Reading
from service.domain.reading.folding import fold
from service.domain.recommendations.concerned import Concerned
from service.storage import content, documents
from service.storage.content import Before, NewReading, NewRow, Noun, Stored
from service.storage.tables import article_categories, articles


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with its reading and the state that a person or its topics gave it."""

    article: Article
    reading: Reading
    state: ArticleState
    state_reason: str
    key: str = ""
    """Of what content, by which lexicon and reader, the reading is."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an article stands, without its text: all that serving asks for."""

    id: ArticleId
    blog_handle: str
    handle: str
    state: ArticleState
    published_at: datetime | None

    def is_visible(self, *, now: datetime) -> bool:
        """As `Article.is_visible`."""
        return self.published_at is not None and self.published_at <= now


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a list. *state*: ``None`` until it has been read."""

    id: ArticleId
    blog_handle: str
    handle: str
    title: str
    state: ArticleState | None
    state_reason: str
    published_at: datetime | None


def store(
    tx: Connection,
    shop_id: ShopId,
    page: Sequence[Article],
    digests: Mapping[int, str] | None = None,
    stored: Container[int] | None = None,
) -> Stored:
    """Upsert a page; leave what has not changed untouched. Return what was written.

    *digests*: of the blocks of a gathered list that they were made of, by id.
    *stored*: as `content.store`.
    """
    sources = digests or {}
    made = rows(shop_id, [(each, sources.get(each.id, "")) for each in page])
    return content.store(tx, Noun.ARTICLES, shop_id, made, stored)


def rows(shop_id: ShopId, page: Iterable[tuple[Article, str]]) -> Sequence[NewRow]:
    """Return *page*, each with the digest of its block, as `content.store` takes it."""
    return [_row(shop_id, article, digest) for article, digest in page]


def remove_all_but(tx: Connection, shop_id: ShopId, present: Iterable[ArticleId]) -> int:
    """Delete the articles that a complete sync did not see; return how many."""
    return content.remove_all_but(tx, articles, shop_id, present)


def any_published_between(
    tx: Connection, shop_id: ShopId, after: datetime, until: datetime
) -> bool:
    """Return whether an article's publication fell in ``(after, until]``."""
    found = select(articles.c.id).where(
        articles.c.shop_id == shop_id,
        articles.c.published_at > after,
        articles.c.published_at <= until,
    )
    return tx.execute(found.limit(1)).first() is not None


def remove(tx: Connection, shop_id: ShopId, ids: Iterable[int]) -> int:
    """Delete the articles *ids*; return how many there were."""
    return content.remove(tx, articles, shop_id, ids)


def note_updated(tx: Connection, shop_id: ShopId, found: Iterable[Article]) -> None:
    """Note how new the stored articles are known to be, where they hold the same."""
    content.note_updated(tx, articles, shop_id, {each.id: each.updated_at for each in found})


def find_all(tx: Connection, shop_id: ShopId, ids: Sequence[int]) -> list[tuple[Article, Before]]:
    """Return those of *ids* that there are, each with what is stored of its reading."""
    rows = content.rows_of(tx, articles, shop_id, ids)
    return [(_article(row), Before(row.reading, row.searched)) for row in rows]


def store_readings(tx: Connection, shop_id: ShopId, readings: Sequence[NewReading]) -> None:
    """Keep *readings*, unless an article has changed since it was read."""
    content.store_readings(tx, articles, shop_id, readings)


def store_reading(tx: Connection, shop_id: ShopId, article: Article, reading: Reading) -> None:
    """Keep one *reading*, unless the article has changed since it was read."""
    store_readings(tx, shop_id, [content.new_reading(article, reading, fold(reading.text.text))])


def due_ids(tx: Connection, shop_id: ShopId) -> list[ArticleId]:
    """Return the ids of the articles that were read otherwise than when they were decided on."""
    query = select(articles.c.id).where(
        articles.c.shop_id == shop_id, articles.c.answer_due, articles.c.reading.is_not(None)
    )
    return [ArticleId(number) for number in tx.scalars(query.order_by(articles.c.id))]


def make_due(tx: Connection, shop_id: ShopId, concerned: Concerned) -> int:
    """Let the articles that have been read and are *concerned* be decided on again; return how
    many."""
    query = update(articles).where(articles.c.shop_id == shop_id, articles.c.reading.is_not(None))
    query = query.where(_is_concerned(shop_id, concerned))
    return tx.execute(query.values(answer_due=True)).rowcount


def concerned_ids(tx: Connection, shop_id: ShopId, concerned: Concerned) -> list[ArticleId]:
    """Return the ids of the articles that have been read and are *concerned*, in order."""
    query = select(articles.c.id).where(
        articles.c.shop_id == shop_id,
        articles.c.reading.is_not(None),
        _is_concerned(shop_id, concerned),
    )
    return [ArticleId(number) for number in tx.scalars(query.order_by(articles.c.id))]


def _is_concerned(shop_id: ShopId, concerned: Concerned) -> ColumnElement[bool]:
    if concerned.everything:
        return true()
    speaks = select(article_categories.c.article_id).where(
        article_categories.c.shop_id == shop_id,
        article_categories.c.category.in_(sorted(concerned.categories)),
    )
    return or_(articles.c.id.in_(speaks), articles.c.id.in_(sorted(concerned.articles)))


def count_read(tx: Connection, shop_id: ShopId) -> int:
    """Return how many articles have been read."""
    counted = select(func.count()).where(
        articles.c.shop_id == shop_id, articles.c.reading.is_not(None)
    )
    return tx.execute(counted).scalar_one()


def is_any_due(tx: Connection, shop_id: ShopId) -> bool:
    """Whether some article was read otherwise than when it was decided on."""
    found = select(articles.c.id).where(articles.c.shop_id == shop_id, articles.c.answer_due)
    return tx.execute(found.limit(1)).first() is not None


def note_decided(tx: Connection, shop_id: ShopId, decided: Sequence[ReadArticle]) -> None:
    """Note that the answers of *decided* are no longer due, but of those read again meanwhile."""
    if not decided:
        return
    tx.execute(
        update(articles)
        .where(
            articles.c.shop_id == shop_id,
            articles.c.id == bindparam("its_id"),
            articles.c.reading_key == bindparam("its_key"),
            articles.c.answer_due,
        )
        .values(answer_due=False),
        [{"its_id": read.article.id, "its_key": read.key} for read in decided],
    )


def give_first_states(
    tx: Connection, shop_id: ShopId, states: Mapping[ArticleId, tuple[ArticleState, str]]
) -> None:
    """Set the states, each with its reason, of those articles that have none yet."""
    if not states:
        return
    tx.execute(
        update(articles)
        .where(
            articles.c.shop_id == shop_id,
            articles.c.id == bindparam("its_id"),
            articles.c.state.is_(None),
        )
        .values(state=bindparam("its_state"), state_reason=bindparam("its_reason")),
        [
            {"its_id": number, "its_state": state.value, "its_reason": reason}
            for number, (state, reason) in states.items()
        ],
    )


def set_state(
    tx: Connection, shop_id: ShopId, article_id: ArticleId, state: ArticleState, reason: str
) -> None:
    """Set the state that a person decided; raise `ArticleNotFoundError`."""
    changed = tx.execute(
        update(articles)
        .where(articles.c.shop_id == shop_id, articles.c.id == article_id)
        .values(state=state.value, state_reason=reason)
    )
    if changed.rowcount == 0:
        raise ArticleNotFoundError(article_id)


def read_ids(tx: Connection, shop_id: ShopId, *, after: int = 0) -> list[ArticleId]:
    """Return the ids of the articles that have been read, of those behind *after*."""
    query = select(articles.c.id).where(
        articles.c.shop_id == shop_id, articles.c.id > after, articles.c.reading.is_not(None)
    )
    return [ArticleId(number) for number in tx.scalars(query.order_by(articles.c.id))]


def all_read(
    tx: Connection, shop_id: ShopId, ids: Iterable[ArticleId] | None = None
) -> list[ReadArticle]:
    """Return the articles (all, or those of *ids*) that have been read, by id."""
    query = select(articles).where(articles.c.shop_id == shop_id, articles.c.reading.is_not(None))
    if ids is not None:
        query = query.where(articles.c.id.in_(sorted(set(ids))))
    return [_read_article(row) for row in tx.execute(query.order_by(articles.c.id))]


def count_states(tx: Connection, shop_id: ShopId) -> dict[ArticleState | None, int]:
    """Return how many articles are in each state; ``None``: not read yet."""
    rows = tx.execute(
        select(articles.c.state, func.count().label("number"))
        .where(articles.c.shop_id == shop_id)
        .group_by(articles.c.state)
    )
    return {ArticleState(row.state) if row.state else None: row.number for row in rows}


def lines(tx: Connection, shop_id: ShopId) -> list[ArticleLine]:
    """Return every article without its text, newest first."""
    kept = ("id", "blog_handle", "handle", "title", "state", "state_reason", "published_at")
    rows = tx.execute(
        select(*(articles.c[name] for name in kept))
        .where(articles.c.shop_id == shop_id)
        .order_by(articles.c.published_at.desc().nulls_first(), articles.c.id.desc())
    )
    return [
        ArticleLine(
            ArticleId(row.id),
            row.blog_handle,
            row.handle,
            row.title,
            ArticleState(row.state) if row.state else None,
            row.state_reason,
            row.published_at,
        )
        for row in rows
    ]


def get_read(tx: Connection, shop_id: ShopId, article_id: ArticleId) -> ReadArticle:
    """Return one article with its reading; raise `ArticleNotFoundError` when not read (yet)."""
    found = all_read(tx, shop_id, [article_id])
    if not found:
        raise ArticleNotFoundError(article_id)
    return found[0]


def get_id(tx: Connection, shop_id: ShopId, article: str) -> ArticleId:
    """Find ``123`` or ``blog-handle/article-handle``; raise `ArticleNotFoundError`."""
    return get_standing(tx, shop_id, article).id


def get_standing(tx: Connection, shop_id: ShopId, article: str) -> Standing:
    """Find ``123`` or ``blog-handle/article-handle``; raise `ArticleNotFoundError`."""
    query = _standings(shop_id)
    if "/" in article:
        blog, handle = article.split("/", 1)
        query = query.where(articles.c.blog_handle == blog, articles.c.handle == handle)
    elif article.isascii() and article.isdigit() and len(article) < 19:
        query = query.where(articles.c.id == int(article))
    else:
        raise ArticleNotFoundError(article)
    row = tx.execute(query.order_by(articles.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        raise ArticleNotFoundError(article)
    return _standing(row)


def standings(tx: Connection, shop_id: ShopId, ids: Sequence[ArticleId]) -> list[Standing]:
    """Return those of *ids* that there are."""
    rows = tx.execute(_standings(shop_id).where(articles.c.id.in_(ids)))
    return [_standing(row) for row in rows]


def _standings(shop_id: ShopId) -> Select[Any]:
    kept = ("id", "blog_handle", "handle", "state", "published_at")
    return select(*(articles.c[name] for name in kept)).where(articles.c.shop_id == shop_id)


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        ArticleId(row.id),
        row.blog_handle,
        row.handle,
        ArticleState(row.state or ArticleState.WAITING),
        row.published_at,
    )


class _Row(NamedTuple):
    """What a sync brings of a row."""

    shop_id: ShopId
    id: ArticleId
    blog_handle: str
    handle: str
    title: str
    body_html: str
    tags: tuple[str, ...]
    author: str
    image: Mapping[str, Any] | None
    language: str
    is_published: bool
    published_at: datetime | None
    updated_at: datetime
    content_hash: str
    source_hash: str


def _row(shop_id: ShopId, article: Article, source_hash: str) -> _Row:
    return _Row(
        shop_id,
        article.id,
        article.blog_handle,
        article.handle,
        article.title,
        article.body_html,
        article.tags,
        article.author,
        content.image_values(article.image),
        article.language,
        article.is_published,
        article.published_at,
        article.updated_at,
        content.content_hash(article),
        source_hash,
    )


def _article(row: Row[Any]) -> Article:
    return Article(
        id=ArticleId(row.id),
        blog_handle=row.blog_handle,
        handle=row.handle,
        title=row.title,
        body_html=row.body_html,
        tags=tuple(row.tags),
        author=row.author,
        image=content.image_of(row.image),
        is_published=row.is_published,
        published_at=row.published_at,
        updated_at=row.updated_at,
        language=row.language,
    )


def _read_article(row: Row[Any]) -> ReadArticle:
    key: str = row.reading_key or ""
    reading = documents.decode(Reading, row.reading)
    return ReadArticle(
        article=_article(row),
        reading=replace(reading, lexicon_version=content.lexicon_version_of(key)),
        state=ArticleState(row.state or ArticleState.WAITING),
        state_reason=row.state_reason,
        key=key,
    )
