"""The events feed: what happened to products and articles, in order, kept apart from the things."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graphql import GraphQLError

from service.demo.fake_shopify import search
from service.demo.fake_shopify.connections import Node, connection
from service.demo.fake_shopify.herd import differences
from service.demo.fake_shopify.nodes import gid, is_past
from service.demo.shop import DemoArticle, DemoProduct, DemoShop

KEPT = 200_000

Thing = DemoProduct | DemoArticle


@dataclass(frozen=True, slots=True)
class Event:
    number: int
    domain: str
    subject: str
    subject_id: int
    action: str
    created_at: datetime


class Chronicle:
    """*lag_seconds*: how long after it happened an event can be read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._events: list[Event] = []
        self.lag_seconds = 0.0

    def note(self, before: DemoShop, after: DemoShop, now: datetime) -> None:
        """Write down what an edit did."""
        with self._lock:
            for subject, number, action in _of_edit(before, after, now):
                made = Event(next(self._numbers), after.domain, subject, number, action, now)
                self._events.append(made)
            del self._events[:-KEPT]

    def of(self, domain: str, now: datetime) -> list[Event]:
        """Return what can be read by *now*, the oldest first."""
        until = now - timedelta(seconds=self.lag_seconds)
        with self._lock:
            return [e for e in self._events if e.domain == domain and e.created_at <= until]


def event_fields(chronicle: Chronicle, domain: str, now: datetime) -> dict[str, Any]:
    def events(_info: object, **arguments: Any) -> Node:
        try:
            terms = search.parse(arguments.get("query") or "")
            found = [
                event
                for event in chronicle.of(domain, now)
                if search.matches(terms, _fields(event), now=now)
            ]
        except search.SearchSyntaxError as error:
            raise GraphQLError(f"Invalid search query: {error}") from error
        return connection(found, key=lambda e: (e.number, 0), node=_node, arguments=arguments)

    return {"events": events}


def _of_edit(before: DemoShop, after: DemoShop, now: datetime) -> Iterator[tuple[str, int, str]]:
    for was_article, article in differences(before.articles, after.articles):
        yield from _of_thing("ARTICLE", was_article, article, now)
    for was_product, product in differences(before.products, after.products):
        yield from _of_thing("PRODUCT", was_product, product, now)


def _of_thing(
    subject: str, was: Thing | None, thing: Thing | None, now: datetime
) -> Iterator[tuple[str, int, str]]:
    if thing is None:
        if was is not None:
            yield subject, was.id, "destroy"
        return
    yield subject, thing.id, "create" if was is None else "update"
    shown, was_shown = (t is not None and is_past(t.published_at, now) for t in (thing, was))
    if shown != was_shown:
        yield subject, thing.id, "published" if shown else "unpublished"


def _fields(event: Event) -> search.Fields:
    return {
        "id": event.number,
        "subject_type": event.subject,
        "subject_id": event.subject_id,
        "action": event.action,
        "created_at": event.created_at,
    }


def _node(event: Event) -> Node:
    kind = event.subject.title()
    return {
        "__typename": "BasicEvent",
        "id": gid("BasicEvent", event.number),
        "action": event.action,
        "createdAt": f"{event.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "subjectId": gid(kind, event.subject_id),
        "subjectType": event.subject,
        "message": f"{kind} {event.subject_id}: {event.action}",
        "attributeToApp": False,
        "attributeToUser": True,
        "criticalAlert": False,
        "hasAdditionalContent": False,
        "appTitle": None,
    }
