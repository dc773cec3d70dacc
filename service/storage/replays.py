"""What a mapping would show beside what is published: kept until either of them is another."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from service.domain.articles import ArticleId, ArticleState
from service.domain.catalog import ProductId, ShopId
from service.domain.errors import ConflictError
from service.domain.replay import ArticleChange, ProductMoves
from service.storage import documents
from service.storage.tables import articles, replayed_articles, replays
from service.storage.upserts import upsert

Subject = NewType("Subject", str)
"""What is run: the draft, or a version to go back to."""

DRAFT = Subject("draft")


def of_version(number: int) -> Subject:
    return Subject(f"version {number}")


def version_of(subject: Subject) -> int:
    return int(subject.removeprefix("version "))


class ReplaySupersededError(ConflictError):
    """A newer run of the same has begun; what this one found must not be kept."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a replay rests on; of another one it says nothing. *number*: the draft's revision, or
    the version; *against*: the version that was published; *generation*: of the shop."""

    number: int
    against: int
    lexicon_version: str
    generation: int

    def says_the_same_rules(self, other: Basis) -> bool:
        """Whether the two differ at most in what the shop sells and writes."""
        return (self.number, self.against, self.lexicon_version) == (
            other.number,
            other.against,
            other.lexicon_version,
        )


@dataclass(frozen=True, slots=True)
class Replay:
    """How far it is. *articles*: that have been read; *reached*: those of them that may change."""

    subject: Subject
    token: str
    basis: Basis
    articles: int
    reached: int
    looked_at: int
    after: ArticleId
    moves: tuple[ProductMoves, ...]
    began_at: datetime
    finished_at: datetime | None


class Showing(StrEnum):
    """Which of the changed articles are listed."""

    ALL = "all"
    GAINING = "gaining"
    LOSING = "losing"
    EMPTIED = "emptied"
    FALLING_BACK = "falling_back"


@dataclass(frozen=True, slots=True)
class ReplayedArticle:
    """*state*: whether shoppers see the article's cards at all."""

    title: str
    path: str
    state: ArticleState
    change: ArticleChange


def find(tx: Connection, shop_id: ShopId, subject: Subject) -> Replay | None:
    row = tx.execute(
        select(replays).where(replays.c.shop_id == shop_id, replays.c.subject == subject)
    ).one_or_none()
    return _replay(row) if row is not None else None


def begin(
    tx: Connection,
    shop_id: ShopId,
    subject: Subject,
    basis: Basis,
    *,
    articles: int,
    reached: int,
    now: datetime,
) -> Replay:
    """Begin anew: what an older run of the same found goes, and so do those of other rules."""
    tx.execute(
        delete(replays).where(
            replays.c.shop_id == shop_id,
            or_(replays.c.subject == subject, replays.c.against != basis.against),
        )
    )
    begun = Replay(
        subject, str(uuid.uuid4()), basis, articles, reached, 0, ArticleId(0), (), now, None
    )
    tx.execute(
        insert(replays).values(
            shop_id=shop_id,
            subject=subject,
            token=begun.token,
            number=basis.number,
            against=basis.against,
            lexicon_version=basis.lexicon_version,
            generation=basis.generation,
            articles=articles,
            reached=reached,
            looked_at=0,
            after_id=0,
            moves="[]",
            began_at=now,
        )
    )
    return begun


def forget(tx: Connection, shop_id: ShopId, replay: Replay) -> None:
    """Drop a run that nobody waits for any more."""
    tx.execute(delete(replays).where(replays.c.shop_id == shop_id, replays.c.token == replay.token))


def next_open(tx: Connection, shop_id: ShopId) -> Replay | None:
    """Return the oldest replay that is not finished."""
    row = tx.execute(
        select(replays)
        .where(replays.c.shop_id == shop_id, replays.c.finished_at.is_(None))
        .order_by(replays.c.began_at, replays.c.subject)
        .limit(1)
    ).one_or_none()
    return _replay(row) if row is not None else None


def keep(
    tx: Connection,
    shop_id: ShopId,
    replay: Replay,
    changes: Iterable[ArticleChange],
    *,
    looked_at: int,
    after: ArticleId,
) -> Replay:
    """Keep what was found up to the article *after*; raise `ReplaySupersededError`."""
    _advance(tx, shop_id, replay, {"looked_at": looked_at, "after_id": after})
    upsert(tx, replayed_articles, [_values(shop_id, replay.subject, each) for each in changes])
    return replace(replay, looked_at=looked_at, after=after)


def finish(
    tx: Connection,
    shop_id: ShopId,
    replay: Replay,
    moves: Sequence[ProductMoves],
    *,
    now: datetime,
) -> Replay:
    """Say that all was looked at; raise `ReplaySupersededError`."""
    _advance(tx, shop_id, replay, {"moves": documents.encode(moves), "finished_at": now})
    return replace(replay, moves=tuple(moves), finished_at=now)


