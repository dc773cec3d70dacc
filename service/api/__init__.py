"""JSON for programs: storefront, lexicon, events, exports, health, and the document of it all."""

from __future__ import annotations

from pathlib import Path

from flask_openapi.openapi import OpenAPI

from service.api import (
    events,
    explanations,
    exports,
    health,
    lexicon,
    problems,
    redirect,
    storefront,
    webhooks,
)
from service.api.openapi import docs

STATIC = Path(__file__).parent / "static"
"""What a shop's pages load from here."""

ENDPOINTS = tuple(
    module.api for module in (storefront, explanations, lexicon, events, redirect, exports, health)
)

for endpoints in ENDPOINTS:
    endpoints.register_error_handler(429, problems.answer_refused)  # the app's own is a page


def register(app: OpenAPI, *, page: problems.Page = problems.plain_page) -> None:
    """Add every endpoint for programs, and answer errors as problems, a person's with *page*."""
    problems.register(app, page=page)
    for endpoints in ENDPOINTS:
        app.register_api(endpoints)
    app.register_blueprint(docs)
    app.register_blueprint(webhooks.webhooks)
