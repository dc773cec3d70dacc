"""Connections: pages of a list with cursors that stand still while the list is edited."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from graphql import GraphQLError

MAXIMUM_PAGE = 250

Node = Mapping[str, Any]
SortKey = tuple[str | int, int]
"""What the list is sorted by, then the id."""

Thing = TypeVar("Thing")

EVERYTHING = "everything"
"""The argument by which a bulk operation asks for a connection without pages."""


def connection(
    things: Iterable[Thing],
    *,
    key: Callable[[Thing], SortKey],
    node: Callable[[Thing], Node],
    arguments: Mapping[str, Any],
) -> Node:
    """Return the page that *arguments* (first, after, last, before, reverse) ask for."""
    if arguments.get(EVERYTHING):
        return {"nodes": (node(thing) for thing in sorted(things, key=key))}
    size = page_size(arguments)
    reverse = bool(arguments.get("reverse"))
    ordered = sorted(things, key=key, reverse=reverse)
    keys = [key(thing) for thing in ordered]
    start, end = _bounds(keys, arguments, reverse=reverse)
    if arguments.get("first") is not None:
        end = min(end, start + size)
    else:
        start = max(start, end - size)
    page = [(cursor(keys[i]), node(ordered[i])) for i in range(start, end)]
    return page_of(page, is_first=start == 0, is_last=end == len(ordered))


def cursor(key: SortKey) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def page_of(page: list[tuple[str, Node]], *, is_first: bool, is_last: bool) -> Node:
    return {
        "nodes": [node for _, node in page],
        "edges": [{"cursor": mark, "node": node} for mark, node in page],
        "pageInfo": {
            "hasNextPage": not is_last,
            "hasPreviousPage": not is_first,
            "startCursor": page[0][0] if page else None,
            "endCursor": page[-1][0] if page else None,
        },
    }


def _bounds(keys: list[SortKey], arguments: Mapping[str, Any], *, reverse: bool) -> tuple[int, int]:
    start, end = 0, len(keys)
    _refuse_foreign(keys, arguments)
    if (after := cursor_key(arguments.get("after"))) is not None:
        start = sum(1 for key in keys if (key >= after if reverse else key <= after))
    if (before := cursor_key(arguments.get("before"))) is not None:
        end = sum(1 for key in keys if (key > before if reverse else key < before))
    return start, max(start, end)


def _refuse_foreign(keys: list[SortKey], arguments: Mapping[str, Any]) -> None:
    for mark in (arguments.get("after"), arguments.get("before")):
        key = cursor_key(mark)
        if key and keys and type(key[0]) is not type(keys[0][0]):
            raise _invalid_cursor(mark)


def cursor_key(mark: str | None) -> SortKey | None:
    if mark is None:
        return None
    try:
        value, number = json.loads(base64.urlsafe_b64decode(mark))
    except (binascii.Error, ValueError, TypeError) as error:
        raise _invalid_cursor(mark) from error
    return value, int(number)


def _invalid_cursor(mark: str | None) -> GraphQLError:
    return GraphQLError(
        f"Invalid cursor for current pagination sort: {mark}.",
        extensions={"code": "INVALID_CURSOR"},
    )


def page_size(arguments: Mapping[str, Any]) -> int:
    first, last = arguments.get("first"), arguments.get("last")
    if first is None and last is None:
        raise _bad_request("you must provide one of first or last")
    if first is not None and last is not None:
        raise _bad_request("providing both first and last is not supported")
    name, size = ("first", first) if first is not None else ("last", last)
    if not isinstance(size, int) or size < 0:
        raise _bad_request(f"{name} must be a positive number")
    if size > MAXIMUM_PAGE:
        raise _bad_request(f"{name} cannot exceed {MAXIMUM_PAGE}")
    return size


def _bad_request(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})
