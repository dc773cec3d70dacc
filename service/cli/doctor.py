"""``endcap doctor``: looks at every part and says what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
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
from service.domain.errors import EndcapError, InvalidFieldError
from service.storage import answers, connections, jobs, segments, shops, webhooks
from service.storage.database import Database
from service.storage.migrate import is_current, kept_apart_by, why_not_kept_apart
from service.storage.system import installed_shops
from service.storage.webhooks import Lag
from service.wiring import Services

DEAD_LETTERS_SEEN = 100
BEHIND = timedelta(minutes=1)


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
    installed = installed_shops(services.database)
    if not installed:
        yield Finding("shops", False, "none is connected; see: endcap connect --help")
    for shop in installed:
        yield from _shop(services, shop)


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
    shows = "shows cards" if shop.shows_cards else "shows nothing (observed or paused)"
    detail = f"{counts.products} products, {counts.articles} articles, {shows}"
    yield Finding(domain, missing == 0, detail if not missing else f"{missing} unanswered")
    yield _webhooks(services, domain, behind)
    yield _connection(services, shop)
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
        return Finding(part, True, "all that came is acted on")
    waits = services.clock() - behind.oldest
    said = f"{behind.waiting} wait, the oldest for {int(waits.total_seconds())} s"
    return Finding(part, waits < BEHIND, said)


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
    return Finding(part, True, f"{connection.kind.value.replace('_', ' ')} token")


def _print(findings: list[Finding]) -> None:
    console = Console(highlight=False)
    for finding in findings:
        mark = Text("✓", style="green") if finding.ok else Text("✗", style="red")
        console.print(mark, Text(f"{finding.part}: {finding.detail}"), soft_wrap=True)
