"""A shop's lexicon, for programs: read with one scope, changed with another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api.lexicon_schemas import LexiconPreviewSaid, LexiconSaid, TermsSaid
from service.app import create_app
from service.auth.api_keys import LEXICON_READ, LEXICON_WRITE
from service.domain.jobs import Job, JobKind
from service.storage import articles, jobs
from service.storage.lexicon import load_default_lexicon
from service.usecases.read_content import read_content
from service.usecases.run_jobs import run_due_jobs
from service.wiring import Services
from tests.builders import NOW, an_article
from tests.fakes import SilentDoorbell
from tests.integration.api.conftest import DOMAIN, Served
from tests.integration.api.test_explanation import a_key

URL = f"/v1/shops/{DOMAIN}/lexicon"
MILK = {"text": "moon milk", "category": "aha"}


@pytest.fixture
def services(services: Services) -> Services:
    """With the lexicon that Endcap ships with."""
    return replace(services, lexicon=load_default_lexicon())


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services).test_client()


@pytest.fixture
def key(served: Served) -> dict[str, str]:
    return a_key(served, LEXICON_READ, LEXICON_WRITE)


def change(client: FlaskClient, key: dict[str, str], **changes: Any) -> TestResponse:
    return client.post(f"{URL}/changes", json=changes, headers=key)


def get(client: FlaskClient, key: dict[str, str], path: str = "") -> dict[str, Any]:
    response = client.get(URL + path, headers=key)
    assert 200 == response.status_code, response.text
    said: dict[str, Any] = response.get_json()
    return said


def read_all(services: Services, served: Served) -> None:
    with served.database.system() as tx:
        jobs.add(tx, served.shop.id, JobKind.READ_CONTENT, {}, NOW)

    def work(job: Job) -> None:
        read_content(
            job,
            database=services.database,
            lexicon=services.lexicons.of(job.shop_id),
            doorbell=SilentDoorbell(),
            clock=services.clock,
        )

    run_due_jobs(JobKind.READ_CONTENT, work, database=services.database, clock=services.clock)


def test_says_what_the_shop_adds_and_ignores(client: FlaskClient, key: dict[str, str]) -> None:
    moon = {"id": "moon", "name": "Moon", "parent": "aha", "routine_step": 40}
    changed = change(client, key, add_categories=[moon], ignore=["Retinol"], add_terms=[MILK])

    said = get(client, key)

    LexiconSaid.model_validate(said)
    who = {"author": "key a program", "added_at": "2026-11-02T09:30:00Z"}
    assert {"revision": said["revision"], "version": said["version"]} == changed.get_json()
    assert (1, [{**moon, **who}], [{"text": "Retinol", **who}]) == (
        said["terms"],
        said["categories"],
        said["ignored"],
    )


def test_a_shop_that_adds_nothing_is_at_the_default(
    client: FlaskClient, key: dict[str, str]
) -> None:
    said = get(client, key)

    assert (0, said["default_version"]) == (said["revision"], said["version"])
    assert ([], [], 0) == (said["categories"], said["ignored"], said["terms"])


def test_lists_terms_page_by_page(
    client: FlaskClient, key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.api.lexicon.PAGE", 2)
    names = ["moon milk", "moon dew", "moon dust"]
    change(client, key, add_terms=[{**MILK, "text": name} for name in names])

    first = get(client, key, "/terms")
    second = get(client, key, f"/terms?after={first['next'].replace(' ', '%20')}")

    TermsSaid.model_validate(first)
    assert [["moon dew", "moon dust"], ["moon milk"]] == [
        [term["text"] for term in page["items"]] for page in (first, second)
    ]
    assert second["next"] is None


def test_removes_terms_and_heeds_what_was_ignored(client: FlaskClient, key: dict[str, str]) -> None:
    change(client, key, add_terms=[MILK], ignore=["retinol"])

    change(client, key, remove_terms=[{"text": "Moon milk"}], heed=["Retinol"])

    said = get(client, key)
    assert (0, []) == (said["terms"], said["ignored"])
    assert said["version"] == said["default_version"]


def test_names_every_fault_by_its_place(client: FlaskClient, key: dict[str, str]) -> None:
    response = change(client, key, add_terms=[MILK, {**MILK, "text": "!"}], ignore=["nothing"])

    assert 400 == response.status_code
    assert "urn:endcap:problem:invalid-shop-lexicon" == response.get_json()["type"]
    assert [
        {"parameter": "add_terms.1", "reason": "'!' is only punctuation"},
        {
            "parameter": "ignore.0",
            "reason": "'nothing' is none of the default terms; "
            "a term of your own is removed instead",
        },
    ] == response.get_json()["errors"]


def test_refuses_what_the_document_does_not_know(client: FlaskClient, key: dict[str, str]) -> None:
    response = change(client, key, add_terms=[{**MILK, "pattern": ".*"}])

    assert 400 == response.status_code
    assert "add_terms.0.pattern" == response.get_json()["errors"][0]["parameter"]


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"ignore": [], "ignore": []}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b'{"ignore": ["' + b"x" * 3_000_000 + b'"]}', "application/json", 413),
    ],
)
def test_refuses_a_body_that_is_none(
    client: FlaskClient, key: dict[str, str], body: bytes, media_type: str, status: int
) -> None:
    response = client.post(f"{URL}/changes", data=body, content_type=media_type, headers=key)

    assert status == response.status_code


def test_nobody_overwrites_what_they_have_not_seen(
    client: FlaskClient, key: dict[str, str]
) -> None:
    seen = change(client, key, add_terms=[MILK]).get_json()["revision"]
    change(client, key, ignore=["retinol"], seen=seen)

    assert 409 == change(client, key, heed=["retinol"], seen=seen).status_code


def test_previews_without_writing(
    client: FlaskClient, key: dict[str, str], services: Services, served: Served
) -> None:
    body = "<p>We recommend moon milk for dull skin.</p>"
    with served.database.system() as tx:
        articles.store(tx, served.shop.id, [an_article(8, title="Night", body_html=body)])
    read_all(services, served)

    response = client.post(f"{URL}/preview", json={"add_terms": [MILK]}, headers=key)

    said = response.get_json()
    LexiconPreviewSaid.model_validate(said)
    assert [
        {
            "id": 8,
            "title": "Night",
            "handle": "article-8",
            "gained": [
                {
                    "category": "aha",
                    "term": "moon milk",
                    "quote": "We recommend moon milk for dull skin.",
                }
            ],
            "lost": [],
        }
    ] == said["articles"]["items"]
    assert 0 == get(client, key)["revision"]


def test_to_read_is_not_to_write(client: FlaskClient, served: Served) -> None:
    reader = a_key(served, LEXICON_READ)

    statuses = [
        client.get(URL, headers=reader).status_code,
        client.post(f"{URL}/preview", json={}, headers=reader).status_code,
        change(client, reader, add_terms=[MILK]).status_code,
    ]

    assert [200, 200, 403] == statuses


def test_nobody_comes_in_without_a_key(client: FlaskClient) -> None:
    statuses = {
        client.get(URL).status_code,
        client.get(f"{URL}/terms").status_code,
        client.post(f"{URL}/preview", json={}).status_code,
        client.post(f"{URL}/changes", json={}).status_code,
    }

    assert {401} == statuses


def test_to_the_key_of_another_shop_this_shop_is_not_there(
    client: FlaskClient, served: Served
) -> None:
    other = a_key(served, LEXICON_READ, LEXICON_WRITE, shop="other.myshopify.com")

    assert {404} == {
        client.get(URL, headers=other).status_code,
        change(client, other, add_terms=[MILK]).status_code,
    }


@pytest.mark.parametrize("after", ["moon", "en%3A%00"])
def test_refuses_a_page_that_was_never_said(
    client: FlaskClient, key: dict[str, str], after: str
) -> None:
    assert 400 == client.get(f"{URL}/terms?after={after}", headers=key).status_code
