"""What was decided for each article: written by workers, looked up by everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from service.domain.articles import ArticleId, ArticleState
from service.domain.catalog import ShopId
from service.domain.recommendations import Decision
from service.storage import documents
from service.storage.tables import answers, articles
from service.storage.upserts import upsert


def store(tx: Connection, shop_id: ShopId, decisions: Sequence[Decision], *, now: datetime) -> int:
    """Keep the *decisions* that differ from what is stored; return how many did."""
    stored = tx.execute(
        select(answers.c.article_id, answers.c.decision).where(
            answers.c.shop_id == shop_id,
            answers.c.article_id.in_([d.article for d in decisions]),
        )
    )
    known = {row.article_id: row.decision for row in stored}
    rows = [
        {
            "shop_id": shop_id,
            "article_id": decision.article,
            "decision": documents.encode(decision),
            "mapping_version": decision.mapping_version,
            "computed_at": now,
            "has_products": bool(decision.candidates),
        }
        for decision in decisions
    ]
    changed = [row for row in rows if known.get(row["article_id"]) != row["decision"]]
    upsert(tx, answers, changed)
    return len(changed)


def find(tx: Connection, shop_id: ShopId, article_id: ArticleId) -> Decision | None:
    """Return what was decided for the article, ``None`` before it has been computed."""
    document = tx.scalar(
        select(answers.c.decision).where(
            answers.c.shop_id == shop_id, answers.c.article_id == article_id
        )
    )
    return documents.decode(Decision, document) if document else None


def find_many(
    tx: Connection, shop_id: ShopId, ids: Sequence[ArticleId]
) -> dict[ArticleId, Decision]:
    """Return what was decided for those of the articles that have been computed."""
    rows = tx.execute(
        select(answers.c.article_id, answers.c.decision).where(
            answers.c.shop_id == shop_id, answers.c.article_id.in_(ids)
        )
    )
    return {ArticleId(row.article_id): documents.decode(Decision, row.decision) for row in rows}


def shown(tx: Connection, shop_id: ShopId) -> dict[ArticleId, datetime]:
    """Return the articles that are on, have been or will be published, and beside which some
    product may stand, each with when that was decided; by id."""
    rows = tx.execute(
        select(answers.c.article_id, answers.c.computed_at)
        .join(
            articles,
            (articles.c.shop_id == answers.c.shop_id) & (articles.c.id == answers.c.article_id),
        )
        .where(
            answers.c.shop_id == shop_id,
            answers.c.has_products,
            articles.c.state == ArticleState.ON.value,
            articles.c.published_at.is_not(None),
        )
        .order_by(answers.c.article_id)
    )
    return {ArticleId(row.article_id): row.computed_at for row in rows}


def missing(tx: Connection, shop_id: ShopId) -> int:
    """Return how many of the shop's articles have no answer yet."""
    return tx.execute(
        select(func.count())
        .select_from(
            articles.outerjoin(
                answers,
                (answers.c.shop_id == articles.c.shop_id) & (answers.c.article_id == articles.c.id),
            )
        )
        .where(articles.c.shop_id == shop_id, answers.c.article_id.is_(None))
    ).scalar_one()


def count_with_products(tx: Connection, shop_id: ShopId) -> int:
    """Return beside how many of the shop's articles some product may stand."""
    return tx.execute(
        select(func.count())
        .select_from(answers)
        .where(answers.c.shop_id == shop_id, answers.c.has_products)
    ).scalar_one()
