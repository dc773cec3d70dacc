"""The cost model agrees with what Shopify has been seen to answer."""

from __future__ import annotations

from graphql import parse

from service.demo.fake_shopify.cost import BUCKET, Bucket, Plan, requested_cost


def test_a_large_connection_costs_what_it_was_seen_to_cost() -> None:
    # seen by a developer in 2025: requestedQueryCost 25
    query = """query($id: ID!) { product(id: $id) { variants(first: 250)
        { nodes { inventoryItem { id tracked } } } } }"""

    assert requested_cost(parse(query), {}) in {25, 26}


def test_a_page_size_may_be_a_variable() -> None:
    query = parse("query($n: Int!) { products(first: $n) { nodes { id } } }")

    assert requested_cost(query, {"n": 2}) < requested_cost(query, {"n": 200})


def test_fragments_count_where_they_are_spread() -> None:
    plain = parse("{ shop { primaryDomain { url } } }")
    spread = parse("{ shop { ...D } } fragment D on Shop { primaryDomain { url } }")

    assert requested_cost(plain, {}) == requested_cost(spread, {})


def test_a_bucket_fills_up_again() -> None:
    instants = iter([0.0, 0.0, 0.0, 1.0, 1.0, 100.0, 100.0])
    bucket = Bucket(lambda: next(instants))

    refused = [bucket.reserve(cost) for cost in (500, 0, 0)]
    left = [bucket.settle(0, 0) for _ in range(3)]

    assert [None, None, None] == refused
    assert [BUCKET - 400, BUCKET, BUCKET] == left


def test_a_query_gets_back_what_it_did_not_need() -> None:
    bucket = Bucket(lambda: 0.0)
    bucket.reserve(900)

    assert BUCKET - 100 == bucket.settle(900, 100)


def test_a_query_that_asks_for_more_than_there_is_takes_nothing() -> None:
    bucket = Bucket(lambda: 0.0, Plan(maximum=100, restored=50))

    assert [None, 40.0, None] == [bucket.reserve(60), bucket.reserve(41), bucket.reserve(40)]
