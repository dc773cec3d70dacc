"""The cells of a sheet (CSV): what a spreadsheet may take for a formula is made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA = tuple("'=+-@\t\r＝＋－＠")
"""What begins a formula in a spreadsheet, and the sign that says that none is meant."""


def shown(cell: str) -> str:
    """Return *cell* so that no spreadsheet runs it; `meant` gives it back as it was."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def listed(items: Iterable[str]) -> str:
    """Return *items* as one cell, with commas between; `items_of` gives them back."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(items)
    return out.getvalue().replace("\r", " ").replace("\n", " ")


def items_of(cell: str) -> tuple[str, ...]:
    """Return what is listed in *cell*, without blanks around each; raise `csv.Error`."""
    row = next(csv.reader([cell], skipinitialspace=True, strict=True), [])
    return tuple(item for each in row if (item := each.strip()))
