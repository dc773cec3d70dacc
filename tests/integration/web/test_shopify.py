"""Coming from Shopify: installing on our own pages, and opening them inside the admin."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from config.settings import Settings
from service.app import create_app
from service.auth import shopify_sessions
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.domain.catalog import ShopDomain, ShopMode
from service.domain.connections import ConnectionKind
from service.domain.jobs import JobKind
from service.domain.members import MemberRole
from service.ports import utc_now
from service.storage import connections, jobs, shops, users
from service.storage.database import Database
from service.wiring import Services, build
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.integration.web.furnished import Bell, the_services
from tests.unit.shopify.demo_things import a_demo_article, a_demo_product, a_demo_shop

SHOP = "fernwick.myshopify.com"
OURS = "https://endcap.test"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(products=(a_demo_product(1),), articles=(a_demo_article(1),))
    state = tmp_path_factory.mktemp("fake") / "state.json"
    fake = FakeProcess(state, {TOKEN: shop})
    fake.start()
    fake.control("PATCH", "app", {"redirectUrls": [f"{OURS}/shopify/callback"]})
    yield fake
    assert fake.stop() == 0


@pytest.fixture
def fake(running: FakeProcess) -> FakeProcess:
    running.control("DELETE", "faults")
    return running


@pytest.fixture
def bell() -> Bell:
    return Bell()


@dataclass
class Ahead:
    """The present time, or some time after it."""

    by: timedelta = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.by


@pytest.fixture
def clock() -> Ahead:
    return Ahead()


@pytest.fixture
def services(
    database: Database,
    redis_url: str,
    tmp_path: Path,
    bell: Bell,
    fake: FakeProcess,
    clock: Ahead,
) -> Services:
    """The real services of a public app, at the present time."""
    plain = the_services(tmp_path, database, redis_url, bell)
    settings = Settings(
        **{
            **plain.settings.model_dump(),
            "public_url": OURS,
            "shopify_admin_url": fake.url,
            "shopify_client_id": CLIENT_ID,
            "shopify_client_secrets": CLIENT_SECRET,
        }
    )
    return replace(build(settings), database=database, doorbell=bell, clock=clock)


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def get(browser: FlaskClient, address: str, **headers: str) -> TestResponse:
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return browser.get(path, base_url=OURS, headers=headers)


def consent(answer: TestResponse) -> str:
    """Let Shopify ask the merchant, who agrees; return where the browser is sent."""
    assert answer.status_code == 302
    said = requests.get(answer.headers["Location"], allow_redirects=False, timeout=10)
    assert said.status_code == 302, said.text
    return said.headers["Location"]


def come_in(browser: FlaskClient) -> TestResponse:
    """Install, consent, say who one is: the whole way."""
    first = get(browser, consent(get(browser, f"/shopify/install?shop={SHOP}")))
    if first.headers["Location"].startswith("/shops/"):
        return first
    return get(browser, consent(first))


def test_a_merchant_installs_and_is_signed_in(
    browser: FlaskClient, database: Database, bell: Bell
) -> None:
    answer = come_in(browser)

    assert f"/shops/{SHOP}/" == answer.headers["Location"]
    page = get(browser, f"/shops/{SHOP}/settings/")
    assert 200 == page.status_code
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    with database.system(read_only=True) as tx:
        shop = shops.get_by_domain(tx, SHOP)
        connection = connections.find(tx, shop.id)
        job = jobs.newest(tx, shop.id, JobKind.SYNC_CATALOG)
    assert connection is not None
    assert job is not None
    assert ("Fernwick", "USD", ShopMode.OBSERVE) == (shop.name, shop.currency, shop.mode)
    assert ConnectionKind.EXPIRING is connection.kind
    assert {"full": True} == job.payload
    assert [JobKind.SYNC_CATALOG] == bell.rung


def test_who_comes_again_only_says_who_they_are(browser: FlaskClient, app: Flask) -> None:
    come_in(browser)

    again = get(app.test_client(), f"/shopify/install?shop={SHOP}")

    assert ["per-user"] == parse_qs(urlsplit(again.headers["Location"]).query)["grant_options[]"]


def test_asks_shopify_for_nothing_but_what_it_needs(browser: FlaskClient) -> None:
    answer = get(browser, f"/shopify/install?shop={SHOP}")

    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert {"client_id", "redirect_uri", "state"} == asked.keys()
    cookie = answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))


@pytest.mark.parametrize(
    "shop", ["", "evil.test", "a.myshopify.com.evil.test", "a@b.myshopify.com"]
)
def test_sends_nobody_to_what_is_no_shop(browser: FlaskClient, shop: str) -> None:
    answer = browser.get("/shopify/install", query_string={"shop": shop}, base_url=OURS)

    assert 400 <= answer.status_code < 500
    assert "Location" not in answer.headers


def changed(address: str, old: str, new: str) -> str:
    assert old in address
    return address.replace(old, new)


def test_a_callback_counts_once(browser: FlaskClient) -> None:
    back = consent(get(browser, f"/shopify/install?shop={SHOP}"))
    get(browser, back)

    assert 403 == get(browser, back).status_code


def test_a_callback_counts_only_in_the_browser_that_began(
    browser: FlaskClient, app: Flask, database: Database
) -> None:
    back = consent(get(browser, f"/shopify/install?shop={SHOP}"))

    assert 403 == get(app.test_client(), back).status_code
    with database.system(read_only=True) as tx:
        assert [] == shops.all_installed(tx)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("shop=fernwick", "shop=evil"),
        ("state=", "state=x"),
        ("code=", "code=x"),
        ("hmac=", "hmac=0"),
        ("timestamp=1", "timestamp=2"),
        ("shop=", "shop=evil.myshopify.com&shop="),
        ("hmac=", "nothing="),
    ],
)
def test_a_callback_that_was_changed_on_the_way_is_refused(
    browser: FlaskClient, database: Database, old: str, new: str
) -> None:
    back = consent(get(browser, f"/shopify/install?shop={SHOP}"))

    assert 403 == get(browser, changed(back, old, new)).status_code
    with database.system(read_only=True) as tx:
        assert [] == shops.all_installed(tx)


def test_a_code_that_shopify_does_not_know_installs_nothing(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    back = consent(get(browser, f"/shopify/install?shop={SHOP}"))
    fake.order("404", on="oauth")

    answer = get(browser, back)

    assert 502 == answer.status_code
    with database.system(read_only=True) as tx:
        assert [] == shops.all_installed(tx)


def load(fake: FakeProcess, how: str = "install") -> str:
    """What the admin opens in its frame."""
    return str(fake.control("POST", how, {})["url"])


def bearer(fake: FakeProcess, **options: Any) -> dict[str, str]:
    token = fake.control("POST", "session-tokens", options)["sessionToken"]
    return {"Authorization": f"Bearer {token}"}


def test_opening_the_app_inside_the_admin_connects_the_shop(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    answer = get(browser, load(fake))

    assert 302 == answer.status_code
    page = get(browser, answer.headers["Location"])
    assert 200 == page.status_code
    ancestors = f"frame-ancestors https://{SHOP} https://admin.shopify.com"
    assert page.headers["Content-Security-Policy"].endswith(ancestors)
    assert re.search(r'<script src="https://cdn\.shopify\.com/[^"]+app-bridge\.js">', page.text)
    with database.system(read_only=True) as tx:
        shop = shops.get_by_domain(tx, SHOP)
        [account] = [users.find_by_email(tx, f"42@{SHOP}")]
        assert account is not None
        role = users.find_membership(tx, shop.id, account.id)
    assert role is not None
    assert MemberRole.ADMIN is role.role


def test_opening_it_again_gets_no_other_token(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))
    get(browser, load(fake, "app-load"))

    with database.system(read_only=True) as tx:
        connection = connections.find(tx, shops.get_by_domain(tx, SHOP).id)
    assert connection is not None
    assert 1 == connection.version


def test_opening_it_mends_a_shop_that_needs_a_person(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))
    with database.system() as tx:
        tx.execute(text("UPDATE connections SET reauth_needed_at = refreshed_at"))

    get(browser, load(fake, "app-load"))

    with database.system(read_only=True) as tx:
        connection = connections.find(tx, shops.get_by_domain(tx, SHOP).id)
    assert connection is not None
    assert (2, None) == (connection.version, connection.reauth_needed_at)


def test_a_page_of_a_shop_that_needs_a_person_says_so(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))
    with database.system() as tx:
        tx.execute(text("UPDATE connections SET reauth_needed_at = refreshed_at"))

    page = get(browser, f"/shops/{SHOP}/settings/", **bearer(fake))

    assert 200 == page.status_code
    assert f'target="_top" href="/shopify/install?shop={SHOP}"' in page.text


def test_a_page_of_a_shop_that_is_not_installed_leads_to_the_door(
    browser: FlaskClient, fake: FakeProcess
) -> None:
    token = bearer(fake)["Authorization"].removeprefix("Bearer ")

    answer = get(browser, f"/shops/{SHOP}/rules/?id_token={token}&shop={SHOP}")

    assert answer.headers["Location"].startswith("/?embedded=1&")
    door = get(browser, answer.headers["Location"])
    assert door.headers["Location"].startswith(f"/shops/{SHOP}/?")
    assert 200 == get(browser, door.headers["Location"]).status_code


def test_an_uninstalled_shop_comes_back_as_it_was(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))
    with database.system() as tx:
        before = shops.get_by_domain(tx, SHOP)
        shops.change_settings(tx, before.id, {"mode": ShopMode.LIVE.value})
        tx.execute(text("UPDATE shops SET uninstalled_at = installed_at"))
        connections.remove(tx, before.id)

    get(browser, load(fake))

    with database.system(read_only=True) as tx:
        after = shops.get_by_domain(tx, SHOP)
    assert (before.id, ShopMode.LIVE) == (after.id, after.mode)


def test_a_page_without_a_token_gets_one_and_comes_back(
    browser: FlaskClient, fake: FakeProcess
) -> None:
    get(browser, load(fake))

    answer = get(browser, f"/shops/{SHOP}/articles/?find=milia", **{"Sec-Fetch-Dest": "iframe"})

    assert 302 == answer.status_code
    bounce = urlsplit(answer.headers["Location"])
    said = parse_qs(bounce.query)
    assert "/shopify/session-token" == bounce.path
    assert [f"/shops/{SHOP}/articles/?find=milia"] == said["shopify-reload"]
    page = get(browser, answer.headers["Location"])
    assert f'<meta name="shopify-api-key" content="{CLIENT_ID}">' in page.text
    assert f"https://{SHOP}" in page.headers["Content-Security-Policy"]


def test_a_token_that_is_too_old_is_replaced_at_the_door(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    token = bearer(fake, age=120)["Authorization"].removeprefix("Bearer ")

    answer = get(browser, f"/?embedded=1&shop={SHOP}&id_token={token}")

    assert answer.headers["Location"].startswith("/shopify/session-token?")
    assert "id_token" not in answer.headers["Location"]
    with database.system(read_only=True) as tx:
        assert [] == shops.all_installed(tx)


@pytest.mark.parametrize("way", ["//evil.test", "https://evil.test", "/\\evil.test", "evil", ""])
def test_the_page_between_leads_nowhere_else(browser: FlaskClient, way: str) -> None:
    asked = {"shop": SHOP, "shopify-reload": way}

    answer = browser.get("/shopify/session-token", query_string=asked, base_url=OURS)

    assert 400 == answer.status_code


def test_a_question_without_a_good_token_is_asked_again(
    browser: FlaskClient, fake: FakeProcess
) -> None:
    get(browser, load(fake))

    answers = [
        get(browser, f"/shops/{SHOP}/rules/", **bearer(fake, **wrong))
        for wrong in ({"age": 120}, {"secret": "other"}, {"audience": "other"})
    ]

    assert [401] * 3 == [answer.status_code for answer in answers]
    retry = "X-Shopify-Retry-Invalid-Session-Request"
    assert ["1"] * 3 == [answer.headers[retry] for answer in answers]


def test_a_token_lets_change_without_a_cookie(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))

    answer = browser.post(
        f"/shops/{SHOP}/settings/pause",
        data={"paused": "yes"},
        base_url=OURS,
        headers=bearer(fake),
    )

    assert 303 == answer.status_code
    with database.system(read_only=True) as tx:
        assert shops.get_by_domain(tx, SHOP).paused


def test_a_token_in_the_address_changes_nothing(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))
    token = bearer(fake)["Authorization"].removeprefix("Bearer ")

    answer = browser.post(
        f"/shops/{SHOP}/settings/pause?id_token={token}", data={"paused": "yes"}, base_url=OURS
    )

    assert answer.status_code in {302, 400, 403}
    with database.system(read_only=True) as tx:
        assert not shops.get_by_domain(tx, SHOP).paused


def test_the_token_of_one_shop_opens_no_page_of_another(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))
    with database.system() as tx:
        facts = shops.find_facts(tx, SHOP)
        assert facts is not None
        other = "other.myshopify.com"
        shops.install(tx, other, facts, sealed_token=b"", now=utc_now())  # type: ignore[arg-type]

    answers = [
        get(browser, f"/shops/{other}/{page}/", **bearer(fake))
        for page in ("rules", "articles", "ingredients", "settings")
    ]

    assert [404] * 4 == [answer.status_code for answer in answers]


def test_others_of_the_staff_edit_and_do_not_manage(
    browser: FlaskClient, fake: FakeProcess, database: Database
) -> None:
    get(browser, load(fake))

    page = get(browser, f"/shops/{SHOP}/settings/", **bearer(fake, userId="77"))

    assert 200 == page.status_code
    with database.system(read_only=True) as tx:
        account = users.find_by_email(tx, f"77@{SHOP}")
        assert account is not None
        role = users.find_membership(tx, shops.get_by_domain(tx, SHOP).id, account.id)
    assert role is not None
    assert MemberRole.EDITOR is role.role


def test_the_home_page_is_everybodys_without_a_word_of_shopifys(browser: FlaskClient) -> None:
    answer = get(browser, "/")

    assert "/login" in answer.headers["Location"]


def signed(query: str) -> str:
    text_ = "&".join(sorted(query.split("&")))
    return f"{query}&hmac={hmac.new(CLIENT_SECRET.encode(), text_.encode(), 'sha256').hexdigest()}"


def test_a_signed_query_without_a_token_begins_on_our_own_pages(browser: FlaskClient) -> None:
    query = f"shop={SHOP}&timestamp={int(utc_now().timestamp())}"

    answer = get(browser, f"/?{signed(query)}")

    assert "/admin/oauth/authorize" in answer.headers["Location"]


def test_a_query_that_shopify_did_not_sign_begins_nothing(browser: FlaskClient) -> None:
    answer = get(browser, f"/?shop={SHOP}&timestamp={int(utc_now().timestamp())}&hmac=00")

    assert 403 == answer.status_code


DAY = timedelta(days=1)
RULES = f"/shops/{SHOP}/rules/"


def test_a_session_from_shopify_ends_after_a_day_however_busy_it_is(
    browser: FlaskClient, clock: Ahead
) -> None:
    come_in(browser)
    statuses = []
    for hours in range(0, 24, 3):
        clock.by = timedelta(hours=hours)
        statuses.append(get(browser, RULES).status_code)

    clock.by = DAY
    page = get(browser, f"{RULES}?find=acid")
    fragment = get(browser, RULES, **{"HX-Request": "true"})

    assert [200] * 8 == statuses
    asked = f"/shopify/install?shop={SHOP}&next=%2Fshops%2F{SHOP}%2Frules%2F"
    assert (302, f"{asked}%3Ffind%3Dacid") == (page.status_code, page.headers["Location"])
    assert (401, asked) == (fragment.status_code, fragment.headers["HX-Redirect"])


def test_shopify_is_asked_who_is_there_and_leads_back_to_the_page(
    browser: FlaskClient, clock: Ahead
) -> None:
    come_in(browser)
    clock.by = DAY
    away = get(browser, f"{RULES}?find=acid").headers["Location"]
    clock.by = timedelta()
    still_away = get(browser, RULES)

    door = get(browser, away)
    back = get(browser, consent(door))

    assert 302 == still_away.status_code
    assert "per-user" in door.headers["Location"]
    assert f"{RULES}?find=acid" == back.headers["Location"]
    assert 200 == get(browser, back.headers["Location"]).status_code


def test_a_cookie_that_was_kept_from_before_opens_nothing_afterwards(
    browser: FlaskClient, app: Flask, clock: Ahead
) -> None:
    come_in(browser)
    kept = browser.get_cookie("__Host-endcap", domain="endcap.test")
    assert kept is not None
    clock.by = DAY

    thief = app.test_client()
    thief.set_cookie("__Host-endcap", kept.value, domain="endcap.test")

    assert [302, 302] == [get(thief, RULES).status_code for _ in range(2)]


@pytest.mark.parametrize(("said", "counts"), [(1, 1), (48, 24)])
def test_a_session_counts_as_long_as_shopify_says_and_never_for_more_than_a_day(
    app: Flask, clock: Ahead, said: int, counts: int
) -> None:
    with app.test_request_context():
        shopify_sessions.begin(ShopDomain(SHOP), timedelta(hours=said))
        until = session[shopify_sessions.SEEN]["until"]

    assert counts == round((until - clock().timestamp()) / 3600)


def test_one_signed_in_before_ends_were_written_down_is_asked_at_once(
    browser: FlaskClient,
) -> None:
    come_in(browser)
    with browser.session_transaction(base_url=OURS) as kept:
        del kept[shopify_sessions.SEEN]

    assert "/shopify/install" in get(browser, RULES).headers["Location"]


@pytest.mark.parametrize(
    "way", ["//evil.test", "/shops/other.myshopify.com/", f"/shops/{SHOP}/\\evil.test", "x" * 2000]
)
def test_nobody_is_led_elsewhere_afterwards(browser: FlaskClient, way: str) -> None:
    come_in(browser)
    asked = {"shop": SHOP, "next": way}
    door = browser.get("/shopify/install", query_string=asked, base_url=OURS)

    assert f"/shops/{SHOP}/" == get(browser, consent(door)).headers["Location"]


def test_inside_the_admin_each_request_is_checked_and_no_cookie_lets_in(
    browser: FlaskClient, fake: FakeProcess, clock: Ahead
) -> None:
    page = get(browser, get(browser, load(fake)).headers["Location"])
    without = get(browser, RULES)

    assert (200, 302) == (page.status_code, without.status_code)
    clock.by = timedelta(minutes=2)  # Shopify's minute is over
    late = get(browser, RULES, **bearer(fake))
    assert 401 == late.status_code
