"""What a browser brings back opens only when we made it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, ShopId
from service.domain.mappings import SlotName
from service.domain.signing import ClickTarget, ClickTokenError, Showing, Signer, visitor_hash

SIGNER = Signer("a secret key of at least 32 characters")
OTHER = Signer("another secret key, just as long as it")
SHOWING = Showing(
    ShopId(1), ArticleId(2), SlotName("end"), (ProductId(3), ProductId(4)), 5, "published"
)
TARGET = ClickTarget(
    ShopId(1), ArticleId(2), SlotName("end"), ProductId(3), 1, 5, "published", "sabc"
)


def test_a_token_opens_to_what_it_names() -> None:
    assert TARGET == SIGNER.open_click_token(SIGNER.click_token(TARGET))


def test_a_token_of_another_key_does_not_open() -> None:
    with pytest.raises(ClickTokenError):
        SIGNER.open_click_token(OTHER.click_token(TARGET))


def test_a_token_with_another_character_does_not_open() -> None:
    token = SIGNER.click_token(TARGET)

    for place, character in enumerate(token):
        other = "A" if character != "A" else "B"
        with pytest.raises(ClickTokenError):
            SIGNER.open_click_token(token[:place] + other + token[place + 1 :])


@given(st.text(max_size=200))
def test_no_text_makes_it_fail_in_another_way(text: str) -> None:
    with pytest.raises(ClickTokenError):
        SIGNER.open_click_token(text)


@pytest.mark.parametrize("ending", ["=", "\n", " ", "%3D"])
def test_a_token_has_one_spelling(ending: str) -> None:
    with pytest.raises(ClickTokenError):
        SIGNER.open_click_token(SIGNER.click_token(TARGET) + ending)


def test_a_set_id_is_believed_for_what_was_shown() -> None:
    assert SIGNER.is_set_id(SIGNER.set_id(SHOWING), SHOWING)


@pytest.mark.parametrize(
    "change",
    [
        {"shop_id": 9},
        {"article": 9},
        {"slot": "after_intro"},
        {"products": (4, 3)},
        {"products": (3,)},
        {"mapping_version": 6},
        {"arm": "b"},
    ],
)
def test_a_set_id_is_not_believed_for_anything_else(change: dict[str, Any]) -> None:
    assert not SIGNER.is_set_id(SIGNER.set_id(SHOWING), replace(SHOWING, **change))


@given(st.integers(min_value=1, max_value=2**62))
def test_a_set_id_is_no_formula_of_a_spreadsheet(product: int) -> None:
    set_id = SIGNER.set_id(replace(SHOWING, products=(ProductId(product),)))

    assert set_id[0] not in "=+-@"


def test_a_visitor_can_not_be_followed_to_the_next_day() -> None:
    who = ["203.0.113.7", "a browser"]

    assert visitor_hash("key", "2026-11-01", who) != visitor_hash("key", "2026-11-02", who)
