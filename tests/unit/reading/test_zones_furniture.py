"""What themes put around an article, by its name and its first words, is not the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.lexicon import Lexicon, TermKind
from service.domain.reading.article import read_text
from service.domain.reading.html import read_html
from service.domain.reading.terms import Elsewhere, Nearby, term_finder

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read


@pytest.mark.parametrize(
    "around",
    [
        "<div class='main-nav'>Retinol</div>{}",
        "<div id='menu'><ul><li>Retinol</li></ul></div>{}",
        "{}<div class='product-card'>Retinol serum, add to cart</div>",
        "{}<div class='sidebar-widget'>Retinol, explained</div>",
        "{}<div class='cookie-banner'>Retinol cookies</div>",
        "{}<div class='recommended'>We tried retinol</div>",
        "{}<p>À lire aussi : le retinol</p>",
        "{}<p>あわせて読みたい：retinol</p>",
        "{}<h3>Popular treatments</h3><p>Retinol peel</p>",
    ],
)
def test_finds_nothing_in_what_stands_around_an_article(read: Read, around: str) -> None:
    reading = read(around.format("<p>Put a scrub on your skin.</p><p>Then rinse.</p>"))

    assert {"physical_exfoliants"} == {c.category for c in reading.categories}


@pytest.mark.parametrize("name", ["has-sidebar", "with-banner", "card", "widget-area", "page-menu"])
def test_reads_an_article_in_a_wrapper_with_a_name_like_furniture(read: Read, name: str) -> None:
    prose = "<p>Retinol smooths skin, and it takes its time to do so.</p>" * 12

    assert read(f"<div class='{name}'>{prose}</div><p>End.</p>").categories


def test_goes_on_reading_after_a_line_that_leads_elsewhere(read: Read) -> None:
    html = "<p>Skin.</p><p>Related: all about urea</p><p>Retinol smooths skin.</p>"

    assert {"retinoids"} == {c.category for c in read(html).categories}


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("陶芸", "粘土は陶芸に使う"),
        ("가마", "점토를 가마에서"),
        ("窑", "黏土要进窑"),
    ],
)
def test_looks_for_words_of_scripts_without_spaces_within_words(entry: str, sentence: str) -> None:
    assert Elsewhere((entry,)).stands_in(Nearby(sentence))


def test_reads_only_names_of_ingredient_lists_in_an_unknown_language(lexicon: Lexicon) -> None:
    text = "Niacinamide, retinol, honey, clay mask, sunscreen, salicylic acid."

    hits = term_finder(lexicon, "und").find(text, text.lower())

    assert {TermKind.INCI} == {hit.term.kind for hit in hits}
    assert read_text(text, title="x", language="und", lexicon=lexicon).mentions


_PARTS = ["<div class='nav'>", "<div class='card'>", "<h1>", "</div>", "</h1>", "<p>", "retinol "]


@given(st.lists(st.sampled_from(_PARTS), max_size=300))
def test_furniture_of_any_depth_is_read(parts: list[str]) -> None:
    blocks = read_html("".join(parts)).blocks

    assert all("retinol" in block.text for block in blocks)
