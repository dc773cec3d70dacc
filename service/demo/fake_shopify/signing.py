"""Signs as Shopify does: query strings, webhook bodies, session tokens, the app proxy."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode


class BadTokenError(ValueError):
    """A session token that Shopify did not sign, or whose time is over."""


def signed_query(pairs: Mapping[str, str], secret: str) -> str:
    """Return the query string of *pairs* with its ``hmac``, percent-encoded as Shopify does."""
    query = urlencode(pairs, quote_via=quote)
    return f"{query}&{urlencode({'hmac': query_hmac(query, secret)})}"


def query_hmac(query: str, secret: str) -> str:
    """Sign the pairs as they stand, sorted."""
    return _hex("&".join(sorted(query.split("&"))).encode(), secret)


def proxy_signature(pairs: Sequence[tuple[str, str]], secret: str) -> str:
    """Sign decoded pairs as the app proxy does: joined with nothing between them."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    joined = sorted(f"{name}={','.join(given)}" for name, given in values.items())
    return _hex("".join(joined).encode(), secret)


def webhook_hmac(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def session_token(claims: Mapping[str, Any], secret: str) -> str:
    head = _unpadded(json.dumps({"alg": "HS256", "typ": "JWT"}, separators=(",", ":")).encode())
    body = _unpadded(json.dumps(claims, separators=(",", ":")).encode())
    return f"{head}.{body}.{_jwt_signature(f'{head}.{body}', secret)}"


def read_session_token(token: str, secrets: Sequence[str], *, now: float) -> dict[str, Any]:
    """Return the claims, or raise `BadTokenError`."""
    signed, _, signature = token.rpartition(".")
    if not any(hmac.compare_digest(_jwt_signature(signed, s), signature) for s in secrets):
        raise BadTokenError
    try:
        claims = json.loads(_padded(signed.partition(".")[2]))
        if not claims["nbf"] - 10 <= now <= claims["exp"] + 10:
            raise BadTokenError
    except (ValueError, KeyError, TypeError) as error:
        raise BadTokenError from error
    return dict(claims)


def host_parameter(domain: str) -> str:
    """Return ``host`` as the admin says it, without padding."""
    return _unpadded(f"admin.shopify.com/store/{domain.partition('.')[0]}".encode())


def _jwt_signature(signed: str, secret: str) -> str:
    return _unpadded(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())


def _unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _hex(message: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
