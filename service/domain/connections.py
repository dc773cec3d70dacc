"""How a shop lets us in: what Shopify granted, how long it lasts, and whether it still does."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

RENEW_BEFORE = timedelta(minutes=5)
"""An access token with less than this left is renewed before it is used."""

IDLE = timedelta(days=7)
"""A refresh token dies after 90 days: a shop without work is refreshed long before."""

ASK_CLOSED_SHOP_AFTER = timedelta(days=1)

NEEDED_SCOPES = frozenset({"read_content", "read_products"})
"""Without these nothing comes in."""

USEFUL_SCOPES: Mapping[str, str] = {
    "write_app_proxy": "themes can not ask at the shop's own address, only at ours",
}
"""What else is asked for, and what is missing without it."""

ASKED_SCOPES = NEEDED_SCOPES | USEFUL_SCOPES.keys()
"""What ``shopify.app.toml`` asks of the merchant; a test compares the two."""

WRITE_ARTICLES = "write_content"

OPTIONAL_SCOPES: Mapping[str, str] = {
    WRITE_ARTICLES: "themes find no list of products on an article, for cards of their own",
}
"""What a merchant may grant besides, and take back; the same is in ``shopify.app.toml``."""

SUPPORTED_MONTHS = 12
"""So long at least Shopify supports a version of its API."""


class ConnectionKind(StrEnum):
    PERMANENT = "permanent"
    """A token that does not expire, made by the merchant."""
    EXPIRING = "expiring"
    """A token of an hour, and one that gets the next."""
    OWN_APP = "own_app"
    """The merchant's own app: a token of a day, asked for with the app's secret."""
    ENDED = "ended"
    """The merchant's own app has been uninstalled: its secret is all that is left."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What Shopify's token endpoint answered; its tokens are never printed."""

    access_token: str = field(repr=False)
    scopes: frozenset[str]
    expires_in: timedelta | None = None
    refresh_token: str | None = field(default=None, repr=False)
    refresh_expires_in: timedelta | None = None

    @property
    def kind(self) -> ConnectionKind:
        return ConnectionKind.EXPIRING if self.refresh_token else ConnectionKind.PERMANENT


@dataclass(frozen=True, slots=True)
class ShopConnection:
    """What is stored of a shop's tokens, sealed."""

    kind: ConnectionKind
    access_token: bytes = field(repr=False)
    access_expires_at: datetime | None
    refresh_token: bytes | None = field(repr=False)
    refresh_expires_at: datetime | None
    client_id: str
    """Of the merchant's own app; empty: ours."""
    client_secret: bytes | None = field(repr=False)
    scopes: frozenset[str]
    version: int
    """Counts the tokens that the shop has had."""
    refreshed_at: datetime
    reauth_needed_at: datetime | None = None
    closed_at: datetime | None = None
    ask_again_at: datetime | None = None
    answered_version: str = ""

    @property
    def missing_scopes(self) -> frozenset[str]:
        """What the merchant has not granted; nothing where Shopify did not say what they did."""
        return lacking(NEEDED_SCOPES, self.scopes) if self.scopes else frozenset()

    def is_fresh(self, now: datetime) -> bool:
        """Whether the access token lasts long enough to begin something with it."""
        return self.access_expires_at is None or self.access_expires_at - now > RENEW_BEFORE

    def is_alive(self, now: datetime) -> bool:
        return self.access_expires_at is None or self.access_expires_at > now

    def rests(self, now: datetime) -> bool:
        """Whether there is no use in asking Shopify now."""
        closed = self.ask_again_at is not None and self.ask_again_at > now
        return closed or self.reauth_needed_at is not None


def lacking(asked: Set[str], granted: Set[str]) -> frozenset[str]:
    """Return which of the scopes *asked* for are not *granted*; writing includes reading."""
    implied = {scope.replace("write_", "read_", 1) for scope in granted}
    return frozenset(asked - granted - implied)


def supported_until(version: str) -> date:
    """Return the first day on which Shopify need not support *version*, such as ``2026-10``."""
    year, month = (int(part) for part in version.split("-"))
    years, months = divmod(month - 1 + SUPPORTED_MONTHS, 12)
    return date(year + years, months + 1, 1)
