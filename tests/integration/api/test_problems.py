from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from flask_openapi.openapi import OpenAPI
from werkzeug.exceptions import TooManyRequests

import service
from service.api import problems
from service.app import create_app
from service.domain.errors import (
    ConflictError,
    EndcapError,
    ForbiddenError,
    GoneError,
    InvalidError,
    InvalidFieldError,
    NotFoundError,
    ShopifyRefusedError,
    ShopNotFoundError,
    UnauthenticatedError,
    UnavailableError,
)
from service.storage.database import DatabaseUnavailableError
from service.wiring import Services

EXPECTED: list[tuple[EndcapError, int, str]] = [
    (InvalidError("wrong"), 400, "urn:endcap:problem:invalid"),
    (UnauthenticatedError("no key"), 401, "urn:endcap:problem:unauthenticated"),
    (ForbiddenError("not yours"), 403, "urn:endcap:problem:forbidden"),
    (NotFoundError("none"), 404, "urn:endcap:problem:not-found"),
    (ShopNotFoundError("a"), 404, "urn:endcap:problem:shop-not-found"),
    (ConflictError("meanwhile"), 409, "urn:endcap:problem:conflict"),
    (GoneError("gone"), 410, "urn:endcap:problem:gone"),
    (ShopifyRefusedError("no"), 502, "urn:endcap:problem:shopify-refused"),
    (UnavailableError("later"), 503, "urn:endcap:problem:unavailable"),
]


@pytest.fixture
def raising(services: Services) -> OpenAPI:
    """An app whose ``/v1/raise`` and ``/raise`` raise ``app.config["RAISES"]``."""
    app = create_app(services)

    def raise_it() -> str:
        raise app.config["RAISES"]

    app.add_url_rule("/v1/raise", "raise_program", raise_it)
    app.add_url_rule("/raise", "raise_page", raise_it)
    return app


def every_error(branch: type[EndcapError] = EndcapError) -> Iterator[type[EndcapError]]:
    for kind in branch.__subclasses__():
        yield kind
        yield from every_error(kind)


def test_every_expected_error_has_a_status() -> None:
    for module in pkgutil.walk_packages(service.__path__, "service."):
        if (
            not module.name.endswith(("__main__", "wsgi", "env"))
            and ".versions." not in module.name
        ):
            importlib.import_module(module.name)

    # what only the command line raises never becomes an answer
    served = [kind for kind in every_error() if not kind.__module__.startswith("service.cli")]
    assert [] == [kind for kind in served if problems.row_of(kind) is None]


@pytest.mark.parametrize(("error", "status", "kind"), EXPECTED)
def test_an_expected_error_is_a_problem(
    raising: OpenAPI, error: EndcapError, status: int, kind: str
) -> None:
    raising.config["RAISES"] = error

    response = raising.test_client().get("/v1/raise")

    assert (status, "application/problem+json") == (response.status_code, response.content_type)
    said = response.get_json()
    assert (said["status"], said["type"]) == (status, kind)
    assert {"type", "title", "status", "detail"} == set(said)


def test_a_field_that_is_wrong_is_named(raising: OpenAPI) -> None:
    raising.config["RAISES"] = InvalidFieldError("weight", "must be positive")

    said = raising.test_client().get("/v1/raise").get_json()

    assert [{"parameter": "weight", "reason": "must be positive"}] == said["errors"]


def test_what_is_not_possible_now_says_when_to_ask_again(raising: OpenAPI) -> None:
    raising.config["RAISES"] = DatabaseUnavailableError("could not connect to db.internal")

    response = raising.test_client().get("/v1/raise")

    assert (503, "5") == (response.status_code, response.headers["Retry-After"])
    assert "db.internal" not in response.text


def test_who_is_not_known_is_told_how_to_say(raising: OpenAPI) -> None:
    raising.config["RAISES"] = UnauthenticatedError("no key")

    assert "Bearer" == raising.test_client().get("/v1/raise").headers["WWW-Authenticate"]


def test_a_crash_says_nothing_of_the_inside(raising: OpenAPI) -> None:
    raising.config["RAISES"] = RuntimeError("SELECT password FROM users")

    for path in ("/v1/raise", "/raise"):
        response = raising.test_client().get(path)
        assert 500 == response.status_code
        assert "password" not in response.text
        assert "Traceback" not in response.text


def test_a_browser_gets_a_page(raising: OpenAPI) -> None:
    raising.config["RAISES"] = InvalidError("<b>wrong</b>")

    response = raising.test_client().get("/raise")

    assert (400, "text/html") == (response.status_code, response.mimetype)
    assert "&lt;b&gt;wrong&lt;/b&gt;" in response.text


def test_what_flask_refuses_is_a_problem_too(client: FlaskClient, raising: OpenAPI) -> None:
    unknown = client.get("/v1/nothing")
    method = client.delete("/health/live")
    raising.config["RAISES"] = TooManyRequests(retry_after=7)
    throttled = raising.test_client().get("/v1/raise")

    assert (404, "application/problem+json") == (unknown.status_code, unknown.content_type)
    assert 405 == method.status_code
    assert set(method.headers["Allow"].split(", ")) >= {"GET", "HEAD"}
    assert (429, "7") == (throttled.status_code, throttled.headers["Retry-After"])


def test_an_unknown_page_is_a_page(client: FlaskClient) -> None:
    response = client.get("/nothing/here")

    assert (404, "text/html") == (response.status_code, response.mimetype)
