"""What can be asked of the fake: the query root, with filters and sort keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from graphql import GraphQLError, GraphQLResolveInfo

from service.demo.fake_shopify import search
from service.demo.fake_shopify.connections import Node, SortKey, connection
from service.demo.fake_shopify.execution import Exchange
from service.demo.fake_shopify.herd import Herd, by_id
from service.demo.fake_shopify.herd_pages import herd_page, is_pageable
from service.demo.fake_shopify.nodes import (
    Scene,
    article_node,
    blog_node,
    blog_of,
    gid,
    is_past,
    product_node,
    shop_node,
)
from service.demo.fake_shopify.schema import Access
from service.demo.fake_shopify.scopes import access_denied
from service.demo.fake_shopify.store import UnknownThingError, product_of
from service.demo.fake_shopify.versions import public_versions
from service.demo.shop import DemoArticle, DemoBlog, DemoProduct

Thing = TypeVar("Thing", DemoProduct, DemoArticle, DemoBlog)


def query_root(scene: Scene) -> Node:
    """Return the fields of ``QueryRoot`` that the fake provides."""
    shop = scene.shop

    def find(_info: object, *, id: str) -> Node | None:  # noqa: A002 - the schema's name
        return _find(scene, id)

    return {
        "shop": lambda _info: shop_node(scene),
        "product": find,
        "article": find,
        "blog": find,
        "node": find,
        "nodes": lambda _info, *, ids: [_find(scene, number) for number in ids],
        "products": _list(
            scene, shop.products, _product_fields, PRODUCT_SORTS, lambda p: product_node(scene, p)
        ),
        "articles": _list(
            scene, shop.articles, _article_fields, ARTICLE_SORTS, lambda a: article_node(scene, a)
        ),
        "blogs": _list(scene, shop.blogs, _blog_fields, BLOG_SORTS, lambda b: blog_node(scene, b)),
        "productsCount": _counter(scene, shop.products, _product_fields),
        "blogsCount": _counter(scene, shop.blogs, _blog_fields),
        "productByIdentifier": lambda _info, *, identifier: _by_identifier(scene, identifier),
        "publicApiVersions": public_versions(),
        "shopLocales": _locales,
    }


def _locales(info: GraphQLResolveInfo[Exchange], **_arguments: Any) -> list[Node]:
    if "read_locales" not in info.context.scopes:
        access = Access(frozenset({"read_locales"}), "`read_locales` access scope.")
        raise access_denied("shopLocales", access)
    return [{"locale": "en", "name": "English", "primary": True, "published": True}]


def _product_fields(scene: Scene, product: DemoProduct) -> search.Fields:
    return {
        "id": product.id,
        "handle": product.handle,
        "title": product.title,
        "status": product.status,
        "product_type": product.product_type,
        "vendor": scene.shop.name,
        "tag": product.tags,
        "gift_card": str(product.is_gift_card).lower(),
        "updated_at": product.updated_at,
        "published_at": product.published_at,
        "published_status": _published(is_past(product.published_at, scene.now)),
    }


def _article_fields(scene: Scene, article: DemoArticle) -> search.Fields:
    return {
        "id": article.id,
        "handle": article.handle,
        "title": article.title,
        "author": article.author,
        "tag": article.tags,
        "blog_id": blog_of(scene.shop, article).id,
        "blog_title": blog_of(scene.shop, article).title,
        "updated_at": article.updated_at,
        "published_at": article.published_at,
        "published_status": _published(is_past(article.published_at, scene.now)),
    }


def _blog_fields(_scene: Scene, blog: DemoBlog) -> search.Fields:
    return {"id": blog.id, "handle": blog.handle, "title": blog.title}


def _published(published: bool) -> tuple[str, ...]:
    return ("any", "published", "visible") if published else ("any", "unpublished", "hidden")


PRODUCT_SORTS: Mapping[str, str] = {
    "ID": "id",
    "TITLE": "title",
    "VENDOR": "vendor",
    "PRODUCT_TYPE": "product_type",
    "PUBLISHED_AT": "published_at",
    "UPDATED_AT": "updated_at",
    "RELEVANCE": "id",
}
ARTICLE_SORTS: Mapping[str, str] = {
    "ID": "id",
    "TITLE": "title",
    "AUTHOR": "author",
    "BLOG_TITLE": "blog_title",
    "PUBLISHED_AT": "published_at",
    "UPDATED_AT": "updated_at",
}
BLOG_SORTS: Mapping[str, str] = {"ID": "id", "HANDLE": "handle", "TITLE": "title"}


def _list(
    scene: Scene,
    things: Iterable[Thing],
    fields: Callable[[Scene, Thing], search.Fields],
    sorts: Mapping[str, str],
    node: Callable[[Thing], Node],
) -> Callable[..., Node]:
    def answer(info: GraphQLResolveInfo[Exchange], **arguments: Any) -> Node:
        field = sorts.get(arguments.get("sortKey") or "ID")
        if field is None:
            raise GraphQLError(f"this shop does not sort by {arguments['sortKey']}")
        if isinstance(things, Herd) and is_pageable(field, arguments):
            return _page_of_herd(
                things,
                field,
                info,
                arguments,
                now=scene.now,
                fields=lambda thing: fields(scene, thing),
                node=node,
            )
        found = _found(scene, things, fields, arguments.get("query"), info)
        return connection(
            found,
            key=lambda thing: _sort_key(fields(scene, thing)[field], thing.id),
            node=node,
            arguments=arguments,
        )

    return answer


def _page_of_herd(
    herd: Herd[Any],
    field: str,
    info: GraphQLResolveInfo[Exchange],
    arguments: Mapping[str, Any],
    *,
    now: datetime,
    fields: Callable[[Any], search.Fields],
    node: Callable[[Any], Node],
) -> Node:
    query = arguments.get("query") or ""
    terms = _terms(query)
    if terms and (first := next(iter(herd), None)) is not None:
        unknown = search.unknown_fields(terms, frozenset(fields(first)))
        info.context.warn_of_search(info.path.as_list(), query, unknown)

    def is_found(thing: Any) -> bool:
        return not terms or search.matches(terms, fields(thing), now=now)

    return herd_page(herd, field, arguments, terms=terms, is_found=is_found, node=node)


def _terms(query: str) -> tuple[search.Term, ...]:
    try:
        return search.parse(query)
    except search.SearchSyntaxError as error:
        raise GraphQLError(f"Invalid search query: {error}") from error


def _counter(
    scene: Scene, things: Iterable[Thing], fields: Callable[[Scene, Thing], search.Fields]
) -> Callable[..., Node]:
    def answer(info: GraphQLResolveInfo[Exchange], **arguments: Any) -> Node:
        if isinstance(things, Herd) and not arguments.get("query"):
            return {"count": len(things), "precision": "EXACT"}
        found = _found(scene, things, fields, arguments.get("query"), info)
        return {"count": len(found), "precision": "EXACT"}

    return answer


def _found(
    scene: Scene,
    things: Iterable[Thing],
    fields: Callable[[Scene, Thing], search.Fields],
    query: str | None,
    info: GraphQLResolveInfo[Exchange],
) -> list[Thing]:
    everything = list(things)
    if not query or not everything:
        return everything
    try:
        terms = search.parse(query)
        found = [t for t in everything if search.matches(terms, fields(scene, t), now=scene.now)]
    except search.SearchSyntaxError as error:
        raise GraphQLError(f"Invalid search query: {error}") from error
    exchange: Exchange = info.context
    known = frozenset(fields(scene, everything[0]))
    exchange.warn_of_search(info.path.as_list(), query, search.unknown_fields(terms, known))
    return found


def _sort_key(value: search.Value, number: int) -> SortKey:
    if isinstance(value, int):
        return value, number
    return ("" if value is None else str(value)), number


def _find(scene: Scene, identifier: str) -> Node | None:
    shop = scene.shop
    kind, _, number = identifier.removeprefix("gid://shopify/").partition("/")
    if kind == "Product" and number.isdecimal():
        product = by_id(shop.products, int(number))
        return product_node(scene, product) if product else None
    if kind == "Article" and number.isdecimal():
        article = by_id(shop.articles, int(number))
        return article_node(scene, article) if article else None
    for blog in shop.blogs:
        if gid("Blog", blog.id) == identifier:
            return blog_node(scene, blog)
    return None


def _by_identifier(scene: Scene, identifier: Mapping[str, Any]) -> Node | None:
    if handle := identifier.get("handle"):
        try:
            return product_node(scene, product_of(scene.shop, handle))
        except UnknownThingError:
            return None
    return _find(scene, str(identifier.get("id", "")))
