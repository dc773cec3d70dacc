"""``endcap read`` and ``endcap read-products``: texts in, what was understood of them out."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli import jsonl
from service.cli.folder import json_option
from service.cli.printing import print_json, print_reading
from service.cli.texts import read_file, text_format
from service.storage.lexicon import load_default_lexicon


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--html", "form", flag_value="html", help="FILE holds HTML.")
@click.option("--text", "form", flag_value="text", help="FILE holds plain text, its title first.")
@click.option("--title", help="The article's title.")
@click.option("--language", metavar="CODE", help="ISO 639-1 code; default: told from the text.")
@click.option(
    "--jsonl", "lines", is_flag=True, help="Read articles from standard input, one JSON a line."
)
@json_option
def read(
    file: Path | None,
    form: str | None,
    title: str | None,
    language: str | None,
    *,
    lines: bool,
    as_json: bool,
) -> None:
    """Read FILE ('-' for standard input) and say which ingredients it discusses, and how.

    With --jsonl each line is {"id", "text" or "html", "lang"?, "title"?}, and each line of the
    answer {"id", "categories": {name: {"stance", "role"?, "salience", "evidence"}}}.
    """
    lexicon = load_default_lexicon()
    if lines:
        jsonl.run(jsonl.standard_input(), jsonl.article_answer(lexicon))
        return
    if file is None:
        raise click.UsageError("name a FILE, '-' for standard input, or give --jsonl")
    reading = read_file(
        file, form=form or text_format(file), title=title, language=language, lexicon=lexicon
    )
    if as_json:
        print_json(reading)
    else:
        print_reading(reading, lexicon)


@click.command()
@click.option(
    "--jsonl", "lines", is_flag=True, required=True, help="Products come one JSON a line."
)
def read_products(*, lines: bool) -> None:
    """Read products from standard input and say what each is for, and what is only a trace.

    Each line is {"id", "title", "brand"?, "product_type"?, "highlights"?, "ingredients"?}, and each
    line of the answer {"id", "categories": {name: {"role": "active" or "trace", "evidence"}}}.
    """
    del lines  # the only form there is, asked for by name so that another can follow
    jsonl.run(jsonl.standard_input(), jsonl.product_answer(load_default_lexicon()))
