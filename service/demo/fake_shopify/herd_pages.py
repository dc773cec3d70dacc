"""Pages of a herd, found without making what is not on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from service.demo.fake_shopify import search
from service.demo.fake_shopify.connections import (
    EVERYTHING,
    Node,
    cursor,
    cursor_key,
    page_of,
    page_size,
)
from service.demo.fake_shopify.herd import Herd, Key, Order, Thing, key_of


def is_pageable(field: str, arguments: Mapping[str, Any]) -> bool:
    """Whether a page can be found from its cursor alone."""
    forward = arguments.get("first") is not None and arguments.get("before") is None
    return field in {"id", "updated_at"} and (
        bool(arguments.get(EVERYTHING)) or (forward and not arguments.get("reverse"))
    )


def herd_page(
    herd: Herd[Thing],
    field: str,
    arguments: Mapping[str, Any],
    *,
    terms: Sequence[search.Term],
    is_found: Callable[[Thing], bool],
    node: Callable[[Thing], Node],
) -> Node:
    """Return the page that *arguments* ask for."""
    order = cast("Order", field)
    after = _after(arguments)
    things: Iterator[Thing] = filter(
        is_found, herd.ordered(order, after=_start(terms, field, after))
    )
    if arguments.get(EVERYTHING):
        return {"nodes": (node(thing) for thing in things)}
    size = page_size(arguments)
    found = list(islice(things, size + 1))
    page = [(cursor(_cursor_key(order, thing)), node(thing)) for thing in found[:size]]
    return page_of(page, is_first=after is None, is_last=len(found) <= size)


def _cursor_key(order: Order, thing: Any) -> tuple[str | int, int]:
    return (thing.id if order == "id" else str(thing.updated_at)), thing.id


def _after(arguments: Mapping[str, Any]) -> Key | None:
    key = cursor_key(arguments.get("after"))
    return None if key is None else (key_of(key[0]), key[1])


def _start(terms: Sequence[search.Term], field: str, after: Key | None) -> Key | None:
    """Return the key after which the first thing can be found."""
    if any(term.is_alternative or term.negated for term in terms):
        return after
    bounds = [
        (search.number_of(term) - (term.comparator == ">="), 0)
        for term in terms
        if term.field == field and term.comparator in {">", ">="}
    ]
    known = [key for key in (*bounds, after) if key is not None]
    return max(known, default=None)
