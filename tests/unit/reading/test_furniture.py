"""Lines that themes put around articles are known by their words, and the articles' own are not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.domain.lexicon import Lexicon
from service.domain.reading import Reading
from service.domain.reading.article import read_article, read_text
from service.domain.reading.choices import spelled_out
from service.domain.reading.furniture import mark_of

LINES = tomllib.loads((Path(__file__).parent / "pages/lines.toml").read_text(encoding="utf-8"))
OWN = [line for lines in LINES["own"].values() for line in lines]


def categories(reading: Reading) -> set[str]:
    return {category.category for category in reading.categories if category.salience > 0}


def around(line: dict[str, Any], html: str) -> str:
    title, *said = LINES["article"][line["language"]]
    own = f"<h1>{title}</h1>" + "".join(f"<p>{each}</p>" for each in said)
    return html + own if line.get("first") else own + html


@pytest.mark.parametrize("line", LINES["around"], ids=lambda line: line["lines"][0])
def test_paragraphs_around_an_article_do_not_count(line: dict[str, Any], lexicon: Lexicon) -> None:
    html = around(line, "".join(f"<p>{each}</p>" for each in line["lines"]))

    reading = read_article(html, title="", language=line["language"], lexicon=lexicon)

    assert {"occlusives"} == categories(reading)


@pytest.mark.parametrize("line", LINES["around"], ids=lambda line: line["lines"][0])
def test_headings_with_links_around_it_do_not_count(line: dict[str, Any], lexicon: Lexicon) -> None:
    first, *others = line["lines"]
    links = "".join(f"<li><a href='/a'>{each}</a></li>" for each in others)
    html = around(line, f"<h3>{first}</h3><ul>{links}</ul>" if links else f"<div>{first}</div>")

    reading = read_article(html, title="", language=line["language"], lexicon=lexicon)

    assert {"occlusives"} == categories(reading)


@pytest.mark.parametrize("line", LINES["around"], ids=lambda line: line["lines"][0])
def test_lines_around_a_plain_text_do_not_count(line: dict[str, Any], lexicon: Lexicon) -> None:
    said = "\n\n".join(LINES["article"][line["language"]])
    lines = "\n".join(line["lines"])
    text = f"{lines}\n\n{said}" if line.get("first") else f"{said}\n\n{lines}"

    reading = read_text(text, language=line["language"], lexicon=lexicon)

    assert {"occlusives"} == categories(reading)


@pytest.mark.parametrize("line", OWN)
def test_takes_no_line_of_an_article_for_furniture(line: str) -> None:
    assert mark_of(line) is None


@pytest.mark.parametrize("before", ["", "Older: "])
def test_a_step_to_another_article_ends_one_beside_its_like_only(
    before: str, lexicon: Lexicon
) -> None:
    html = f"<p>Skin.</p><p>Dry.</p><p>{before}Clay</p><p>Newer: Urea</p><p>Retinol for skin.</p>"

    reading = read_article(html, title="Skin", lexicon=lexicon)

    assert ("retinoids" in categories(reading)) is not bool(before)


@pytest.mark.parametrize(
    ("written", "phrases"),
    [
        ("a|b", {"a", "b"}),
        ("posts?", {"post", "posts"}),
        ("(my|our) blog", {"my blog", "our blog"}),
        ("tod[oa]s", {"todos", "todas"}),
        ("a( b)? c", {"a c", "a b c"}),
        ("(a|b(c|d))e", {"ae", "bce", "bde"}),
        ("\u5173\u4e8e", {"\u5173\u4e8e", "\u95dc\u4e8e"}),
        ("Caf\u00e9", {"cafe"}),
    ],
)
def test_spells_out_phrases_with_choices(written: str, phrases: set[str]) -> None:
    assert phrases == spelled_out(written)


@pytest.mark.parametrize(
    "box",
    [
        "<h3>You may also like</h3><ul><li>Peptides</li><li>Urea</li></ul>",
        "<h3>Related posts</h3><p><a href='/1'>Peptides</a></p><p><a href='/2'>Urea</a></p>",
        "<h3>More from our shop</h3><ul><li>Peptides</li></ul>",
        "<p>You may also like</p><p>Peptides</p>",
        "<nav>Peptides</nav>",
        "<p>Related: peptides</p>",
    ],
)
def test_an_article_goes_on_after_a_box_within_it(box: str, lexicon: Lexicon) -> None:
    after = (
        "<p>Once the first weeks are over, you may use retinol every other night, and in the third"
        " month, should your skin agree, on every night of the week.</p>"
    )
    html = f"<h2>Lines</h2><p>Squalane is light on the skin.</p>{box}{after}"

    reading = read_article(html, title="Skin", lexicon=lexicon)

    assert {"retinoids", "squalane"} == categories(reading)
