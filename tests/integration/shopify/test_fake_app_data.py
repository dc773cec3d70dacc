"""What an app writes into a shop of the fake: metafields, a pixel, subscriptions; and what happened
there."""

from __future__ import annotations

import json
from typing import Any

import requests

from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from tests.integration.shopify.asking import a_field, answer, ask
from tests.integration.shopify.fake_process import FakeProcess
from tests.integration.shopify.listening import Listener

SET = """mutation($m: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $m) {
    metafields { id namespace key value jsonValue compareDigest }
    userErrors { field message code }
  }
}"""
DELETE = """mutation($m: [MetafieldIdentifierInput!]!) {
  metafieldsDelete(metafields: $m) { deletedMetafields { key } userErrors { message } }
}"""
INSTALLATION = """{ currentAppInstallation {
  id accessScopes { handle }
  shown: metafield(namespace: "reco", key: "enabled") { value }
  metafields(first: 50, namespace: "reco") { nodes { key value compareDigest } }
} }"""
PIXEL = """mutation($s: JSON!) {
  webPixelCreate(webPixel: {settings: $s}) {
    webPixel { id settings } userErrors { code field message }
  }
}"""
SUBSCRIBE = """mutation($topic: WebhookSubscriptionTopic!, $sub: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $sub) {
    webhookSubscription { id topic uri name filter includeFields apiVersion { handle } }
    userErrors { field message }
  }
}"""
EVENTS = """query($q: String!, $after: String) {
  events(first: 50, after: $after, query: $q, sortKey: ID) {
    nodes { id action createdAt ... on BasicEvent { subjectId subjectType } }
    pageInfo { hasNextPage endCursor }
  }
}"""


def owner(fake: FakeProcess, token: str) -> str:
    return str(ask(fake, token, INSTALLATION)["currentAppInstallation"]["id"])


