"""Prices in words, as a card says them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from service.domain.catalog import Product

SYMBOLS = {
    "AUD": "A$",
    "BRL": "R$",
    "CAD": "CA$",
    "CNY": "CN¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "MX$",
    "NZD": "NZ$",
    "PHP": "₱",
    "TWD": "NT$",
    "USD": "$",
    "VND": "₫",
}
"""Every other currency is said by its code."""

# Minor units that differ from 2 (ISO 4217).
DIGITS = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class Price(NamedTuple):
    """*now*: what is asked; *varies*: that is the lowest of several; *before*: may be empty."""

    now: str
    varies: bool
    before: str


def say(product: Product) -> Price:
    """Return the price of *product* in words.

    A former price is said only where one price holds for all variants: between the cheapest
    variant and a dearer one's former price lies a discount that nobody gets.
    """
    price = product.price
    varies = price.minimum != price.maximum
    before = product.compare_at
    is_reduced = not varies and before is not None and before.minimum > price.minimum
    return Price(
        now=money(price.minimum, price.currency),
        varies=varies,
        before=money(before.minimum, before.currency) if before and is_reduced else "",
    )


def money(amount: Decimal, currency: str) -> str:
    """Return ``$24``, ``$24.50``, ``CHF 1,200``: whole amounts without decimals."""
    digits = DIGITS.get(currency, 2)
    rounded = amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    number = f"{rounded:,.0f}" if rounded == rounded.to_integral_value() else f"{rounded:,}"
    return f"{SYMBOLS[currency]}{number}" if currency in SYMBOLS else f"{currency} {number}"
