"""Pages of a list, as Shopify's connections make them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from service.demo.fake_shopify.connections import connection

Numbers = st.lists(st.integers(0, 999), unique=True, max_size=40)


def page(numbers: Sequence[int], **arguments: Any) -> Any:
    return connection(
        numbers,
        key=lambda n: (n % 7, n),
        node=lambda n: {"id": n},
        arguments=arguments,
    )


def seen(answer: Any) -> list[int]:
    return [node["id"] for node in answer["nodes"]]


@given(Numbers, st.integers(1, 50), st.booleans())
def test_forward_paging_sees_everything_once(numbers: list[int], size: int, back: bool) -> None:
    found: list[int] = []
    after, more = None, True
    while more:
        answer = page(numbers, first=size, after=after, reverse=back)
        found += seen(answer)
        after, more = answer["pageInfo"]["endCursor"], answer["pageInfo"]["hasNextPage"]

    assert sorted(numbers, key=lambda n: (n % 7, n), reverse=back) == found


@given(Numbers, st.integers(1, 50))
def test_backward_paging_sees_everything_once(numbers: list[int], size: int) -> None:
    found: list[int] = []
    before, more = None, True
    while more:
        answer = page(numbers, last=size, before=before)
        found = seen(answer) + found
        before, more = answer["pageInfo"]["startCursor"], answer["pageInfo"]["hasPreviousPage"]

    assert sorted(numbers, key=lambda n: (n % 7, n)) == found


def test_a_cursor_stands_still_while_the_list_is_edited() -> None:
    first = page([1, 2, 3, 4], first=2)

    rest = page([2, 3, 4, 5], first=9, after=first["pageInfo"]["endCursor"])

    assert [3, 4, 5] == seen(rest)


def test_edges_hold_the_same_nodes_with_their_cursors() -> None:
    answer = page([1, 2, 3], first=2)

    assert answer["nodes"] == [edge["node"] for edge in answer["edges"]]
    assert answer["pageInfo"]["endCursor"] == answer["edges"][-1]["cursor"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "you must provide one of first or last"),
        ({"first": 1, "last": 1}, "both first and last"),
        ({"first": 251}, "first cannot exceed 250"),
        ({"last": 251}, "last cannot exceed 250"),
        ({"first": -1}, "positive"),
        ({"first": 1, "after": "nonsense"}, "Invalid cursor"),
        ({"first": 1, "after": "WyJ0ZXh0IiwgMV0="}, "Invalid cursor"),
    ],
)
def test_refuses_a_page_that_shopify_refuses(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(GraphQLError, match=said):
        page([1, 2, 3], **arguments)
