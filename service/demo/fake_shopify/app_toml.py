"""Reads ``shopify.app.toml``: what the app asks of Shopify, as its own people wrote it down."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from service.demo.fake_shopify.partner import App, Webhooks
from service.demo.fake_shopify.state import StateError


def configured(app: App, path: Path) -> App:
    """Return *app* as the file says it; where it lives stays as it is, and so do its keys."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        return msgspec.structs.replace(app, **_settings(said))
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise StateError(f"{path} is no configuration of an app: {error}") from error


def _settings(said: dict[str, Any]) -> dict[str, Any]:
    scopes = said["access_scopes"]
    settings: dict[str, Any] = {
        "scopes": tuple(filter(None, scopes["scopes"].split(","))),
        "optional_scopes": tuple(scopes.get("optional_scopes", ())),
        "webhooks": tuple(_webhooks(one) for one in said["webhooks"].get("subscriptions", ())),
        "redirect_urls": tuple(said.get("auth", {}).get("redirect_urls", ())),
    }
    if proxy := said.get("app_proxy"):
        settings["proxy_url"] = proxy["url"]
        settings["proxy_prefix"] = f"/{proxy['prefix']}/{proxy['subpath']}"
    return settings


def _webhooks(said: dict[str, Any]) -> Webhooks:
    topics = (*said.get("topics", ()), *said.get("compliance_topics", ()))
    return Webhooks(
        topics, said["uri"], said.get("name", ""), tuple(said.get("include_fields", ()))
    )
