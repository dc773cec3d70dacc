"""Counts the tables of an article, their rows and columns."""

from __future__ import annotations

from service.domain.reading.blocks import Cell


class Cells:
    """Follows the tags of tables; tables may stand in tables."""

    def __init__(self) -> None:
        self._tables = 0
        self._open: list[Cell] = []

    @property
    def current(self) -> Cell | None:
        return self._open[-1] if self._open else None

    def enter(self, tag: str) -> None:
        if tag == "table":
            self._open.append(Cell(self._tables, -1, -1))
            self._tables += 1
        elif self._open and tag == "tr":
            cell = self._open[-1]
            self._open[-1] = Cell(cell.table, cell.row + 1, -1)
        elif self._open and tag in {"td", "th"}:
            cell = self._open[-1]
            self._open[-1] = Cell(cell.table, cell.row, cell.column + 1)

    def leave(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._open.pop()
