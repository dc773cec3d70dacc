"""The cost model agrees with what Shopify has been seen to answer."""

from __future__ import annotations

from graphql import parse

from service.demo.fake_shopify.cost import BUCKET, Bucket, requested_cost


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
    instants = iter([0.0, 0.0, 1.0, 100.0])
    bucket = Bucket(lambda: next(instants))

    left = [bucket.take(500), bucket.take(0), bucket.take(0)]

    assert [BUCKET - 500, BUCKET - 400, BUCKET] == left
