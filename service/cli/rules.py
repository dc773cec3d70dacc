"""``endcap rules``: a shop's product rules as a sheet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from service.cli.folder import chosen_shop, data_option, services_of
from service.cli.sheets import author, give, out_option, sheet_argument, text_of
from service.cli.term_changes import change_options, shop_option
from service.domain.mappings import Does, SheetReading
from service.usecases.exchange_mapping import export_mapping, take_sheet, try_sheet

_SHOWN = 200


@click.group()
def rules() -> None:
    """Write a shop's product rules to a sheet, or take a sheet into the draft."""


@rules.command("export")
@click.option("--published", is_flag=True, help="What shoppers see, not the draft.")
@out_option
@shop_option
@data_option
def export_(shop: str | None, out: Path | None, data: Path, *, published: bool) -> None:
    """Write rules, pins, what is never shown, slots and filler as CSV."""
    services = services_of(data)
    chosen = chosen_shop(shop, services)
    lexicon = services.lexicons.of(chosen.id)
    give(
        export_mapping(chosen.id, published=published, database=services.database, lexicon=lexicon),
        out,
    )


@rules.command("import")
@sheet_argument
@click.option("--replace", is_flag=True, help="What FILE does not say is removed.")
@click.option("--skip-wrong", is_flag=True, help="Take the other lines when some are wrong.")
@change_options
def import_(
    file: Path, shop: str | None, data: Path, *, replace: bool, skip_wrong: bool, dry_run: bool
) -> None:
    """Take FILE ('-': standard input) into the draft, a CSV as 'endcap rules export' writes it.

    Each line that changes something is shown, and each that is wrong with what is wrong. Shoppers
    see nothing of it before somebody publishes the draft.
    """
    services = services_of(data)
    chosen = chosen_shop(shop, services)
    tried = try_sheet(
        chosen.id,
        text_of(file),
        replaces=replace,
        database=services.database,
        lexicon=services.lexicons.of(chosen.id),
    )
    _print(tried.reading)
    if dry_run:
        return
    revision = take_sheet(
        chosen.id,
        tried,
        author=author(),
        without_wrong=skip_wrong,
        database=services.database,
        clock=services.clock,
    )
    if revision == tried.revision:
        click.echo("The draft says so already; nothing was changed.")
    else:
        click.echo("The draft is changed. Look at it and publish it under Product rules.")


def _print(reading: SheetReading) -> None:
    table = Table("line", "what it does", "", box=None, padding=(0, 2, 0, 0))
    told = [verdict for verdict in reading.verdicts if verdict.does is not Does.SAME]
    for line, does, message, column in told[:_SHOWN]:
        table.add_row(str(line or "-"), does, f"{column}: {message}" if column else message)
    if told:
        Console().print(table)
    if len(told) > _SHOWN:
        click.echo(f"… and {len(told) - _SHOWN:,} more")
    counts = Counter(verdict.does for verdict in reading.verdicts)
    click.echo(", ".join(f"{counts[does]:,} {does}" for does in Does))
