"""What the demo's theme makes of Endcap's answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.demo.fake_shopify.storefront.slots import Slot, SlotSource, read

LINKS = [{"element": 5, "product_handle": "scrub"}, {"element": 6, "product_handle": "other"}]


def an_answer(**changes: Any) -> str:
    values = {
        "items": [{"handle": "scrub"}, {"handle": "acids"}],
        "placement": {"element": 5, "links": LINKS},
        "hand_placed_links": "upgrade",
    }
    return json.dumps({**values, **changes})


def test_upgrades_the_links_whose_product_is_among_the_cards() -> None:
    assert Slot("cards", 5, frozenset({5})) == read(an_answer(), "cards")


def test_keeps_both() -> None:
    assert Slot("cards", 5) == read(an_answer(hand_placed_links="keep_both"), "cards")


def test_keeps_links_without_cards_beside_them() -> None:
    assert read(an_answer(hand_placed_links="keep"), "cards") is None


def test_shows_cards_where_there_are_no_links_to_keep() -> None:
    answer = an_answer(hand_placed_links="keep", placement={"element": 5, "links": []})

    assert Slot("cards", 5) == read(answer, "cards")


@pytest.mark.parametrize(
    "answer",
    [
        an_answer(items=[]),
        an_answer(placement=None),
        "not JSON",
        "[]",
        "{}",
        an_answer(items=[{}]),
        an_answer(placement={"element": "x", "links": []}),
        None,
    ],
)
def test_shows_nothing_for_an_answer_that_is_empty_or_odd(answer: str | None) -> None:
    assert read(answer, "cards") is None


def test_shows_nothing_without_a_fragment() -> None:
    assert read(an_answer(), None) is None


def test_asks_nobody_when_there_is_no_endcap() -> None:
    assert SlotSource("").of("fernwick.myshopify.com", "news", "milia") == ()
