"""``endcap terms export`` and ``endcap terms import``: a shop's terms as a sheet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from service.cli.folder import chosen_shop, data_option, services_of
from service.cli.term_changes import change, change_options, shop_option, show
from service.domain.errors import InvalidFieldError, InvalidShopLexiconError
from service.domain.shop_lexicon import ShopLexicon, changes_to, read_sheet, write_sheet
from service.usecases.show_lexicon import ShownLexicon


@click.command("export")
@shop_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Default: the screen.")
@data_option
def export_(shop: str | None, out: Path | None, data: Path) -> None:
    """Write all that the shop adds and ignores as CSV."""
    services = services_of(data)
    sheet = write_sheet(_additions(show(chosen_shop(shop, services), services)))
    if out is None:
        sys.stdout.write(sheet)
    else:
        out.write_text(sheet, "utf-8", newline="")
        click.echo(f"{sheet.count(chr(10)) - 1} rows in {out}", err=True)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--replace", is_flag=True, help="What FILE does not say is removed.")
@change_options
def import_(file: Path, shop: str | None, data: Path, *, replace: bool, dry_run: bool) -> None:
    """Add what FILE says ('-': standard input), a CSV as 'endcap terms export' writes it.

    It needs the columns text and category; a file with a fault changes nothing.
    """
    sheet = read_sheet(_text_of(file))
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


def _text_of(file: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InvalidFieldError("FILE", f"{file}: {(error.strerror or '').lower()}") from error
    except UnicodeDecodeError as error:
        raise InvalidFieldError("FILE", f"{file} is not in UTF-8") from error


def _place(place: str, lines: dict[str, int]) -> str:
    return f"line {lines[place]}" if place in lines else place


def _additions(shown: ShownLexicon) -> ShopLexicon:
    return ShopLexicon(
        tuple(own.term for own in shown.terms),
        tuple(own.category for own in shown.categories),
        tuple(own.text for own in shown.ignored),
    )
