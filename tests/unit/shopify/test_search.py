"""Shopify's search syntax, as the fake understands it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.demo.fake_shopify.search import (
    Fields,
    SearchSyntaxError,
    matches,
    parse,
    unknown_fields,
)
from tests.unit.shopify.demo_things import NOW

FIELDS: Fields = {
    "id": 7,
    "handle": "night-oil",
    "title": "Night Oil",
    "status": "ACTIVE",
    "tag": ("evening", "oil"),
    "updated_at": datetime(2026, 11, 1, 12, tzinfo=UTC),
    "published_at": None,
}


@pytest.mark.parametrize(
    "query",
    [
        "updated_at:>='2026-11-01T12:00:00Z'",
        "updated_at:>'2026-11-01T11:59:59Z'",
        "updated_at:<now",
        "updated_at:>=2026",
        "status:active",
        "status:active,draft",
        "handle:night-oil",
        "handle:night*",
        "id:7",
        "id:>=7",
        "id:<8",
        "tag:oil AND status:ACTIVE",
        "tag:oil status:ACTIVE",
        "status:draft OR tag:evening",
        "-status:draft",
        "NOT status:draft",
        "title:'Night Oil'",
        'title:"night oil"',
        "night",
        "unheard_of:1",
    ],
)
def test_finds(query: str) -> None:
    assert matches(parse(query), FIELDS, now=NOW)


@pytest.mark.parametrize(
    "query",
    [
        "updated_at:>'2026-11-01T12:00:00Z'",
        "updated_at:<'2026-11-01T12:00:00+00:00'",
        "published_at:<now",
        "status:draft",
        "id:>7",
        "id:8",
        "tag:oil AND status:draft",
        "status:draft OR tag:morning AND id:7",
        "-status:active",
        "morning",
    ],
)
def test_does_not_find(query: str) -> None:
    assert not matches(parse(query), FIELDS, now=NOW)


def test_tells_the_fields_that_it_ignores() -> None:
    terms = parse("colour:red status:active")

    assert ("colour",) == unknown_fields(terms, frozenset(FIELDS))


@pytest.mark.parametrize("query", ["(", "updated_at:>=yesterday", "id:many"])
def test_refuses_what_it_can_not_read(query: str) -> None:
    with pytest.raises(SearchSyntaxError):
        matches(parse(query), FIELDS, now=NOW)
