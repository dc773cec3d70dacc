"""What the fake holds a metafield to: everything that is wrong is said, and nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from service.demo.fake_shopify import CLIENT_ID
from tests.integration.shopify.asking import a_field, answer, ask
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_article, a_demo_shop

SET = """mutation($m: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $m) {
    metafields { id key type jsonValue compareDigest }
    userErrors { field code elementIndex }
  }
}"""
DELETE = """mutation($m: [MetafieldIdentifierInput!]!) {
  metafieldsDelete(metafields: $m) { deletedMetafields { key } userErrors { field message } }
}"""
OWN = "{ currentAppInstallation { id accessScopes { handle } } }"
REVOKE = """mutation($s: [String!]!) {
  appRevokeAccessScopes(scopes: $s) { revoked { handle } userErrors { field code } }
}"""
PRODUCT = "gid://shopify/Product/2"
ARTICLE = "gid://shopify/Article/1"
DIGEST = "0" * 64


@pytest.fixture
def me(fake: FakeProcess, token: str) -> str:
    """The app's own installation."""
    return str(ask(fake, token, OWN)["currentAppInstallation"]["id"])


def write(fake: FakeProcess, token: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return dict(ask(fake, token, SET, m=list(fields))["metafieldsSet"])


def errors(fake: FakeProcess, token: str, *fields: dict[str, Any]) -> list[tuple[str, str, Any]]:
    said = write(fake, token, *fields)
    assert said["metafields"] is None
    return [(".".join(e["field"]), e["code"], e["elementIndex"]) for e in said["userErrors"]]


def test_everything_that_is_wrong_is_said_at_once(fake: FakeProcess, token: str, me: str) -> None:
    said = errors(
        fake,
        token,
        a_field(me, "good"),
        a_field(me, "k", value="{"),
        a_field("gid://shopify/AppInstallation/1", compareDigest="zz"),
    )

    assert [
        ("metafields.1.key", "TOO_SHORT", None),
        ("metafields.1.value", "INVALID_VALUE", None),
        ("metafields.2.ownerId", "APP_NOT_AUTHORIZED", None),
        ("metafields.2.compareDigest", "INVALID_COMPARE_DIGEST", None),
    ] == said


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"key": ""}, "key", "BLANK"),
        ({"key": "k" * 65}, "key", "TOO_LONG"),
        ({"key": "a b"}, "key", "INVALID"),
        ({"key": "schlüssel"}, "key", "INVALID"),
        ({"namespace": "ab"}, "namespace", "TOO_SHORT"),
        ({"namespace": "n" * 256}, "namespace", "TOO_LONG"),
        ({"namespace": "a.b.c"}, "namespace", "INVALID"),
        ({"namespace": "app--123"}, "namespace", "APP_NOT_AUTHORIZED"),
        ({"type": "strange"}, "type", "INCLUSION"),
        ({"type": None}, "type", "BLANK"),
        ({"value": ""}, "value", "BLANK"),
        ({"value": f'"{"x" * 128 * 1024}"'}, "value", "TOO_LONG"),
        ({"type": "url", "value": "ftp://a"}, "value", "INVALID_VALUE"),
        ({"type": "number_integer", "value": "1.5"}, "value", "INVALID_VALUE"),
        ({"type": "product_reference", "value": ARTICLE}, "value", "INVALID_VALUE"),
        ({"type": "list.product_reference", "value": "{}"}, "value", "INVALID_VALUE"),
        ({"compareDigest": DIGEST}, "compareDigest", "STALE_OBJECT"),
        ({"compareDigest": "0" * 63}, "compareDigest", "INVALID_COMPARE_DIGEST"),
    ],
)
def test_a_metafield_is_held_to_its_rules(
    fake: FakeProcess, token: str, me: str, changes: dict[str, Any], field: str, code: str
) -> None:
    assert [(f"metafields.0.{field}", code, None)] == errors(fake, token, a_field(me, **changes))


def test_a_value_of_the_largest_size_is_kept(fake: FakeProcess, token: str, me: str) -> None:
    largest = f'"{"x" * (128 * 1024 - 2)}"'

    assert [] == write(fake, token, a_field(me, value=largest))["userErrors"]


