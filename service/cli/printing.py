"""How the command line shows readings and recommendations: tables for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.domain.catalog import Product, ProductId
from service.domain.lexicon import Lexicon
from service.domain.reading import Mention, Reading, Stance
from service.domain.recommendations import Decision, RecommendationSet

STANCE_WORDS = {Stance.RECOMMEND: "recommends", Stance.NEUTRAL: "mentions", Stance.AVOID: "warns"}
STANCE_STYLES = {Stance.RECOMMEND: "green", Stance.NEUTRAL: "cyan", Stance.AVOID: "red"}


def print_json(value: Any) -> None:
    """Print *value* as JSON with sorted keys, the same bytes for the same value."""
    encoded = msgspec.json.encode(value, order="sorted")
    click.echo(msgspec.json.format(encoded, indent=2).decode())


def print_reading(reading: Reading, lexicon: Lexicon) -> None:
    """Print what was found, most central first, each with the sentence that speaks best for it."""
    console = Console()
    if not reading.categories:
        console.print("No ingredient was found in this text.")
    else:
        console.print(_categories(reading, lexicon))
        console.print(_mentions(reading.mentions))
    if reading.topics:
        console.print("Topics that wait for a person: " + ", ".join(sorted(reading.topics)))
    links = [link.product_handle for link in reading.text.links]
    if links:
        console.print(f"Hand-placed links: {', '.join(links)}", soft_wrap=True)


def _categories(reading: Reading, lexicon: Lexicon) -> Table:
    table = Table("Ingredient", "Central", "Stance", "Role", "Sells", "Evidence", title="Found")
    for category in reading.categories:
        table.add_row(
            lexicon.categories[category.category].name,
            f"{category.salience:.2f}",
            Text(STANCE_WORDS[category.stance], style=STANCE_STYLES[category.stance]),
            category.role or "",
            "warned of" if category.advised_against else ("yes" if category.sells else "no"),
            Text(reading.quote_of(category).text),
        )
    return table


def _mentions(mentions: Iterable[Mention]) -> Table:
    table = Table("At", "Term", "Ingredient", "Zone", "Stance", "Setting", title="Mentions")
    for mention in mentions:
        table.add_row(
            f"{mention.start}–{mention.end}",
            Text(mention.term),
            mention.category,
            mention.zone,
            Text(STANCE_WORDS[mention.stance], style=STANCE_STYLES[mention.stance]),
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
    console = Console()
    table = Table("#", "Product", "Because", "Evidence", title=f"Slot {shown.slot}")
    for item in shown.items:
        because = item.because
        quote = because.quote.text if because.quote else ""
        reason = f"{because.label} ({because.source}"
        reason += f", {STANCE_WORDS[because.stance]})" if because.stance else ")"
        table.add_row(
            str(item.position), Text(products[item.product].title), Text(reason), Text(quote)
        )
    console.print(table if shown.items else "Nothing is shown in this slot.")
    if why_not and decision.dropped:
        dropped = Table("Product", "Step", "Reason", title="Why not")
        for one in decision.dropped:
            title = products[one.product].title if one.product in products else str(one.product)
            dropped.add_row(Text(title), one.step, Text(one.reason))
        console.print(dropped)


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
