"""``endcap doctor``: looks at every part and says what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from config.settings import SettingsError
from service.cli.folder import (
    ENV_FILE,
    MINIMUM_FREE_BYTES,
    FolderError,
    data_option,
    is_run_up,
    json_option,
    services_of,
)
from service.cli.printing import print_json
from service.clients.shopify.graphql import API_VERSION
from service.domain.catalog import Shop, ShopDomain
from service.domain.connections import (
    ASKED_SCOPES,
    NEEDED_SCOPES,
    ConnectionKind,
    ShopConnection,
    lacking,
    supported_until,
)
from service.domain.errors import EndcapError, InvalidFieldError
from service.domain.sync_runs import RunState
from service.storage import answers, connections, jobs, segments, shops, sync_runs, webhooks
from service.storage.database import Database
from service.storage.migrate import is_current, kept_apart_by, why_not_kept_apart
from service.storage.sync_runs import Run
from service.storage.system import installed_shops
from service.storage.webhooks import Lag
from service.wiring import Services

DEAD_LETTERS_SEEN = 100
BEHIND = timedelta(minutes=1)
JOBS_BEHIND = timedelta(minutes=5)
MISSED_SYNCS = 3
"""So many looks for changes may be missed before a shop is said to lag."""
RENEW_VERSION_BEFORE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do when it is not."""

    part: str
    ok: bool
    detail: str


@click.command()
@click.option("--part", "parts", multiple=True, metavar="NAME", help="Look only at this part.")
@data_option
@json_option
def doctor(data: Path, parts: tuple[str, ...], *, as_json: bool) -> None:
    """Look at every part of the run; exit 1 when something is wrong."""
    findings = [found for found in _examine(data) if not parts or found.part in parts]
    if not findings:
        raise InvalidFieldError("--part", f"nothing called {', '.join(parts)} could be looked at")
    if as_json:
        print_json(findings)
    else:
        _print(findings)
    if not all(finding.ok for finding in findings):
        sys.exit(1)


def _examine(data: Path) -> Iterator[Finding]:
    try:
        services = services_of(data)
    except (SettingsError, FolderError) as error:
        yield Finding("settings", False, str(error))
        return
    yield Finding("settings", True, "complete")
    if (data / ENV_FILE).exists() and not is_run_up(data):
        yield Finding("run", False, f"not up; start it with: endcap up --data {data}")
    yield _disk(services)
    yield _look("queue", services.ping_redis, "answers")
    database = _look("database", services.database.ping, "answers")
    yield database
    if database.ok:
        yield from _inside(services)


def _look(part: str, probe: Callable[[], None], well: str) -> Finding:
    try:
        probe()
    except EndcapError as error:
        return Finding(part, False, str(error))
    return Finding(part, True, well)


def _disk(services: Services) -> Finding:
    folder = services.settings.data_dir
    free = shutil.disk_usage(folder).free if folder.exists() else 0
    writable = os.access(folder, os.W_OK)
    ok = writable and free >= MINIMUM_FREE_BYTES
    detail = f"{free // 2**20} MiB free" if writable else f"can't write to {folder}"
    return Finding("data folder", ok, detail)


def _inside(services: Services) -> Iterator[Finding]:
    if not is_current(services.database):
        yield Finding("schema", False, "not the newest; start it again, or run: endcap migrate")
        return
    yield Finding("schema", True, "newest")
    yield _events(services)
    yield _tenancy(services.database)
    with services.database.system(read_only=True) as tx:
        swept_at = jobs.last_sweep(tx)
    lives = swept_at is not None and services.clock() - swept_at <= jobs.SWEPT_WITHIN
    yield Finding("workers", lives, "at work" if lives else "none has been heard for 90 s")
    yield _version(services.clock().date())
    installed = installed_shops(services.database)
    if not installed:
        yield Finding("shops", False, "none is connected; see: endcap connect --help")
    for shop in installed:
        yield from _shop(services, shop)


def _version(today: date) -> Finding:
    """Whether Shopify supports the version of its API that we speak, and long enough."""
    until = supported_until(API_VERSION)
    said = f"{API_VERSION}, supported until {until:%-d %B %Y}"
    if today >= until - RENEW_VERSION_BEFORE:
        return Finding("API version", False, f"{said}; it is time for a newer Endcap")
    return Finding("API version", True, said)


def _tenancy(database: Database) -> Finding:
    """Whether the database itself keeps shops apart."""
    problem = why_not_kept_apart(database)
    return Finding("shops apart", problem is None, problem or kept_apart_by(database))


def _events(services: Services) -> Finding:
    """Lines that could not be stored are kept as they came, with the reason."""
    with services.database.system(read_only=True) as tx:
        dead = segments.dead(tx, limit=DEAD_LETTERS_SEEN)
    if not dead:
        return Finding("events", True, "all that was recorded could be stored")
    more = " or more" if len(dead) == DEAD_LETTERS_SEEN else ""
    return Finding("events", False, f"{len(dead)}{more} could not be stored: {dead[0].reason}")


