"""Where in Shopify's admin the block that shows cards is put into a theme."""

from __future__ import annotations

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
