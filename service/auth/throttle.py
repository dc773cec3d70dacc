"""Slows down guessing of passwords, per account and per address."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import user_logged_in
from flask_security import uia_email_mapper

from service.domain.errors import UnavailableError

PER_ACCOUNT_AND_ADDRESS = "10 per 15 minutes"
PER_ADDRESS = "40 per 15 minutes"
PER_ACCOUNT = "100 per 15 minutes"
"""From everywhere: high, since who reaches it locks somebody else out."""

AT_ONCE = 4
PATIENCE_SECONDS = 5.0

View = Callable[..., Any]


class BusyError(UnavailableError):
    """Too many sign in at this moment."""


def register(app: Flask, view: str, *, redis_url: str) -> None:
    """Count the sign-ins at the endpoint *view*; too many without success are answered with 429.

    A try counts before the password is looked at, else many at once would all be the first;
    success forgets them. Without Redis each process counts for itself.
    """
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=redis_url.replace("unix://", "redis+unix://", 1),
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
        strategy="moving-window",
        key_prefix="sign-in",
        in_memory_fallback_enabled=True,
        swallow_errors=True,  # of two that notice together, only one falls back
        headers_enabled=False,
    )
    throttled: Any = _few_at_once(app.view_functions[view])
    for limit, key in (
        (PER_ACCOUNT_AND_ADDRESS, _account_and_address),
        (PER_ADDRESS, get_remote_address),
        (PER_ACCOUNT, _account),
    ):
        throttled = limiter.limit(limit, key_func=key, methods=["POST"])(throttled)
    app.view_functions[view] = throttled

    def forget(_app: Flask, **_: Any) -> None:
        with suppress(Exception):  # Redis went meanwhile: whoever is in stays in
            for checked in limiter.current_limits:
                limiter.limiter.clear(checked.limit, *checked.request_args)

    user_logged_in.connect(forget, app, weak=False)


def _few_at_once(view: View) -> View:
    """Hashing a password takes 64 MB and a tenth of a second on purpose."""
    places = threading.BoundedSemaphore(AT_ONCE)

    @wraps(view)
    def wrapped(*args: Any, **values: Any) -> Any:
        if request.method != "POST":
            return view(*args, **values)
        if not places.acquire(timeout=PATIENCE_SECONDS):
            raise BusyError("too many sign in at this moment")
        try:
            return view(*args, **values)
        finally:
            places.release()

    return wrapped


def _account_and_address() -> str:
    return f"{_account()} {get_remote_address()}"


def _account() -> str:
    """A digest of the email, so that Redis keeps no address of a person; however it is spelled."""
    said = request.form.get("email", "").strip()
    email: str = uia_email_mapper(said) or said
    return hashlib.blake2b(email.lower().encode(), digest_size=16).hexdigest()
