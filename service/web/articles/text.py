"""Cuts an article's plain text into blocks and runs, so that a template only has to print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.articles import Block, HandPlacedLink
from service.domain.lexicon import CategoryId
from service.domain.reading import Mention, Reading


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a block: evidence when it has a *mention*, a writer's link when it has a *link*.

    *is_first*: of its category in its block; only these carry a visible label.
    """

    text: str
    mention: Mention | None = None
    link: HandPlacedLink | None = None
    number: int = 0
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class TextBlock:
    block: Block
    runs: tuple[Run, ...]


def text_blocks(reading: Reading) -> tuple[TextBlock, ...]:
    """Return the blocks in order; printed one after the other they are the whole text."""
    return tuple(
        TextBlock(block, tuple(_runs(reading, number, block)))
        for number, block in enumerate(reading.text.blocks)
    )


def tones(reading: Reading) -> dict[CategoryId, int]:
    """Give each category one of eight tones, the most central ones first."""
    ordered = [found.category for found in reading.categories]
    others = sorted({mention.category for mention in reading.mentions} - set(ordered))
    return {category: place % 8 for place, category in enumerate([*ordered, *others])}


def _runs(reading: Reading, number: int, block: Block) -> Iterator[Run]:
    text, at = reading.text.text, block.start
    seen: set[CategoryId] = set()
    for start, end, run in _marked(reading, number, block):
        if start < at or end > block.end:
            continue  # what overlaps is printed once
        if start > at:
            yield Run(text[at:start])
        mention = run.mention
        first = mention is not None and mention.category not in seen
        if mention is not None:
            seen.add(mention.category)
        yield Run(text[start:end], mention, run.link, run.number, first)
        at = end
    if at < block.end:
        yield Run(text[at : block.end])


def _marked(reading: Reading, number: int, block: Block) -> Sequence[tuple[int, int, Run]]:
    evidence = [
        (mention.start, mention.end, Run("", mention=mention, number=place))
        for place, mention in enumerate(reading.mentions)
        if block.start <= mention.start < block.end
    ]
    links = [
        (link.start, link.start + len(link.text), Run("", link=link))
        for link in reading.text.links
        if link.block == number
    ]
    return sorted([*evidence, *links], key=lambda marked: marked[:2])
