"""Events, each stored once, and read back in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, select, tuple_
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, ProgrammingError

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, ShopId
from service.domain.engagement import Event, EventKind, EventLine, EventSource, VisitorClass
from service.domain.mappings import SlotName
from service.storage.tables import articles, events, products
from service.storage.upserts import insert_new

Values = Mapping[str, Any]

YIELD = 1000

NOT_THE_ROW = (OperationalError, ProgrammingError, InternalError, InterfaceError)
"""The database fails, or our statement does: no reason to give up a row."""


class Inserted(NamedTuple):
    """How many events were new, and why some (by their place in what was given) were refused."""

    new: int
    refused: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event with the handles that its article and product have now (empty: gone)."""

    event: Event
    stored_at: datetime
    article_handle: str
    product_handle: str


class Place(NamedTuple):
    """Where an event stands in the order of a stream."""

    received_at: datetime
    id: str


def insert(tx: Connection, lines: Sequence[EventLine], *, stored_at: datetime) -> Inserted:
    """Store those that are not there yet; a row that is refused never takes another along."""
    rows = [_values(line, stored_at) for line in lines]
    try:
        with tx.begin_nested():
            return Inserted(insert_new(tx, events, rows), {})
    except OperationalError:  # the database fails, not a row
        raise
    except Exception:
        return _insert_one_by_one(tx, rows)


def _insert_one_by_one(tx: Connection, rows: Sequence[Values]) -> Inserted:
    new, refused = 0, {}
    for place, row in enumerate(rows):
        try:
            with tx.begin_nested():
                new += insert_new(tx, events, [row])
        except NOT_THE_ROW:
            raise
        except Exception as error:
            refused[place] = f"refused: {type(error).__name__}"
    return Inserted(new, refused)


def count(tx: Connection, shop_id: ShopId, kind: EventKind | None = None) -> int:
    query = select(func.count()).select_from(events).where(events.c.shop_id == shop_id)
    if kind is not None:
        query = query.where(events.c.kind == kind.value)
    return tx.execute(query).scalar_one()


def count_people(tx: Connection, shop_id: ShopId, kind: EventKind, *, since: datetime) -> int:
    """Return how many events of *kind* came from people since that instant."""
    return tx.execute(
        select(func.count())
        .select_from(events)
        .where(
            events.c.shop_id == shop_id,
            events.c.kind == kind.value,
            events.c.received_at >= since,
            events.c.visitor_class == VisitorClass.HUMAN.value,
        )
    ).scalar_one()


def stream(
    tx: Connection,
    shop_id: ShopId,
    kind: EventKind,
    *,
    since: datetime | None = None,
    after: Place | None = None,
    limit: int | None = None,
) -> Iterator[StoredEvent]:
    """
    Return events by (received_at, id), *after* a place, without holding them all.

    *since*: only those stored at or after that instant, so that what arrived late is not missed.
    """
    query = _joined().where(events.c.shop_id == shop_id, events.c.kind == kind.value)
    if since is not None:
        query = query.where(events.c.stored_at >= since)
    if after is not None:
        query = query.where(tuple_(events.c.received_at, events.c.id) > after)
    query = query.order_by(events.c.received_at, events.c.id).limit(limit)
    return (_stored(row) for row in tx.execute(query.execution_options(yield_per=YIELD)))


def _joined() -> Select[Any]:
    article = (articles.c.shop_id == events.c.shop_id) & (articles.c.id == events.c.article_id)
    product = (products.c.shop_id == events.c.shop_id) & (products.c.id == events.c.product_id)
    handle = articles.c.blog_handle + "/" + articles.c.handle
    return select(
        events,
        func.coalesce(handle, "").label("article_handle"),
        func.coalesce(products.c.handle, "").label("product_handle"),
    ).select_from(events.outerjoin(articles, article).outerjoin(products, product))


def _values(line: EventLine, stored_at: datetime) -> Values:
    event = line.event
    return {
        "shop_id": line.shop_id,
        "id": event.id,
        "kind": event.kind.value,
        "source": event.source.value,
        "article_id": event.article,
        "product_id": event.product,
        "slot": event.slot,
        "position": event.position,
        "hand_placed": event.hand_placed,
        "set_id": event.set_id,
        "mapping_version": event.mapping_version,
        "arm": event.arm,
        "propensity": event.propensity,
        "visitor_class": event.visitor_class.value,
        "class_reason": event.class_reason,
        "consent": event.consent,
        "visitor": event.visitor,
        "occurred_at": event.occurred_at,
        "received_at": event.received_at,
        "stored_at": stored_at,
    }


def _stored(row: Row[Any]) -> StoredEvent:
    event = Event(
        id=row.id,
        kind=EventKind(row.kind),
        source=EventSource(row.source),
        article=ArticleId(row.article_id),
        product=ProductId(row.product_id),
        slot=SlotName(row.slot),
        position=row.position,
        hand_placed=row.hand_placed,
        set_id=row.set_id,
        mapping_version=row.mapping_version,
        arm=row.arm,
        propensity=row.propensity,
        visitor_class=VisitorClass(row.visitor_class),
        class_reason=row.class_reason,
        consent=row.consent,
        visitor=row.visitor,
        occurred_at=row.occurred_at,
        received_at=row.received_at,
    )
    return StoredEvent(event, row.stored_at, row.article_handle, row.product_handle)