def write(fake: FakeProcess, token: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return dict(ask(fake, token, SET, m=list(fields))["metafieldsSet"])


def test_the_app_keeps_values_at_its_installation(fake: FakeProcess, token: str) -> None:
    me = owner(fake, token)
    written = write(fake, token, a_field(me), a_field(me, "shard_1", value='{"a": 1}'))
    held = ask(fake, token, INSTALLATION)["currentAppInstallation"]
    gone = ask(fake, token, DELETE, m=[{"ownerId": me, "namespace": "reco", "key": "enabled"}])[
        "metafieldsDelete"
    ]

    assert [[1], {"a": 1}] == [one["jsonValue"] for one in written["metafields"]]
    assert ("[1]", 2) == (held["shown"]["value"], len(held["metafields"]["nodes"]))
    assert ([{"key": "enabled"}], []) == (gone["deletedMetafields"], gone["userErrors"])
    assert ask(fake, token, INSTALLATION)["currentAppInstallation"]["shown"] is None


def test_a_digest_guards_against_lost_updates(fake: FakeProcess, token: str) -> None:
    me = owner(fake, token)
    new = write(fake, token, a_field(me, compareDigest=None))["metafields"][0]["compareDigest"]

    again = write(fake, token, a_field(me, value="[2]", compareDigest=None))
    right = write(fake, token, a_field(me, value="[2]", compareDigest=new))
    stale = write(fake, token, a_field(me, value="[3]", compareDigest=new))

    assert "STALE_OBJECT" == again["userErrors"][0]["code"] == stale["userErrors"][0]["code"]
    assert [] == right["userErrors"]


def test_at_most_twenty_five_are_written_and_all_or_none(fake: FakeProcess, token: str) -> None:
    me = owner(fake, token)

    many = write(fake, token, *(a_field(me, f"k{n}") for n in range(26)))
    mixed = write(fake, token, a_field(me, "good"), a_field(me, "bad", value="{"))

    assert "LESS_THAN_OR_EQUAL_TO" == many["userErrors"][0]["code"]
    assert ("INVALID_VALUE", ["metafields", "1", "value"]) == (
        mixed["userErrors"][0]["code"],
        mixed["userErrors"][0]["field"],
    )
    assert [] == ask(fake, token, INSTALLATION)["currentAppInstallation"]["metafields"]["nodes"]


def test_an_article_is_written_with_its_own_scope_only(fake: FakeProcess, token: str) -> None:
    field = a_field(
        "gid://shopify/Article/1",
        type="list.product_reference",
        value='["gid://shopify/Product/2"]',
    )
    denied = answer(fake, token, SET, m=[field])
    fake.control("PUT", "scopes", {"scopes": ["read_products", "write_content"]})
    written = write(fake, token, field)
    query = (
        '{ article(id: "gid://shopify/Article/1") { metafield(namespace: "reco", key: "enabled")'
    )
    held = ask(fake, token, f"{query} {{ value type }} }} }}")

    assert "ACCESS_DENIED" == denied["errors"][0]["extensions"]["code"]
    assert [] == written["userErrors"]
    assert "list.product_reference" == held["article"]["metafield"]["type"]


def test_what_stands_in_a_namespace_of_the_app_is_read_by_the_name_it_was_written_by(
    fake: FakeProcess, token: str
) -> None:
    me = owner(fake, token)
    write(fake, token, a_field(me, namespace="$app:reco"), a_field(me, namespace="$app", key="own"))
    query = """{ currentAppInstallation {
      named: metafield(namespace: "$app:reco", key: "enabled") { namespace jsonValue }
      unnamed: metafield(key: "own") { jsonValue }
      elsewhere: metafield(namespace: "$app:other", key: "enabled") { value }
      listed: metafields(first: 5, namespace: "$app:reco") { nodes { key } }
    } }"""

    held = ask(fake, token, query)["currentAppInstallation"]

    assert held["named"]["namespace"].startswith("app--")
    assert [1] == held["named"]["jsonValue"] == held["unnamed"]["jsonValue"]
    assert held["elsewhere"] is None
    assert [{"key": "enabled"}] == held["listed"]["nodes"]


def test_uninstalling_empties_what_the_app_kept(fake: FakeProcess, token: str) -> None:
    write(fake, token, a_field(owner(fake, token)))
    fake.control("POST", "uninstall")
    fake.control("POST", "install")

    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    again = requests.post(
        f"{fake.url}/admin/oauth/access_token",
        data={**given, "grant_type": "client_credentials"},
        timeout=5,
    ).json()["access_token"]
    assert ask(fake, again, INSTALLATION)["currentAppInstallation"]["shown"] is None


def test_there_is_one_pixel(fake: FakeProcess, token: str) -> None:
    bad = ask(fake, token, PIXEL, s="{")["webPixelCreate"]
    first = ask(fake, token, PIXEL, s='{"accountID":"7"}')["webPixelCreate"]
    second = ask(fake, token, PIXEL, s={"accountID": "8"})["webPixelCreate"]

    assert "INVALID_CONFIGURATION_JSON" == bad["userErrors"][0]["code"]
    assert ({"accountID": "7"}, []) == (first["webPixel"]["settings"], first["userErrors"])
    assert "TAKEN" == second["userErrors"][0]["code"]
    held = ask(fake, token, "{ webPixel { settings } }")["webPixel"]
    assert {"accountID": "7"} == held["settings"]


def test_a_pixel_needs_both_its_scopes(fake: FakeProcess, token: str) -> None:
    fake.control("PUT", "scopes", {"scopes": ["write_pixels"]})
    half = answer(fake, token, PIXEL, s='{"a":"b"}')
    fake.control("PUT", "scopes", {"scopes": ["read_customer_events"]})
    other = answer(fake, token, PIXEL, s='{"a":"b"}')

    assert "ACCESS_DENIED" == half["errors"][0]["extensions"]["code"]
    assert "ACCESS_DENIED" == other["errors"][0]["extensions"]["code"]


def test_a_subscription_of_the_shop_hears_until_it_fails_too_often(
    fake: FakeProcess, token: str
) -> None:
    app = Listener()
    app.start()
    fake.control("PATCH", "app", {"timeScale": 0.00001, "webhooks": []})
    sub = {"uri": f"{app.url}/own", "includeFields": ["id", "updated_at"], "name": "own"}
    made = ask(fake, token, SUBSCRIBE, topic="PRODUCTS_UPDATE", sub=sub)
    twice = ask(fake, token, SUBSCRIBE, topic="PRODUCTS_UPDATE", sub=sub)
    fake.control("PATCH", "products/product-1", {"price": "3.00"})
    fake.control("POST", "webhooks/wait")
    [told] = app.heard
    app.statuses[:] = [500] * 9
    fake.control("PATCH", "products/product-1", {"price": "4.00"})
    fake.control("POST", "webhooks/wait")
    left = ask(fake, token, "{ webhookSubscriptions(first: 5) { nodes { id topic uri } } }")
    app.stop()

    assert "PRODUCTS_UPDATE" == made["webhookSubscriptionCreate"]["webhookSubscription"]["topic"]
    assert "already been taken" in twice["webhookSubscriptionCreate"]["userErrors"][0]["message"]
    assert ("/own", {"id", "updated_at"}) == (told.path, set(json.loads(told.body)))
    assert [] == left["webhookSubscriptions"]["nodes"]


def test_the_feed_tells_what_became_of_articles(fake: FakeProcess, token: str) -> None:
    made = fake.control("POST", "articles/news", {"title": "On acids"})
    fake.control("PATCH", "articles/news/on-acids", {"isPublished": False})
    fake.control("DELETE", "articles/news/on-acids")

    query = "subject_type:ARTICLE AND created_at:>='2026-01-01T00:00:00Z'"
    nodes = ask(fake, token, EVENTS, q=query)["events"]["nodes"]

    mine = [n for n in nodes if n["subjectId"] == f"gid://shopify/Article/{made['id']}"]
    assert ["create", "published", "update", "unpublished", "destroy"] == [
        node["action"] for node in mine
    ]
    assert {"ARTICLE"} == {node["subjectType"] for node in mine}


def test_the_feed_may_lag(fake: FakeProcess, token: str) -> None:
    fake.control("PUT", "events", {"lagSeconds": 600})
    hidden = ask(fake, token, EVENTS, q="")["events"]["nodes"]
    fake.control("PUT", "events", {"lagSeconds": 0})

    assert [] == hidden
    assert ask(fake, token, EVENTS, q="")["events"]["nodes"]
