"""Session tokens: who of which shop looks at us inside Shopify's admin, signed for a minute."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from service.domain.admin_queries import checked_shop_domain
from service.domain.catalog import ShopDomain
from service.domain.errors import InvalidFieldError, UnauthenticatedError

LEEWAY_SECONDS = 10
LONGEST = 4_096

_PART = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_USER = re.compile(r"[0-9]{1,20}", re.ASCII)
_HEADER = {"alg": "HS256", "typ": "JWT"}
_TEXTS = ("iss", "dest", "aud", "sub", "jti")
_TIMES = ("exp", "nbf", "iat")


class SessionTokenError(UnauthenticatedError):
    """Not a session token of ours, or not one of now; the browser can get another."""


class ClockError(SessionTokenError):
    """The token is of a time to come: our clock is wrong, or Shopify's."""


@dataclass(frozen=True, slots=True)
class SessionToken:
    """*user*: Shopify's number of somebody on the shop's staff."""

    shop: ShopDomain
    user: str


def checked_session_token(
    token: str, client_id: str, secrets: Sequence[str], *, now: datetime
) -> SessionToken:
    """Return who the *token* speaks of; raise `SessionTokenError` for all that is not quite so."""
    if len(token) > LONGEST or not client_id:
        raise SessionTokenError("not a session token")
    head, body, signature = _parts(token)
    if _object(head) != _HEADER:
        raise SessionTokenError("not signed as session tokens are")
    if not _is_signed(f"{head}.{body}", _bytes(signature), secrets):
        raise SessionTokenError("not signed by Shopify")
    claims = _object(body)
    _check_kinds(claims)
    _check_times(claims, now.timestamp())
    if claims["aud"] != client_id or not _USER.fullmatch(claims["sub"]):
        raise SessionTokenError("not for us")
    return SessionToken(_shop(claims), claims["sub"])


def _parts(token: str) -> list[str]:
    parts = token.split(".")
    if len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts):
        raise SessionTokenError("not a session token")
    return parts


def _bytes(part: str) -> bytes:
    """Return what *part* encodes; another spelling of the same bytes is none."""
    try:
        found = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError as error:
        raise SessionTokenError("not a session token") from error
    if base64.urlsafe_b64encode(found).decode().rstrip("=") != part:
        raise SessionTokenError("not a session token")
    return found


def _object(part: str) -> Mapping[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError) as error:
        raise SessionTokenError("not a session token") from error
    if not isinstance(found, dict):
        raise SessionTokenError("not a session token")
    return found


def _is_signed(text: str, given: bytes, secrets: Sequence[str]) -> bool:
    digests = [hmac.new(s.encode(), text.encode(), hashlib.sha256).digest() for s in secrets]
    return any(hmac.compare_digest(given, digest) for digest in digests)


def _check_kinds(claims: Mapping[str, Any]) -> None:
    texts = all(isinstance(claims.get(name), str) for name in _TEXTS)
    if not texts or not all(_is_time(claims.get(name)) for name in _TIMES):
        raise SessionTokenError("not a session token")


def _is_time(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and 0 < value < 1e11


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    if claims["exp"] <= now - LEEWAY_SECONDS:
        raise SessionTokenError("the session token is too old")
    if max(claims["nbf"], claims["iat"]) > now + LEEWAY_SECONDS:
        raise ClockError("the session token is of a time to come")


def _shop(claims: Mapping[str, Any]) -> ShopDomain:
    destination, issuer = _host(claims["dest"], {"", "/"}), _host(claims["iss"], {"/admin"})
    if destination != issuer:
        raise SessionTokenError("the session token speaks of two shops")
    try:
        return checked_shop_domain(destination)
    except InvalidFieldError as error:
        raise SessionTokenError("not of a shop") from error


def _host(address: str, paths: set[str]) -> str:
    """Return the host of *address*, which may say nothing else."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise SessionTokenError("not of a shop") from error
    if parts.scheme != "https" or parts.path not in paths or parts.query or parts.fragment:
        raise SessionTokenError("not of a shop")
    return parts.netloc
