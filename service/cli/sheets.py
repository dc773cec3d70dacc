"""What commands that read and write sheets share."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from service.domain.errors import InvalidFieldError

out_option = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Default: the screen."
)
sheet_argument = click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True)
)


def give(sheet: str, out: Path | None) -> None:
    """Write *sheet* to *out*, else to the screen."""
    if out is None:
        sys.stdout.write(sheet)
        return
    out.write_text(sheet, "utf-8", newline="")
    click.echo(f"{sheet.count(chr(10)) - 1} rows in {out}", err=True)


def text_of(file: Path) -> str:
    """Return what *file* holds ('-': standard input); raise `InvalidFieldError`."""
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InvalidFieldError("FILE", f"{file}: {(error.strerror or '').lower()}") from error
    except UnicodeDecodeError as error:
        raise InvalidFieldError("FILE", f"{file} is not in UTF-8") from error


def author() -> str:
    """Who sits at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "command line"