def _shop(services: Services, shop: Shop) -> Iterator[Finding]:
    domain = shop.domain
    with services.database.transaction(shop.id, read_only=True) as tx:
        counts = shops.counts(tx, shop.id)
        missing = answers.missing(tx, shop.id)
        dead = jobs.dead(tx, shop.id)
        behind = webhooks.lag(tx, shop.id, now=services.clock())
        late = jobs.late(tx, shop.id, now=services.clock())
        synced_at, _ = shops.synced_at(tx, shop.id)
        run = sync_runs.newest(tx, shop.id, now=services.clock())
    shows = "shows cards" if shop.shows_cards else "shows nothing (observed or paused)"
    detail = f"{counts.products} products, {counts.articles} articles, {shows}"
    yield Finding(domain, missing == 0, detail if not missing else f"{missing} unanswered")
    yield _webhooks(services, domain, behind)
    yield _connection(services, shop)
    yield _sync(services, domain, synced_at, run)
    yield _jobs(services, domain, late)
    for job in dead:
        yield Finding(f"{domain} {job.kind}", False, f"gave up: {job.error}")


def _webhooks(services: Services, domain: str, behind: Lag) -> Finding:
    """Whether what Shopify tells of by itself is acted on, and soon."""
    part = f"{domain} webhooks"
    own = services.shopify.tokens.own_secrets(ShopDomain(domain))
    if not (services.settings.app_secrets or own):
        return Finding(part, True, "none is taken: ENDCAP_SHOPIFY_CLIENT_SECRETS is not set")
    if behind.failed:
        return Finding(part, False, f"{behind.failed} of the last day could not be acted on")
    if behind.oldest is None:
        last = f"the last on {behind.newest:%Y-%m-%d %H:%M} UTC" if behind.newest else "none yet"
        return Finding(part, True, f"all that came is acted on; {last}")
    waits = services.clock() - behind.oldest
    said = f"{behind.waiting} wait, the oldest for {int(waits.total_seconds())} s"
    return Finding(part, waits < BEHIND, said)


def _sync(services: Services, domain: str, synced_at: datetime | None, run: Run | None) -> Finding:
    """Whether the shop was looked at lately, and how the last look ended."""
    part = f"{domain} sync"
    if run is not None and run.state is RunState.FAILED and not run.will_try_again:
        return Finding(part, False, f"the last failed: {run.error}; see the Sync page")
    if synced_at is None:
        under_way = run is not None and run.is_open
        said = "the first is under way" if under_way else "never came in; run: endcap sync"
        return Finding(part, under_way, said)
    ago = services.clock() - synced_at
    every = timedelta(seconds=services.settings.sync_seconds)
    said = f"last looked {int(ago.total_seconds())} s ago"
    return Finding(part, ago < MISSED_SYNCS * every + JOBS_BEHIND, said)


def _jobs(services: Services, domain: str, late: jobs.Late) -> Finding:
    """Whether what is due is begun."""
    part = f"{domain} jobs"
    if late.oldest is None:
        return Finding(part, True, "none is late")
    waits = services.clock() - late.oldest
    said = f"{late.waiting} due, the oldest for {int(waits.total_seconds())} s"
    return Finding(part, waits < JOBS_BEHIND, said)


def _connection(services: Services, shop: Shop) -> Finding:
    """Whether Shopify lets us in, with what it takes, in the version that we speak."""
    part = f"{shop.domain} connection"
    with services.database.transaction(shop.id, read_only=True) as tx:
        connection = connections.find(tx, shop.id)
    if connection is None or connection.reauth_needed_at is not None:
        return Finding(part, False, "Shopify lets us in no longer; open Endcap there once")
    if connection.closed_at is not None:
        return Finding(part, False, "the shop is closed at Shopify; it is asked again daily")
    if connection.missing_scopes:
        return Finding(part, False, f"not granted: {', '.join(sorted(connection.missing_scopes))}")
    if connection.answered_version not in {"", API_VERSION}:
        says = f"Shopify answers as {connection.answered_version}, we ask for {API_VERSION}"
        return Finding(part, False, f"{says}; it is time for a newer Endcap")
    return _tried(services, shop, connection)


def _tried(services: Services, shop: Shop, connection: ShopConnection) -> Finding:
    """Ask the shop with its own token, as work would; what may wait for a person is no fault."""
    part, kind = f"{shop.domain} connection", connection.kind.value.replace("_", " ")
    try:
        granted = services.shopify.granted_now(shop)
    except EndcapError as error:
        return Finding(part, False, f"tried just now: {error}")
    if missing := lacking(NEEDED_SCOPES, granted):
        return Finding(part, False, f"not granted: {', '.join(sorted(missing))}")
    said = f"{kind} token, tried just now"
    if missing := lacking(ASKED_SCOPES, granted):
        by_our_app = connection.kind is ConnectionKind.EXPIRING
        said += f"; not granted: {', '.join(sorted(missing))}"
        return Finding(part, not by_our_app, said)
    return Finding(part, True, said)


def _print(findings: list[Finding]) -> None:
    console = Console(highlight=False)
    for finding in findings:
        mark = Text("✓", style="green") if finding.ok else Text("✗", style="red")
        console.print(mark, Text(f"{finding.part}: {finding.detail}"), soft_wrap=True)
