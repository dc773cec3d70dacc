"""``endcap sync``: what changed, or all of it, followed until its answers are there."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import click
from rich.console import Console

from service.cli.folder import ENV_FILE, data_option, is_run_up, json_option, services_of
from service.cli.printing import print_json
from service.cli.steps import Steps
from service.domain.catalog import Shop
from service.domain.errors import UnavailableError
from service.domain.jobs import JobKind, JobStatus
from service.storage import answers, jobs, shops, sync_runs
from service.storage.system import installed_shops, shop_named
from service.usecases.follow_changes import request_changes
from service.usecases.sync_catalog import request_sync
from service.wiring import Services, run_due

WORDS = {
    JobKind.SYNC_CATALOG: "Bringing products and articles in",
    JobKind.FOLLOW_CHANGES: "Looking for changes",
    JobKind.READ_CONTENT: "Reading",
    JobKind.COMPUTE_RECOMMENDATIONS: "Deciding",
}


LOOK_EVERY = 0.2


class SyncFailedError(UnavailableError):
    """A job of the sync is dead, or the sync takes too long; the message says which and why."""


@click.command()
@click.option("--shop", metavar="DOMAIN", help="Only this shop; default: every shop.")
@click.option("--full", is_flag=True, help="Bring everything in, not only what changed.")
@click.option("--timeout", type=click.IntRange(1), default=600, show_default=True, metavar="S")
@data_option
@json_option
def sync(shop: str | None, timeout: int, data: Path, *, full: bool, as_json: bool) -> None:
    """Bring in what changed at Shopify, read it and decide anew; wait for the end.

    A running worker does the work, and goes on if this command is stopped; without one this command
    does it itself. A shop that never came in whole does so now, whatever is asked.
    """
    services = services_of(data)
    database = services.database
    chosen = [shop_named(database, shop)] if shop else installed_shops(database)
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # it is given back as well
    results = [_sync(services, data, one, timeout, full=full, quiet=as_json) for one in chosen]
    if as_json:
        print_json(results)
        return
    for result in results:
        click.echo(
            f"{result['shop']}: {result['products']} products, {result['articles']} articles, "
            f"{result['unanswered']} without an answer"
        )
    if not results:
        click.echo("No shop is connected yet; connect one with: endcap connect --help")


def _sync(
    services: Services, data: Path, shop: Shop, timeout: int, *, full: bool, quiet: bool
) -> dict[str, object]:
    kind = _request(services, shop, full=full)
    elsewhere = worker_lives(services, data)
    try:
        if elsewhere:
            _follow(services, shop, timeout, quiet=quiet)
        else:
            _run_here(services, shop, timeout)
    except KeyboardInterrupt:
        stays = f"Stopped; what came in stays. Go on with: endcap sync --shop {shop.domain}"
        said = "It goes on in the background; the Sync page shows how far it is."
        click.echo(said if elsewhere else stays, err=True)
        raise SystemExit(130) from None
    _require_end(services, shop, kind)
    with services.database.transaction(shop.id, read_only=True) as tx:
        counts = shops.counts(tx, shop.id)
        return {
            "shop": shop.domain,
            "products": counts.products,
            "articles": counts.articles,
            "unanswered": answers.missing(tx, shop.id),
        }


def _request(services: Services, shop: Shop, *, full: bool) -> JobKind:
    """Ask for it and return the kind of job that it is."""
    with services.database.transaction(shop.id, read_only=True) as tx:
        _, came_in_at = shops.synced_at(tx, shop.id)
    database, doorbell, clock = services.database, services.doorbell, services.clock
    if full or came_in_at is None:
        request_sync(shop.id, full=True, database=database, doorbell=doorbell, clock=clock)
        return JobKind.SYNC_CATALOG
    request_changes(shop.id, database=database, doorbell=doorbell, clock=clock)
    return JobKind.FOLLOW_CHANGES


def worker_lives(services: Services, data: Path) -> bool:
    """Whether somebody else does the work: the run of the folder, or a worker heard of lately."""
    if (data / ENV_FILE).exists() and not is_run_up(data):
        return False
    with services.database.system(read_only=True) as tx:
        swept_at = jobs.last_sweep(tx)
    return swept_at is not None and services.clock() - swept_at <= jobs.SWEPT_WITHIN


def _run_here(services: Services, shop: Shop, timeout: int) -> None:
    """Do the work; what was put aside until Shopify has gathered a list is waited for."""
    deadline = time.monotonic() + timeout
    while True:
        for kind in WORDS:
            while run_due(kind, services):
                pass  # it ends when nothing is due any more, or nothing ends well
        put_aside = [job for job in _unfinished(services, shop) if not job.error]
        if not put_aside:
            return
        if time.monotonic() > deadline:
            raise SyncFailedError(
                f"{shop.domain}: not done after {timeout} s; go on with: endcap sync"
            )
        time.sleep(LOOK_EVERY)


def _follow(services: Services, shop: Shop, timeout: int, *, quiet: bool) -> None:
    """Show each step of the worker until nothing waits or runs any more."""
    deadline = time.monotonic() + timeout
    seen: set[JobKind] = set()
    with Steps(Console(quiet=quiet, stderr=True)) as steps:
        while waiting := _unfinished(services, shop):
            kind = waiting[0].kind
            if kind not in seen:
                seen.add(kind)
                steps.begin(WORDS[kind])
            steps.tell(WORDS[kind], _how_far(services, shop))
            if time.monotonic() > deadline:
                raise SyncFailedError(_why_late(shop, waiting[0], timeout))
            time.sleep(LOOK_EVERY)


def _how_far(services: Services, shop: Shop) -> str:
    """Say what the run that is under way is at, and how much it has seen."""
    with services.database.transaction(shop.id, read_only=True) as tx:
        run = sync_runs.newest(tx, shop.id, now=services.clock())
    if run is None or not run.is_open:
        return ""
    seen = f"{run.products.seen:,} products, {run.articles.seen:,} articles"
    return f"{run.stage.lower()}, {seen}" if run.stage else seen


def _why_late(shop: Shop, job: JobStatus, timeout: int) -> str:
    reason = f"tries again after: {job.error}" if job.error else "it goes on in the background"
    return f"{shop.domain}: not done after {timeout} s; {reason}"


def _unfinished(services: Services, shop: Shop) -> list[JobStatus]:
    with services.database.transaction(shop.id, read_only=True) as tx:
        return [job for job in jobs.unfinished(tx, shop.id) if job.kind in WORDS]


def _require_end(services: Services, shop: Shop, kind: JobKind) -> None:
    with services.database.transaction(shop.id, read_only=True) as tx:
        newest = jobs.newest(tx, shop.id, kind)
    if newest is not None and newest.error:
        raise SyncFailedError(f"{shop.domain}: {newest.error}")
