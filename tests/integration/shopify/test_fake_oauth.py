"""The fake hands out tokens as Shopify does, and takes them back."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.demo.fake_shopify.signing import query_hmac
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_shop

DOMAIN = "fernwick.myshopify.com"
OTHER = "other.myshopify.com"
APP = "http://127.0.0.1:9"
PROOF = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"
ONLINE = "urn:shopify:params:oauth:token-type:online-access-token"
EXCHANGE = {
    **PROOF,
    "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    "subject_token_type": ID_TOKEN,
    "requested_token_type": OFFLINE,
    "expiring": "1",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shops = {TOKEN: a_demo_shop(), "token-of-other": a_demo_shop(domain=OTHER, name="Other")}
    state = tmp_path_factory.mktemp("fake") / "state.json"
    with running_fake(state, shops, "--app-url", APP) as fake:
        yield fake


def session_token(fake: FakeProcess, shop: str = DOMAIN, **wish: Any) -> str:
    return str(fake.control("POST", f"session-tokens?shop={shop}", wish)["sessionToken"])


def post(fake: FakeProcess, given: dict[str, str], shop: str = DOMAIN) -> requests.Response:
    url = f"{fake.url}/shops/{shop}/admin/oauth/access_token"
    return requests.post(url, data=given, timeout=5, headers={"Accept": "application/json"})


def exchange(fake: FakeProcess, shop: str = DOMAIN, **changes: str) -> dict[str, Any]:
    given = {**EXCHANGE, "subject_token": session_token(fake, shop), **changes}
    answer = post(fake, given, shop)
    assert 200 == answer.status_code, answer.text
    return dict(answer.json())


def refresh(fake: FakeProcess, token: str) -> requests.Response:
    return post(fake, {**PROOF, "grant_type": "refresh_token", "refresh_token": token})


def opens(fake: FakeProcess, token: str, shop: str = DOMAIN) -> bool:
    url = f"{fake.url}/shops/{shop}/admin/api/2026-10/graphql.json"
    answer = requests.post(
        url,
        json={"query": "{ shop { myshopifyDomain } }"},
        headers={"X-Shopify-Access-Token": token},
        timeout=5,
    )
    assert answer.status_code in {200, 401}
    if answer.ok:
        assert shop == answer.json()["data"]["shop"]["myshopifyDomain"]
    return answer.ok


def test_a_session_token_gets_background_access_that_ends(fake: FakeProcess) -> None:
    granted = exchange(fake)

    assert {"access_token", "expires_in", "refresh_token", "refresh_token_expires_in", "scope"} == (
        set(granted)
    )
    assert (3600, 7_776_000) == (granted["expires_in"], granted["refresh_token_expires_in"])
    assert "read_products" in granted["scope"].split(",")
    assert opens(fake, granted["access_token"])


def test_a_token_opens_no_other_shop(fake: FakeProcess) -> None:
    token = exchange(fake, OTHER)["access_token"]

    assert (True, False) == (opens(fake, token, OTHER), opens(fake, token, DOMAIN))


def test_a_session_token_gets_access_that_lasts_when_it_asks_for_it(fake: FakeProcess) -> None:
    assert {"access_token", "scope"} == set(exchange(fake, expiring="0"))


def test_a_session_token_gets_access_as_its_person(fake: FakeProcess) -> None:
    granted = exchange(fake, requested_token_type=ONLINE)

    assert (86_399, 42) == (granted["expires_in"], granted["associated_user"]["id"])
    assert granted["associated_user_scope"] == granted["scope"]


@pytest.mark.parametrize(
    "wish",
    [{"age": 90}, {"audience": "someone-else"}, {"secret": "guessed"}, {"destination": OTHER}],
)
def test_a_bad_session_token_gets_nothing(fake: FakeProcess, wish: dict[str, Any]) -> None:
    answer = post(fake, {**EXCHANGE, "subject_token": session_token(fake, **wish)})

    assert (400, "invalid_subject_token") == (answer.status_code, answer.json()["error"])


def test_an_app_that_can_not_prove_itself_gets_nothing(fake: FakeProcess) -> None:
    given = {**EXCHANGE, "subject_token": session_token(fake), "client_secret": "guessed"}

    answer = post(fake, given)

    assert 400 == answer.status_code
    assert {
        "error": "invalid_client",
        "error_description": "Client authentication failed",
    } == answer.json()


def test_a_refresh_gives_both_tokens_anew_and_leaves_the_old_access_its_hour(
    fake: FakeProcess,
) -> None:
    first = exchange(fake)

    second = refresh(fake, first["refresh_token"]).json()

    assert first["refresh_token"] != second["refresh_token"]
    assert opens(fake, first["access_token"])
    assert opens(fake, second["access_token"])


def test_a_refresh_that_is_asked_again_at_once_answers_the_same(fake: FakeProcess) -> None:
    token = exchange(fake)["refresh_token"]

    assert refresh(fake, token).json() == refresh(fake, token).json()


def test_another_exchange_kills_the_refresh_token_before_it(fake: FakeProcess) -> None:
    first, second = exchange(fake), exchange(fake)

    answer = refresh(fake, first["refresh_token"])

    assert (400, "invalid_grant") == (answer.status_code, answer.json()["error"])
    assert refresh(fake, second["refresh_token"]).ok


def test_a_used_refresh_token_is_dead_once_its_successor_was_used(fake: FakeProcess) -> None:
    first = exchange(fake)
    second = refresh(fake, first["refresh_token"]).json()
    refresh(fake, second["refresh_token"])

    assert 400 == refresh(fake, first["refresh_token"]).status_code


def test_tokens_end(fake: FakeProcess) -> None:
    granted = exchange(fake)
    fake.control("POST", "tokens/expire", {"what": "access"})
    assert not opens(fake, granted["access_token"])
    assert refresh(fake, granted["refresh_token"]).ok

    again = exchange(fake)
    fake.control("POST", "tokens/expire", {"what": "refresh"})

    assert opens(fake, again["access_token"])
    assert "invalid_grant" == refresh(fake, again["refresh_token"]).json()["error"]


def test_a_lasting_token_becomes_one_that_ends(fake: FakeProcess) -> None:
    lasting = exchange(fake, expiring="0")["access_token"]
    given = {**EXCHANGE, "subject_token": lasting, "subject_token_type": OFFLINE}

    granted = post(fake, given).json()

    assert granted["refresh_token"]
    assert not opens(fake, lasting)
    assert opens(fake, granted["access_token"])


def test_an_app_of_the_house_gets_in_by_itself(fake: FakeProcess) -> None:
    granted = post(fake, {**PROOF, "grant_type": "client_credentials"}).json()

    assert {"access_token", "scope", "expires_in"} == set(granted)
    assert (86_399, True) == (granted["expires_in"], opens(fake, granted["access_token"]))


def authorize(fake: FakeProcess, **changes: str) -> requests.Response:
    asked = {"client_id": CLIENT_ID, "redirect_uri": f"{APP}/auth/callback", "state": "nonce 1"}
    url = f"{fake.url}/shops/{DOMAIN}/admin/oauth/authorize"
    return requests.get(url, params={**asked, **changes}, timeout=5, allow_redirects=False)


def test_a_merchant_comes_back_with_a_code_that_opens_once(fake: FakeProcess) -> None:
    went = authorize(fake)
    back = urlsplit(went.headers["Location"])
    said = {name: value for name, [value] in parse_qs(back.query).items()}
    given = {**PROOF, "code": said["code"], "expiring": "1"}

    granted, again = post(fake, given), post(fake, given)

    assert (302, "DENY") == (went.status_code, went.headers["X-Frame-Options"])
    assert f"{APP}/auth/callback" == f"{back.scheme}://{back.netloc}{back.path}"
    assert ("nonce 1", DOMAIN) == (said["state"], said["shop"])
    assert base64.b64decode(said["host"] + "==") == b"admin.shopify.com/store/fernwick"
    signed = "&".join(pair for pair in back.query.split("&") if not pair.startswith("hmac="))
    assert query_hmac(signed, CLIENT_SECRET) == said["hmac"]
    assert granted.json()["refresh_token"]
    assert (400, "invalid_request") == (again.status_code, again.json()["error"])


def test_a_person_comes_back_with_a_code_for_themselves(fake: FakeProcess) -> None:
    back = authorize(fake, **{"grant_options[]": "per-user"}).headers["Location"]
    [code] = parse_qs(urlsplit(back).query)["code"]

    granted = post(fake, {**PROOF, "code": code}).json()

    assert "ines" == granted["associated_user"]["first_name"].lower()


@pytest.mark.parametrize(
    "asked",
    [
        {"client_id": "unknown"},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": f"{APP}.evil.example/"},
        {"scope": "write_themes"},
    ],
)
def test_sends_nobody_where_the_app_does_not_live(fake: FakeProcess, asked: dict[str, str]) -> None:
    answer = authorize(fake, **asked)

    assert (400, None) == (answer.status_code, answer.headers.get("Location"))


def test_the_app_is_opened_with_a_signed_address(fake: FakeProcess) -> None:
    url = urlsplit(fake.control("POST", "install")["url"])
    said = {name: value for name, [value] in parse_qs(url.query).items()}

    signed = "&".join(pair for pair in url.query.split("&") if not pair.startswith("hmac="))
    assert query_hmac(signed, CLIENT_SECRET) == said["hmac"]
    assert ("1", "en", DOMAIN) == (said["embedded"], said["locale"], said["shop"])
    assert post(fake, {**EXCHANGE, "subject_token": said["id_token"]}).ok


def test_grants_survive_a_restart(tmp_path: Path) -> None:
    fake = FakeProcess(tmp_path / "state.json", {TOKEN: a_demo_shop()})
    fake.start()
    granted = exchange(fake)
    fake.stop()

    fake.start()
    still = opens(fake, granted["access_token"]), refresh(fake, granted["refresh_token"]).ok
    fake.stop()

    assert (True, True) == still


def test_a_fault_can_stand_at_the_door_of_tokens(fake: FakeProcess) -> None:
    fake.order("503", on="oauth")
    given = {**EXCHANGE, "subject_token": session_token(fake)}

    first, second = post(fake, given), post(fake, given)

    assert (503, 200) == (first.status_code, second.status_code)


def test_the_app_can_have_two_secrets(fake: FakeProcess) -> None:
    fake.control("PATCH", "app", {"secrets": ["new", CLIENT_SECRET]})
    try:
        with_old = post(fake, {**EXCHANGE, "subject_token": session_token(fake)})
        with_new = post(
            fake, {**EXCHANGE, "subject_token": session_token(fake), "client_secret": "new"}
        )
    finally:
        fake.control("PATCH", "app", {"secrets": [CLIENT_SECRET]})

    assert (200, 200) == (with_old.status_code, with_new.status_code)
