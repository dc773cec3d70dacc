"""Cards in an article's HTML."""

from __future__ import annotations

import pytest

from service.demo.fake_shopify.storefront.slots import Slot
from service.demo.fake_shopify.storefront.weave import weave

CARDS = "<section>cards</section>"


@pytest.mark.parametrize(
    ("element", "woven"),
    [
        (0, f"{CARDS}<p>a</p><p>b</p>"),
        (1, f"<p>a</p>{CARDS}<p>b</p>"),
        (2, f"<p>a</p><p>b</p>{CARDS}"),
        (9, f"<p>a</p><p>b</p>{CARDS}"),
    ],
)
def test_stands_before_the_element_with_the_number_else_at_the_end(
    element: int, woven: str
) -> None:
    assert woven == weave("<p>a</p><p>b</p>", [Slot(CARDS, element)])


def test_counts_elements_only() -> None:
    html = "words<p>a</p><!-- a note -->more words<ul><li>b</li></ul>"

    woven = weave(html, [Slot(CARDS, 1)])

    assert f"words<p>a</p><!-- a note -->more words{CARDS}<ul><li>b</li></ul>" == woven


def test_keeps_what_the_parser_moves_to_the_head() -> None:
    html = '<meta charset="utf-8"><style>p{}</style><p>a</p><p>b</p>'

    woven = weave(html, [Slot(CARDS, 1)])

    assert f'<meta charset="utf-8"><style>p{{}}</style><p>a</p>{CARDS}<p>b</p>' == woven


def test_changes_nothing_without_slots() -> None:
    html = '<p class="lead">a &amp; b</p>\n<div style="color:red"><br></div>'

    assert html == weave(html, [])


def test_places_two_slots_by_the_numbers_of_the_article_itself() -> None:
    woven = weave("<p>a</p><p>b</p><p>c</p>", [Slot("<i>2</i>", 3), Slot("<i>1</i>", 1)])

    assert "<p>a</p><i>1</i><p>b</p><p>c</p><i>2</i>" == woven


def test_hides_upgraded_links_where_they_stand() -> None:
    html = (
        '<p>a</p><p class="shop"><a href="/products/x">x</a></p><p><a href="/products/y">y</a></p>'
    )

    woven = weave(html, [Slot(CARDS, 1, frozenset({1}))])

    hidden = '<p class="shop is-upgraded" hidden=""><a href="/products/x">x</a></p>'
    assert f'<p>a</p>{CARDS}{hidden}<p><a href="/products/y">y</a></p>' == woven
