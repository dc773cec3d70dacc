"""Pages for marketers: one folder a page, with its view and its templates."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, render_template
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError

from service.auth import csrf, forms, sessions, throttle
from service.web import manifest, shell
from service.web.articles.views import pages as article_pages
from service.web.home.views import pages as home_pages
from service.web.ingredients.views import pages as ingredient_pages
from service.web.rules.views import pages as rule_pages
from service.web.settings.views import pages as setting_pages
from service.web.sync.views import pages as sync_pages
from service.wiring import Services

SHOP = "/shops/<shop_domain>"

NAVIGATION = (
    ("web.home.page", "Home", "house"),
    ("web.rules.page", "Product rules", "list-checks"),
    ("web.articles.page", "Articles", "file-text"),
    ("web.ingredients.page", "Ingredients", "flask-conical"),
    ("web.sync.page", "Sync", "history"),
    ("web.settings.page", "Settings", "settings"),
)
"""Endpoint, name and icon of each page that is always a click away."""


def register(app: Flask, services: Services) -> None:
    """Add sign-in and every page to *app*."""
    sessions.register(app, services.settings, services.database)
    forms.register(app)
    csrf.register(app)
    throttle.register(app, sessions.SIGN_IN, redis_url=services.settings.redis_url)
    web = shell.new_pages()
    for pages in (rule_pages, article_pages, ingredient_pages, sync_pages, setting_pages):
        web.register_blueprint(pages, url_prefix=f"{SHOP}/{pages.name}")
    web.register_blueprint(home_pages, url_prefix=SHOP)
    web.add_url_rule(f"{SHOP}/<path:page>", "nowhere", shell.nowhere)
    app.register_blueprint(web)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(RateLimitExceeded, _too_many_tries)
    known_to_templates = cast("dict[str, Any]", app.jinja_env.globals)
    known_to_templates.update(built=_built, navigation=NAVIGATION)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _built(name: str) -> str:
    """Return the address of a built file by the name of its source.

    It is asked of no router: a page that says no to a host that is not ours has none.
    """
    return f"/{shell.FILES}/{manifest.built()[name]}"


def _stale_form(_error: CSRFError) -> tuple[str, int, dict[str, str]]:
    return shell.fault(400, "The page was open for too long. Load it again and repeat.")


def _too_many_tries(error: RateLimitExceeded) -> tuple[str, int, dict[str, str]]:
    throttled = "Too many tries. Wait a quarter of an hour, then sign in again."
    page = render_template("signing_in/sign_in.html", throttled=throttled, login_user_form=None)
    return page, 429, {"Retry-After": "900", "Cache-Control": "private, no-store"}
