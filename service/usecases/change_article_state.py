"""A person decides whether an article may show cards."""

from __future__ import annotations

from service.domain.articles import ArticleId, ArticleState
from service.domain.catalog import ShopId
from service.ports import Clock
from service.storage import articles, audit, shops
from service.storage.database import Database

CHANGED = "article_state_changed"


def change_article_state(
    shop_id: ShopId,
    article: ArticleId,
    state: ArticleState,
    *,
    author: str,
    database: Database,
    clock: Clock,
) -> None:
    """Set the state; shoppers see it with the next answer. Raise `ArticleNotFoundError`."""
    now = clock()
    with database.transaction(shop_id) as tx:
        articles.set_state(tx, shop_id, article, state, f"set by {author}")
        detail = {"article": str(article), "state": state.value}
        audit.add(tx, shop_id, CHANGED, detail, author=author, now=now)
        shops.raise_generation(tx, shop_id)
