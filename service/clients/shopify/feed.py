"""A shop's feed from Shopify's Admin GraphQL API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from service.clients.shopify.answers import QueryTooCostlyError
from service.clients.shopify.bulk import BulkLists
from service.clients.shopify.graphql import GraphQLClient
from service.clients.shopify.paging import LIST_LIMIT, Walk, at_or_after, walk
from service.clients.shopify.queries import query
from service.clients.shopify.translate import (
    to_article,
    to_facts,
    to_happening,
    to_listed,
    to_product,
)
from service.clients.shopify.wire import (
    Answer,
    ArticleIdsAnswer,
    ArticlePage,
    ArticlesAnswer,
    ArticlesByIdAnswer,
    EventsAnswer,
    InstallationAnswer,
    ListedPage,
    ProductIdsAnswer,
    ProductsAnswer,
    ProductsByIdAnswer,
    ShopAnswer,
    SizesAnswer,
    VariantsAnswer,
    WireProduct,
    WireVariant,
    shaped,
)
from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId
from service.domain.changes import Happening, Listed, Subject
from service.ports import ShopFacts

PRODUCTS_A_PAGE = 50
PRODUCTS_AT_ONCE = 25
ARTICLES_A_PAGE = 50
LINES_A_PAGE = 250
VARIANTS_A_PAGE = 250
MOST_BY_PAGES = 1_000
"""A shop that has more products, or articles, is gathered by Shopify itself."""


class GraphQLShopFeed:
    """A `ShopFeed`. *list_limit*: how far one of Shopify's lists reaches. *lists_from*: see
    `BulkLists`. *most_by_pages*: a shop with more is gathered."""

    def __init__(
        self,
        client: GraphQLClient,
        *,
        list_limit: int = LIST_LIMIT,
        lists_from: str = "",
        most_by_pages: int = MOST_BY_PAGES,
    ) -> None:
        self._client = client
        self._list_limit = list_limit
        self._lists_from = lists_from
        self._most_by_pages = most_by_pages

    def exports(self) -> BulkLists | None:
        sizes = self._ask("sizes", {}, SizesAnswer)
        counted = [blog.articles_count for blog in sizes.blogs.nodes]
        articles = sum(each.count for each in counted if each is not None)
        products = sizes.products_count.count if sizes.products_count is not None else 0
        if max(products, articles) <= self._most_by_pages:
            return None
        return BulkLists(self._client, also_from=self._lists_from)

    def facts(self) -> ShopFacts:
        return to_facts(self._ask("shop", {}, ShopAnswer).shop)

    def scopes(self) -> frozenset[str]:
        return self._ask("installation", {}, InstallationAnswer).current_app_installation.scopes

    def products(self, *, updated_since: datetime | None = None) -> Iterator[Sequence[Product]]:
        currency = ""

        def ask(variables: Mapping[str, Any]) -> Any:
            nonlocal currency
            answer = self._ask("products", variables, ProductsAnswer)
            currency = answer.shop.currency_code
            return answer.products

        for nodes in walk(Walk(PRODUCTS_A_PAGE, updated_since, self._list_limit), ask):
            yield tuple(to_product(node, self._variants(node), currency) for node in nodes)

    def products_by_id(self, ids: Sequence[ProductId]) -> Sequence[Product]:
        found: list[Product] = []
        for start in range(0, len(ids), PRODUCTS_AT_ONCE):
            found += self._products_of(ids[start : start + PRODUCTS_AT_ONCE])
        return found

    def _products_of(self, ids: Sequence[ProductId]) -> list[Product]:
        """Ask for them in halves where Shopify thinks that they may cost too much together."""
        gids = [f"gid://shopify/Product/{number}" for number in ids]
        try:
            answer = self._ask("products_by_id", {"ids": gids}, ProductsByIdAnswer)
        except QueryTooCostlyError:
            if len(ids) == 1:
                raise
            half = len(ids) // 2
            return self._products_of(ids[:half]) + self._products_of(ids[half:])
        currency = answer.shop.currency_code
        nodes = [node for node in answer.nodes if node is not None]
        return [to_product(node, self._variants(node), currency) for node in nodes]

    def articles(self, *, updated_since: datetime | None = None) -> Iterator[Sequence[Article]]:
        def ask(variables: Mapping[str, Any]) -> ArticlePage:
            return self._ask("articles", variables, ArticlesAnswer).articles

        for nodes in walk(Walk(ARTICLES_A_PAGE, updated_since, self._list_limit), ask):
            yield tuple(to_article(node) for node in nodes)

    def articles_by_id(self, ids: Sequence[ArticleId]) -> Sequence[Article]:
        found: list[Article] = []
        for start in range(0, len(ids), ARTICLES_A_PAGE):
            asked = ids[start : start + ARTICLES_A_PAGE]
            gids = [f"gid://shopify/Article/{number}" for number in asked]
            answer = self._ask("articles_by_id", {"ids": gids}, ArticlesByIdAnswer)
            found += [to_article(node) for node in answer.nodes if node is not None]
        return found

    def happenings(self, subject: Subject, *, since: datetime) -> Iterator[Sequence[Happening]]:
        asked: dict[str, Any] = {
            "first": LINES_A_PAGE,
            "after": None,
            "query": f"subject_type:{subject.value} AND {at_or_after('created_at', since)}",
        }
        while True:
            page = self._ask("events", asked, EventsAnswer).events
            yield tuple(to_happening(event) for event in page.nodes if event.subject_id)
            if not page.page_info.has_next_page:
                return
            asked = {**asked, "after": page.page_info.end_cursor}

    def listed(self, subject: Subject) -> Iterator[Sequence[Listed]]:
        def ask_products(variables: Mapping[str, Any]) -> ListedPage:
            return self._ask("product_ids", variables, ProductIdsAnswer).products

        def ask_articles(variables: Mapping[str, Any]) -> ListedPage:
            return self._ask("article_ids", variables, ArticleIdsAnswer).articles

        ask = ask_products if subject is Subject.PRODUCT else ask_articles
        for nodes in walk(Walk(LINES_A_PAGE, limit=self._list_limit), ask):
            yield tuple(to_listed(node) for node in nodes)

    def _variants(self, product: WireProduct) -> Sequence[WireVariant]:
        variants, page = list(product.variants.nodes), product.variants
        while page.page_info.has_next_page:
            asked = {
                "product": product.id,
                "first": VARIANTS_A_PAGE,
                "after": page.page_info.end_cursor,
            }
            more = self._ask("variants", asked, VariantsAnswer).product
            if more is None:
                break  # deleted meanwhile: the next full sync sees that it is gone
            page = more.variants
            variants += page.nodes
        return variants

    def _ask(self, name: str, variables: Mapping[str, Any], shape: type[Answer]) -> Answer:
        return shaped(self._client.ask(query(name), variables), shape, name)
