"""Lays the blocks of an article out as one text, the title first; every offset refers to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from service.domain.articles import ArticleText, Block, BlockKind, HandPlacedLink, Zone
from service.domain.reading.blocks import Cell, RawBlock, RawText
from service.domain.reading.folding import fold
from service.domain.reading.placement import place

_ADDRESS = re.compile(
    '(https?)(://[^\\s<>"\u3001-\u9fff\uac00-\ud7a3]+)'
    r"|()(\bwww\.[^\s<>]+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64})"
)


class Layout:
    """*text* and *folded*: a line a block. *above*: how many blocks stand before the raw ones."""

    def __init__(self, raw: RawText, title: str) -> None:
        self._raw = raw
        self._title = title.encode("utf-8", "replace").decode()
        lines = [self._title] if title else []
        self.above = len(lines)
        lines += [block.text for block in raw.blocks]
        self.text = "\n".join(lines)
        self.folded = _without_addresses(self.text, fold(self.text))
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def block_at(self, place: int) -> int:
        """The number of the block that holds *place*."""
        return bisect_right(self._starts, place) - 1

    def cells(self) -> list[Cell | None]:
        """Of each block, where in a table it stands."""
        return [None] * self.above + [block.cell for block in self._raw.blocks]

    def article(self, zones: Sequence[Zone]) -> ArticleText:
        """Return all of it; *zones*: those of the raw blocks."""
        blocks = [Block(BlockKind.HEADING, Zone.TITLE, 0, len(self._title), 1)] * self.above
        links: list[HandPlacedLink] = []
        raw = zip(self._raw.blocks, zones, self._starts[self.above :], strict=False)
        for block, zone, start in raw:
            if block.links:
                links += _links(block, start, len(blocks))
            end = start + len(block.text)
            blocks.append(Block(block.kind, zone, start, end, block.level, block.element))
        after_intro, end_placement = place(self._raw, zones)
        return ArticleText(self.text, tuple(blocks), tuple(links), after_intro, end_placement)


def _without_addresses(text: str, folded: str) -> str:
    """Blanks for what the address of a page or a person names, letter for letter."""
    if "://" not in text and "www." not in text and "@" not in text:
        return folded
    pieces: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        start = found.end(1) if found[1] else found.start()
        pieces += folded[at:start], " " * (found.end() - start)
        at = found.end()
    return "".join([*pieces, folded[at:]])


def _links(block: RawBlock, start: int, number: int) -> Iterator[HandPlacedLink]:
    for link in block.links:
        said = block.text[link.start : link.end]
        yield HandPlacedLink(link.product_handle, link.url, said, start + link.start, number)
