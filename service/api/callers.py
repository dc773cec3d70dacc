"""Who sends an event, and how many they may send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

from crawleruseragents import is_crawler as matches_crawler
from flask import Flask, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from service.auth.current import EXTENSION, kept
from service.domain.catalog import Shop
from service.usecases.accept_events import Caller
from service.usecases.hear_storefront import StorefrontCalls
from service.wiring import Services

USER_AGENT_LENGTH = 512
CALLS = "endcap_storefront_calls"
_PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")

Limit = tuple[str, Callable[[], str]]
PER_ADDRESS: Limit = ("600 per minute", get_remote_address)


def caller() -> Caller:
    """Describe who makes this request."""
    return Caller(
        address=request.remote_addr or "",
        user_agent=request.headers.get("User-Agent", "")[:USER_AGENT_LENGTH],
        method=request.method,
        purpose=" ".join(request.headers.get(name, "") for name in _PURPOSES),
    )


def hear_storefront(shop: Shop) -> None:
    """Note it when a page of the *shop* itself makes this request."""
    calls = kept(CALLS, lambda its: StorefrontCalls(its.database, clock=its.clock))
    origin, referrer = request.headers.get("Origin", ""), request.headers.get("Referer", "")
    calls.hear(shop, origin=origin, referrer=referrer)


@lru_cache(maxsize=4096)
def is_crawler(user_agent: str) -> bool:
    """Whether *user_agent* is a known crawler; it takes a tenth of a millisecond, so remembered."""
    return bool(matches_crawler(user_agent))


def throttle(state: BlueprintSetupState, view: Callable[..., Any], limits: Sequence[Limit]) -> None:
    """
    Limit a *view* of the blueprint that is being registered; the app has its services by then.

    Redis counts; while it is away, each process counts for itself.
    """
    app = cast("Flask", state.app)
    settings = cast("Services", app.extensions[EXTENSION]).settings
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=settings.redis_url.replace("unix://", "redis+unix://", 1),
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
        key_prefix=state.name,
        in_memory_fallback_enabled=True,
        swallow_errors=True,  # of two that notice together, only one falls back
        headers_enabled=False,  # each answer would ask Redis once more
    )
    endpoint = f"{state.name}.{view.__name__}"
    limited: Any = app.view_functions[endpoint]
    for limit, key in limits:
        limited = limiter.limit(limit, key_func=key)(limited)
    app.view_functions[endpoint] = limited
