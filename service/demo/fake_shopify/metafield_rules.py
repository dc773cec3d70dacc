"""What Shopify holds a metafield to: its names, its type, the size and the form of its value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

KEY_LENGTHS = (2, 64)
NAMESPACE_LENGTHS = (3, 255)
MOST_IN_A_LIST = 128
MOST_METAOBJECTS = 256

SIZES = {"json": 128 * 1024, "id": 2048, "url": 2048}
"""Bytes of a value, by type; `COMMON_SIZE` is that of every other, and of each thing in a list."""
COMMON_SIZE = 64 * 1024

REFERENCES = {
    "article_reference": "Article",
    "collection_reference": "Collection",
    "customer_reference": "Customer",
    "page_reference": "Page",
    "product_reference": "Product",
    "variant_reference": "ProductVariant",
    "metaobject_reference": "Metaobject",
}
"""Whom a value names, by type."""

Problem = tuple[str, str, int | None]
"""A message, its code, and which thing of a list it is about."""

Exists = Callable[[str], bool]
"""Whether the shop has what a global id names."""


def name_problems(what: str, name: str, lengths: tuple[int, int]) -> Iterator[Problem]:
    """Yield what is wrong with the key or namespace *name*."""
    shortest, longest = lengths
    if not name:
        yield f"{what} can't be blank", "BLANK", None
    elif len(name) < shortest:
        yield f"{what} is too short (minimum is {shortest} characters)", "TOO_SHORT", None
    elif len(name) > longest:
        yield f"{what} is too long (maximum is {longest} characters)", "TOO_LONG", None
    if name and not re.fullmatch(r"[A-Za-z0-9_-]+", name, re.ASCII):
        said = "may contain letters, numbers, hyphens and underscores only"
        yield f"{what} {said}", "INVALID", None


def type_problems(kind: str) -> Iterator[Problem]:
    if not kind:
        yield "Type can't be blank", "BLANK", None
    elif kind not in ALL_TYPES:
        yield (
            f"Type must be one of the following: {', '.join(sorted(ALL_TYPES))}.",
            "INCLUSION",
            None,
        )


def value_problems(kind: str, value: str, exists: Exists) -> Iterator[Problem]:
    """Yield what is wrong with *value*, whose type *kind* is a good one."""
    if not value:
        yield "Value can't be blank", "BLANK", None
    elif kind.startswith("list."):
        yield from _list_problems(kind.removeprefix("list."), value, exists)
    elif problem := _problem(kind, value, exists):
        yield (*problem, None)


def read_value(kind: str, value: str) -> Any:
    """Return *value* as ``jsonValue`` says it."""
    return json.loads(value) if kind.startswith("list.") or kind in READ_AS_JSON else value


def _list_problems(kind: str, value: str, exists: Exists) -> Iterator[Problem]:
    things = _json(value)
    if not isinstance(things, list):
        yield f"Value is invalid JSON for a list of {kind}.", "INVALID_VALUE", None
        return
    most = MOST_METAOBJECTS if kind == "metaobject_reference" else MOST_IN_A_LIST
    if len(things) > most:
        yield f"Value exceeds the maximum of {most} values.", "INVALID_VALUE", None
    for number, thing in enumerate(things):
        plain = thing if isinstance(thing, str) else json.dumps(thing)
        if problem := _problem(kind, plain, exists):
            yield (*problem, number)


def _problem(kind: str, value: str, exists: Exists) -> tuple[str, str] | None:
    size = SIZES.get(kind, COMMON_SIZE)
    if len(value.encode()) > size:
        return f"Value is too long (maximum is {size} bytes)", "TOO_LONG"
    if owner := REFERENCES.get(kind):
        is_right = value.startswith(f"gid://shopify/{owner}/") and exists(value)
    else:
        is_right = TYPES[kind](value)
    return None if is_right else (f"Value is invalid for type {kind}.", "INVALID_VALUE")


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return INVALID


def _reads(read: Callable[[str], object]) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            read(value)
        except (ValueError, InvalidOperation):
            return False
        return True

    return check


def _has(*names: str) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        said = _json(value)
        return isinstance(said, dict) and set(names) <= set(said)

    return check


def _anything(_value: str) -> bool:
    return True


INVALID = object()

TYPES: Mapping[str, Callable[[str], bool]] = {
    "boolean": lambda value: value in {"true", "false"},
    "color": lambda value: re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None,
    "date": _reads(date.fromisoformat),
    "date_time": _reads(datetime.fromisoformat),
    "dimension": _has("value", "unit"),
    "id": _anything,
    "json": lambda value: _json(value) is not INVALID,
    "link": _has("text", "url"),
    "money": _has("amount", "currency_code"),
    "multi_line_text_field": _anything,
    "number_decimal": _reads(Decimal),
    "number_integer": lambda value: re.fullmatch(r"-?\d{1,16}", value, re.ASCII) is not None,
    "rating": _has("value", "scale_min", "scale_max"),
    "rich_text_field": _has("type", "children"),
    "single_line_text_field": lambda value: "\n" not in value,
    "url": lambda value: value.startswith(("https://", "http://", "mailto:", "sms:", "tel:")),
    "volume": _has("value", "unit"),
    "weight": _has("value", "unit"),
}
NEVER_LISTED = frozenset({"boolean", "id", "json", "money", "rich_text_field"})
READ_AS_JSON = frozenset(TYPES) - {
    "color",
    "date",
    "date_time",
    "id",
    "multi_line_text_field",
    "number_decimal",
    "single_line_text_field",
    "url",
}
ALL_TYPES = frozenset({*TYPES, *REFERENCES}) | {
    f"list.{kind}" for kind in (*TYPES, *REFERENCES) if kind not in NEVER_LISTED
}
