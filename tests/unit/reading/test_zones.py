"""What each block of an article is for, and where the slots stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.articles import BlockKind, PlacedLink, Placement, Zone

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read


def zone_of(read: Read, html: str, words: str) -> Zone:
    text = read(html).text
    return next(b.zone for b in text.blocks if words in text.text[b.start : b.end])


@pytest.mark.parametrize(
    ("html", "words", "zone"),
    [
        ("<p>Hello.</p><h2>Why</h2><p>So.</p>", "Hello", Zone.INTRO),
        ("<p>Hello.</p><h2>Why</h2><p>So.</p>", "Why", Zone.HEADING),
        ("<p>Hello.</p><h2>Why</h2><p>So.</p>", "So", Zone.BODY),
        ("<p><a href='/products/x'>The X</a></p><p>Text.</p>", "The X", Zone.CALL_TO_ACTION),
        ("<p>Shop our <a href='/products/x'>X</a> today</p>", "Shop", Zone.CALL_TO_ACTION),
        ("<p>We like <a href='/products/x'>X</a> for its feel.</p>", "We like", Zone.INTRO),
        ("<p>For informational purposes only.</p>", "purposes", Zone.DISCLAIMER),
        ("<p>Text.</p><h2>Sources</h2><p>A study of 2019.</p>", "A study", Zone.REFERENCES),
        ("<p>Smith J, Doe A (2019). Skin. J Dermatol 4(2): 1-9.</p>", "Smith", Zone.REFERENCES),
        ("<nav><a href='/blogs/news'>News</a></nav><p>Text.</p>", "News", Zone.BOILERPLATE),
        ("<div class='social-share'>Share</div><p>Text.</p>", "Share", Zone.BOILERPLATE),
        ("<p>By Ines Moreau</p><p>Text.</p>", "By Ines", Zone.BOILERPLATE),
        ("<p>By using retinol daily</p><p>Text.</p>", "By using", Zone.INTRO),
        ("<p>In the next article we go on.</p>", "next article", Zone.INTRO),
        ("<p>A.</p><h3>You may also like</h3><p>Retinol 101</p>", "101", Zone.BOILERPLATE),
    ],
)
def test_tells_what_a_block_is_for(read: Read, html: str, words: str, zone: Zone) -> None:
    assert zone == zone_of(read, html, words)


def test_navigation_at_the_top_does_not_end_the_article(read: Read) -> None:
    html = "<p>Previous Post | Next Post</p><p>Use a scrub.</p><p>Or a BHA.</p>"

    assert Zone.BODY == zone_of(read, html, "BHA")


def test_a_bold_line_is_a_heading(read: Read) -> None:
    blocks = read("<p>Hello.</p><p><strong>What not to use</strong></p><p>Retinol.</p>").text.blocks

    assert BlockKind.HEADING == blocks[2].kind


def test_kinds_follow_the_elements(read: Read) -> None:
    html = (
        "<ul><li>a<ul><li>b</li></ul></li></ul><table><tr><td>c</td></tr></table>"
        "<blockquote><p>d</p></blockquote><figure><figcaption>e</figcaption></figure>"
    )

    assert [
        BlockKind.LIST_ITEM,
        BlockKind.LIST_ITEM,
        BlockKind.TABLE_CELL,
        BlockKind.QUOTE,
        BlockKind.CAPTION,
    ] == [block.kind for block in read(html).text.blocks[1:]]


def test_counts_every_top_level_element(read: Read) -> None:
    html = "<meta charset='utf-8'><p>a</p><script>x</script>loose<div><p>b</p></div>"

    assert [1, 3, 3] == [block.element for block in read(html).text.blocks[1:]]


def test_stands_where_links_first_stand(read: Read) -> None:
    html = "<p>Hello.</p><p><a href='https://shop.example/products/x?variant=1'>X</a></p><h2>W</h2>"

    assert Placement(1, (PlacedLink(1, "x"),)) == read(html).text.after_intro


def test_without_links_stands_before_the_first_heading_after_the_intro(read: Read) -> None:
    html = "<h1>Bumps</h1><p>Hello.</p><p>More.</p><h2>Why</h2><p>So.</p>"

    assert Placement(3) == read(html).text.after_intro


@pytest.mark.parametrize(
    "html",
    [
        "<div>{}</div>",
        "<article class='post'><!-- note -->{}</article>",
        "words <section>{}</section>",
        "<div><main><div>{}</div></main></div>",
    ],
)
def test_counts_what_the_one_element_holds_that_holds_everything(read: Read, html: str) -> None:
    inside = "<p>Hello.</p><h2>Why</h2><p><a href='/products/x'>X</a></p><p>So.</p>"

    wrapped, bare = read(html.format(inside)).text, read(inside).text

    assert (bare.after_intro, Placement(2, (PlacedLink(2, "x"),))) == (wrapped.after_intro,) * 2
    assert (Placement(4), Placement(4)) == (bare.end, wrapped.end)


@pytest.mark.parametrize("html", ["<ul>{}</ul>", "<div>{}</div><p>b</p>", "<p>b</p><div>{}</div>"])
def test_counts_top_level_elements_where_no_wrapper_holds_everything(read: Read, html: str) -> None:
    top_level = html.count("{}") + html.count("<p>")

    assert Placement(top_level) == read(html.format("<li>a</li><li>c</li>")).text.end


def test_without_links_stands_within_the_element_that_holds_everything(read: Read) -> None:
    html = "<div><p>Hello.</p><h2>Why</h2><p>So.</p></div>"

    assert Placement(1) == read(html).text.after_intro


def test_passes_over_links_under_a_warning(read: Read) -> None:
    html = (
        "<p>Hi.</p><h2>What not to use</h2><p><a href='/products/x'>X</a></p>"
        "<h2>Instead</h2><p>Do.</p><p><a href='/products/y'>Y</a></p>"
    )

    assert Placement(5, (PlacedLink(5, "y"),)) == read(html).text.after_intro


def test_links_in_a_list_stand_with_the_whole_list(read: Read) -> None:
    links = "".join(f"<li><a href='/products/{x}'>The {x}</a></li>" for x in "xy")
    html = f"<p>Hi.</p><ul>{links}</ul>"

    assert Placement(1, (PlacedLink(1, "x"), PlacedLink(1, "y"))) == read(html).text.after_intro


def test_the_end_comes_before_references_and_disclaimer(read: Read) -> None:
    html = (
        "<p>Hi.</p><h2>Why</h2><p>So.</p><h2>References</h2><p>A study.</p>"
        "<p>This is for educational purposes only.</p>"
    )

    assert Placement(3) == read(html).text.end


def test_the_end_of_an_article_that_just_ends(read: Read) -> None:
    assert Placement(2) == read("<p>Hi.</p><p>So.</p>").text.end


def test_a_picture_that_links_is_a_hand_placed_link(read: Read) -> None:
    html = "<p>Hi.</p><p><a href='/products/x'><img src='x.png'></a></p><h2>Why</h2>"

    assert Placement(1, (PlacedLink(1, "x"),)) == read(html).text.after_intro


@pytest.mark.parametrize(
    "html",
    [
        "Dry\n\nUse <b>urea</b>.\n\n- On <i>your</i> skin",
        "Dry\n\nA [cream](/products/x) for skin.",
        "&lt;p&gt;Dry.&lt;/p&gt;",
    ],
)
def test_what_is_no_html_is_followed_by_what_is_placed(read: Read, html: str) -> None:
    text = read(html).text

    assert (None, Placement(html.count("</"))) == (text.after_intro, text.end)
