"""How the command line shows readings and recommendations: tables for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click
import msgspec
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from service.domain.catalog import Product, ProductId
from service.domain.lexicon import Lexicon
from service.domain.reading import CategoryReading, Mention, Reading, Stance
from service.domain.recommendations import Because, Decision, RecommendationSet

STANCE_WORDS = {Stance.RECOMMEND: "recommends", Stance.NEUTRAL: "mentions", Stance.AVOID: "warns"}
STANCE_STYLES = {Stance.RECOMMEND: "green", Stance.NEUTRAL: "cyan", Stance.AVOID: "red"}


def print_json(value: Any) -> None:
    """Print *value* as JSON with sorted keys, the same bytes for the same value."""
    encoded = msgspec.json.encode(value, order="sorted")
    click.echo(msgspec.json.format(encoded, indent=2).decode())


def print_reading(reading: Reading, lexicon: Lexicon) -> None:
    """Print what was found, most central first, each with the sentence that speaks best for it."""
    console = Console(highlight=False)
    if not reading.categories:
        console.print("No ingredient was found in this text.")
    for category in reading.categories:
        name = lexicon.categories[category.category].name
        console.print(_headline(name, f"{category.salience:.0%} central", *_said_of(category)))
        console.print(_quotation(reading.quote_of(category).text))
    if reading.mentions:
        console.print(_mentions(reading.mentions))
    if reading.topics:
        console.print("Topics that wait for a person: " + ", ".join(sorted(reading.topics)))
    links = [link.product_handle for link in reading.text.links]
    if links:
        console.print(f"Hand-placed links: {', '.join(links)}", soft_wrap=True)


def _said_of(category: CategoryReading) -> Iterator[Text]:
    yield _stance(category.stance)
    if category.role:
        yield Text(category.role)
    if category.advised_against:
        yield Text("advised against", style="red")
    elif not category.sells:
        yield Text("does not sell")


def _headline(title: str, *said: str | Text) -> Text:
    return Text(" · ").join([Text(title, style="bold"), *map(_text, said)])


def _text(said: str | Text) -> Text:
    return said if isinstance(said, Text) else Text(said)


def _stance(stance: Stance) -> Text:
    return Text(STANCE_WORDS[stance], style=STANCE_STYLES[stance])


def _quotation(quote: str) -> Padding:
    return Padding(Text(f"“{quote}”", style="dim"), (0, 0, 1, 4))


def _mentions(mentions: Iterable[Mention]) -> Table:
    table = Table("At", "Term", "Ingredient", "Zone", "Stance", "Setting", box=box.SIMPLE)
    for mention in mentions:
        table.add_row(
            f"{mention.start}–{mention.end}",
            Text(mention.term),
            mention.category,
            mention.zone,
            _stance(mention.stance),
            mention.setting,
        )
    return table


def print_recommendations(
    decision: Decision,
    shown: RecommendationSet,
    products: dict[ProductId, Product],
    *,
    why_not: bool,
) -> None:
    """Print the products in order, each with its reason, and on demand what was dropped."""
    console = Console(highlight=False)
    if not shown.items:
        console.print(f"Nothing is shown in the slot {shown.slot}.")
    for item in shown.items:
        title = f"{item.position}. {products[item.product].title}"
        console.print(_headline(title, *_reasons(item.because)))
        if item.because.quote:
            console.print(_quotation(item.because.quote.text))
    if why_not and decision.dropped:
        dropped = Table("Not shown", "Step", "Reason", box=box.SIMPLE)
        for one in decision.dropped:
            title = products[one.product].title if one.product in products else str(one.product)
            dropped.add_row(Text(title), one.step, Text(one.reason))
        console.print(dropped)


def _reasons(because: Because) -> Iterator[Text]:
    yield Text(because.label)
    yield Text(f"by {because.source}")
    if because.stance:
        yield _stance(because.stance)
    if because.role:
        yield Text(because.role)


def recommendations_document(
    decision: Decision, shown: RecommendationSet, products: dict[ProductId, Product]
) -> dict[str, Any]:
    """Return what `print_recommendations` says as a JSON-ready value."""
    return {
        "slot": shown.slot,
        "mapping_version": decision.mapping_version,
        "lexicon_version": decision.lexicon_version,
        "items": [
            {
                "position": item.position,
                "id": item.product,
                "handle": products[item.product].handle,
                "title": products[item.product].title,
                "because": item.because,
            }
            for item in shown.items
        ],
        "dropped": decision.dropped,
    }
