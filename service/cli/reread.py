"""``endcap reread``: reads a shop's texts again, and can be stopped and gone on with."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from service.cli.folder import chosen_shop, data_option, json_option, services_of
from service.cli.printing import print_json
from service.cli.sync import worker_lives
from service.domain.catalog import Shop
from service.domain.jobs import JobKind
from service.usecases.reread_content import Rereading, how_far, request_rereading
from service.wiring import Services, run_due

LOOK_EVERY = 0.5
SAY_EVERY = 10.0
"""Where there is no terminal, a line so often."""


@click.command()
@click.option("--shop", metavar="DOMAIN", help="Default: the only shop there is.")
@click.option("--all", "everything", is_flag=True, help="Read what reads the same as well.")
@data_option
@json_option
def reread(shop: str | None, data: Path, *, everything: bool, as_json: bool) -> None:
    """Read what may read otherwise by now, and decide anew where it does.

    A running worker does the work; without one this command does it itself, and a second one in
    another terminal takes a share of it. Stop it at any time: the next call goes on. To go on
    after --all, call it without --all.
    """
    services = services_of(data)
    chosen = chosen_shop(shop, services)
    request_rereading(
        chosen.id,
        everything=everything,
        database=services.database,
        doorbell=services.doorbell,
        clock=services.clock,
    )
    elsewhere = worker_lives(services, data)
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # it is given back as well
    try:
        with _progress(chosen, services, quiet=as_json):
            _read(chosen, services, elsewhere=elsewhere)
    except KeyboardInterrupt:
        said = "The worker goes on." if elsewhere else "Stopped; go on with: endcap reread"
        click.echo(said, err=True)
        raise SystemExit(130) from None
    found = how_far(chosen.id, database=services.database)
    if as_json:
        print_json(found)
    else:
        click.echo(
            f"{chosen.domain}: {found.looked_at} texts looked at, {found.read} read, "
            f"{found.changed} say something else."
        )
    if found.dead:
        click.echo(f"{found.dead} parts were given up; the log says why.", err=True)
        raise SystemExit(1)


def _read(shop: Shop, services: Services, *, elsewhere: bool) -> None:
    while how_far(shop.id, database=services.database).is_open:
        if elsewhere or not run_due(JobKind.READ_CONTENT, services):
            time.sleep(LOOK_EVERY)
    if not elsewhere:
        run_due(JobKind.COMPUTE_RECOMMENDATIONS, services)


@contextmanager
def _progress(shop: Shop, services: Services, *, quiet: bool) -> Iterator[None]:
    """Show how far it is until the block ends: a bar on a terminal, else a line now and then."""
    ended = threading.Event()
    console = Console(stderr=True, quiet=quiet)
    show = _bar if console.is_terminal else _lines
    watcher = threading.Thread(target=show, args=(shop, services, console, ended), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join(5)


def _bar(shop: Shop, services: Services, console: Console, ended: threading.Event) -> None:
    columns = TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=None)
        while True:
            found = how_far(shop.id, database=services.database)
            progress.update(task, total=found.total or None, completed=found.looked_at)
            if ended.wait(LOOK_EVERY):
                break


def _lines(shop: Shop, services: Services, console: Console, ended: threading.Event) -> None:
    while not ended.wait(SAY_EVERY):
        console.print(_line(how_far(shop.id, database=services.database)))


def _line(found: Rereading) -> str:
    return f"{found.looked_at} of {found.total} texts looked at, {found.read} read"
