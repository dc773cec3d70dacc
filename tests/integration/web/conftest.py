"""The whole app over a furnished shop, and people who are signed in to it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from ipaddress import IPv6Address
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app
from service.domain.catalog import Shop
from service.domain.members import MemberRole
from service.storage.database import Database
from service.wiring import Services
from tests.integration.web.furnished import DOMAIN, PASSWORD, Bell, furnish, the_services

NONE: Mapping[str, str] = {}


class Person:
    """A browser with plain forms: it sends back the CSRF token of the page it is on."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        answer = self.client.get(path, headers=headers)
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        self.token = found.group(1) if found else self.token
        return answer

    def post(self, path: str, headers: Mapping[str, str] = NONE, **form: str) -> TestResponse:
        return self.client.post(
            path, data={"csrf_token": self.token, **form}, headers=dict(headers)
        )

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        self.get("/login")
        return self.post("/login", email=email, password=password)


def client_of(app: Flask, address: str = "") -> FlaskClient:
    """A client with an address of its own, so that no test is slowed down by another's guesses."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address or str(IPv6Address(secrets.randbits(128)))
    return client


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def services(database: Database, redis_url: str, tmp_path: Path, bell: Bell) -> Services:
    return the_services(tmp_path, database, redis_url, bell)


@pytest.fixture
def shop(database: Database) -> Shop:
    return furnish(database)


@pytest.fixture
def app(services: Services, shop: Shop) -> Flask:
    return create_app(services)


@pytest.fixture
def anyone(app: Flask) -> Person:
    """Somebody who has not signed in."""
    return Person(client_of(app))


@pytest.fixture(params=[MemberRole.PUBLISHER])
def person(app: Flask, request: pytest.FixtureRequest) -> Person:
    """A publisher, or whoever a test names by parametrizing this fixture."""
    person = Person(client_of(app))
    assert person.sign_in(f"{request.param.value}@fernwick.test").status_code == 302
    person.get(f"/shops/{DOMAIN}/rules/")
    return person
