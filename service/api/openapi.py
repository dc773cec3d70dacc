"""The API document at ``/api/openapi.json`` and its page at ``/api/docs``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import msgspec
from flask import Blueprint, Response, current_app
from flask_openapi.openapi import OpenAPI

from service.api import problems
from service.api.cards import EMPTY
from service.api.schemas import ProblemSaid
from service.api.security import AuthKind, kind_of

VERSION = "3.1.1"
PAGE = Path(__file__).parent / "docs"
SWAGGER = Path(str(files("flask_openapi_swagger"))) / "templates" / "swagger"
"""Swagger UI's files, from the wheel."""

SECURITY_SCHEMES: dict[str, Any] = {
    AuthKind.API_KEY.value: {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key of the shop, made under Settings.",
    }
}

FRAGMENT = {"schema": {"type": "string"}, "example": EMPTY}
"""What ``format=html`` answers; of a response the library describes JSON alone."""

docs = Blueprint("docs", __name__, url_prefix="/api")


@docs.get("/docs")
def page() -> Response:
    response = Response((PAGE / "page.html").read_bytes(), mimetype="text/html")
    policy = response.content_security_policy
    policy.default_src = "'self'"
    policy.img_src = "'self' data:"  # Swagger UI draws its arrows from data: addresses
    policy.object_src = policy.base_uri = policy.frame_ancestors = "'none'"
    return response


@docs.get("/openapi.json")
def document() -> Response:
    return Response(
        msgspec.json.encode(describe(cast("OpenAPI", current_app))), mimetype="application/json"
    )


def describe(app: OpenAPI) -> dict[str, Any]:
    """Return the document, with what the library leaves out or gets wrong put right, once."""
    if not app.spec_json:
        app.generate_spec_json()  # type: ignore[no-untyped-call]  # the library's
        for endpoint, operation in _operations(app, app.spec_json):
            if kind_of(endpoint) is AuthKind.API_KEY:
                operation["security"] = [{AuthKind.API_KEY.value: []}]
            if endpoint.startswith("storefront."):
                operation["responses"]["200"]["content"]["text/html"] = FRAGMENT
            _say_problems(operation["responses"])
    return app.spec_json


def _operations(app: OpenAPI, spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    endpoints = {
        rule.rule.replace("<", "{").replace(">", "}"): rule.endpoint
        for rule in app.url_map.iter_rules()
    }
    for path, methods in spec["paths"].items():
        for operation in methods.values():
            yield endpoints[path], operation


def _say_problems(responses: dict[str, Any]) -> None:
    """Every refusal is a problem, and says so by its media type."""
    for status, response in responses.items():
        if status.startswith(("4", "5")) and "ReadySaid" not in str(response):
            schema = {"$ref": f"#/components/schemas/{ProblemSaid.__name__}"}
            response["content"] = {problems.MEDIA_TYPE: {"schema": schema}}
