"""What pages take: forms of text that can be meant and kept; anything else is refused early."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from flask import Flask, abort, request
from werkzeug.exceptions import UnsupportedMediaType

from service.auth.csrf import GUARDED

LONGEST_PASSWORD = 1000
"""Nobody types as many; hashing takes a few thousand, and fails above."""


def register(app: Flask) -> None:
    """Refuse what no page of ours would send, before a library reads it in its own way."""

    def check() -> None:
        if GUARDED.isdisjoint(request.blueprints):
            return
        if request.is_json:  # also with a GET: a deep one is more than a lenient reader survives
            raise UnsupportedMediaType("Send a form.")
        if any("\0" in text for text in _texts()):  # PostgreSQL keeps none
            abort(400, "The form holds a character that means nothing.")
        if _is_too_long(request.form.get("password", "")):
            abort(400, "This password is longer than any that we take.")

    app.before_request(check)


def _texts() -> Iterator[str]:
    for fields in (request.args, request.form):
        for name, value in fields.items(multi=True):
            yield from (name, value)
    yield from map(str, (request.view_args or {}).values())


def _is_too_long(password: str) -> bool:
    """As it is hashed: one character may become eighteen."""
    hashed: str = unicodedata.normalize("NFKD", password)
    return len(hashed) > LONGEST_PASSWORD
