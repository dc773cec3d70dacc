"""Where in Shopify's admin a merchant does what Endcap asks for."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

BLOCK = "endcap"
"""The block's handle: the name of its file in the theme extension, without ``.liquid``."""


def block_address(admin: str, client_id: str) -> str:
    """Return the theme editor's address, with the block laid into the template of articles.

    *admin*: where the shop's admin is. Without the *client_id* of an app there is no block to be
    named: the address is that of the template alone.
    """
    asked = {"template": "article"}
    if client_id:
        asked |= {"addAppBlockId": f"{client_id}/{BLOCK}", "target": "newAppsSection"}
    return f"{admin}/admin/themes/current/editor?{urlencode(asked, safe='/')}"


def grant_address(admin: str, client_id: str, scopes: Iterable[str]) -> str:
    """Return where a merchant grants the *scopes* that the app may ask for besides."""
    asked = {"client_id": client_id, "optional_scopes": ",".join(sorted(scopes))}
    return f"{admin}/admin/oauth/install?{urlencode(asked, safe=',')}"
