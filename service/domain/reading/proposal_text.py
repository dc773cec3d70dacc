"""A text that proposals are looked for in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.articles import Block
from service.domain.reading.folding import is_unspaced
from service.domain.reading.proposal_shapes import shapes
from service.domain.reading.proposal_words import EVERYDAY, FUNCTION_WORDS, is_inert
from service.domain.reading.sentences import sentence_starts
from service.domain.reading.terms import TermFinder

SHORTEST = 4
_SHORTEST_UNSPACED, _LONGEST_UNSPACED = 2, 12
_MOST_WORDS = 3
_LONGEST_QUOTE = 240
_NAME = re.compile(r"[^\W\d_][\w' ]*")


class Span(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Look:
    text: str
    folded: str
    language: str
    finder: TermFinder

    def known(self, block: Block) -> list[tuple[int, int]]:
        part = slice(block.start, block.end)
        hits = self.finder.find(self.text[part], self.folded[part])
        return sorted((block.start + hit.start, block.start + hit.end) for hit in hits)

    def shapes(self, block: Block) -> Iterator[Span]:
        part = slice(block.start, block.end)
        for start, end in shapes(self.text[part], self.folded[part], self.language):
            yield Span(block.start + start, block.start + end)

    def written(self, span: Span) -> str:
        """The words as a list of names would have them."""
        said = " ".join(self.text[span.start : span.end].split())
        capitals = self.language == "de" or (said.isupper() and len(said) <= SHORTEST)
        return said if capitals else said.lower()

    def sentence(self, block: Block, span: Span) -> str:
        """What holds it, for people to read."""
        starts = [*sentence_starts(self.text, block.start, block.end), block.end]
        low = max(s for s in starts if s <= span.start)
        high = min(s for s in starts if s > span.start)
        if high - low > _LONGEST_QUOTE:
            low = max(low, span.start - _LONGEST_QUOTE // 2)
            high = min(high, span.end + _LONGEST_QUOTE // 2)
        return " ".join(self.text[low:high].split())

    def may_be_name(self, span: Span) -> bool:
        """Whether the words could be a name: few, and none of those that only join or describe."""
        folded = self.folded[span.start : span.end].strip()
        if is_unspaced(folded[:1] or " "):
            return _SHORTEST_UNSPACED <= len(folded) <= _LONGEST_UNSPACED
        words = folded.split()
        if not words or len(words) > _MOST_WORDS or len(folded) < SHORTEST:
            return False
        if _NAME.fullmatch(folded) is None or is_inert(folded):
            return False
        return FUNCTION_WORDS.isdisjoint(words) and EVERYDAY.isdisjoint(words)
