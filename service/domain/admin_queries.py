"""What Shopify's admin sends a browser to us with: the shop's name, and a signed query."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from service.domain.catalog import SHOP_DOMAIN, ShopDomain
from service.domain.errors import ForbiddenError, InvalidFieldError

SKEW_SECONDS = 90
"""As much may a signed query be off our clock; Shopify's own libraries allow the same."""

LONGEST_QUERY = 8_192
MOST_FIELDS = 100

ONCE = frozenset({
    "hmac", "shop", "signature", "timestamp", "code", "state", "host", "id_token", "session",
})  # fmt: skip
"""Said twice, one of these could be read as one thing and signed as another."""

_SHOP = re.compile(SHOP_DOMAIN, re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)
_HOST = re.compile(
    r"admin\.shopify\.com/store/[a-z0-9][a-z0-9-]{0,59}|" + SHOP_DOMAIN + r"/admin", re.ASCII
)


class ForgedQueryError(ForbiddenError):
    """A query that Shopify did not sign for us just now."""


def checked_shop_domain(said: str) -> ShopDomain:
    """Return the domain of a shop; anything else raises `InvalidFieldError`.

    Our secret is sent to that host: nothing but a name below myshopify.com passes.
    """
    lowered = said.lower() if said.isascii() else ""
    if not _SHOP.fullmatch(lowered):
        raise InvalidFieldError("shop", "must be like name.myshopify.com")
    return ShopDomain(lowered)


def checked_query(raw: bytes, secrets: Sequence[str], *, now: datetime) -> Mapping[str, str]:
    """
    Return what the query says, if Shopify signed it with one of *secrets* within the last moments.

    The pairs are signed as they came, still escaped. Raises `ForgedQueryError`.
    """
    if len(raw) > LONGEST_QUERY or not raw.isascii():
        raise ForgedQueryError("the query is not one of Shopify's")
    pairs = raw.decode("ascii").split("&")
    given = [pair[5:] for pair in pairs if pair.startswith("hmac=")]
    signed = [pair for pair in pairs if pair and pair.split("=", 1)[0] not in {"hmac", "signature"}]
    if len(given) != 1 or not _is_signed("&".join(sorted(signed)), given[0], secrets):
        raise ForgedQueryError("the signature is wrong")
    said = _said(raw.decode("ascii"))
    if not is_fresh(said.get("timestamp", ""), now):
        raise ForgedQueryError("the query is too old, or one of our clocks is wrong")
    return said


def admin_address(host: str) -> str:
    """Return where the admin is that *host* names, without its scheme, or raise."""
    try:
        padded = host + "=" * (-len(host) % 4)
        address = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except ValueError:
        address = ""
    if not _HOST.fullmatch(address):
        raise ForgedQueryError("the host is not one of Shopify's")
    return address


def _is_signed(text: str, given: str, secrets: Sequence[str]) -> bool:
    digests = [hmac.new(s.encode(), text.encode(), hashlib.sha256).hexdigest() for s in secrets]
    return any(hmac.compare_digest(given.encode(), digest.encode()) for digest in digests)


def _said(raw: str) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise ForgedQueryError("the query is not one of Shopify's") from error
    names = [name for name, _ in pairs if name in ONCE]
    if len(names) != len(set(names)):
        raise ForgedQueryError("the query says something twice")
    return dict(pairs)


def is_fresh(timestamp: str, now: datetime) -> bool:
    """Whether *timestamp* (seconds since 1970) is about *now*."""
    if not _NUMBER.fullmatch(timestamp):
        return False
    return abs(now.timestamp() - int(timestamp)) <= SKEW_SECONDS
