"""How long a session that began at Shopify counts: until Shopify has to say anew who is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import g, session

from service.auth.current import services
from service.auth.datastore import User
from service.auth.shopify_people import home_of
from service.domain.catalog import ShopDomain

SEEN = "shopify_seen"
LONGEST = timedelta(days=1)
"""Whoever has left the shop's staff is out of ours by then, however busy their browser is."""

OF_A_PERSON = ("_user_id", "_fresh", "_id")
"""What Flask-Login keeps of whoever is signed in."""


def begin(shop: ShopDomain, lasts: timedelta) -> None:
    """Let the session that just began count for *lasts*, and never for more than a day."""
    until = services().clock() + min(lasts, LONGEST)
    session[SEEN] = {"shop": shop, "until": int(until.timestamp())}


def is_over(user: User) -> bool:
    """
    Whether *user* came from Shopify too long ago; they are signed out then, in this browser.

    A page inside Shopify's admin is never over: each of its requests has a token of a minute.
    """
    home = home_of(user.account)
    if home is None or "endcap_embedded" in g:
        return False
    seen: dict[str, Any] = session.get(SEEN) or {"shop": home, "until": 0}
    if seen["shop"] == home and seen["until"] > services().clock().timestamp():
        return False
    for name in OF_A_PERSON:
        session.pop(name, None)
    session[SEEN] = {"shop": home, "until": 0}
    return True


def way_back(page: str) -> str | None:
    """Return where Shopify is asked anew and which leads to *page*; ``None`` for all others."""
    seen = session.get(SEEN)
    if seen is None or not services().settings.shopify_client_id:
        return None
    return f"/shopify/install?{urlencode({'shop': seen['shop'], 'next': page})}"
