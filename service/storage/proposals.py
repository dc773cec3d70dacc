"""Terms that a shop may want to add: where each was found, but for those that were dismissed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from service.domain.catalog import ShopId
from service.domain.reading.proposals import MINER_VERSION, Candidate, Sign
from service.storage.content import Noun
from service.storage.tables import articles, products, shops, term_candidates, term_dismissals

_SIGNS = (Sign.MISSPELT, Sign.COMPANY, Sign.SHAPE, Sign.LISTED)
"""The one that tells most goes first."""
_RANKS = {sign.value: rank for rank, sign in enumerate(_SIGNS)}
_TABLES = {Noun.PRODUCTS: products, Noun.ARTICLES: articles}


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase, and in how many articles and products it stands. *language*: ``en`` where it was
    found in several, for English terms are looked for in all."""

    folded: str
    text: str
    language: str
    sign: Sign
    articles: int
    products: int


@dataclass(frozen=True, slots=True)
class Example:
    """Where a phrase stands. *handle*: of an article with its blog's before it."""

    noun: Noun
    id: int
    title: str
    handle: str
    quote: str


def unmined(
    tx: Connection, noun: Noun, shop_id: ShopId, *, lexicon_version: str, limit: int
) -> dict[int, str]:
    """Return the next texts that were read and not looked through: id and digest of content."""
    table = _TABLES[noun]
    rows = tx.execute(
        select(table.c.id, table.c.content_hash)
        .where(
            table.c.shop_id == shop_id,
            table.c.reading_key.startswith(table.c.content_hash + ":"),
            table.c.mined_key.is_distinct_from(table.c.content_hash + _mined_with(lexicon_version)),
        )
        .order_by(table.c.id)
        .limit(limit)
    )
    return {row.id: row.content_hash for row in rows}


def store(
    tx: Connection,
    noun: Noun,
    shop_id: ShopId,
    digests: Mapping[int, str],
    found: Mapping[int, Sequence[Candidate]],
    *,
    lexicon_version: str,
) -> None:
    """Keep what was *found* in the texts of *digests* in place of what was found before."""
    table, rows = _TABLES[noun], term_candidates
    mine = rows.c.shop_id == shop_id, rows.c.noun == noun.value, rows.c.text_id.in_(digests)
    tx.execute(delete(rows).where(*mine))
    fresh = [
        {"shop_id": shop_id, "noun": noun.value, "text_id": number, **_values(candidate)}
        for number, candidates in found.items()
        for candidate in candidates
    ]
    if fresh:
        tx.execute(insert(rows), fresh)
    same = (table.c[name] == bindparam(f"its_{name}") for name in ("id", "content_hash"))
    tx.execute(
        update(table).where(table.c.shop_id == shop_id, *same).values(mined_key=bindparam("key")),
        [
            {"its_id": i, "its_content_hash": d, "key": d + _mined_with(lexicon_version)}
            for i, d in digests.items()
        ],
    )


def forget_gone(tx: Connection, shop_id: ShopId) -> None:
    """Forget what was found in texts that the shop has no longer."""
    for noun, table in _TABLES.items():
        there = select(table.c.id).where(table.c.shop_id == shop_id)
        gone = term_candidates.c.text_id.not_in(there)
        tx.execute(
            delete(term_candidates).where(
                term_candidates.c.shop_id == shop_id, term_candidates.c.noun == noun.value, gone
            )
        )


def brands(tx: Connection, shop_id: ShopId) -> list[str]:
    """Return what the shop and those that it sells of are called."""
    named = select(products.c.vendor).where(products.c.shop_id == shop_id).distinct()
    return [*tx.scalars(select(shops.c.name).where(shops.c.id == shop_id)), *tx.scalars(named)]


def frequent(tx: Connection, shop_id: ShopId, *, least: int, limit: int) -> list[Found]:
    """Return the phrases that stand in *least* texts or more and were not dismissed."""
    rows = term_candidates
    dismissed = select(term_dismissals.c.folded).where(term_dismissals.c.shop_id == shop_id)
    everywhere = func.count()
    found = tx.execute(
        select(
            rows.c.folded,
            func.max(rows.c.text).label("text"),
            func.min(rows.c.language).label("language"),
            func.max(rows.c.language).label("other_language"),
            func.min(case(_RANKS, value=rows.c.sign, else_=0)).label("rank"),
            _those_of(Noun.ARTICLES).label("articles"),
            _those_of(Noun.PRODUCTS).label("products"),
        )
        .where(rows.c.shop_id == shop_id, rows.c.folded.not_in(dismissed))
        .group_by(rows.c.folded)
        .having(everywhere >= least)
        .order_by(everywhere.desc(), rows.c.folded)
        .limit(limit)
    )
    return [
        Found(
            row.folded,
            row.text,
            row.language if row.language == row.other_language else "en",
            _SIGNS[row.rank],
            row.articles,
            row.products,
        )
        for row in found
    ]


def examples(
    tx: Connection, shop_id: ShopId, phrases: Sequence[str], *, each: int
) -> dict[str, list[Example]]:
    """Return where each of *phrases* stands, *each* places at most, articles first."""
    rows = term_candidates
    place = func.row_number().over(
        partition_by=rows.c.folded, order_by=(rows.c.noun, rows.c.text_id.desc())
    )
    numbered = (
        select(rows.c.folded, rows.c.noun, rows.c.text_id, rows.c.quote, place.label("place"))
        .where(rows.c.shop_id == shop_id, rows.c.folded.in_(phrases))
        .subquery()
    )
    kept = tx.execute(select(numbered).where(numbered.c.place <= each).order_by(numbered.c.place))
    shown = kept.all()
    named = {
        noun: _named(tx, noun, shop_id, [row.text_id for row in shown if row.noun == noun])
        for noun in Noun
    }
    found: dict[str, list[Example]] = {phrase: [] for phrase in phrases}
    for row in shown:
        noun = Noun(row.noun)
        if row.text_id in named[noun]:
            title, handle = named[noun][row.text_id]
            found[row.folded].append(Example(noun, row.text_id, title, handle, row.quote))
    return found


def _those_of(noun: Noun) -> ColumnElement[int]:
    return func.sum(case((term_candidates.c.noun == noun.value, 1), else_=0))


def _named(
    tx: Connection, noun: Noun, shop_id: ShopId, ids: Sequence[int]
) -> dict[int, tuple[str, str]]:
    table: Table = _TABLES[noun]
    handle: ColumnElement[str] = table.c.handle
    if noun is Noun.ARTICLES:
        handle = articles.c.blog_handle + "/" + articles.c.handle
    rows = tx.execute(
        select(table.c.id, table.c.title, handle.label("handle")).where(
            table.c.shop_id == shop_id, table.c.id.in_(ids)
        )
    )
    return {row.id: (row.title, row.handle) for row in rows}


def _values(candidate: Candidate) -> dict[str, Any]:
    return {
        "folded": candidate.folded,
        "text": candidate.text,
        "language": candidate.language,
        "sign": candidate.sign.value,
        "quote": candidate.quote,
    }


def _mined_with(lexicon_version: str) -> str:
    return f":{lexicon_version}:{MINER_VERSION}"
