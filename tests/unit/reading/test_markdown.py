"""Plain text and Markdown become blocks; what marks them up is not said, and offsets stay true."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.cli.jsonl import article_answer
from service.domain.articles import BlockKind
from service.domain.lexicon import Lexicon
from service.domain.reading.article import read_text
from service.domain.reading.markdown import Inline, shown
from service.domain.reading.plain import read_plain
from service.storage.lexicon import load_default_lexicon

if TYPE_CHECKING:
    from tests.unit.reading.conftest import InProportion

LEXICON: Lexicon = load_default_lexicon()
HEADING, PARAGRAPH, ITEM, CELL, QUOTE = (
    BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL,
    BlockKind.QUOTE,
)  # fmt: skip
PIECES = st.sampled_from(
    [
        "retinol", "skin", "niacin", "amide", "Use ", "avoid ", ". ", "\n", "\n\n", "  \n", " ",
        "**", "*", "__", "_", "~~", "`", "```", "```yaml\n", "~~~\n", "# ", "## ", "\n===\n",
        "\n---\n", "> ", "- ", "* ", "1. ", "1) ", "- [x] ", "\u2022\t", "[", "]", "](", ")",
        "](/retinol)", "[r]", "[r]: /retinol\n", "[^1]", "[^1]: peptides\n", "![", "<https://a.b>",
        "https://a.b/retinol ", "a@retinol.com ", "|", "| a | b |\n|---|---|\n", "\t", "\\", "\\*",
        "&amp;", "&nbsp;", "&amp;nbsp;", "&", "<", ">", "<b>", "</b>", "<div class='share'>",
        "</div>", "<p>", "</p>", "<!--", "-->", "<script>", "</script>", "{{", "}}", "{% x %}",
        "---\ntitle: retinol\n---\n", "\u00a0", "\u2028", "\x0b", "\ufeff", "\ue000", "\ue0010",
        "e\u0301", "\u30ec\u30c1\u30ce\u30fc\u30eb", "\u3002", "#retinol ", "\ud800", "\r\n",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["en", "fr", "ja", ""]))
def test_any_text_is_read_with_offsets_that_are_true(pieces: list[str], language: str) -> None:
    reading = read_text("".join(pieces), language=language, lexicon=LEXICON)

    article = reading.text
    assert article.text == "\n".join(article.text[b.start : b.end] for b in article.blocks)
    for mention in reading.mentions:
        assert mention.quote.text == article.text[mention.quote.start : mention.quote.end]
        assert mention.quote.start <= mention.start < mention.end <= mention.quote.end


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["text", "html"]))
def test_evidence_of_any_text_stands_in_it(pieces: list[str], field: str) -> None:
    given_text = "Use retinol on your skin. " + "".join(pieces).replace("\ud800", "?")
    line = json.dumps({"id": 1, field: given_text, "lang": "en", "title": "Skin"})

    answer = article_answer(LEXICON)(line.encode())

    text = answer.get("text", given_text)
    for said in answer["categories"].values():
        for evidence in said["evidence"]:
            assert evidence["text"] == text[evidence["start"] : evidence["end"]]


@given(st.text(max_size=200))
def test_text_without_marks_is_shown_as_it_is(text: str) -> None:
    bare = "".join(c for c in text if c not in "\\`*_~=[]<>&{}\ue000\ue001")

    assert " ".join(bare.split()) == shown(Inline({}).html(bare))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("**Cera**mides and *nia*cin*amide*", "Ceramides and niacinamide"),
        ("___all___ of it, __strong__ and _weak_", "all of it, strong and weak"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        (r"\*not\* strong, 1\. not a list", "*not* strong, 1. not a list"),
        ("`code` and ``a ` tick``", "code and a ` tick"),
        ("~~old~~ ==new==", "old new"),
        ("[cream](/c \"Cream\") and [oil](<b>)", "cream and oil"),
        ("[wiki](https://a.b/c_(d)) it", "wiki it"),
        ("[**strong** link](/x)!", "strong link!"),
        ("![alt](/i.png)after", "after"),
        ("[![alt](i.png)](/x) after", "after"),
        ("[known][r], [r], [other][], [unknown]", "known, r, other, [unknown]"),
        ("text[^1] on", "text on"),
        ("5 < 6 & 7 > 2 &amp; 10&nbsp;%", "5 < 6 & 7 > 2 & 10 %"),
        ("<b>bold</b> <x> <em>weak</em>", "bold <x> weak"),
        ("{{ product.title }}{% if x %}here{% endif %}", "here"),
        ("a heading {#anchor}", "a heading"),
        ("<https://a.b/c> <me@a.b>", "https://a.b/c me@a.b"),
        ("** unpaired and **open", "** unpaired and open"),
    ],
)  # fmt: skip
def test_shows_what_marks_mean(line: str, said: str) -> None:
    assert said == shown(Inline({"r": "/r", "other": "/o"}).html(line))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# A #\n## B\n###C", [(HEADING, "A"), (HEADING, "B"), (HEADING, "C")]),
        ("A\n===\nB\n---\nC", [(HEADING, "A"), (HEADING, "B"), (PARAGRAPH, "C")]),
        ("- a\n  b\n* c\n\n1) d", [(ITEM, "a b"), (ITEM, "c"), (ITEM, "d")]),
        ("- a\n    - b\n\t* c", [(ITEM, "a"), (ITEM, "b"), (ITEM, "c")]),
        ("\u2022a\n\u25aa\tb\no\tc\n\u2714 d",
         [(ITEM, "a"), (ITEM, "b"), (ITEM, "c"), (ITEM, "d")]),
        ("- [ ] a\n- [x] b", [(ITEM, "a"), (ITEM, "b")]),
        ("> a\n> b\n\nc", [(QUOTE, "a\nb"), (PARAGRAPH, "c")]),
        ("|a|b|\n|-|:-:|\n|c|d\\|e|", [(CELL, "a"), (CELL, "b"), (CELL, "c"), (CELL, "d|e")]),
        ("|a|b|\n|c|d|", [(CELL, "a"), (CELL, "b"), (CELL, "c"), (CELL, "d")]),
        ("a\tb\nc\td", [(CELL, "a"), (CELL, "b"), (CELL, "c"), (CELL, "d")]),
        ("a.\n***\nb.", [(PARAGRAPH, "a."), (PARAGRAPH, "b.")]),
        ("a.\n```\ncode\n```\nb.", [(PARAGRAPH, "a."), (PARAGRAPH, "b.")]),
        ("a.\n```\nnever closed", [(PARAGRAPH, "a."), (PARAGRAPH, "never closed")]),
        ("```markdown\n# A\nb.\n```", [(HEADING, "A"), (PARAGRAPH, "b.")]),
        ("**Bold heading**\n\nIt says.", [(HEADING, "Bold heading"), (PARAGRAPH, "It says.")]),
        ("What helps?\n\nIt does.", [(HEADING, "What helps?"), (PARAGRAPH, "It does.")]),
        ("\u9009\u62e9\u8981\u70b9\n\n\u8bf4\u660e\u3002",
         [(HEADING, "\u9009\u62e9\u8981\u70b9"), (PARAGRAPH, "\u8bf4\u660e\u3002")]),
        ("a <b>b</b><br>c", [(PARAGRAPH, "a b\nc")]),
        ("<table><tr><td>a</td></tr></table>", [(CELL, "a")]),
        ("one\u2028two", [(PARAGRAPH, "one\ntwo")]),
        ("This line is as long as lines are when they are broken\nby hand.",
         [(PARAGRAPH, "This line is as long as lines are when they are broken by hand.")]),
    ],
)  # fmt: skip
def test_tells_blocks_of_text(text: str, blocks: list[tuple[BlockKind, str]]) -> None:
    raw = read_plain(text, title="T")[1]

    assert blocks == [(block.kind, block.text) for block in raw.blocks]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Dry skin\n\nIt is dry.", "Dry skin"),
        ("# Dry *skin*\n\nIt is dry.", "Dry skin"),
        ("Dry skin\n========\n\nIt is dry.", "Dry skin"),
        ("---\ntitle: 'Dry skin'\n---\n\nIt is dry.", "Dry skin"),
        ("Home > Blog\n\nBy Ann Lee\n\nDry skin\n\nIt is dry.", "Dry skin"),
        ("[Home](/) | [Shop](/s)\n\n# Dry skin\n\nIt is dry.", "Dry skin"),
        ("It is " + "very " * 50 + "dry.", ""),
        ("", ""),
    ],
)
def test_finds_the_title_of_a_text(text: str, title: str) -> None:
    assert title == read_plain(text, title=None)[0]


def test_what_is_above_a_title_that_is_said_once_more_is_a_menu() -> None:
    raw = read_plain("Clay Urea Retinol\n\nDry *skin*\n\nIt is dry.", title="Dry skin")[1]

    assert ["Dry skin", "It is dry."] == [block.text for block in raw.blocks]


@pytest.mark.parametrize(
    "text",
    [
        "**a " * 250_000, "__a " * 200_000, "[" * 1_000_000, "[a" * 400_000, "[a](b) " * 100_000,
        "[a](b " * 150_000, "![a](b) " * 100_000, "`a " * 300_000, "```\n" * 200_000,
        "~~~\n```\n" * 100_000, "> " * 400_000, "|a|b|\n|-|-|\n" + "|a|b|\n" * 100_000,
        "|" * 900_000,
        "<" * 1_000_000, "<a " * 300_000, "\\*" * 400_000, "[a]: /b\n" * 100_000, "<!--" * 250_000,
        "<script>" * 120_000, "---\n" + "a: b\n" * 150_000, "{{" * 400_000, "x" * 1_000_000,
        "word " * 200_000, "&amp;" * 200_000, "[a](" + "(" * 500_000, "\r\n" * 500_000,
        "a@" * 400_000, "http://" * 140_000,
    ],
)  # fmt: skip
def test_absurd_text_is_read_in_time(in_proportion: InProportion, text: str) -> None:
    assert in_proportion(lambda: read_text(text, lexicon=LEXICON))
