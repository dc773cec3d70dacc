"""The cells of a sheet (CSV): what a spreadsheet may take for a formula is made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from service.domain.errors import InvalidFieldError

FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What begins a formula in a spreadsheet: OWASP's list, with the full-width forms."""
_NO_FORMULA = "'"
_MARKED = (_NO_FORMULA, *FORMULA)

Row = dict[str, str]
"""The cells of a line, by column, as they were meant."""


def shown(cell: str) -> str:
    """Return *cell* so that no spreadsheet runs it; `meant` gives it back as it was."""
    return f"{_NO_FORMULA}{cell}" if cell.startswith(_MARKED) else cell


def meant(cell: str) -> str:
    rest = cell.removeprefix(_NO_FORMULA)
    return rest if rest != cell and rest.startswith(_MARKED) else cell


def rows_of(
    text: str, columns: Sequence[str], *, needed: str, without: str
) -> Iterator[tuple[int, Row | None]]:
    """
    Yield each line of a sheet with its number; ``None``: its cells are not as many as those of
    line 1.

    Raise `InvalidFieldError` that names the line where the text is no CSV, has a column that is
    none of *columns*, or lacks the *needed* one: *without* says so.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        named = reader.fieldnames or ()
        if unknown := [name for name in named if name not in columns]:
            reason = f"there is no column {unknown[0]!r}; there are {', '.join(columns)}"
            raise InvalidFieldError("line 1", reason)
        if needed not in named:
            raise InvalidFieldError("line 1", without)
        for row in reader:
            yield reader.line_num, _cells(row)
    except csv.Error as error:
        line = reader.reader.line_num
        raise InvalidFieldError(f"line {line}", f"is no CSV: {error}") from error


def _cells(row: dict[str | None, str | list[str] | None]) -> Row | None:
    if None in row or None in row.values():
        return None
    return {str(name): meant(str(cell)).strip() for name, cell in row.items()}


def listed(items: Iterable[str]) -> str:
    """Return *items* as one cell, with commas between; `items_of` gives them back."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(items)
    return out.getvalue().replace("\r", " ").replace("\n", " ")


def items_of(cell: str) -> tuple[str, ...]:
    """Return what is listed in *cell*, without blanks around each; raise `csv.Error`."""
    row = next(csv.reader([cell], skipinitialspace=True, strict=True), [])
    return tuple(item for each in row if (item := each.strip()))
