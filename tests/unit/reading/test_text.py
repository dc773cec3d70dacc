"""HTML becomes plain text whose offsets are exact, whatever the HTML."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.lexicon import Lexicon
from service.domain.reading import mentions
from service.domain.reading.article import read_article
from service.domain.reading.folding import fold
from service.domain.reading.mentions import MOST_PER_CATEGORY
from service.domain.reading.said import Said, Sentence
from service.domain.reading.stance import stance_of
from service.storage.lexicon import load_default_lexicon

if TYPE_CHECKING:
    from tests.unit.reading.conftest import InProportion, Read

LEXICON: Lexicon = load_default_lexicon()
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<li>", "<ul>", "</ul>", "<br>", "<b>", "</b>", "<h2>", "</h2>", "<td>",
        "<table>", "</table>", "<a href='/products/x'>", "</a>", "<!-- retinol -->", "&nbsp;",
        "&amp;", "&shy;", "\u200b", "\u00e9", "e\u0301", "\ufb01", "\u0130", "\u00df", "\U0001f9f4",
        "\u2019",
        "\u2014", " ", "\n", ". ", ", ", "? ", "avoid ", "don't use ", "retinol", "Retinols",
        "AHAs",
        "glycolic\u00a0acid", "glycolic-acid", "r\u00e9tinol", "scrub", "SCRUBS", "clay mask",
        "skin ",
        "<script>retinol</script>", "<div class='share'>", "</div>", "<blockquote>", "\ud800",
        "Sources", "Read more", "\u30ec\u30c1\u30ce\u30fc\u30eb", "\uff12", "\u3002",
    ]
)  # fmt: skip
ABSURDITIES = (
    "div", "lists", "bold", "font", "links", "attributes", "quoted", "values", "slashes", "angled",
    "script", "comments", "scripts", "angles", "one_sentence", "word",
)  # fmt: skip
MANY = [f"a{i}" for i in range(100_000)]


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["en", "fr", "ja", "pt-BR", ""]))
def test_a_mention_stands_where_it_says(pieces: list[str], language: str) -> None:
    reading = read_article(
        "".join(pieces), title="A r\u00e9tinol title", language=language, lexicon=LEXICON
    )

    text = reading.text.text
    for mention in reading.mentions:
        said, term = fold(text[mention.start : mention.end]), fold(mention.term)
        assert said in {term, term + "s", term + "es"}
        assert mention.quote.text == text[mention.quote.start : mention.quote.end]
        assert mention.quote.start <= mention.start < mention.end <= mention.quote.end


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_blocks_and_links_stand_in_order(pieces: list[str]) -> None:
    article = read_article("".join(pieces), title="T", lexicon=LEXICON).text

    assert article.text == "\n".join(article.text[b.start : b.end] for b in article.blocks)
    for link in article.links:
        block = article.blocks[link.block]
        assert block.start <= link.start <= block.end
        assert link.text == article.text[link.start : link.start + len(link.text)]


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_reads_the_same_every_time_and_sums_to_at_most_one(pieces: list[str]) -> None:
    html = "".join(pieces)

    first = read_article(html, title="T", lexicon=LEXICON)

    assert first == read_article(html, title="T", lexicon=LEXICON)
    assert sum(c.salience for c in first.categories) <= 1


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(text) == len(fold(text))


def test_reads_entities_breaks_and_what_takes_no_room(read: Read) -> None:
    html = "<p>a&nbsp;&nbsp;b<br>ret&shy;inol &amp;&#8203; caf&eacute;</p>"

    assert "Skin\na b\nretinol & caf\u00e9" == read(html).text.text


def test_ignores_what_a_browser_does_not_show(read: Read) -> None:
    html = (
        "<style>p{}</style><script>retinol</script><template><p>retinol</p></template>"
        "<p hidden>retinol</p><p style='display: none'>retinol</p><!-- retinol --><p>b</p>"
    )

    assert "Skin\nb" == read(html).text.text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "scrub",
        "<ul><li>" * 50_000 + "scrub" + "</li></ul>" * 50_000,
        "<b><i>" * 50_000 + "scrub",
        "".join(f"<p><font size={i}>" for i in range(20_000)) + "scrub",
        "<a href='/products/x'><p>" * 20_000 + "scrub",
        f"<a {' '.join(MANY)}>scrub</a>",
        f"<a x='>' {' '.join(MANY)}>scrub</a>",
        "<a " + '=">" '.join(MANY) + ">scrub</a>",
        f"<a/{'/'.join(MANY)}>scrub</a>",
        f"<a {' <'.join(MANY)}>scrub</a>",
        f"<script {' '.join(MANY)}></script>scrub",
        "<!-->" * 50_000 + "<!--" * 50_000,
        "<script>" * 50_000 + "<a x='" * 50_000,
        "<" * 100_000,
        "<p>Use retinol " + "retinol and a scrub " * 40_000,
        "x" * 1_000_000,
    ],
    ids=ABSURDITIES,
)
def test_absurd_html_is_read_in_time(read: Read, in_proportion: InProportion, html: str) -> None:
    assert in_proportion(lambda: read(html))


@pytest.mark.parametrize(
    "around",
    [
        "<p title='a > b'>{}</p>",
        '<p title="a > b" data-x=\'' + "y > " * 2_000 + "'>{}</p>",
        "<!-- <a title='> -->{}<!-- '> -->" + "<p>c</p>" * 1_000,
        "<script>s = '<a x=\"' + x;" + "y;" * 4_000 + "</script>{}" + '<p>"</p>' * 1_000,
        "<SCRIPT " + "a " * 4_000 + ">retinol</SCRIPT>{}",
        "{}<p>it's " + "c " * 4_000 + " it's</p>",
    ],
    ids=["quoted", "long_value", "comment", "script", "long_script", "apostrophes"],
)
def test_keeps_what_stands_beside_long_tags(read: Read, around: str) -> None:
    reading = read(around.format("Clean skin? Use a scrub on your face, then a serum."))

    assert ["physical_exfoliants"] == [m.category for m in reading.mentions]
    assert "retinol" not in reading.text.text


def test_keeps_what_the_absurd_html_says(read: Read) -> None:
    reading = read("<div>" * 100_000 + "Use a scrub." + "</div>" * 100_000)

    assert ["physical_exfoliants"] == [m.category for m in reading.mentions]


def test_looks_no_further_at_a_category_than_it_is_counted(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def noted(sentence: Sentence, start: int, end: int) -> Said:
        looked_at.append(sentence.text[start:end])
        return stance_of(sentence, start, end)

    monkeypatch.setattr(mentions, "stance_of", noted)
    last = "<p>Use urea and retinol.</p>"

    found = read("<p>Use retinol on your skin in the evening.</p>" * 1000 + last)

    assert {"retinol": MOST_PER_CATEGORY, "urea": 1} == Counter(m.term for m in found.mentions)
    assert {"retinol": MOST_PER_CATEGORY + 1, "urea": 1} == Counter(looked_at)
