"""``endcap terms export`` and ``endcap terms import``: a shop's terms as a sheet."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.folder import chosen_shop, data_option, services_of
from service.cli.sheets import give, out_option, sheet_argument, text_of
from service.cli.term_changes import change, change_options, shop_option, show
from service.domain.errors import InvalidShopLexiconError
from service.domain.shop_lexicon import ShopLexicon, changes_to, read_sheet, write_sheet
from service.usecases.show_lexicon import ShownLexicon


@click.command("export")
@shop_option
@out_option
@data_option
def export_(shop: str | None, out: Path | None, data: Path) -> None:
    """Write all that the shop adds and ignores as CSV."""
    services = services_of(data)
    give(write_sheet(_additions(show(chosen_shop(shop, services), services))), out)


@click.command("import")
@sheet_argument
@click.option("--replace", is_flag=True, help="What FILE does not say is removed.")
@change_options
def import_(file: Path, shop: str | None, data: Path, *, replace: bool, dry_run: bool) -> None:
    """Add what FILE says ('-': standard input), a CSV as 'endcap terms export' writes it.

    It needs the columns text and category; a file with a fault changes nothing.
    """
    sheet = read_sheet(text_of(file))
    services = services_of(data)
    current = _additions(show(chosen_shop(shop, services), services))
    changes = changes_to(current, sheet.said, replace=replace)
    try:
        change(changes, shop, data, dry_run=dry_run)
    except InvalidShopLexiconError as error:
        faults = ((_place(place, sheet.lines), reason) for place, reason in error.faults)
        raise InvalidShopLexiconError(
            tuple((place, f"{place}: {reason}") for place, reason in faults)
        ) from error


def _place(place: str, lines: dict[str, int]) -> str:
    return f"line {lines[place]}" if place in lines else place


def _additions(shown: ShownLexicon) -> ShopLexicon:
    return ShopLexicon(
        tuple(own.term for own in shown.terms),
        tuple(own.category for own in shown.categories),
        tuple(own.text for own in shown.ignored),
    )
