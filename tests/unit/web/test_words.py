"""Numbers, money and times as a page says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from service.domain.articles import ArticleState
from service.domain.catalog import HandPlacedLinks, NewArticles, PriceRange, ShopMode
from service.domain.reading import Role, Setting, Stance
from service.domain.recommendations import Source, Step
from service.web import words


def test_has_a_word_for_everything_that_a_page_shows() -> None:
    tables: dict[type[StrEnum], Mapping[Any, object]] = {
        Stance: words.STANCES,
        Role: words.ROLES,
        Setting: words.SETTINGS,
        Source: words.SOURCES,
        Step: words.STEPS,
        ArticleState: words.STATES,
        ShopMode: words.MODES,
        HandPlacedLinks: words.LINKS,
        NewArticles: words.NEW_ARTICLES,
    }

    missing = [value for kind, table in tables.items() for value in kind if value not in table]

    assert [] == missing


@pytest.mark.parametrize(
    ("price", "said"),
    [
        (PriceRange(Decimal("27.95"), Decimal("27.95"), "USD"), "$27.95"),
        (PriceRange(Decimal("1200.00"), Decimal("1500.00"), "EUR"), "from €1,200.00"),
        (PriceRange(Decimal("3200.00"), Decimal("3200.00"), "JPY"), "¥3,200"),
        (PriceRange(Decimal("9.50"), Decimal("9.50"), "CHF"), "9.50 CHF"),
    ],
)
def test_says_a_price(price: PriceRange, said: str) -> None:
    assert said == words.money(price)


def test_says_an_instant_in_the_time_of_the_shop() -> None:
    noon = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

    assert "2 Nov 2026, 13:00" == words.local_time(noon, "Europe/Paris")
    assert "2 Nov 2026, 12:00" == words.local_time(noon, "Nowhere/Land")
    assert "" == words.local_time(None, "Europe/Paris")


def test_counts_one_and_many() -> None:
    assert ["1 change", "2 changes"] == [words.count(number, "change") for number in (1, 2)]
