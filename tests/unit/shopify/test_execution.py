"""Queries against Shopify's own schema, answered from a demo shop."""

from __future__ import annotations

from typing import Any

import pytest

from service.demo.fake_shopify.cost import BUCKET, Bucket
from service.demo.fake_shopify.execution import run
from service.demo.fake_shopify.nodes import Scene
from service.demo.fake_shopify.roots import query_root
from tests.unit.shopify.demo_things import NOW, a_demo_product, a_demo_shop

SHOP = a_demo_shop(products=tuple(a_demo_product(n) for n in range(1, 6)))


def ask(query: str, **variables: Any) -> dict[str, Any]:
    scene = Scene(SHOP, "http://127.0.0.1:8001", NOW)
    return run(query, variables, None, root=query_root(scene), bucket=Bucket(lambda: 0.0))


def test_answers_with_what_it_cost() -> None:
    answer = ask("{ shop { name primaryDomain { url } } }")

    assert {"shop": {"name": "Fernwick", "primaryDomain": {"url": "http://127.0.0.1:8001"}}} == (
        answer["data"]
    )
    assert {
        "requestedQueryCost": 2,
        "actualQueryCost": 2,
        "throttleStatus": {
            "maximumAvailable": BUCKET,
            "currentlyAvailable": 1998,
            "restoreRate": 100.0,
        },
    } == answer["extensions"]["cost"]


def test_finds_a_thing_by_its_id() -> None:
    answer = ask(
        "query($p: ID!, $a: ID!) { product(id: $p) { title } node(id: $a) "
        "{ __typename ... on Article { title blog { title articlesCount { count } } } } }",
        p="gid://shopify/Product/2",
        a="gid://shopify/Article/1",
    )

    assert {
        "product": {"title": "Product 2"},
        "node": {
            "__typename": "Article",
            "title": "Article 1",
            "blog": {"title": "News", "articlesCount": {"count": 1}},
        },
    } == answer["data"]


def test_a_thing_that_is_gone_is_null() -> None:
    answer = ask('{ product(id: "gid://shopify/Product/99") { title } }')

    assert {"product": None} == answer["data"]
    assert "errors" not in answer


def test_counts_what_a_search_finds() -> None:
    answer = ask('{ productsCount(query: "id:>2") { count precision } }')

    assert {"productsCount": {"count": 3, "precision": "EXACT"}} == answer["data"]


def test_sorts_and_reverses() -> None:
    query = "{ products(first: 2, sortKey: UPDATED_AT, reverse: true) { edges { node { id } } } }"

    edges = ask(query)["data"]["products"]["edges"]

    ids = [edge["node"]["id"] for edge in edges]
    assert ["gid://shopify/Product/5", "gid://shopify/Product/4"] == ids


def test_what_it_does_not_provide_is_null_where_the_schema_allows() -> None:
    answer = ask('{ product(id: "gid://shopify/Product/1") { category { id } } }')

    assert {"product": {"category": None}} == answer["data"]


def test_what_it_does_not_provide_is_an_error_where_the_schema_forbids_null() -> None:
    answer = ask("{ shop { email } }")

    assert ["the fake Shopify does not provide Shop.email"] == messages(answer)


def test_tells_of_filters_that_it_ignores() -> None:
    answer = ask('{ products(first: 1, query: "colour:red") { nodes { id } } }')

    [search] = answer["extensions"]["search"]
    assert (["products"], "colour") == (search["path"], search["warnings"][0]["field"])


def test_denies_what_no_scope_was_granted_for() -> None:
    answer = ask("{ shop { name } orders(first: 1) { nodes { id } } }")

    [error] = answer["errors"]
    assert error["message"].startswith("Access denied for orders field. Required access: `read_or")
    assert ("ACCESS_DENIED", ["orders"]) == (error["extensions"]["code"], error["path"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ shop { nmae } }", "undefinedField"),
        ("{ shop(id: 1) { name } }", "argumentNotAccepted"),
        ("{ shop }", "selectionMismatch"),
        ("{ shop { name { x } } }", "selectionMismatch"),
        ("{ product { id } }", "missingRequiredArguments"),
        ("{ shop {", "parseError"),
    ],
)
def test_words_a_mistake_as_shopify_does(query: str, code: str) -> None:
    answer = ask(query)

    assert "data" not in answer
    assert code == answer["errors"][0]["extensions"]["code"]


def test_refuses_a_question_that_could_cost_too_much() -> None:
    variants = "variants(first: 250) { nodes { media(first: 250) { nodes { id } } } }"

    answer = ask(f"{{ products(first: 250) {{ nodes {{ {variants} }} }} }}")

    assert "MAX_COST_EXCEEDED" == answer["errors"][0]["extensions"]["code"]


def messages(answer: dict[str, Any]) -> list[str]:
    return [error["message"] for error in answer["errors"]]
