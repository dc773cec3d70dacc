"""Cards in an article's HTML."""

from __future__ import annotations

import pytest

from service.demo.fake_shopify.storefront.slots import Slot
from service.demo.fake_shopify.storefront.weave import weave
from service.domain.reading.html import read_html

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


def test_counts_what_a_parser_likes_to_move_to_the_head() -> None:
    html = '<meta charset="utf-8"><style>p{}</style><p>a</p><p>b</p>'

    woven = weave(html, [Slot(CARDS, 3)])

    assert f'<meta charset="utf-8"><style>p{{}}</style><p>a</p>{CARDS}<p>b</p>' == woven


def test_changes_nothing_without_slots() -> None:
    html = '<p class="lead">a &amp; b</p>\n<div style="color:red"><br></div>'

    assert html == weave(html, [])


def test_places_two_slots_by_the_numbers_of_the_article_itself() -> None:
    woven = weave("<p>a</p><p>b</p><p>c</p>", [Slot("<i>2</i>", 3), Slot("<i>1</i>", 1)])

    assert woven == "<p>a</p><i>1</i><p>b</p><p>c</p><i>2</i>"


def test_hides_upgraded_links_where_they_stand() -> None:
    html = (
        '<p>a</p><p class="shop"><a href="/products/x">x</a></p><p><a href="/products/y">y</a></p>'
    )

    woven = weave(html, [Slot(CARDS, 1, frozenset({1}))])

    hidden = '<p class="shop is-upgraded" hidden=""><a href="/products/x">x</a></p>'
    assert f'<p>a</p>{CARDS}{hidden}<p><a href="/products/y">y</a></p>' == woven


@pytest.mark.parametrize(
    ("element", "woven"),
    [
        (0, f'<div class="post">{CARDS}<p>a</p><p>b</p></div>'),
        (1, f'<div class="post"><p>a</p>{CARDS}<p>b</p></div>'),
        (9, f'<div class="post"><p>a</p><p>b</p>{CARDS}</div>'),
    ],
)
def test_counts_what_the_one_element_holds_that_holds_everything(element: int, woven: str) -> None:
    assert woven == weave('<div class="post"><p>a</p><p>b</p></div>', [Slot(CARDS, element)])


def test_counts_within_one_wrapper_in_another_and_keeps_what_stands_around() -> None:
    html = "one <div><!-- two --><main> <p>a</p></main> three</div> four"

    woven = weave(html, [Slot(CARDS, 1)])

    assert f"one <div><!-- two --><main> <p>a</p>{CARDS}</main> three</div> four" == woven


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><p>b</p>",
        "<div><p>a</p><p>b</p></div>",
        "<div><article> <p>a</p><!-- x --></article></div> words",
        "<div><ul><li>a</ul></div><!-- x -->",
        "words<p>a</p><!-- note -->more",
        '<meta charset="utf-8"><style>p{}</style><p>a</p>',
        "<html><head><title>t</title></head><body><p>a</p></body></html>",
        "<ul><li>a<li>b</ul><br><img src=x><script>1</script>",
        "<p>a<p>b<table><tr><td>c</table><td>d",
        "<div><p>a</div></p>b",
    ],
)
def test_counts_as_endcap_does(html: str) -> None:
    elements = read_html(html).elements

    at_last = weave(html, [Slot(CARDS, elements - 1)])
    at_end = weave(html, [Slot(CARDS, elements)])

    assert weave(html, [Slot(CARDS, elements + 9)]) == at_end
    assert at_last != at_end


def test_ends_within_a_wrapper_that_holds_nothing_but_words() -> None:
    html = "<section><div>a</div></section>"

    assert 0 == read_html(html).elements
    assert f"<section><div>a{CARDS}</div></section>" == weave(html, [Slot(CARDS, 0)])
