"""``endcap read``: one article in, what was understood of it out."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.folder import json_option
from service.cli.printing import print_json, print_reading
from service.cli.texts import read_file, text_format
from service.storage.lexicon import load_default_lexicon


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--html", "form", flag_value="html", help="FILE holds HTML.")
@click.option("--text", "form", flag_value="text", help="FILE holds plain text, its title first.")
@click.option("--title", help="The article's title.")
@click.option("--language", default="en", show_default=True, help="ISO 639-1 code.")
@json_option
def read(file: Path, form: str | None, title: str | None, language: str, *, as_json: bool) -> None:
    """Read FILE ('-' for standard input) and say which ingredients it discusses, and how."""
    lexicon = load_default_lexicon()
    reading = read_file(
        file, form=form or text_format(file), title=title, language=language, lexicon=lexicon
    )
    if as_json:
        print_json(reading)
    else:
        print_reading(reading, lexicon)
