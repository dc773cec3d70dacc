from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from service.api.explanations import RECOMMENDATIONS_READ
from service.api.schemas import ExplanationSaid
from service.domain.articles import ArticleState
from service.domain.catalog import ShopDomain
from service.ports import ShopFacts
from service.storage import api_keys, shops
from tests.builders import NOW, a_product, an_article
from tests.integration.api.conftest import DOMAIN, Served

URL = f"/v1/shops/{DOMAIN}/articles/1/explanation"


def a_key(served: Served, *scopes: str, shop: str = DOMAIN) -> dict[str, str]:
    facts = ShopFacts("Other", "USD", "Europe/Paris", "https://other.example")
    with served.database.system() as tx:
        if shop != DOMAIN:
            shops.install(tx, ShopDomain(shop), facts, sealed_token=b"", now=NOW)
        shop_id = shops.get_by_domain(tx, shop).id
        secret = api_keys.create(tx, shop_id, "a program", scopes, now=NOW)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def key(served: Served) -> dict[str, str]:
    return a_key(served, RECOMMENDATIONS_READ)


def explain(client: FlaskClient, key: dict[str, str], url: str = URL) -> dict[str, Any]:
    response = client.get(url, headers=key)
    assert 200 == response.status_code, response.text
    said: dict[str, Any] = response.get_json()
    ExplanationSaid.model_validate(said)
    return said


def test_editors_read_the_sentence_and_the_advisories(
    client: FlaskClient, key: dict[str, str]
) -> None:
    because = explain(client, key)["items"][0]["because"]

    assert {
        "text": "a sentence for editors alone",
        "start": 10,
        "end": 38,
        "prefix": "before ",
        "suffix": " after",
    } == because["quote"]
    assert "an advisory for editors" == because["advisories"][0]["text"]


def test_editors_read_what_was_dropped(client: FlaskClient, key: dict[str, str]) -> None:
    assert [
        {
            "id": a_product(4).id,
            "step": "warning",
            "reason": "the article advises against it",
        }
    ] == explain(client, key)["dropped"]


def test_by_handle_as_by_id(client: FlaskClient, key: dict[str, str]) -> None:
    by_handle = f"/v1/shops/{DOMAIN}/articles/news/article-1/explanation"

    assert explain(client, key) == explain(client, key, by_handle)


def test_says_what_a_waiting_article_would_show(
    client: FlaskClient, key: dict[str, str], served: Served
) -> None:
    served.publish(an_article(1), None, ArticleState.WAITING)

    said = explain(client, key)

    assert ("waiting", 3) == (said["hidden"], len(said["items"]))


def test_nothing_hides_what_is_shown(client: FlaskClient, key: dict[str, str]) -> None:
    assert explain(client, key)["hidden"] is None


def test_an_article_that_is_not_computed_says_so(
    client: FlaskClient, key: dict[str, str], served: Served
) -> None:
    served.publish(an_article(2), None)

    assert "not_computed" == explain(client, key, URL.replace("/1/", "/2/"))["hidden"]


def test_nobody_reads_it_without_a_key(client: FlaskClient) -> None:
    response = client.get(URL)

    assert 401 == response.status_code
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert "private, no-store" == response.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_key_for_something_else_is_not_enough(client: FlaskClient, served: Served) -> None:
    assert 403 == client.get(URL, headers=a_key(served, "exports:read")).status_code


def test_to_the_key_of_another_shop_this_shop_is_not_there(
    client: FlaskClient, served: Served
) -> None:
    key = a_key(served, RECOMMENDATIONS_READ, shop="other.myshopify.com")

    assert 404 == client.get(URL, headers=key).status_code


def test_a_wrong_parameter_is_refused_by_its_name(client: FlaskClient, key: dict[str, str]) -> None:
    response = client.get(f"{URL}?limit=3", headers=key)

    assert 400 == response.status_code
    assert "limit" == response.get_json()["errors"][0]["parameter"]
