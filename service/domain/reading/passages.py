"""What each passage of a text speaks of: care, bare skin, or something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.domain.reading.phrases import Hit

_MANY = 3
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text's words speak of: hits of `skin_words`, `other_words` and `touch_words`.

    *bare*: the numbers of words that do not tell care from food. *tags*: how many words of skin
    its tags hold.
    """

    skin: Sequence[Hit]
    elsewhere: Sequence[Hit]
    touch: Sequence[Hit] = ()
    bare: frozenset[int] = frozenset()
    tags: int = 0


@dataclass(frozen=True, slots=True)
class Passages:
    """Where which passage stands: *at* tells the block at an offset, *sections* the heading over
    each block, itself for a heading, -1 where there is none; *title*: whether block 0 is one;
    *size*: how long the article's own words are; *first*: where the block after that begins."""

    at: Callable[[int], int]
    sections: Sequence[int]
    title: bool
    size: int
    first: int = 0

    def within(self, block: int) -> Sequence[int]:
        """The blocks that a block speaks for: a heading for its section, a title for all."""
        if block == 0 and self.title:
            return range(len(self.sections))
        if self.sections[block] == block:
            return [b for b, heading in enumerate(self.sections) if heading == block]
        return (block,)

    def over(self, block: int) -> list[int]:
        """The title and the heading that a block stands under."""
        heading = self.sections[block]
        over = [0] if self.title and block else []
        return over if heading in {block, -1, 0} else [*over, heading]


class Tally:
    """How many words of care, of bare skin and of something else each passage holds."""

    def __init__(self, spoken: Spoken, passages: Passages) -> None:
        self._passages = passages
        self._care = Counter(passages.at(start) for _, start, _ in spoken.touch)
        self._bare = Counter[int]()
        for number, start, _ in spoken.skin:
            counts = self._bare if number in spoken.bare else self._care
            counts[passages.at(start)] += 1
        self._elsewhere = Counter(passages.at(start) for _, start, _ in spoken.elsewhere)
        self.care = spoken.tags + sum(n not in spoken.bare for n, _, _ in spoken.skin)
        said = self.care + len(spoken.touch)
        others = len(spoken.elsewhere)
        self._foreign = not self.care and others >= max(_MANY, len(spoken.skin))
        self._cares = self.care >= _SEVERAL and said >= others

    def is_aside(self, block: int, *, everyday: bool) -> bool:
        """Whether the passage speaks of something else, so that an everyday word, or any name,
        means something else."""
        within = self._passages.within(block)
        if any(self._care[b] for b in within):
            return False
        elsewhere = sum(self._elsewhere[b] for b in within)
        if self._foreign:
            return elsewhere > 0 or everyday
        elsewhere += sum(self._speaks_of_other(b) for b in self._passages.over(block))
        cared = self._cares or any(self._bare[b] for b in within)
        if everyday:
            return elsewhere >= (_SEVERAL if cared else 1)
        return elsewhere >= (_MANY if cared else _SEVERAL)

    def _speaks_of_other(self, heading: int) -> bool:
        return bool(self._elsewhere[heading]) and not self._care[heading]
