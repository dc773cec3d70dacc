"""In a shop's transaction a statement names that shop, or is not executed."""

from __future__ import annotations

import pytest
from sqlalchemy import and_, delete, exists, insert, literal, or_, select, text, update
from sqlalchemy.sql.expression import Executable

from service.domain.catalog import ShopId
from service.storage.database import Database
from service.storage.tables import answers, articles, events, jobs, products, shops, users
from service.storage.tenancy import ForeignRowsError

A, B = ShopId(1), ShopId(2)
MINE = articles.c.shop_id == A
other = articles.alias("other")

REFUSED: dict[str, Executable] = {
    "no condition": select(articles.c.id),
    "an id alone": select(articles.c.id).where(articles.c.id == 7),
    "another shop": select(articles.c.id).where(articles.c.shop_id == B),
    "one of two": select(articles.c.id).where(or_(MINE, articles.c.id == 7)),
    "not this shop": select(articles.c.id).where(articles.c.shop_id != A),
    "a join that forgets": select(articles.c.id, products.c.id)
    .select_from(articles.join(products, products.c.id == articles.c.id))
    .where(MINE),
    "a product of two tables": select(articles.c.id, products.c.id).where(MINE),
    "an alias": select(other.c.id).where(MINE),
    "an outer join that holds the wrong side": select(articles.c.id).select_from(
        articles.outerjoin(answers, and_(answers.c.shop_id == articles.c.shop_id, MINE))
    ),
    "within a condition": select(articles.c.id).where(
        MINE, articles.c.id.in_(select(answers.c.article_id))
    ),
    "within a table": select(select(answers.c.article_id).subquery().c.article_id),
    "within a count": select(exists(select(products.c.id))),
    "in a second half": select(articles.c.id).where(MINE).union(select(products.c.id)),
    "a change of all": update(articles).values(title="x"),
    "a change by another table": update(articles)
    .where(MINE, products.c.id == articles.c.id)
    .values(title="x"),
    "a deletion": delete(articles).where(articles.c.id == 7),
    "a shop by its name": select(shops.c.id).where(shops.c.domain == "two.myshopify.com"),
    "a row for another": insert(answers).values(shop_id=B, article_id=1),
    "a row given away": update(articles).where(MINE).values(shop_id=B),
    "what is no shop's": select(users.c.id),
    "text": text("SELECT id FROM articles WHERE shop_id = 1"),
    "text within": select(articles.c.id).where(MINE, text("EXISTS (SELECT 1 FROM products)")),
}

TAKEN: dict[str, Executable] = {
    "its own": select(articles.c.id).where(MINE, articles.c.id == 7),
    "a join by the shop": select(articles.c.id)
    .select_from(
        articles.outerjoin(
            answers,
            and_(answers.c.shop_id == articles.c.shop_id, answers.c.article_id == articles.c.id),
        )
    )
    .where(MINE),
    "one that looks around": select(events.c.id).where(
        events.c.shop_id == A,
        exists().where(
            articles.c.shop_id == events.c.shop_id, articles.c.id == events.c.article_id
        ),
    ),
    "the shop itself": update(shops).where(shops.c.id == A).values(name="x"),
    "no table": select(literal(1)),
    "text without a table": text("SELECT 1"),
    "a deletion": delete(jobs).where(jobs.c.shop_id == A, jobs.c.id == 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(database: Database, name: str) -> None:
    with pytest.raises(ForeignRowsError), database.transaction(A) as tx:
        tx.execute(REFUSED[name])


@pytest.mark.parametrize("name", TAKEN)
def test_takes(database: Database, name: str) -> None:
    with database.transaction(A) as tx:
        tx.execute(TAKEN[name])


def test_looks_at_the_values_of_every_row(database: Database) -> None:
    rows = [{"shop_id": A, "article_id": 1}, {"shop_id": B, "article_id": 2}]
    with pytest.raises(ForeignRowsError, match="names shop 2"), database.transaction(A) as tx:
        tx.execute(insert(answers), rows)


def test_the_same_statement_with_another_shop_is_refused_the_second_time(
    database: Database,
) -> None:
    def its(shop_id: ShopId) -> Executable:
        return select(articles.c.id).where(articles.c.shop_id == shop_id)

    with database.transaction(A) as tx:
        tx.execute(its(A))
        with pytest.raises(ForeignRowsError):
            tx.execute(its(B))
