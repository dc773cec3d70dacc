from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.api.schemas import RecommendationsSaid
from service.domain.articles import ArticleState
from service.domain.catalog import HandPlacedLinks, Image, PriceRange, ShopMode
from service.domain.signing import Showing, Signer
from service.edge.lane import MARK
from service.usecases.serve_recommendations import ARM
from service.wiring import Services
from tests.builders import NOW, a_product, an_article
from tests.integration.api.conftest import DOMAIN, PUBLIC_URL, URL, Here, Served, a_decision

REFUSED_EARLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is refused before any database is asked: one kind will do."""

BY_HANDLE = f"/v1/shops/{DOMAIN}/articles/news/article-1/recommendations"


def ask(client: FlaskClient, query: str = "", url: str = URL) -> dict[str, Any]:
    response = client.get(url + query)
    assert response.status_code == 200, response.text
    said: dict[str, Any] = response.get_json()
    return said


def shown(client: FlaskClient, query: str = "", url: str = URL) -> list[int]:
    return [item["id"] for item in ask(client, query, url)["items"]]


def test_says_what_stands_beside_an_article(client: FlaskClient) -> None:
    said = ask(client)

    assert [item["id"] for item in said["items"]] == [1, 2, 3]
    assert [item["position"] for item in said["items"]] == [1, 2, 3]
    assert said["article"] == {"id": 1, "blog": "news", "handle": "article-1"}
    assert (
        said["shop"],
        said["slot"],
        said["mapping_version"],
        said["arm"],
    ) == (DOMAIN, "after_intro", 7, "published")


def test_answers_by_handle_as_by_id(client: FlaskClient) -> None:
    assert ask(client) == ask(client, url=BY_HANDLE)


def test_says_only_what_the_document_says(client: FlaskClient) -> None:
    RecommendationsSaid.model_validate(ask(client))


def test_an_item_has_everything_a_card_needs(client: FlaskClient, served: Served) -> None:
    served.keep(
        [
            a_product(
                1,
                price=PriceRange(Decimal(24), Decimal("30.5"), "USD"),
                compare_at=PriceRange(Decimal(40), Decimal(40), "USD"),
                image=Image("https://cdn.shopify.com/1.jpg", 800, 600, "A jar"),
            )
        ]
    )

    item = ask(client)["items"][0]

    assert item["price"] == {"min": "24.00", "max": "30.50", "currency": "USD"}
    assert item["compare_at_price"] == {"min": "40.00", "max": "40.00", "currency": "USD"}
    assert item["image"] == {
        "url": "https://cdn.shopify.com/1.jpg",
        "width": 800,
        "height": 600,
        "alt": "A jar",
    }
    assert (item["label"], item["note"], item["available"]) == ("Label 1", "", True)


def test_shoppers_get_the_reason_without_the_quote_and_the_advisories(
    client: FlaskClient,
) -> None:
    response = client.get(URL)

    assert response.get_json()["items"][0]["because"] == {
        "category": "exfoliants",
        "source": "rule",
        "rule": "rule-1",
        "label": "Label 1",
        "stance": "recommend",
        "role": "prevents",
    }
    assert "for editors" not in response.text


def test_says_where_the_slot_stands(client: FlaskClient) -> None:
    said = ask(client)

    assert said["placement"] == {
        "element": 2,
        "links": [
            {"element": 2, "product_handle": "product-1"},
            {"element": 3, "product_handle": "product-2"},
        ],
    }
    assert said["hand_placed_links"] == "upgrade"
    assert ask(client, "?slot=end")["placement"] == {"element": 9, "links": []}


def test_set_and_clicks_are_signed_for_exactly_what_is_shown(
    client: FlaskClient, services: Services, served: Served
) -> None:
    said = ask(client, "?limit=2")
    products = tuple(a_product(number).id for number in (1, 2))
    showing = Showing(served.shop.id, an_article(1).id, said["slot"], products, 7, ARM)
    token = said["items"][1]["click_url"].removeprefix(f"{PUBLIC_URL}/c/")

    target = services.signer.open_click_token(token)

    assert services.signer.is_set_id(said["set_id"], showing)
    assert (2, 2, said["set_id"]) == (target.product, target.position, target.set_id)


def test_another_key_signs_otherwise(client: FlaskClient) -> None:
    token = ask(client)["items"][0]["click_url"].rpartition("/")[2]

    with pytest.raises(Exception, match="no such link"):
        Signer("x" * 32).open_click_token(token)


def test_the_caller_may_ask_for_less(client: FlaskClient) -> None:
    assert shown(client, "?limit=2") == [1, 2]
    assert shown(client, "?exclude=1") == [2, 3]
    assert shown(client, "?categories=aha") == [2]
    assert shown(client, "?categories=aha,retinoids") == [2, 3]
    assert shown(client, "?categories=unheard_of") == []


def test_a_slot_that_does_not_exist_shows_nothing(client: FlaskClient) -> None:
    assert shown(client, "?slot=sidebar") == []


def test_a_sold_out_product_is_gone_at_once(client: FlaskClient, served: Served) -> None:
    served.keep([a_product(2, available=False)])

    assert shown(client) == [1, 3]


def test_a_changed_price_shows_at_once(client: FlaskClient, served: Served) -> None:
    served.keep([a_product(1, price=PriceRange(Decimal(9), Decimal(9), "USD"))])

    assert ask(client)["items"][0]["price"]["min"] == "9.00"


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": ShopMode.OBSERVE.value},
        {"paused": True},
        {"hand_placed_links": HandPlacedLinks.KEEP.value},
    ],
)
def test_a_switch_of_the_shop_hides_the_cards(
    client: FlaskClient, served: Served, changes: dict[str, Any]
) -> None:
    served.switch(**changes)

    said = ask(client)

    assert said["items"] == []
    assert said["set_id"]


def test_links_that_are_kept_do_not_hide_a_slot_that_stands_elsewhere(
    client: FlaskClient, served: Served
) -> None:
    served.switch(hand_placed_links=HandPlacedLinks.KEEP.value)

    assert shown(client, "?slot=end") == [1, 2, 3]


@pytest.mark.parametrize("state", [ArticleState.WAITING, ArticleState.OFF])
def test_an_article_that_is_not_on_shows_nothing(
    client: FlaskClient, served: Served, state: ArticleState
) -> None:
    served.publish(an_article(1), None, state)

    assert shown(client) == []


def test_a_scheduled_article_appears_by_the_clock(
    client: FlaskClient, served: Served, here: Here
) -> None:
    served.publish(an_article(1, published_at=NOW + timedelta(hours=1)), None)

    before = ask(client)
    here.now += timedelta(hours=1)
    after = ask(client)

    assert (before["items"], before["placement"], before["article"]["handle"]) == ([], None, None)
    assert len(after["items"]) == 3


def test_an_answer_is_kept_no_longer_than_until_the_clock_changes_it(
    client: FlaskClient, served: Served, here: Here
) -> None:
    served.publish(an_article(1, published_at=NOW + timedelta(seconds=25)), None)

    before = client.get(URL).headers["Cache-Control"]
    here.now += timedelta(seconds=25)
    after = client.get(URL).headers["Cache-Control"]

    assert "public, max-age=25" == before
    assert "stale-while-revalidate" in after


def test_an_article_that_is_not_computed_yet_shows_nothing(
    client: FlaskClient, served: Served
) -> None:
    served.publish(an_article(2), None)

    said = ask(client, url=URL.replace("/1/", "/2/"))

    assert (said["items"], said["placement"], said["mapping_version"]) == ([], None, 0)


def test_an_article_without_a_place_has_none(client: FlaskClient, served: Served) -> None:
    served.publish(an_article(2), a_decision(2, placements={}))

    assert ask(client, url=URL.replace("/1/", "/2/"))["placement"] is None


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/shops/{DOMAIN}/articles/99/recommendations",
        f"/v1/shops/{DOMAIN}/articles/news/nothing/recommendations",
        "/v1/shops/nobody.myshopify.com/articles/1/recommendations",
    ],
)
def test_what_does_not_exist_is_a_problem_that_is_kept_briefly(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "public, max-age=10"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_an_uninstalled_shop_is_as_unknown_as_any(client: FlaskClient, served: Served) -> None:
    unknown = client.get("/v1/shops/nobody.myshopify.com/articles/1/recommendations")
    with served.database.system() as tx:
        tx.exec_driver_sql("UPDATE shops SET uninstalled_at = installed_at")

    uninstalled = client.get(URL)

    assert (404, unknown.data) == (uninstalled.status_code, uninstalled.data)


SHOPS = [
    "a.myshopify.com.evil.test",
    "fernwick.myshopify.com%0A",
    "fernwick.myshopify.com%00",
    "fernwіck.myshopify.com",
    "Fernwick.myshopify.com",
    "fernwick.MYSHOPIFY.com",
    "-fernwick.myshopify.com",
    "f" * 70 + ".myshopify.com",
    "myshopify.com",
    ".myshopify.com",
    "fernwick",
    "fern%20wick.myshopify.com",
]


@REFUSED_EARLY
@pytest.mark.parametrize("shop", SHOPS)
def test_a_wrong_form_of_the_shop_is_refused(client: FlaskClient, shop: str) -> None:
    response = client.get(f"/v1/shops/{shop}/articles/1/recommendations")

    assert response.status_code == 400
    assert [fault["parameter"] for fault in response.get_json()["errors"]] == ["shop"]


@REFUSED_EARLY
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?colour=red", "colour"),
        ("?limit=0", "limit"),
        ("?limit=11", "limit"),
        ("?limit=-1", "limit"),
        ("?limit=3.0", "limit"),
        ("?limit=%203", "limit"),
        ("?limit=%D9%A3", "limit"),
        ("?limit=1_0", "limit"),
        ("?limit=true", "limit"),
        ("?limit=", "limit"),
        ("?limit=3;slot=end", "limit"),
        ("?slot=", "slot"),
        ("?slot=After", "slot"),
        ("?slot=end%0A", "slot"),
        ("?format=shopify", "format"),
        ("?categories=", "categories"),
        ("?categories=a,,b", "categories"),
        ("?categories=" + ",".join(["a"] * 21), "categories"),
        ("?exclude=", "exclude"),
        ("?exclude=0", "exclude"),
        ("?exclude=1,two", "exclude"),
        ("?exclude=" + ",".join(["1"] * 51), "exclude"),
        ("?exclude=" + "9" * 19, "exclude"),
        ("?limit=3&limit=3", "limit"),
        ("?market=fr", "market"),
        ("?%ff=1", "query"),
        ("?slot=%ff", "query"),
        ("?limit", "query"),
        ("?&&", "query"),
        ("?" + "&".join(f"p{number}=1" for number in range(40)), "p0"),
    ],
)
def test_a_wrong_parameter_is_refused_by_its_name(
    client: FlaskClient, query: str, parameter: str
) -> None:
    response = client.get(URL + query)

    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert parameter == response.get_json()["errors"][0]["parameter"]
    assert MARK not in response.headers


def test_reasons_are_sentences_for_people(client: FlaskClient) -> None:
    said = client.get(f"{URL}?limit=99&colour=red").get_json()

    assert said["errors"] == [
        {"parameter": "limit", "reason": "must be a whole number from 1 to 10"},
        {"parameter": "colour", "reason": "unknown parameter"},
    ]


@REFUSED_EARLY
@pytest.mark.parametrize("article", ["0", "01", "-1", "1.0", "1%00", "9" * 19, "abc", "%D9%A3"])
def test_a_wrong_form_of_the_article_is_refused(client: FlaskClient, article: str) -> None:
    response = client.get(f"/v1/shops/{DOMAIN}/articles/{article}/recommendations")

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["parameter"] == "article"


def test_handles_of_other_scripts_are_handles(client: FlaskClient, served: Served) -> None:
    served.publish(an_article(2, handle="비립종"), a_decision(2))

    assert len(shown(client, url=f"/v1/shops/{DOMAIN}/articles/news/비립종/recommendations")) == 3


def test_a_query_beyond_four_kilobytes_is_too_long(client: FlaskClient) -> None:
    response = client.get(f"{URL}?slot=" + "a" * 5000)

    assert response.status_code == 414
    assert response.content_type == "application/problem+json"


def test_may_be_kept_by_any_cache_and_read_by_any_page(client: FlaskClient) -> None:
    headers = client.get(URL, headers={"Origin": "https://shop.example"}).headers

    assert (
        headers["Cache-Control"]
        == "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
    )
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Expose-Headers"] == "ETag"
    assert "Access-Control-Allow-Credentials" not in headers
    assert "Set-Cookie" not in headers
    assert "Vary" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch('"[0-9a-f]{32}"', headers["ETag"])


def test_who_has_the_answer_gets_304(client: FlaskClient) -> None:
    etag = client.get(URL).headers["ETag"]

    for validator in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = client.get(URL, headers={"If-None-Match": validator})
        assert (response.status_code, response.data) == (304, b"")
        assert etag == response.headers["ETag"]
        assert "Cache-Control" in response.headers
        assert "Content-Type" not in response.headers

    assert client.get(URL, headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_answer_has_another_etag(client: FlaskClient, served: Served) -> None:
    before = client.get(URL).headers["ETag"]
    served.keep([a_product(2, available=False)])

    assert before != client.get(URL).headers["ETag"]


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    of_get, of_head = client.get(URL), client.head(URL)

    assert (of_head.status_code, of_head.data) == (200, b"")
    assert of_get.headers["ETag"] == of_head.headers["ETag"]
    assert of_get.headers["Content-Length"] == of_head.headers["Content-Length"]


def test_a_preflight_is_answered(client: FlaskClient) -> None:
    response = client.options(
        URL, headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"}
    )

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_other_methods_are_not_allowed(client: FlaskClient, method: str) -> None:
    assert client.open(URL, method=method).status_code == 405


def test_names_of_hosts_that_a_caller_sends_are_in_no_answer(client: FlaskClient) -> None:
    clean = client.get(URL)
    evil = client.get(
        URL,
        headers={
            "X-Forwarded-Host": "evil.test",
            "X-Original-URL": "/evil.test",
            "Forwarded": "host=evil.test",
            "X-Request-ID": "evil.test-evil.test",
        },
        data=b"a body that a GET does not have",
    )

    assert clean.data == evil.data
    assert "evil.test" not in str(evil.headers)


def test_the_fragment_is_html(client: FlaskClient) -> None:
    response = client.get(f"{URL}?format=html")

    assert response.content_type == "text/html; charset=utf-8"
    assert response.text.count(f"{PUBLIC_URL}/c/") == 3
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_title_can_not_break_out(client: FlaskClient, served: Served) -> None:
    title = "{{ shop.email }}</script><img src=x onerror=alert(1)>"
    served.keep([a_product(1, title=title)])

    assert title == ask(client)["items"][0]["title"]
    assert "<img src=x" not in client.get(f"{URL}?format=html").text


def test_an_answer_is_the_same_bytes_every_time(client: FlaskClient) -> None:
    assert client.get(URL).data == client.get(URL).data
    assert json.loads(client.get(URL).data) == ask(client)


def test_asks_the_database_four_times(client: FlaskClient, statements: list[str]) -> None:
    client.get(f"{URL}?limit=1")  # whose domain it is, is asked once
    statements.clear()

    client.get(URL)

    assert len([each for each in statements if each.startswith("SELECT")]) == 4
    assert not [each for each in statements if each.startswith(("INSERT", "UPDATE", "DELETE"))]
