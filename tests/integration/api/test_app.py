from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from flask import request
from flask.testing import FlaskClient
from flask_openapi.openapi import OpenAPI
from openapi_spec_validator import validate
from werkzeug.test import Client

from service.api.openapi import describe
from service.api.security import AuthKind, kind_of
from service.app import create_app
from service.edge.lane import FRESH_SECONDS, MARK, FastLane
from service.storage.database import DatabaseUnavailableError
from service.web import manifest
from service.wiring import Services
from tests.builders import a_product
from tests.integration.api.conftest import DOMAIN, URL, Served


def with_settings(services: Services, **changes: Any) -> OpenAPI:
    return create_app(replace(services, settings=services.settings.model_copy(update=changes)))


def a_path(app: OpenAPI, endpoint: str, method: str) -> str:
    """Return an address of *endpoint* with any value in each place."""
    rule = next(r for r in app.url_map.iter_rules(endpoint) if method in (r.methods or ()))
    values = dict.fromkeys(rule.arguments, "1") | {
        name: DOMAIN for name in rule.arguments if name.startswith("shop")
    }
    path: str = app.url_map.bind("localhost").build(endpoint, values, method=method)
    return path


def test_every_route_says_how_it_knows_its_caller(app: OpenAPI) -> None:
    undeclared = {
        rule.endpoint for rule in app.url_map.iter_rules() if kind_of(rule.endpoint) is None
    }

    assert set() == undeclared


def test_no_route_that_needs_a_caller_answers_to_nobody(app: OpenAPI, client: FlaskClient) -> None:
    answers: dict[str, int] = {}
    for rule in app.url_map.iter_rules():
        if kind_of(rule.endpoint) in {AuthKind.API_KEY, AuthKind.SESSION}:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                path = a_path(app, rule.endpoint, method)
                status = client.open(path, method=method).status_code
                answers[f"{method} {rule.endpoint}"] = status

    assert answers
    assert {} == {name: s for name, s in answers.items() if s not in {302, 400, 401, 403}}


