"""Shops: tenants, their switches, their sealed tokens and their generation numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from service.domain.catalog import (
    HandPlacedLinks,
    NewArticles,
    Shop,
    ShopDomain,
    ShopId,
    ShopMode,
)
from service.domain.errors import ShopNotFoundError
from service.ports import ShopFacts
from service.storage import connections
from service.storage.database import RAISED
from service.storage.tables import articles, products, shops


def get(tx: Connection, shop_id: ShopId) -> Shop:
    """Return the installed shop or raise `ShopNotFoundError`."""
    row = tx.execute(_installed().where(shops.c.id == shop_id)).one_or_none()
    if row is None:
        raise ShopNotFoundError(shop_id)
    return _shop(row)


def get_by_domain(tx: Connection, domain: str) -> Shop:
    """Return the installed shop or raise `ShopNotFoundError`; uninstalled is like unknown."""
    row = tx.execute(_installed().where(shops.c.domain == domain)).one_or_none()
    if row is None:
        raise ShopNotFoundError(domain)
    return _shop(row)


def find_with_generation(tx: Connection, shop_id: ShopId, domain: str) -> tuple[Shop, int] | None:
    """Return the installed shop and its generation, read in one look, if *domain* is its name."""
    row = tx.execute(
        _installed()
        .add_columns(shops.c.generation)
        .where(shops.c.id == shop_id, shops.c.domain == domain)
    ).one_or_none()
    return (_shop(row), row.generation) if row is not None else None


def is_any_synced(tx: Connection) -> bool:
    """Whether some installed shop has been synced."""
    synced = select(shops.c.id).where(
        shops.c.uninstalled_at.is_(None), shops.c.synced_at.is_not(None)
    )
    return tx.execute(synced.limit(1)).first() is not None


def all_installed(tx: Connection) -> Sequence[Shop]:
    return [_shop(row) for row in tx.execute(_installed().order_by(shops.c.id))]


def install(
    tx: Connection,
    domain: ShopDomain,
    facts: ShopFacts,
    *,
    sealed_token: bytes | None,
    now: datetime,
) -> Shop:
    """Create the shop, or bring it back; a new one observes and waits.

    *sealed_token*: one that does not expire; ``None`` where `connections.put` says what opens it.
    """
    values = {
        "name": facts.name,
        "currency": facts.currency,
        "timezone": facts.timezone,
        "url": facts.url,
        "installed_at": now,
        "uninstalled_at": None,
    }
    known = tx.execute(update(shops).where(shops.c.domain == domain).values(**values))
    if known.rowcount == 0:
        tx.execute(
            insert(shops).values(
                domain=domain,
                mode=ShopMode.OBSERVE,
                paused=False,
                hand_placed_links=HandPlacedLinks.KEEP,
                new_articles=NewArticles.WAIT,
                generation=0,
                **values,
            )
        )
    shop = get_by_domain(tx, domain)
    if sealed_token is not None:
        connections.put_permanent(tx, shop.id, sealed_token, now=now)
    return shop


def all_known(tx: Connection) -> Sequence[ShopId]:
    """Return every shop, whether it is installed or not, by its domain."""
    return [ShopId(number) for number in tx.scalars(select(shops.c.id).order_by(shops.c.domain))]


def installation(tx: Connection, shop_id: ShopId) -> tuple[ShopDomain, datetime, datetime | None]:
    """Return the name of a shop, installed or not, and when its installation began and ended."""
    row = tx.execute(
        select(shops.c.domain, shops.c.installed_at, shops.c.uninstalled_at).where(
            shops.c.id == shop_id
        )
    ).one_or_none()
    if row is None:
        raise ShopNotFoundError(shop_id)
    return ShopDomain(row.domain), row.installed_at, row.uninstalled_at


def uninstall(
    tx: Connection, domain: ShopDomain, *, told_at: datetime, now: datetime
) -> ShopId | None:
    """End the installation, unless it is younger than *told_at*; return the shop if one ended."""
    ended = tx.scalar(
        update(shops)
        .where(
            shops.c.domain == domain,
            shops.c.uninstalled_at.is_(None),
            shops.c.installed_at < told_at,
        )
        .values(uninstalled_at=now, storefront_called_at=None)  # its theme's block goes too
        .returning(shops.c.id)
    )
    if ended is None:
        return None
    connections.remove(tx, ShopId(ended))
    raise_generation(tx, ShopId(ended))
    return ShopId(ended)


def find_facts(tx: Connection, domain: str) -> ShopFacts | None:
    """Return what we knew last of the shop, also of one that is not installed now."""
    row = tx.execute(select(shops).where(shops.c.domain == domain)).one_or_none()
    return ShopFacts(row.name, row.currency, row.timezone, row.url) if row is not None else None


def update_facts(tx: Connection, shop_id: ShopId, facts: ShopFacts) -> None:
    tx.execute(
        update(shops)
        .where(shops.c.id == shop_id)
        .values(name=facts.name, currency=facts.currency, timezone=facts.timezone, url=facts.url)
    )


def change_settings(tx: Connection, shop_id: ShopId, changes: Mapping[str, Any]) -> None:
    """Set switches (mode, paused, hand_placed_links, new_articles) and raise the generation."""
    tx.execute(update(shops).where(shops.c.id == shop_id).values(**changes))
    raise_generation(tx, shop_id)


def raise_generation(tx: Connection, shop_id: ShopId) -> None:
    """Say, in the same transaction, that something that can change an answer has changed."""
    tx.execute(update(shops).where(shops.c.id == shop_id).values(generation=shops.c.generation + 1))
    tx.get_execution_options()[RAISED].add(shop_id)


def generation(tx: Connection, shop_id: ShopId) -> int:
    return int(tx.execute(select(shops.c.generation).where(shops.c.id == shop_id)).scalar_one())


def generations(tx: Connection) -> dict[ShopId, int]:
    """Return the generation number of every shop: that one has been uninstalled, too, must be
    heard wherever its answers are kept."""
    rows = tx.execute(select(shops.c.id, shops.c.generation))
    return {ShopId(row.id): row.generation for row in rows}


def synced_at(tx: Connection, shop_id: ShopId) -> tuple[datetime | None, datetime | None]:
    """When the last sync, and the last full one, of the shop began."""
    row = tx.execute(
        select(shops.c.synced_at, shops.c.fully_synced_at).where(shops.c.id == shop_id)
    ).one()
    return row.synced_at, row.fully_synced_at


def storefront_called_at(tx: Connection, shop_id: ShopId) -> datetime | None:
    """When a page of the shop's own called us last, to the hour; ``None``: it never has."""
    return tx.scalar(select(shops.c.storefront_called_at).where(shops.c.id == shop_id))


