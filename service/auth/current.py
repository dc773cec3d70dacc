"""The services of the running Flask app."""

from __future__ import annotations

from typing import cast

from flask import current_app

from service.wiring import Services

EXTENSION = "endcap"


def services() -> Services:
    """Return what `service.wiring.build` made for this app."""
    return cast("Services", current_app.extensions[EXTENSION])
