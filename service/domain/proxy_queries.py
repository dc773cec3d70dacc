"""What Shopify's app proxy sends a shopper's request on with: the shop, and a signature.

The signed text has no separators, so it does not say where a value ends, and a shopper chooses all
names but Shopify's own: only the shop is believed, and everything else is checked by whoever reads
it as if it had come unsigned.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from service.domain.admin_queries import (
    LONGEST_QUERY,
    MOST_FIELDS,
    ForgedQueryError,
    checked_shop_domain,
    is_fresh,
)
from service.domain.catalog import ShopDomain
from service.domain.errors import InvalidFieldError

ADDED = frozenset({"shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"})
"""What Shopify adds; who is signed in at the shop is nobody's business here."""

_ONCE = ADDED | {"hmac"}


OwnSecrets = Callable[[ShopDomain], Sequence[str]]


def _none(_shop: ShopDomain) -> Sequence[str]:
    return ()


class ProxyQuery(NamedTuple):
    """*asked*: the shopper's own query, as if it had come without the proxy."""

    shop: ShopDomain
    asked: str


def checked_proxy_query(
    raw: str, secrets: Sequence[str], *, own: OwnSecrets = _none, now: datetime
) -> ProxyQuery:
    """
    Return what the query says, if Shopify signed it with one of *secrets* within the last moments.

    What repeats is joined with commas, pairs are sorted and joined with nothing between; the
    digest is HMAC-SHA-256 in hexadecimal. *own*: what the app of the very shop that is named may
    sign with; it is asked for where ours is not what signed. Raises `ForgedQueryError`.
    """
    pairs = _pairs(raw)
    names = [name for name, _ in pairs if name in _ONCE]
    if len(names) != len(set(names)):
        raise ForgedQueryError("the query says something twice")
    said = dict(pairs)
    if not is_fresh(said.get("timestamp", ""), now):
        raise ForgedQueryError("the query is too old, or one of our clocks is wrong")
    try:
        shop = checked_shop_domain(said.get("shop", ""))
    except InvalidFieldError as error:
        raise ForgedQueryError("the query names no shop") from error
    given = said.get("signature", "")
    if not _is_signed(pairs, given, secrets) and not _is_signed(pairs, given, own(shop)):
        raise ForgedQueryError("the signature is wrong")
    return ProxyQuery(shop, urlencode([pair for pair in pairs if pair[0] not in ADDED]))


def _pairs(raw: str) -> list[tuple[str, str]]:
    if len(raw) > LONGEST_QUERY or not raw.isascii():
        raise ForgedQueryError("the query is not one of Shopify's")
    try:
        return parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise ForgedQueryError("the query is not one of Shopify's") from error


def _is_signed(pairs: Sequence[tuple[str, str]], given: str, secrets: Sequence[str]) -> bool:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        if name != "signature":
            grouped.setdefault(name, []).append(value)
    text = "".join(sorted(f"{name}={','.join(values)}" for name, values in grouped.items()))
    digests = [hmac.new(s.encode(), text.encode(), hashlib.sha256).hexdigest() for s in secrets]
    return any(hmac.compare_digest(given.encode(), digest.encode()) for digest in digests)
