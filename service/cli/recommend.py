"""``endcap recommend``: what a shop's published rules put beside an article or any text."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.folder import chosen_shop, data_option, json_option, services_of
from service.cli.printing import print_json, print_recommendations, recommendations_document
from service.cli.texts import read_file
from service.domain.errors import InvalidFieldError
from service.domain.mappings import AFTER_INTRO, SlotName
from service.domain.recommendations import arrange
from service.usecases.explain_text import explain_article, explain_text


@click.command()
@click.option("--shop", required=True, metavar="DOMAIN", help="Such as name.myshopify.com.")
@click.option("--text", type=click.Path(path_type=Path), help="A plain-text file, its title first.")
@click.option("--html", type=click.Path(path_type=Path), help="An HTML file.")
@click.option("--article", metavar="ID|BLOG/HANDLE", help="An article of the shop.")
@click.option("--title", help="The title of the text.")
@click.option("--limit", type=click.IntRange(1, 10), help="At most so many products.")
@click.option("--slot", default=AFTER_INTRO, show_default=True)
@click.option("--why-not", is_flag=True, help="Also list the products that were dropped.")
@data_option
@json_option
def recommend(  # noqa: PLR0917  click gives each by name
    shop: str,
    text: Path | None,
    html: Path | None,
    article: str | None,
    title: str | None,
    limit: int | None,
    slot: str,
    data: Path,
    *,
    why_not: bool,
    as_json: bool,
) -> None:
    """Say which products stand beside an article of a shop, or beside any text, and why."""
    given = [option for option in (text, html, article) if option is not None]
    if len(given) != 1:
        raise click.UsageError("give one of --article, --text, --html")
    services = services_of(data)
    lexicon = services.lexicons.of(chosen_shop(shop, services).id)
    if article is not None:
        explained = explain_article(
            shop,
            article,
            database=services.database,
            lexicon=lexicon,
            clock=services.clock,
        )
    else:
        reading = read_file(
            text or html or Path("-"),
            form="html" if html else "text",
            title=title,
            language=None,
            lexicon=lexicon,
        )
        explained = explain_text(
            shop,
            reading,
            database=services.database,
            lexicon=lexicon,
            clock=services.clock,
        )
    slots = [found.name for found in explained.decision.slots]
    if slot not in slots:
        raise InvalidFieldError("--slot", f"there is no such slot; there are {', '.join(slots)}")
    shown = arrange(
        explained.decision,
        SlotName(slot),
        products=explained.products,
        now=services.clock(),
        limit=limit,
    )
    if as_json:
        print_json(recommendations_document(explained.decision, shown, explained.products))
    else:
        print_recommendations(explained.decision, shown, explained.products, why_not=why_not)
