"""``endcap terms``: what a shop adds to the lexicon, and what it ignores of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli.folder import chosen_shop, data_option, json_option, services_of
from service.cli.printing import print_json
from service.cli.printing_terms import print_lexicon
from service.cli.term_changes import change, change_options, shop_option, show
from service.cli.term_sheets import export_, import_
from service.domain.lexicon import (
    LANGUAGES,
    ROUTINE_STEPS,
    CategoryId,
    IngredientCategory,
    Term,
    TermKind,
)
from service.domain.shop_lexicon import LexiconChanges, key_of

language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True
)


@click.group()
def terms() -> None:
    """Show and change what a shop adds to the lexicon, and what it ignores of it."""


@terms.command("list")
@shop_option
@data_option
@json_option
def list_(shop: str | None, data: Path, *, as_json: bool) -> None:
    """List the shop's own terms and categories, and what is ignored."""
    services = services_of(data)
    shown = show(chosen_shop(shop, services), services)
    if as_json:
        print_json(
            {
                "revision": shown.revision,
                "version": shown.lexicon.version,
                "terms": shown.terms,
                "categories": [_category_document(own.category) for own in shown.categories],
                "ignored": shown.ignored,
            }
        )
    else:
        print_lexicon(shown)


@terms.command()
@click.argument("texts", metavar="TERM...", nargs=-1, required=True)
@click.option("--category", required=True, help="The id of the category that it names.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in TermKind]),
    default=TermKind.SYNONYM.value,
    show_default=True,
)
@language_option
@click.option("--needs-skin", is_flag=True, help="An everyday word: counts where skin is meant.")
@change_options
def add(  # noqa: PLR0917  click gives each by name
    texts: tuple[str, ...],
    category: str,
    kind: str,
    language: str,
    shop: str | None,
    data: Path,
    *,
    needs_skin: bool,
    dry_run: bool,
) -> None:
    """Add each TERM as a way to write an ingredient of a category."""
    added = tuple(
        Term(text, CategoryId(category), TermKind(kind), language, needs_skin=needs_skin)
        for text in texts
    )
    change(LexiconChanges(add_terms=added), shop, data, dry_run=dry_run)


@terms.command()
@click.argument("texts", metavar="TERM...", nargs=-1, required=True)
@language_option
@change_options
def remove(
    texts: tuple[str, ...], language: str, shop: str | None, data: Path, *, dry_run: bool
) -> None:
    """Remove each TERM of the shop's own."""
    gone = tuple(key_of(text, language) for text in texts)
    change(LexiconChanges(remove_terms=gone), shop, data, dry_run=dry_run)


@terms.command()
@click.argument("texts", metavar="TERM...", nargs=-1, required=True)
@change_options
def ignore(texts: tuple[str, ...], shop: str | None, data: Path, *, dry_run: bool) -> None:
    """Let each default TERM mean nothing in this shop."""
    change(LexiconChanges(ignore=texts), shop, data, dry_run=dry_run)


@terms.command()
@click.argument("texts", metavar="TERM...", nargs=-1, required=True)
@change_options
def heed(texts: tuple[str, ...], shop: str | None, data: Path, *, dry_run: bool) -> None:
    """Ignore each TERM no longer."""
    change(LexiconChanges(heed=texts), shop, data, dry_run=dry_run)


@terms.command()
@click.argument("category")
@click.option("--name", required=True, help="As cards show it, such as Snail mucin.")
@click.option("--parent", metavar="CATEGORY", help="The category that it is a kind of.")
@click.option(
    "--step",
    type=click.Choice([str(step) for step in ROUTINE_STEPS]),
    default="30",
    show_default=True,
    help="Place in a routine: 10 rinse-off, 20 chemical exfoliant, 30 treatment, "
    "40 moisturiser, 50 sunscreen.",
)
@change_options
def add_category(  # noqa: PLR0917  click gives each by name
    category: str,
    name: str,
    parent: str | None,
    step: str,
    shop: str | None,
    data: Path,
    *,
    dry_run: bool,
) -> None:
    """Add CATEGORY, an id such as snail_mucin; one that is there takes the new name and place."""
    above = CategoryId(parent) if parent else None
    own = IngredientCategory(CategoryId(category), name, above, int(step))
    change(LexiconChanges(add_categories=(own,)), shop, data, dry_run=dry_run)


@terms.command()
@click.argument("category")
@change_options
def remove_category(category: str, shop: str | None, data: Path, *, dry_run: bool) -> None:
    """Remove CATEGORY of the shop's own, once it is empty."""
    gone = (CategoryId(category),)
    change(LexiconChanges(remove_categories=gone), shop, data, dry_run=dry_run)


def _category_document(category: IngredientCategory) -> dict[str, Any]:
    """Only what is a shop's to say."""
    return {name: getattr(category, name) for name in ("id", "name", "parent", "routine_step")}


terms.add_command(export_)
terms.add_command(import_)
