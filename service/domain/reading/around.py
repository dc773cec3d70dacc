"""How far a line that is not the article's speaks for what stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.articles import BlockKind, Zone
from service.domain.reading.blocks import RawBlock
from service.domain.reading.folding import is_unspaced
from service.domain.reading.furniture import Mark, ends_sentence, is_entry, is_menu

_HEADING = BlockKind.HEADING
_OVER = {
    Mark.SECTION: Zone.BOILERPLATE,
    Mark.RELATED: Zone.BOILERPLATE,
    Mark.TEASERS: Zone.BOILERPLATE,
    Mark.REFERENCES: Zone.REFERENCES,
    Mark.DISCLAIMER: Zone.DISCLAIMER,
}
_KEPT_AT_END = frozenset({Zone.DISCLAIMER, Zone.REFERENCES})
_ENTRIES = frozenset({BlockKind.LIST_ITEM, BlockKind.PARAGRAPH})
_LOWEST = 6
_LONGEST_LINE = 60
_FEWEST_SAID, _SENTENCE, _PROSE = 20, 60, 110
_DENSER = 3
"""So much more is said by a character where each is a word or a syllable."""
_ENDED_BY_PROSE = frozenset({Mark.RELATED, Mark.REFERENCES})
BREAKS_OFF = ("...", "\u2026", "[\u2026]", "[...]")

Zones = list[Zone | None]
Marks = Sequence[Mark | None]


def is_prose(block: RawBlock) -> bool:
    """Whether it says something at length, as a teaser does not."""
    text = block.text
    return len(text) >= _PROSE and not block.is_linked and not text.endswith(BREAKS_OFF)


def join_steps(blocks: Sequence[RawBlock], marks: list[Mark | None]) -> None:
    """ "Older: …" and "Newer: …" are the end where they stand together; one alone may be advice."""
    for i in range(len(marks) - 1):
        both = marks[i] is Mark.STEP and marks[i + 1] in {Mark.STEP, Mark.END}
        if both and blocks[i].text[:4] != blocks[i + 1].text[:4]:
            marks[i] = marks[i + 1] = Mark.END


def spread_menus(blocks: Sequence[RawBlock], own: Zones, marks: Marks) -> None:
    """Short lines in a row are a menu when some of them are such as menus have."""
    run: list[int] = []
    for i, block in enumerate([*blocks, None]):
        if block is not None and is_entry(block.text) and block.kind in _ENTRIES:
            run.append(i)
            continue
        if is_menu([marks[each] for each in run]):
            for each in run:
                own[each] = own[each] or Zone.BOILERPLATE
        run = []


def spread_sections(blocks: Sequence[RawBlock], own: Zones, marks: Marks) -> None:
    """What stands under "Related", "References", "Comments" is that, until the article goes on."""
    over: Mark | None = None
    level = 0
    for i, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        is_heading = block.kind is _HEADING
        if mark is not None and mark in _OVER and _starts(block) and not block.furniture:
            over, level = mark, (block.level or _LOWEST) if is_heading else _LOWEST + 1
        elif over is not None and own[i] is None:
            ends = _heading_ends(blocks, i, level) if is_heading else _ends(blocks, i, over, level)
            over = None if ends else over
            own[i] = _OVER[over] if over is not None else None


def _starts(block: RawBlock) -> bool:
    """Whether it is a line of its own, and not a line that has a field and what is in it."""
    if block.kind is BlockKind.TABLE_CELL:
        return False
    return block.kind is _HEADING or len(block.text) <= _LONGEST_LINE


def _heading_ends(blocks: Sequence[RawBlock], i: int, level: int) -> bool:
    """A heading as high as the one that began; one that only looks so when prose is under it."""
    block = blocks[i]
    if block.is_linked or (block.level or _LOWEST) > level:
        return False
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    by_looks = level > _LOWEST or block.level == _LOWEST
    return following is not None and (not by_looks or is_prose(following))


def _ends(blocks: Sequence[RawBlock], i: int, over: Mark, level: int) -> bool:
    """Whether the article goes on with this block, which is no heading.

    It does with a sentence after a list of titles, and with any that is long where the section
    has no heading.
    """
    block, before = blocks[i], blocks[i - 1]
    if over is Mark.TEASERS:
        return _says(block, _FEWEST_SAID)
    if over not in _ENDED_BY_PROSE or block.kind is not BlockKind.PARAGRAPH:
        return False
    listed = before.kind is BlockKind.LIST_ITEM or before.is_linked
    return _says(block, _SENTENCE if listed else _PROSE) and (listed or level > _LOWEST)


def _says(block: RawBlock, least: int) -> bool:
    """Whether it is a sentence of some length, and neither the name of an article nor a teaser."""
    text = block.text
    if block.kind is _HEADING or block.is_linked or not ends_sentence(text):
        return False
    said = len(text) * (_DENSER if is_unspaced(text[0]) else 1)
    return said > least and not text.endswith(BREAKS_OFF)


def spread_contents(blocks: Sequence[RawBlock], own: Zones, marks: Marks) -> None:
    """Under "Contents" or "Tags" stands a list: short lines that are no sentences."""
    inside = False
    for i, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        if mark is Mark.CONTENTS:
            inside = True
        elif inside and own[i] is None:
            listed = block.kind is BlockKind.LIST_ITEM or block.is_linked
            inside = listed and len(block.text) <= _PROSE and not ends_sentence(block.text)
            own[i] = Zone.BOILERPLATE if inside else None


def spread_teasers(blocks: Sequence[RawBlock], own: Zones, marks: Marks) -> None:
    """A "Read more" belongs to the teaser before it: heading, byline, a text that breaks off."""
    for i, mark in enumerate(marks):
        if mark is Mark.MORE and i:
            before = i - 1
            if blocks[before].text.endswith(BREAKS_OFF):
                own[before] = Zone.BOILERPLATE
                _drop_heading(blocks, own, before - 1)


def _drop_heading(blocks: Sequence[RawBlock], own: Zones, i: int) -> None:
    """The heading at *i* goes, or the one over lines that are gone already."""
    while i >= 0 and own[i] is Zone.BOILERPLATE:
        i -= 1
    if i >= 0 and blocks[i].kind is _HEADING:
        own[i] = Zone.BOILERPLATE


def spread_end(blocks: Sequence[RawBlock], own: Zones, marks: Marks) -> None:
    """After the article's end nothing is the article's."""
    ended = False
    said = 0
    for i, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        said += own[i] is None and block.kind is not _HEADING
        ended = ended or (mark is Mark.END and said > 1)
        if ended and own[i] not in _KEPT_AT_END:
            own[i] = Zone.BOILERPLATE
