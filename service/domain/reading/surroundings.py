"""What stands over a block and so speaks for it: headings, a lead-in, a table's headers."""

from __future__ import annotations

from collections import abc
from collections.abc import Sequence
from functools import cached_property, lru_cache

from service.domain.articles import HEADING_ZONES, Block, BlockKind, Zone
from service.domain.reading import Population, Topic
from service.domain.reading.blocks import Cell
from service.domain.reading.folding import fold
from service.domain.reading.polarity import Polarity, polarity_of_heading
from service.domain.reading.topics import population_of
from service.domain.reading.wording import Place, apart, joined

_HEADING, _PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH
_LISTED = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_CELL})
_BEGINNING = 250
"""Characters of a section that tell what its heading is about."""


class _Over:
    """A heading and the heading over it; what they say is read once, when it is asked for."""

    def __init__(
        self, text: str, level: int, parent: _Over | None, topics: Sequence[Topic]
    ) -> None:
        self.text = text
        self._topics = topics
        self.level = level
        self.parent = parent

    @cached_property
    def polarity(self) -> Polarity | None:
        """What the nearest that says anything says; a title is heard only when it warns."""
        own = polarity_of_heading(self.text)
        if self.level == 0:
            return own if own is Polarity.AVOID else None
        return own or (self.parent.polarity if self.parent else None)

    @cached_property
    def population(self) -> Population | None:
        return population_of(self._topics) or (self.parent.population if self.parent else None)


class Surroundings:
    """Answers, for any block of an article, what the blocks over it say."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        cells: Sequence[Cell | None],
        topics: abc.Mapping[int, Sequence[Topic]],
    ) -> None:
        self._topics = topics
        self._cells = cells
        self._text = text
        self._blocks = blocks
        self._over: list[_Over | None] = []
        self._lead_in: list[str | None] = []
        self._headers: dict[tuple[int, int, int], str] = {}
        self._look()

    def _look(self) -> None:
        over: _Over | None = None
        lead_in: str | None = None
        for number, (block, cell) in enumerate(zip(self._blocks, self._cells, strict=True)):
            kind = block.kind
            self._over.append(over)
            if kind is _HEADING and block.zone in HEADING_ZONES:
                said = self._text[block.start : block.end]
                level = 0 if block.zone is Zone.TITLE else block.level or 6
                while over is not None and over.level >= level:
                    over = over.parent
                self._over[-1] = over
                over, lead_in = _Over(said, level, over, self._topics.get(number, ())), None
            elif kind is _PARAGRAPH:
                colon = self._text[block.end - 1 : block.end] == ":"
                lead_in = self._text[block.start : block.end] if colon else None
            self._lead_in.append(lead_in if kind in _LISTED else None)
            if cell is not None and (cell.row <= 0 or cell.column <= 0):
                said = self._text[block.start : block.end]
                self._headers.setdefault((cell.table, cell.row, cell.column), said)

    def polarity(self, block: int) -> Polarity | None:
        """What the nearest thing over *block* that says anything says."""
        for said in self._beside(block):
            polarity = polarity_of_heading(said)
            if polarity is not None:
                return polarity
        over = self._over[block]
        return over.polarity if over is not None else None

    def over(self, block: int, language: str) -> list[tuple[Place, str]]:
        """The joined tokens of all that stands over *block*, from the nearest to the title."""
        found = [(Place.OVER, _tokens(said, language)) for said in self._beside(block)]
        above = self._over[block]
        while above is not None:
            place = Place.OVER if above.level else Place.TITLE
            found.append((place, _tokens(above.text, language)))
            above = above.parent
        return found

    def under(self, block: int, folded: str, language: str) -> list[tuple[Place, str]]:
        """The joined tokens of what begins under *block*, if that is a heading."""
        following = block + 1
        if self._blocks[block].kind is not _HEADING or following >= len(self._blocks):
            return []
        start = self._blocks[following].start
        end = start
        for other in self._blocks[following:]:
            if other.kind is _HEADING or end - start > _BEGINNING:
                break
            end = other.end
        return [(Place.UNDER, joined(apart(folded[start:end][: 2 * _BEGINNING], language)))]

    def population(self, block: int) -> Population | None:
        """For whom the headings over *block*, or the title, say that they speak."""
        over = self._over[block]
        return over.population if over is not None else None

    def _beside(self, block: int) -> list[str]:
        """The headers of a table cell, and the words that lead to a list."""
        said: list[str] = []
        cell = self._cells[block]
        if cell is not None:
            places = ((cell.table, 0, cell.column), (cell.table, cell.row, 0))
            own = (cell.table, cell.row, cell.column)
            said += [self._headers[p] for p in places if p in self._headers and p != own]
        lead_in = self._lead_in[block]
        if lead_in is not None:
            said.append(lead_in)
        return said


@lru_cache(maxsize=2048)
def _tokens(text: str, language: str) -> str:
    return joined(apart(fold(text), language))