def test_a_list_says_which_of_its_things_is_wrong(fake: FakeProcess, token: str, me: str) -> None:
    gone = "gid://shopify/Product/999"
    some = a_field(me, type="list.product_reference", value=f'["{PRODUCT}", "{gone}"]')
    many = a_field(me, type="list.number_integer", value=f"[{', '.join(['1'] * 129)}]")

    assert [("metafields.0.value", "INVALID_VALUE", 1)] == errors(fake, token, some)
    assert [("metafields.0.value", "INVALID_VALUE", None)] == errors(fake, token, many)


def test_nothing_may_be_there_where_the_digest_is_null(
    fake: FakeProcess, token: str, me: str
) -> None:
    first = write(fake, token, a_field(me, compareDigest=None))
    again = errors(fake, token, a_field(me, compareDigest=None))
    without = write(fake, token, a_field(me, value="[2]"))

    assert [] == first["userErrors"] == without["userErrors"]
    assert [("metafields.0.compareDigest", "STALE_OBJECT", None)] == again


def test_an_owner_has_to_be_there(fake: FakeProcess, token: str) -> None:
    fake.control("PUT", "scopes", {"scopes": ["write_products", "write_content"]})
    owners = ["gid://shopify/Article/999", "gid://shopify/Product/999", "gid://shopify/Page/1"]

    said = errors(fake, token, *(a_field(owner) for owner in owners), a_field(ARTICLE))

    assert [(f"metafields.{n}.ownerId", "INVALID", None) for n in range(3)] == said
    assert [] == write(fake, token, a_field(ARTICLE), a_field(PRODUCT))["userErrors"]


def test_an_id_that_is_none_ends_the_call(fake: FakeProcess, token: str, me: str) -> None:
    said = answer(fake, token, SET, m=[a_field(me), a_field("article 1")])

    assert "INVALID_VARIABLE" == said["errors"][0]["extensions"]["code"]


def test_who_may_not_write_there_deletes_nothing_there(
    fake: FakeProcess, token: str, me: str
) -> None:
    named = {"namespace": "reco", "key": "enabled"}
    write(fake, token, a_field(me))

    denied = answer(fake, token, DELETE, m=[{**named, "ownerId": ARTICLE}])
    other = {**named, "ownerId": "gid://shopify/AppInstallation/1"}
    foreign = ask(fake, token, DELETE, m=[{**named, "ownerId": me}, other])["metafieldsDelete"]
    own = ask(fake, token, DELETE, m=[{**named, "ownerId": me}, {**named, "ownerId": me}])

    assert "ACCESS_DENIED" == denied["errors"][0]["extensions"]["code"]
    assert (None, [["metafields", "1", "ownerId"]]) == (
        foreign["deletedMetafields"],
        [one["field"] for one in foreign["userErrors"]],
    )
    assert [{"key": "enabled"}, None] == own["metafieldsDelete"]["deletedMetafields"]


def test_no_argument_lists_more_than_250_things(fake: FakeProcess, token: str, me: str) -> None:
    named = {"namespace": "reco", "key": "enabled", "ownerId": me}

    said = answer(fake, token, DELETE, m=[named] * 251)

    assert "MAX_INPUT_SIZE_EXCEEDED" == said["errors"][0]["extensions"]["code"]


def test_metafields_are_read_in_pages(fake: FakeProcess, token: str, me: str) -> None:
    write(fake, token, *(a_field(me, f"shard_{n}") for n in range(5)), a_field(me, namespace="own"))
    query = """query($after: String) { currentAppInstallation {
      metafields(first: 2, after: $after, namespace: "reco") {
        nodes { key } pageInfo { hasNextPage endCursor }
      } } }"""

    after, pages = None, []
    for _ in range(3):
        held = ask(fake, token, query, after=after)["currentAppInstallation"]["metafields"]
        pages.append(([node["key"] for node in held["nodes"]], held["pageInfo"]["hasNextPage"]))
        after = held["pageInfo"]["endCursor"]

    keys = [key for page, _ in pages for key in page]
    assert [f"shard_{n}" for n in range(5)] == sorted(keys)
    assert [True, True, False] == [has_more for _, has_more in pages]


def test_some_metafields_are_read_by_namespace_and_key(
    fake: FakeProcess, token: str, me: str
) -> None:
    own = a_field(me, "head", namespace="$app:reco")
    write(fake, token, *(a_field(me, f"shard_{n}") for n in range(3)), own)
    query = """query($keys: [String!]) { currentAppInstallation {
      metafields(first: 9, keys: $keys) { nodes { namespace key } } } }"""

    keys = ["reco.shard_1", "$app:reco.head", "reco.head"]
    held = ask(fake, token, query, keys=keys)["currentAppInstallation"]["metafields"]["nodes"]

    assert {"reco.shard_1", "$app:reco.head"} == {node["key"] for node in held}


