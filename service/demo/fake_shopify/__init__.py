"""A Shopify for the desk: the real Admin schema over the demo shop, with a merchant's controls.

It is its own process and speaks real HTTP, so the client that talks to Shopify talks to it too.
One host serves every shop here, so a request's access token says which shop it is about.
"""

from __future__ import annotations

DEMO_TOKEN = "demo-shop-access-token"  # noqa: S105 - opens nothing but the demo shop
"""The access token of the demo shop."""

CLIENT_ID = "endcap-demo-client-id"
CLIENT_SECRET = "endcap-demo-client-secret"  # noqa: S105 - opens nothing but the fake
"""What the app proves itself with, unless the fake is started with others."""

LARGE_TOKEN = "large-shop-access-token"  # noqa: S105 - opens nothing but the generated shop
"""The access token of the large shop, when there is one."""
