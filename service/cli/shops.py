"""``endcap shops``: every shop, installed or not, and how it is doing."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Column, Table

from service.cli.folder import data_option, json_option, services_of
from service.cli.printing import print_json
from service.domain.catalog import ShopId
from service.domain.connections import ShopConnection
from service.storage import connections, webhooks
from service.storage import shops as stored_shops
from service.wiring import Services

UNBOUND = 200
"""Columns where nobody looks at a screen."""


@dataclass(frozen=True, slots=True)
class ShopLine:
    """*lag_seconds*: how long the oldest webhook that waits has waited."""

    shop: str
    state: str
    installed_at: datetime
    uninstalled_at: datetime | None
    needs_reauth: bool
    synced_at: datetime | None
    fully_synced_at: datetime | None
    products: int
    articles: int
    api_version: str
    webhooks_waiting: int
    lag_seconds: int


@click.command()
@data_option
@json_option
def shops(data: Path, *, as_json: bool) -> None:
    """List every shop: its state, when it was synced, what is stored, how far it lags."""
    services = services_of(data)
    with services.database.system(read_only=True) as tx:
        known = stored_shops.all_known(tx)
    lines = [_line(services, shop_id) for shop_id in known]
    if as_json:
        print_json(lines)
    elif lines:
        _print(lines)
    else:
        click.echo("No shop is connected yet; connect one with: endcap connect --help")


def _line(services: Services, shop_id: ShopId) -> ShopLine:
    now = services.clock()
    with services.database.transaction(shop_id, read_only=True) as tx:
        domain, installed_at, uninstalled_at = stored_shops.installation(tx, shop_id)
        connection = connections.find(tx, shop_id)
        synced_at, fully_synced_at = stored_shops.synced_at(tx, shop_id)
        counts = stored_shops.counts(tx, shop_id)
        behind = webhooks.lag(tx, shop_id, now=now)
    state = "uninstalled" if uninstalled_at else _state(connection)
    return ShopLine(
        shop=domain,
        state=state,
        installed_at=installed_at,
        uninstalled_at=uninstalled_at,
        needs_reauth=state == "needs reauth",
        synced_at=synced_at,
        fully_synced_at=fully_synced_at,
        products=counts.products,
        articles=counts.articles,
        api_version=connection.answered_version if connection else "",
        webhooks_waiting=behind.waiting,
        lag_seconds=int((now - behind.oldest).total_seconds()) if behind.oldest else 0,
    )


def _state(connection: ShopConnection | None) -> str:
    if connection is None or connection.reauth_needed_at is not None:
        return "needs reauth"
    return "closed" if connection.closed_at is not None else "installed"


def _print(lines: list[ShopLine]) -> None:
    # a domain that is cut off can not be copied into the next command
    shop = Column("Shop", no_wrap=True, min_width=max(len(line.shop) for line in lines))
    table = Table(shop, box=box.SIMPLE_HEAD, padding=0, collapse_padding=True)
    for name in ("State", "Last sync"):
        table.add_column(name, overflow="fold")
    for name in ("Products", "Articles", "API", "Lag"):
        table.add_column(name, justify="right", overflow="fold")
    for line in lines:
        synced = f"{line.synced_at:%Y-%m-%d %H:%M}" if line.synced_at else "never"
        stored = str(line.products), str(line.articles)
        version = line.api_version or "not said"
        table.add_row(line.shop, line.state, synced, *stored, version, f"{line.lag_seconds} s")
    wide = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    Console(highlight=False, width=UNBOUND if wide else None).print(table)