def moves(
    tx: Connection, shop_id: ShopId, subject: Subject
) -> list[tuple[tuple[ProductId, ...], tuple[ProductId, ...]]]:
    """Return of each changed article which products come and go."""
    found = tx.scalars(select(replayed_articles.c.products).where(*_of(shop_id, subject)))
    return [(_signed(said, "+"), _signed(said, "-")) for said in found]


def counts(tx: Connection, shop_id: ShopId, subject: Subject) -> dict[Showing, int]:
    """Return how many articles change, and in which way."""
    each = [func.count().filter(_shows(showing)).label(showing.value) for showing in Showing]
    row = tx.execute(select(*each).where(*_of(shop_id, subject))).one()
    return {showing: getattr(row, showing.value) for showing in Showing}


def listed(
    tx: Connection,
    shop_id: ShopId,
    subject: Subject,
    *,
    showing: Showing = Showing.ALL,
    product: ProductId | None = None,
    limit: int,
    offset: int = 0,
) -> list[ReplayedArticle]:
    """Return changed articles, with those first that become empty or lose most."""
    its = replayed_articles.c
    rows = tx.execute(
        select(articles.c.title, articles.c.blog_handle, articles.c.handle, articles.c.state)
        .add_columns(its.change)
        .select_from(
            replayed_articles.join(
                articles,
                (articles.c.shop_id == its.shop_id) & (articles.c.id == its.article_id),
            )
        )
        .where(*_of(shop_id, subject), _shows(showing), _moves(product))
        .order_by(
            its.becomes_empty.desc(), its.falls_back.desc(), its.losses.desc(), its.article_id
        )
        .limit(limit)
        .offset(offset)
    )
    return [
        ReplayedArticle(
            row.title,
            f"{row.blog_handle}/{row.handle}",
            ArticleState(row.state or ArticleState.WAITING),
            documents.decode(ArticleChange, row.change),
        )
        for row in rows
    ]


def count(
    tx: Connection, shop_id: ShopId, subject: Subject, showing: Showing, product: ProductId | None
) -> int:
    """Return how many articles `listed` would list without a limit."""
    counted = select(func.count()).where(*_of(shop_id, subject), _shows(showing), _moves(product))
    return tx.execute(counted).scalar_one()


def _of(shop_id: ShopId, subject: Subject) -> tuple[ColumnElement[bool], ...]:
    return replayed_articles.c.shop_id == shop_id, replayed_articles.c.subject == subject


def _shows(showing: Showing) -> ColumnElement[bool]:
    its = replayed_articles.c
    conditions: dict[Showing, ColumnElement[bool]] = {
        Showing.ALL: its.article_id.is_not(None),
        Showing.GAINING: its.gains > 0,
        Showing.LOSING: its.losses > 0,
        Showing.EMPTIED: its.becomes_empty,
        Showing.FALLING_BACK: its.falls_back,
    }
    return conditions[showing]


def _moves(product: ProductId | None) -> ColumnElement[bool]:
    its = replayed_articles.c
    if product is None:
        return its.article_id.is_not(None)
    return or_(*(its.products.contains(f"{sign}{product} ", autoescape=True) for sign in "+-"))


def _advance(tx: Connection, shop_id: ShopId, replay: Replay, values: dict[str, Any]) -> None:
    held = tx.execute(
        update(replays)
        .where(
            replays.c.shop_id == shop_id,
            replays.c.subject == replay.subject,
            replays.c.token == replay.token,
        )
        .values(values)
    )
    if held.rowcount == 0:
        raise ReplaySupersededError(replay.subject)


def _values(shop_id: ShopId, subject: Subject, change: ArticleChange) -> dict[str, Any]:
    gained, lost = change.gained, change.lost
    return {
        "shop_id": shop_id,
        "subject": subject,
        "article_id": change.article,
        "gains": len(gained),
        "losses": len(lost),
        "becomes_empty": change.becomes_empty,
        "falls_back": change.falls_back,
        "products": "".join(f"+{p} " for p in gained) + "".join(f"-{p} " for p in lost),
        "change": documents.encode(change),
    }


def _signed(said: str, sign: str) -> tuple[ProductId, ...]:
    return tuple(ProductId(int(each[1:])) for each in said.split() if each[0] == sign)


def _replay(row: Row[Any]) -> Replay:
    return Replay(
        Subject(row.subject),
        row.token,
        Basis(row.number, row.against, row.lexicon_version, row.generation),
        row.articles,
        row.reached,
        row.looked_at,
        ArticleId(row.after_id),
        documents.decode(tuple[ProductMoves, ...], row.moves),
        row.began_at,
        row.finished_at,
    )