def note_storefront_call(tx: Connection, shop_id: ShopId, *, now: datetime) -> None:
    """Note that a page of the shop's own has called us."""
    tx.execute(update(shops).where(shops.c.id == shop_id).values(storefront_called_at=now))


def mark_synced(tx: Connection, shop_id: ShopId, *, began_at: datetime, full: bool) -> None:
    changes = {"synced_at": began_at}
    if full:
        changes["fully_synced_at"] = began_at
    tx.execute(update(shops).where(shops.c.id == shop_id).values(**changes))


@dataclass(frozen=True, slots=True)
class Counts:
    products: int
    articles: int


def counts(tx: Connection, shop_id: ShopId) -> Counts:
    """Return how much of the shop is stored."""

    def stored(table: Table) -> int:
        query = select(func.count()).select_from(table).where(table.c.shop_id == shop_id)
        return tx.execute(query).scalar_one()

    return Counts(products=stored(products), articles=stored(articles))


def _installed() -> Any:
    return select(
        shops.c.id,
        shops.c.domain,
        shops.c.name,
        shops.c.currency,
        shops.c.timezone,
        shops.c.url,
        shops.c.mode,
        shops.c.paused,
        shops.c.hand_placed_links,
        shops.c.new_articles,
    ).where(shops.c.uninstalled_at.is_(None))


def _shop(row: Row[Any]) -> Shop:
    return Shop(
        id=ShopId(row.id),
        domain=ShopDomain(row.domain),
        name=row.name,
        currency=row.currency,
        timezone=row.timezone,
        url=row.url,
        mode=ShopMode(row.mode),
        paused=row.paused,
        hand_placed_links=HandPlacedLinks(row.hand_placed_links),
        new_articles=NewArticles(row.new_articles),
    )
