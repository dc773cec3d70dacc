"""What the commands of ``endcap terms`` share: their options, and how a change is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from service.cli.folder import chosen_shop, data_option, services_of
from service.cli.printing_terms import SHOWN, print_preview
from service.cli.sheets import author
from service.domain.catalog import Shop
from service.domain.shop_lexicon import LexiconChanges
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.preview_lexicon_change import preview_lexicon_change
from service.usecases.show_lexicon import ShownLexicon, show_lexicon
from service.wiring import Services

F = TypeVar("F", bound=Callable[..., Any])

shop_option = click.option("--shop", metavar="DOMAIN", help="Default: the only shop there is.")


def change_options(command: F) -> F:
    """Give a command what each has that changes something."""
    dry = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
    return shop_option(dry(data_option(command)))


def change(changes: LexiconChanges, shop: str | None, data: Path, *, dry_run: bool) -> None:
    """Make *changes*, or say what they would do."""
    services = services_of(data)
    chosen = chosen_shop(shop, services)
    if dry_run:
        preview = preview_lexicon_change(
            chosen.id, changes, database=services.database, lexicons=services.lexicons, limit=SHOWN
        )
        print_preview(preview)
        return
    before = show(chosen, services).revision
    saved = edit_lexicon(
        chosen.id,
        changes,
        author=author(),
        database=services.database,
        lexicons=services.lexicons,
        doorbell=services.doorbell,
        clock=services.clock,
    )
    if saved.revision == before:
        click.echo("That is so already; nothing was changed.")
        return
    click.echo(f"{saved.said}. Without a worker, read again with: endcap reread")


def show(shop: Shop, services: Services) -> ShownLexicon:
    return show_lexicon(shop.id, database=services.database, lexicons=services.lexicons)
