"""The services of the running Flask app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app

from service.wiring import Services

EXTENSION = "endcap"

Kept = TypeVar("Kept")


def services() -> Services:
    """Return what `service.wiring.build` made for this app."""
    return cast("Services", current_app.extensions[EXTENSION])


def kept(name: str, make: Callable[[Services], Kept]) -> Kept:
    """Return what this app keeps under *name*, which is made when it is asked for first."""
    here: dict[str, Any] = current_app.extensions
    if name not in here:
        here.setdefault(name, make(services()))
    found: Kept = here[name]
    return found