def test_the_document_is_valid(app: OpenAPI, client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").get_json()

    validate(document)
    assert "3.1.1" == document["openapi"]


def test_the_document_names_every_refusal_a_problem(app: OpenAPI) -> None:
    with app.app_context():
        document = describe(app)

    for methods in document["paths"].values():
        for operation in methods.values():
            refusals = [r for s, r in operation["responses"].items() if s.startswith("4")]
            assert all(list(r["content"]) == ["application/problem+json"] for r in refusals)


def test_the_document_describes_the_endpoints_for_programs(app: OpenAPI) -> None:
    with app.app_context():
        paths = set(describe(app)["paths"])

    assert {
        "/v1/shops/{shop}/articles/{article}/recommendations",
        "/v1/shops/{shop}/articles/{blog}/{article}/recommendations",
        "/v1/events",
        "/c/{token}",
        "/health/live",
        "/health/ready",
    } <= paths


def test_the_documents_page_loads_everything_from_here(client: FlaskClient) -> None:
    page = client.get("/api/docs")

    assert 200 == page.status_code
    assert "http" not in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    for path in ("start.js", "swagger/js/swagger-ui-bundle.js", "swagger/css/swagger-ui.css"):
        assert 200 == client.get(f"/api/docs/{path}").status_code


def test_pages_are_guarded(services: Services) -> None:
    client = with_settings(services, public_url="https://endcap.example").test_client()

    headers = client.get("/nothing").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "strict-origin-when-cross-origin" == headers["Referrer-Policy"]
    assert "max-age=31536000" == headers["Strict-Transport-Security"]
    assert "private, no-store" == headers["Cache-Control"]


def test_the_document_tells_of_the_fragment_too(client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").get_json()

    path = "/v1/shops/{shop}/articles/{article}/recommendations"
    said = document["paths"][path]["get"]["responses"]["200"]["content"]
    assert {"application/json", "text/html"} == set(said)


def test_plain_http_promises_no_https(services: Services) -> None:
    client = with_settings(services, public_url="http://127.0.0.1:8000").test_client()

    assert "Strict-Transport-Security" not in client.get("/nothing").headers


def test_a_host_that_is_not_ours_is_refused(services: Services) -> None:
    client = with_settings(services, trusted_hosts="endcap.example, other.example").test_client()

    assert 400 == client.get("/health/live", headers={"Host": "evil.test"}).status_code
    assert 200 == client.get("/health/live", headers={"Host": "endcap.example"}).status_code


def test_a_health_check_on_this_host_is_answered_whatever_our_name_is(services: Services) -> None:
    client = with_settings(services, trusted_hosts="endcap.example").test_client()

    assert 200 == client.get("/health/live", headers={"Host": "127.0.0.1:8000"}).status_code


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    response = client.post("/v1/events", data=b" " * 3_000_000, content_type="application/json")

    assert 413 == response.status_code


@pytest.mark.parametrize(("hops", "address"), [(0, "127.0.0.1"), (1, "192.0.2.1")])
def test_only_our_own_proxies_are_believed(services: Services, hops: int, address: str) -> None:
    app = with_settings(services, proxy_hops=hops)
    app.add_url_rule("/v1/who", "who", lambda: f"{request.remote_addr} {request.host}")

    said = app.test_client().get(
        "/v1/who",
        headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.1", "X-Forwarded-Host": "evil.test"},
    )

    assert f"{address} localhost" == said.text


def test_a_request_has_an_id(client: FlaskClient) -> None:
    given = client.get("/health/live", headers={"X-Request-ID": "abcdef-0123"})
    forged = client.get("/health/live", headers={"X-Request-ID": "not an id"})

    assert "abcdef-0123" == given.headers["X-Request-ID"]
    assert 32 == len(forged.headers["X-Request-ID"])


def test_built_files_are_kept_for_good(client: FlaskClient) -> None:
    name = manifest.built()["app.css"]

    hashed = client.get(f"/files/{name}")
    plain = client.get("/storefront/endcap.js")

    assert "max-age=315360000, public, immutable" == hashed.headers["Cache-Control"]
    assert "max-age=300, public" == plain.headers["Cache-Control"]
    assert "*" == plain.headers["Access-Control-Allow-Origin"]
    assert "nosniff" == plain.headers["X-Content-Type-Options"]


class Lane:
    """The app behind the fast lane, with a clock to turn and a database to take away."""

    def __init__(self, services: Services, app: OpenAPI) -> None:
        self.now = 1000.0
        self.reached = 0
        self.error: Exception | None = None
        self._app = app
        self.lane = FastLane(self._ask, generations=services.generations, clock=lambda: self.now)
        self.client = Client(self.lane)
        app.before_request(self._interrupt)

    def _interrupt(self) -> None:
        if self.error is not None:
            raise self.error

    def _ask(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.reached += 1
        return self._app(environ, start)


@pytest.fixture
def lane(services: Services, app: OpenAPI) -> Lane:
    return Lane(services, app)


def test_the_lane_answers_what_flask_would(lane: Lane, client: FlaskClient) -> None:
    of_flask = client.get(URL)
    first, again = lane.client.get(URL), lane.client.get(URL)

    assert of_flask.data == first.data == again.data
    assert 1 == lane.reached
    kept = {name: value for name, value in of_flask.headers if name != MARK}
    assert dict(again.headers) == dict(first.headers) == kept


def test_the_lane_answers_304_without_flask(lane: Lane) -> None:
    etag = lane.client.get(URL).headers["ETag"]

    response = lane.client.get(URL, headers={"If-None-Match": etag})

    assert (304, 1) == (response.status_code, lane.reached)
    assert "*" == response.headers["Access-Control-Allow-Origin"]


def test_a_commit_is_seen_by_the_next_request(lane: Lane, served: Served) -> None:
    before = lane.client.get(URL)

    served.keep([a_product(2, available=False)])
    after = lane.client.get(URL)

    assert 3 == len(before.get_json()["items"])
    assert 2 == len(after.get_json()["items"])


def test_pausing_hides_everything_at_once(lane: Lane, served: Served) -> None:
    lane.client.get(URL)

    served.switch(paused=True)

    assert [] == lane.client.get(URL).get_json()["items"]


def test_while_the_database_is_away_the_last_good_answer_stands(lane: Lane) -> None:
    good = lane.client.get(URL)
    lane.error = DatabaseUnavailableError("gone")
    lane.now += FRESH_SECONDS + 30

    stale = lane.client.get(URL)

    assert (200, good.data) == (stale.status_code, stale.data)
    assert "90" == stale.headers["Age"]
    assert 503 == lane.client.get(f"{URL}?limit=1").status_code


def test_refusals_are_never_kept(lane: Lane) -> None:
    for query in ("?colour=red", "?limit=3&limit=3"):
        assert 400 == lane.client.get(URL + query).status_code
        assert 400 == lane.client.get(URL + query).status_code

    assert 4 == lane.reached


def test_no_library_reads_the_events_before_their_limit_does(client: FlaskClient) -> None:
    answer = client.post("/v1/events", data=b" " * 16_385, content_type="application/json")

    assert 413 == answer.status_code


def test_a_missing_slash_leads_to_a_path_whatever_host_is_claimed(client: FlaskClient) -> None:
    answer = client.get(f"/shops/{DOMAIN}/rules?a=b", headers={"Host": "evil.example"})

    assert 308 == answer.status_code
    assert f"/shops/{DOMAIN}/rules/?a=b" == answer.headers["Location"]


def test_a_page_among_the_files_does_nothing(client: FlaskClient) -> None:
    answer = client.get("/api/docs/page.html")

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/login", "/nothing", f"/shops/{DOMAIN}/rules/"])
def test_a_host_that_is_not_ours_gets_a_page_that_says_so(services: Services, path: str) -> None:
    app = with_settings(services, trusted_hosts="endcap.example")

    answer = app.test_client().get(path, headers={"Host": "evil.example"})

    assert (400, "text/html") == (answer.status_code, answer.mimetype)
