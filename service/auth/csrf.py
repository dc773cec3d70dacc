"""Refuses what another site sends in a signed-in person's name."""

from __future__ import annotations

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect

GUARDED = frozenset({"web", "security"})
"""The blueprints that act for whoever the session cookie names; all others ignore that cookie."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Ask for a CSRF token (form field, or header ``X-CSRFToken``) on every unsafe request."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, for the guarded blueprints alone
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=False,  # browsers say Sec-Fetch-Site; the referrer may be withheld
    )
    csrf = CSRFProtect(app)

    def check() -> None:
        if request.method in SAFE or GUARDED.isdisjoint(request.blueprints):
            return
        if request.headers.get("Authorization", "").startswith("Bearer "):
            return  # no other site can make a browser send that header
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
            abort(403)
        csrf.protect()

    app.before_request(check)
