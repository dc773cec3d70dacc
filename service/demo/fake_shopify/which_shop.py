"""Tells which shop a request is about: many shops are served under one host."""

from __future__ import annotations

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, request

_PREFIX = re.compile(r"/shops/([a-z0-9][a-z0-9-]*\.myshopify\.com)(?=/|$)")
_NAMED = "fake_shopify.shop"


class FlaskOfShops(Flask):
    """Serves everything under ``/shops/{domain}`` too, about that shop."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if found := _PREFIX.match(path):
            environ = {**environ, "PATH_INFO": path[found.end() :] or "/", _NAMED: found[1]}
        return super().wsgi_app(environ, start_response)


def addressed_shop() -> str | None:
    """Return the domain that this request names by path or host: what a shopper can not choose."""
    host = request.host.partition(":")[0].lower()
    by_host = host if host.endswith(".myshopify.com") else None
    return request.environ.get(_NAMED) or by_host


def named_shop() -> str | None:
    """Return the domain that this request names by path, host or parameter."""
    return addressed_shop() or request.values.get("shop") or None
