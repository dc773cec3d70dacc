"""Prices in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.api.prices import Price, money, say
from service.domain.catalog import PriceRange
from tests.builders import a_product


def a_range(low: str, high: str | None = None, currency: str = "USD") -> PriceRange:
    return PriceRange(Decimal(low), Decimal(high or low), currency)


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("24", "USD", "$24"),
        ("24.00", "USD", "$24"),
        ("24.5", "USD", "$24.50"),
        ("1234.5", "EUR", "€1,234.50"),
        ("0.99", "GBP", "£0.99"),
        ("2400.00", "JPY", "¥2,400"),
        ("2400.4", "KRW", "₩2,400"),
        ("12.5", "KWD", "KWD 12.500"),
        ("30", "CHF", "CHF 30"),
        ("30", "CAD", "CA$30"),
        ("1E+3", "USD", "$1,000"),
    ],
)
def test_says_an_amount_in_its_currency(amount: str, currency: str, said: str) -> None:
    assert said == money(Decimal(amount), currency)


def test_one_price_for_all_variants() -> None:
    assert Price("$24", varies=False, before="") == say(a_product(price=a_range("24")))


def test_the_lowest_price_of_several() -> None:
    assert Price("$24", varies=True, before="") == say(a_product(price=a_range("24", "60")))


def test_a_former_price_that_is_higher() -> None:
    product = a_product(price=a_range("24"), compare_at=a_range("32"))

    assert Price("$24", varies=False, before="$32") == say(product)


@pytest.mark.parametrize("before", ["24", "20", "0"])
def test_no_former_price_that_is_not_higher(before: str) -> None:
    product = a_product(price=a_range("24"), compare_at=a_range(before))

    assert say(product).before == ""


def test_no_discount_that_no_variant_has() -> None:
    product = a_product(price=a_range("24", "60"), compare_at=a_range("75"))

    assert say(product).before == ""