def granted(fake: FakeProcess, token: str) -> set[str]:
    held = ask(fake, token, OWN)["currentAppInstallation"]["accessScopes"]
    return {one["handle"] for one in held}


def told(fake: FakeProcess) -> list[str]:
    """The topics of all that was sent."""
    return [one["topic"] for one in fake.control("GET", "webhooks")]


@pytest.fixture
def listed(fake: FakeProcess) -> str:
    """The app is somewhere, and nothing was sent there: who listens is not asked here."""
    fake.control("DELETE", "webhooks")
    fake.control("PATCH", "app", {"appUrl": "http://127.0.0.1:9", "timeScale": 0.00001})
    return fake.url


@pytest.mark.parametrize("page", ["/store/fernwick/oauth/install", "/admin/oauth/install"])
def test_a_merchant_grants_an_optional_scope_and_the_app_gives_it_back(
    fake: FakeProcess, token: str, listed: str, page: str
) -> None:
    asked = {"client_id": CLIENT_ID, "optional_scopes": "write_content"}
    back = requests.get(f"{listed}{page}", params=asked, allow_redirects=False, timeout=5)
    written = write(fake, token, a_field(ARTICLE))
    revoked = ask(fake, token, REVOKE, s=["write_content"])["appRevokeAccessScopes"]
    denied = answer(fake, token, SET, m=[a_field(ARTICLE)])

    assert (302, "http://127.0.0.1:9/") == (back.status_code, back.headers["Location"][:19])
    assert [] == written["userErrors"] == revoked["userErrors"]
    assert [{"handle": "write_content"}] == revoked["revoked"]
    assert "ACCESS_DENIED" == denied["errors"][0]["extensions"]["code"]
    assert ["app/scopes_update"] * 2 == told(fake)
    fake.control("PATCH", "app", {"appUrl": ""})


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ("read_everything", "UNKNOWN_SCOPES"),
        ("read_products", "CANNOT_REVOKE_REQUIRED_SCOPES"),
        ("write_orders", "CANNOT_REVOKE_UNDECLARED_SCOPES"),
        ("read_translations", "CANNOT_REVOKE_IMPLIED_SCOPES"),
    ],
)
def test_only_what_was_optional_is_given_back(
    fake: FakeProcess, token: str, scope: str, code: str
) -> None:
    optional = ["read_translations", "write_translations", "write_content"]
    before = fake.control("PATCH", "app", {"optionalScopes": optional})["scopes"]
    fake.control("PUT", "scopes", {"scopes": [*before, *optional]})

    said = ask(fake, token, REVOKE, s=["write_content", scope])["appRevokeAccessScopes"]

    assert (None, [{"field": ["scopes"], "code": code}]) == (said["revoked"], said["userErrors"])
    assert set(optional) <= granted(fake, token)


def test_an_undeclared_scope_is_not_granted(fake: FakeProcess, token: str, listed: str) -> None:
    asked = {"client_id": CLIENT_ID, "optional_scopes": "write_products"}
    refused = requests.get(f"{listed}/admin/oauth/install", params=asked, timeout=5)

    assert (400, []) == (refused.status_code, told(fake))
    assert "write_products" not in granted(fake, token)


def test_a_merchants_own_app_is_granted_scopes_as_well(tmp_path: Path) -> None:
    shop = a_demo_shop(articles=(a_demo_article(1),))
    with running_fake(tmp_path / "state.json", {TOKEN: shop}) as fake:
        before = answer(fake, TOKEN, SET, m=[a_field(ARTICLE)])
        me = ask(fake, TOKEN, OWN)["currentAppInstallation"]["id"]
        write(fake, TOKEN, a_field(me))
        began = granted(fake, TOKEN)
        fake.control("PUT", "scopes", {"scopes": [*began, "write_content"]})
        after = write(fake, TOKEN, a_field(ARTICLE))

    assert "ACCESS_DENIED" == before["errors"][0]["extensions"]["code"]
    assert {"read_products", "read_content"} == began
    assert [] == after["userErrors"]
