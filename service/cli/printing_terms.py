"""How the command line shows a shop's lexicon, and what a change of it would do."""

from __future__ import annotations

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.domain.lexicon import CategoryId, Lexicon
from service.storage.shop_lexicon import Added
from service.usecases.preview_lexicon_change import LexiconPreview, TextChanges
from service.usecases.show_lexicon import ShownLexicon

SHOWN = 10
"""So many articles and products are named before a change; the others are counted."""


def print_lexicon(shown: ShownLexicon) -> None:
    """Print what the shop adds and ignores, with who did so."""
    if not (shown.terms or shown.categories or shown.ignored):
        click.echo("This shop adds nothing and ignores nothing.")
        return
    table = Table("", "Term", "Language", "Ingredient", "By", "Since", box=box.SIMPLE)
    for category in shown.categories:
        name = f"{category.category.name} ({category.category.id})"
        table.add_row("ingredient", "", "", Text(name), *_added(category.added))
    for term in shown.terms:
        said = term.term
        name = _name(said.category, shown.lexicon)
        table.add_row(said.kind, Text(said.text), said.language, Text(name), *_added(term.added))
    for ignored in shown.ignored:
        table.add_row("ignored", Text(ignored.text), "", "", *_added(ignored.added))
    Console(highlight=False).print(table)


def _added(added: Added) -> tuple[Text, str]:
    return Text(added.author), f"{added.at:%Y-%m-%d}"


def print_preview(preview: LexiconPreview) -> None:
    """Print which articles and products would gain or lose an ingredient."""
    for noun, found in (("articles", preview.articles), ("products", preview.products)):
        rest = "" if found.is_complete else f", of {found.affected} only {found.read} were read"
        click.echo(f"{found.total} {noun} would gain or lose an ingredient{rest}.")
        _print_texts(found, preview)


def _print_texts(found: TextChanges, preview: LexiconPreview) -> None:
    for change in found.items:
        gained = [f"+ {_name(h.category, preview.after)}" for h in change.gained]
        lost = [f"− {_name(h.category, preview.before)}" for h in change.lost]
        click.echo(f"  {change.title}: {', '.join([*gained, *lost])}")
    if found.total > len(found.items):
        click.echo(f"  and {found.total - len(found.items)} more")


def _name(category: CategoryId, lexicon: Lexicon) -> str:
    known = lexicon.categories.get(category)
    return known.name if known else category
