"""The fake answers what an app for articles and products asks, whole and without an error."""

from __future__ import annotations

from typing import Any

import pytest

from service.demo.fake_shopify.cost import PLANS, Bucket
from service.demo.fake_shopify.execution import run
from service.demo.fake_shopify.nodes import Scene
from service.demo.fake_shopify.roots import query_root
from service.demo.fake_shopify.scopes import closure
from tests.unit.shopify.demo_things import NOW, a_demo_article, a_demo_product, a_demo_shop

SHOP = a_demo_shop(
    products=tuple(a_demo_product(n) for n in range(1, 4)),
    articles=tuple(a_demo_article(n) for n in range(1, 4)),
)
SCOPES = closure(("read_products", "read_content", "read_translations", "read_locales"))

ARTICLES = """query($first: Int!, $after: String, $query: String) {
  articles(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id handle title body summary tags isPublished publishedAt createdAt updatedAt templateSuffix
      author { name } blog { id handle title } image { url altText width height }
      ingredients: metafield(namespace: "custom", key: "ingredients") { type value jsonValue }
      metafields(first: 10) { nodes { namespace key type value } }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""
BLOGS = """{ blogs(first: 50) {
  nodes { id handle title updatedAt tags articlesCount { count precision } }
  pageInfo { hasNextPage endCursor }
} }"""
PRODUCTS = """query($first: Int!, $after: String, $query: String, $cc: CountryCode!) {
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id legacyResourceId handle title vendor productType status tags publishedAt updatedAt
      createdAt onlineStoreUrl totalInventory tracksInventory isGiftCard
      category { id fullName }
      priceRangeV2 {
        minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode }
      }
      compareAtPriceRange { minVariantCompareAtPrice { amount currencyCode } }
      featuredMedia { id alt mediaContentType preview { image { url width height altText } } }
      contextualPricing(context: {country: $cc}) {
        priceRange { minVariantPrice { amount currencyCode } }
      }
      ingredients: metafield(namespace: "custom", key: "ingredients") { type value jsonValue }
      variants(first: 10) { nodes {
        id sku title price compareAtPrice availableForSale inventoryQuantity inventoryPolicy
        sellableOnlineQuantity selectedOptions { name value }
      } }
      translations(locale: "fr") { key value outdated }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""
ONE_SHOP = """{
  shop {
    id myshopifyDomain name currencyCode ianaTimezone
    plan { publicDisplayName shopifyPlus partnerDevelopment } primaryDomain { host url }
  }
  publicApiVersions { handle supported displayName }
  shopLocales { locale primary published }
}"""


def ask(asked: str, scopes: frozenset[str] = SCOPES, **variables: Any) -> dict[str, Any]:
    root = query_root(Scene(SHOP, "http://127.0.0.1:8001", NOW))
    return run(asked, variables, None, root=root, bucket=Bucket(plan=PLANS["plus"]), scopes=scopes)


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (ARTICLES, {"first": 20, "query": "updated_at:>='2026-01-01T00:00:00Z'"}),
        (BLOGS, {}),
        (PRODUCTS, {"first": 5, "cc": "FR"}),
        (ONE_SHOP, {}),
    ],
)
def test_answers_without_an_error(query: str, variables: dict[str, Any]) -> None:
    answer = ask(query, **variables)

    assert [] == answer.get("errors", [])
    assert answer["extensions"]["cost"]["actualQueryCost"] > 0


def test_says_what_a_country_pays() -> None:
    [node, *_] = ask(PRODUCTS, first=5, cc="FR")["data"]["products"]["nodes"]

    price = node["contextualPricing"]["priceRange"]["minVariantPrice"]
    assert {"amount": "22.80", "currencyCode": "EUR"} == price


@pytest.mark.parametrize(
    ("query", "scope"),
    [
        ("{ shopLocales { locale } }", "read_locales"),
        (
            '{ article(id: "gid://shopify/Article/1") { translations(locale: "fr") { key } } }',
            "read_translations",
        ),
        ("{ products(first: 1) { nodes { id } } }", "read_products"),
        ("{ articles(first: 1) { nodes { id } } }", "read_content"),
    ],
)
def test_says_which_scope_is_missing(query: str, scope: str) -> None:
    answer = ask(query, SCOPES - {scope})

    [error] = answer["errors"]
    assert "ACCESS_DENIED" == error["extensions"]["code"]
    assert scope in error["extensions"]["requiredAccess"]
    assert [] == ask(query).get("errors", [])


def test_an_empty_bucket_throttles_and_runs_nothing() -> None:
    bucket = Bucket(lambda: 0.0)
    bucket.reserve(1990)
    root = query_root(Scene(SHOP, "http://127.0.0.1:8001", NOW))

    answer = run(BLOGS, {}, None, root=root, bucket=bucket)

    assert "THROTTLED" == answer["errors"][0]["extensions"]["code"]
    assert "data" not in answer
    cost = answer["extensions"]["cost"]
    assert (None, 10) == (cost["actualQueryCost"], cost["throttleStatus"]["currentlyAvailable"])
