"""Gives the product rules out as a sheet, and takes a sheet into the draft."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.errors import InvalidError
from service.domain.lexicon import Lexicon
from service.domain.mappings import (
    Does,
    Mapping,
    Names,
    SheetReading,
    Verdict,
    read_sheet,
    write_sheet,
)
from service.ports import Clock
from service.storage import articles, catalog, mappings
from service.storage.database import Database
from service.usecases.edit_mapping import edit_mapping


class WrongLinesError(InvalidError):
    """Lines of a sheet are wrong, so that nothing was changed."""

    def __init__(self, wrong: tuple[Verdict, ...], /) -> None:
        super().__init__(wrong)
        self.wrong = wrong

    def __str__(self) -> str:
        first = self.wrong[0]
        return f"{len(self.wrong)} wrong lines; line {first.line}, {first.column}: {first.message}"


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a sheet would make of the draft at *revision*."""

    revision: int
    reading: SheetReading


def export_mapping(
    shop_id: ShopId, *, published: bool, database: Database, lexicon: Lexicon
) -> str:
    """Return what is *published*, else the draft, as CSV."""
    with database.transaction(shop_id, read_only=True) as tx:
        mapping = (
            mappings.published(tx, shop_id).mapping
            if published
            else mappings.draft(tx, shop_id).mapping
        )
        return write_sheet(mapping, _names(tx, shop_id, lexicon))


def try_sheet(
    shop_id: ShopId, sheet: str, *, replaces: bool, database: Database, lexicon: Lexicon
) -> ReadSheet:
    """Say what each line of *sheet* would do; raise `InvalidFieldError` when it is none at all."""
    with database.transaction(shop_id, read_only=True) as tx:
        draft = mappings.draft(tx, shop_id)
        names = _names(tx, shop_id, lexicon)
    return ReadSheet(draft.revision, read_sheet(sheet, draft.mapping, names, replaces=replaces))


def take_sheet(
    shop_id: ShopId,
    tried: ReadSheet,
    *,
    author: str,
    without_wrong: bool,
    database: Database,
    clock: Clock,
) -> int:
    """
    Make what was *tried* the draft, and return its revision.

    Raise `WrongLinesError` unless it is to be taken *without* the lines that are *wrong*, and
    `StaleEditError` when the draft was edited since.
    """
    reading = tried.reading
    if reading.wrong and not without_wrong:
        raise WrongLinesError(reading.wrong)

    def edit(_: Mapping) -> Mapping:
        return reading.mapping

    lines = sum(verdict.does not in {Does.SAME, Does.WRONG} for verdict in reading.verdicts)
    return edit_mapping(
        shop_id,
        edit,
        seen=tried.revision,
        author=author,
        database=database,
        clock=clock,
        said=f"Took in a sheet that changes {lines} things",
    ).revision


def _names(tx: Connection, shop_id: ShopId, lexicon: Lexicon) -> Names:
    return Names(
        catalog.handles(tx, shop_id),
        {line.id: f"{line.blog_handle}/{line.handle}" for line in articles.lines(tx, shop_id)},
        lexicon.categories.keys(),
    )
