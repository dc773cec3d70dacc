"""Where in Shopify's admin a merchant grants what an app may ask for besides."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode


def grant_address(admin: str, client_id: str, scopes: Iterable[str]) -> str:
    """Return the address of Shopify's page; *admin*: where the shop's admin is."""
    asked = {"client_id": client_id, "optional_scopes": ",".join(sorted(scopes))}
    return f"{admin}/admin/oauth/install?{urlencode(asked, safe=',')}"
