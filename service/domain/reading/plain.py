"""Plain text as blocks: paragraphs, headings and list items told apart by their looks."""

from __future__ import annotations

import re
from itertools import pairwise

from service.domain.articles import BlockKind
from service.domain.reading.blocks import RawBlock, RawText, visible

HEADING_LEVEL = 2
_LONGEST_HEADING = 90
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n")
_TWO_SENTENCES = re.compile(r"[.?!,]\s+[A-Z].*[.?!]$")
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+(?=\S)")


def read_plain(text: str, *, title: str | None) -> tuple[str, RawText]:
    """Return the title (the first line, when none is given) and the blocks of the rest."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if title is None:
        title, _, lines = lines.strip().partition("\n")
    blocks: list[RawBlock] = []
    for paragraph in _PARAGRAPH_BREAK.split(lines):
        blocks += _paragraph(paragraph, first_element=len(blocks))
    _mark_headings(blocks)
    return " ".join(visible(title).split()), RawText(blocks, len(blocks), plain=True)


def _paragraph(paragraph: str, *, first_element: int) -> list[RawBlock]:
    """Each list item is a block; the other lines of a paragraph stay together."""
    blocks: list[RawBlock] = []
    for line in visible(paragraph).split("\n"):
        words = " ".join(line.split())
        bullet = _BULLET.match(words)
        if not words:
            continue
        if bullet:
            element = first_element + len(blocks)
            blocks.append(RawBlock(BlockKind.LIST_ITEM, words[bullet.end() :], element))
        elif blocks and blocks[-1].kind is BlockKind.PARAGRAPH:
            blocks[-1].text += "\n" + words
        else:
            blocks.append(RawBlock(BlockKind.PARAGRAPH, words, first_element + len(blocks)))
    return blocks


def _mark_headings(blocks: list[RawBlock]) -> None:
    """A short line that is no sentence, and has something under it, is a heading."""
    for block, following in pairwise(blocks):
        if block.kind is BlockKind.PARAGRAPH and _looks_like_heading(block.text, following.text):
            block.kind, block.level = BlockKind.HEADING, HEADING_LEVEL


def _looks_like_heading(text: str, following: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and "\n" not in text
        and text[0].isupper()
        and (text[-1] == "?" or text[-1].isalnum() or text[-1] in ")\u2019\"'")
        and not (text[-1] == "?" and _TWO_SENTENCES.search(text))
        and len(following) > 0
    )
