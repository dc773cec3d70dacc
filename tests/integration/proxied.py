"""A shopper's query as Shopify's app proxy sends it on."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from urllib.parse import parse_qsl, urlencode


def signed_query(query: str = "", *, shop: str, secret: str, at: datetime) -> str:
    pairs = [
        *parse_qsl(query, keep_blank_values=True),
        ("shop", shop),
        ("logged_in_customer_id", "7"),
        ("path_prefix", "/apps/endcap"),
        ("timestamp", str(int(at.timestamp()))),
    ]
    text = "".join(sorted(f"{name}={value}" for name, value in pairs))
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return urlencode([*pairs, ("signature", digest)])
