"""Slows down guessing of passwords, per account and per address."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

PER_ACCOUNT = "10 per 15 minutes"
PER_ADDRESS = "40 per 15 minutes"


def register(app: Flask, view: str, *, redis_url: str) -> None:
    """Count the failed sign-ins at the endpoint *view*; too many are answered with 429.

    Without Redis each process counts for itself.
    """
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=redis_url.replace("unix://", "redis+unix://", 1),
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
        strategy="sliding-window-counter",
        key_prefix="sign-in",
        in_memory_fallback_enabled=True,
        headers_enabled=False,
    )
    for limit, key in ((PER_ACCOUNT, _account), (PER_ADDRESS, get_remote_address)):
        throttled: Any = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=_failed)
        app.view_functions[view] = throttled(app.view_functions[view])


def _account() -> str:
    """A digest of the email, so that Redis keeps no address of a person."""
    email = request.form.get("email", "").strip().lower()
    return hashlib.blake2b(email.encode(), digest_size=16).hexdigest()


def _failed(response: Response) -> bool:
    return response.status_code != 302
