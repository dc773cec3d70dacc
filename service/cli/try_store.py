"""``endcap try``: a store's public feeds, and what Endcap would put beside its articles."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from service.cli.folder import json_option
from service.cli.parts import require_port
from service.cli.printing import print_json
from service.cli.trial_document import trial_document
from service.clients.public_feeds import Limits, Visitor, read_public_store, store_origin
from service.clients.public_feeds.addresses import is_local
from service.ports import utc_now
from service.storage.lexicon import load_default_lexicon
from service.usecases.try_store import Told, Trial
from service.usecases.try_store import try_store as try_public_store
from service.web.trying import HOST, create_app, new_server

LOCAL_PAUSE = 0.02


@click.command("try")
@click.argument("store")
@click.option("--limit", type=click.IntRange(1, 2000), default=100, show_default=True,
              help="Read at most so many articles, the newest first.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65_535), default=0,
              help="Port of the local page; default: any that is free.")  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Only say where the page is.")
@click.option("--contact", envvar="ENDCAP_CONTACT", metavar="EMAIL|URL",
              help="Told to the store as who reads it.")  # fmt: skip
@click.option("--pause", type=click.FloatRange(0.5, 60), default=1.0, show_default=True,
              help="Seconds between two requests.")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Do not use what was kept of an earlier run.")
@json_option
def try_store(
    store: str,
    limit: int,
    port: int,
    contact: str | None,
    pause: float,
    *,
    no_browser: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Read the public feeds of STORE and show its articles with the cards Endcap proposes.

    Nothing is installed, no key is needed, and nothing is changed or sent anywhere. The store's
    robots.txt is obeyed, one page is asked for at a time, and unchanged pages are not sent again.

    \b
      endcap try https://store.com
      endcap try store.com --limit 20 --json > trial.json
    """
    origin = store_origin(store)
    if port and not as_json:
        require_port(port, "the local page")  # before a store is read for nothing
    limits = Limits(articles=limit, pause=LOCAL_PAUSE if is_local(origin) else pause)
    visitor = Visitor(
        origin, agent=_agent(contact), limits=limits, folder=None if fresh else _kept_folder()
    )
    console = Console(stderr=True, highlight=False)
    lexicon = load_default_lexicon()
    try:
        with _progress(console) as told:
            found = read_public_store(visitor, told=told)
            trial = try_public_store(found, lexicon=lexicon, clock=utc_now, told=told)
    except KeyboardInterrupt:
        console.print("Stopped.")
        raise click.exceptions.Exit(130) from None
    if as_json:
        print_json(trial_document(trial, lexicon))
        return
    _say(trial)
    _serve(trial, port, opens=not no_browser)


def _serve(trial: Trial, port: int, *, opens: bool) -> None:
    """Show the pages until Ctrl-C."""
    server = new_server(create_app(trial, load_default_lexicon()), port)
    url = f"http://{HOST}:{server.port}/"
    click.echo(f"\n  Look at it: {url}\n\nPress Ctrl-C to stop.")
    sys.stdout.flush()
    if opens:
        threading.Thread(target=webbrowser.open, args=[url], daemon=True).start()
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        click.echo("\nStopped.")
    finally:
        server.server_close()


def _say(trial: Trial) -> None:
    store = trial.store
    click.echo(f"{store.name} ({store.url})")
    click.echo(f"  {len(trial.articles)} articles read, {trial.with_cards} with cards")
    click.echo(f"  {len(trial.placed)} of {len(trial.products)} products placed")
    click.echo(f"  {len(trial.unserved)} ingredients without a product")
    for note in store.notes:
        click.echo(f"  {note}")


def _agent(contact: str | None) -> str:
    """Say honestly who reads; `AGENT` is what a robots.txt can name."""
    said = "".join(c for c in contact or "" if c.isascii() and c.isprintable())[:120]
    who = f"contact: {said}" if said else "run by hand; its user gave no contact"
    return f"Endcap/{metadata.version('endcap')} (endcap try; {who})"


def _kept_folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or ""
    return (Path(cache) if cache else Path.home() / ".cache") / "endcap" / "try"


@contextmanager
def _progress(console: Console) -> Iterator[Told]:
    """Show a bar a stage on a terminal; elsewhere a line when each begins."""
    seen: dict[str, object] = {}
    if not console.is_terminal:

        def say(what: str, done: int, most: int) -> None:
            if what not in seen:
                seen[what] = True
                console.print(f"{_words(what)} …")

        yield say
        return
    bar = Progress(
        SpinnerColumn(finished_text="[green]✓"), TextColumn("{task.description}"), BarColumn(),
        MofNCompleteColumn(), console=console,
    )  # fmt: skip
    tasks: dict[str, object] = {}
    with bar:

        def show(what: str, done: int, most: int) -> None:
            if what not in tasks:
                for task in bar.tasks:
                    bar.update(task.id, total=task.completed or 1, completed=task.completed or 1)
                tasks[what] = bar.add_task(_words(what), total=most or None)
            bar.update(bar.task_ids[-1], completed=done, total=most or None)

        yield show
        for task in bar.tasks:
            bar.update(task.id, total=task.completed or 1, completed=task.completed or 1)


def _words(what: str) -> str:
    return what.capitalize() if what.startswith("understanding") else f"Reading {what}"
