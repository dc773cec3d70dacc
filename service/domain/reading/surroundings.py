"""What stands over a block and so speaks for it: headings, a lead-in, a table's headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.articles import Block, BlockKind, Zone
from service.domain.reading import Population
from service.domain.reading.blocks import Cell
from service.domain.reading.polarity import Polarity, polarity_of_heading
from service.domain.reading.topics import population_in


@dataclass(frozen=True, slots=True)
class _Over:
    """A heading and the heading over it."""

    text: str
    level: int
    parent: _Over | None


class Surroundings:
    """Answers, for any block of an article, what the blocks over it say."""

    def __init__(self, text: str, blocks: Sequence[Block], cells: Sequence[Cell | None]) -> None:
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
        for block, cell in zip(self._blocks, self._cells, strict=True):
            said = self._text[block.start : block.end]
            if block.kind is BlockKind.HEADING and block.zone in {Zone.HEADING, Zone.TITLE}:
                level = 0 if block.zone is Zone.TITLE else block.level or 6
                while over is not None and over.level >= level:
                    over = over.parent
                self._over.append(over)
                over, lead_in = _Over(said, level, over), None
            else:
                self._over.append(over)
                if block.kind is BlockKind.PARAGRAPH:
                    lead_in = said if said.endswith(":") else None
            in_list = block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}
            self._lead_in.append(lead_in if in_list else None)
            if cell is not None and (cell.row <= 0 or cell.column <= 0):
                self._headers.setdefault((cell.table, cell.row, cell.column), said)

    def polarity(self, block: int) -> Polarity | None:
        """What the nearest thing over *block* that says anything says."""
        for said in self._spoken_over(block):
            polarity = polarity_of_heading(said)
            if polarity is not None:
                return polarity
        title = self._title(block)
        warns = title is not None and polarity_of_heading(title) is Polarity.AVOID
        return Polarity.AVOID if warns else None

    def population(self, block: int) -> Population | None:
        """For whom the headings over *block*, or the title, say that they speak."""
        over = self._over[block]
        while over is not None:
            population = population_in(over.text)
            if population is not None:
                return population
            over = over.parent
        return None

    def _spoken_over(self, block: int) -> list[str]:
        said: list[str] = []
        cell = self._cells[block]
        if cell is not None:
            places = ((cell.table, 0, cell.column), (cell.table, cell.row, 0))
            own = (cell.table, cell.row, cell.column)
            said += [self._headers[p] for p in places if p in self._headers and p != own]
        lead_in = self._lead_in[block]
        if lead_in is not None:
            said.append(lead_in)
        over = self._over[block]
        while over is not None and over.level > 0:
            said.append(over.text)
            over = over.parent
        return said

    def _title(self, block: int) -> str | None:
        over = self._over[block]
        while over is not None and over.level > 0:
            over = over.parent
        return over.text if over is not None else None
