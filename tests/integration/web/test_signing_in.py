"""Signing in and out, and what is refused on the way."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from service.auth.users import set_role
from service.domain.members import MemberRole
from service.storage import shops
from service.wiring import Services
from tests.integration.web.conftest import Person, client_of
from tests.integration.web.furnished import DOMAIN, OTHER_DOMAIN

RULES = f"/shops/{DOMAIN}/rules/"
VIEWER, EDITOR = MemberRole.VIEWER, MemberRole.EDITOR


def test_leads_to_the_home_of_ones_shop(anyone: Person) -> None:
    answer = anyone.sign_in("viewer@fernwick.test")

    assert 302 == answer.status_code
    assert f"/shops/{DOMAIN}/" == anyone.get("/").headers["Location"]
    assert "Product rules" in anyone.get(RULES).text


def test_leads_back_to_the_page_that_was_asked_for(anyone: Person) -> None:
    asked = anyone.get(RULES)

    assert 302 == asked.status_code
    assert f"/login?next={RULES}" == asked.headers["Location"]


def test_does_not_lead_to_another_site(anyone: Person) -> None:
    anyone.get("/login")

    answer = anyone.post(
        "/login?next=https://evil.example/", email="viewer@fernwick.test", password="wrong"
    )

    assert "evil.example" not in answer.headers.get("Location", "")


def test_says_the_same_of_a_wrong_password_and_of_nobody(anyone: Person) -> None:
    wrong = anyone.sign_in("viewer@fernwick.test", "not the password")
    nobody = anyone.sign_in("nobody@fernwick.test", "not the password")

    assert (200, 200) == (wrong.status_code, nobody.status_code)
    assert "That email and password do not match." in wrong.text
    assert "That email and password do not match." in nobody.text


def test_gives_a_cookie_that_scripts_and_other_sites_do_not_get(anyone: Person) -> None:
    answer = anyone.sign_in("viewer@fernwick.test")

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_begins_a_new_session_at_sign_in(anyone: Person) -> None:
    anyone.get("/login")
    with anyone.client.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session.get("csrf_token")

    anyone.sign_in("viewer@fernwick.test")

    with anyone.client.session_transaction() as session:
        assert "planted" not in session
        assert before != session.get("csrf_token")
        assert session["sid"]


def test_ends_every_session_at_sign_out(anyone: Person, app: Flask) -> None:
    anyone.sign_in("viewer@fernwick.test")
    copied = anyone.client.get_cookie("endcap_session")
    assert copied is not None
    anyone.get(RULES)

    anyone.post("/logout")

    thief = app.test_client()
    thief.set_cookie("endcap_session", copied.value)
    assert 302 == thief.get(RULES).status_code


def test_does_not_sign_out_by_a_link(anyone: Person) -> None:
    anyone.sign_in("viewer@fernwick.test")

    assert 405 == anyone.get("/logout").status_code
    assert 200 == anyone.get(RULES).status_code


def test_refuses_a_form_without_its_token(person: Person) -> None:
    answer = person.client.post(f"{RULES}edit", data={"do": "drop", "rule": "retinoids", "seen": 0})

    assert 400 == answer.status_code
    assert "open for too long" in answer.text


def test_takes_the_token_from_a_header(person: Person) -> None:
    answer = person.client.post(
        f"{RULES}edit",
        data={"do": "off", "rule": "retinoids", "seen": "0"},
        headers={"X-CSRFToken": person.token},
    )

    assert 303 == answer.status_code


def test_refuses_what_another_site_sends(person: Person) -> None:
    answer = person.post(
        f"{RULES}edit",
        {"Sec-Fetch-Site": "cross-site"},
        do="off",
        rule="retinoids",
        seen="0",
    )

    assert 403 == answer.status_code


def test_slows_down_who_guesses_the_password_of_an_account(anyone: Person) -> None:
    email = f"{secrets.token_hex(4)}@fernwick.test"

    statuses = [anyone.sign_in(email, "guess").status_code for _ in range(11)]

    assert [200] * 10 + [429] == statuses


def test_hides_a_shop_that_is_not_ones_own(person: Person) -> None:
    assert 404 == person.get(f"/shops/{OTHER_DOMAIN}/rules/").status_code
    assert 404 == person.get("/shops/unknown.myshopify.com/rules/").status_code


@pytest.mark.parametrize("person", [VIEWER], indirect=True)
def test_a_viewer_may_not_edit(person: Person) -> None:
    answer = person.post(f"{RULES}edit", do="off", rule="retinoids", seen="0")

    assert 403 == answer.status_code


@pytest.mark.parametrize("person", [EDITOR], indirect=True)
def test_an_editor_may_save_and_not_publish(person: Person) -> None:
    saved = person.post(f"{RULES}edit", do="off", rule="retinoids", seen="0")
    published = person.post(f"{RULES}publish", seen="1")

    assert (303, 403) == (saved.status_code, published.status_code)


def test_counts_guesses_however_the_account_is_spelled(anyone: Person) -> None:
    name = secrets.token_hex(4)
    spellings = (
        f"{name}@fernwick.test",
        f" {name.upper()}@FERNWICK.test",
        f"{name}@fernwick。test",
    )

    statuses = [anyone.sign_in(spellings[number % 3], "guess").status_code for number in range(11)]

    assert [200] * 10 + [429] == statuses


def test_counts_guesses_that_arrive_at_the_same_time(app: Flask) -> None:
    email = f"{secrets.token_hex(4)}@fernwick.test"
    people = [Person(client_of(app, "203.0.113.7")) for _ in range(16)]
    for person in people:
        person.get("/login")

    with ThreadPoolExecutor(len(people)) as threads:
        guesses = [threads.submit(p.post, "/login", email=email, password="guess") for p in people]

    statuses = sorted(guess.result().status_code for guess in guesses)
    assert [200] * 10 + [429] * 6 == statuses


def test_lets_somebody_in_whose_password_is_guessed_from_elsewhere(
    app: Flask, anyone: Person
) -> None:
    guesser = Person(client_of(app))
    for _ in range(11):
        guesser.sign_in("editor@fernwick.test", "guess")

    assert 302 == anyone.sign_in("editor@fernwick.test").status_code


def test_forgets_wrong_tries_at_success(anyone: Person) -> None:
    email = "viewer@fernwick.test"
    for _ in range(9):
        anyone.sign_in(email, "guess")
    anyone.sign_in(email)
    anyone.get(RULES)
    anyone.post("/logout")

    statuses = {anyone.sign_in(email, "guess").status_code for _ in range(9)}

    assert {200} == statuses


@pytest.mark.parametrize(
    "body", ["[1]", '"x"', "1", "[" * 100_000, '{"email": [1]}'], ids=lambda body: body[:20]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_takes_forms_alone(anyone: Person, method: str, body: str) -> None:
    answer = anyone.client.open("/login", method=method, data=body, content_type="application/json")

    assert 415 == answer.status_code


@pytest.mark.parametrize("path", ["/", RULES])
def test_survives_json_on_any_page(person: Person, path: str) -> None:
    answer = person.client.get(path, data="[" * 100_000, content_type="application/json")

    assert 415 == answer.status_code


@pytest.mark.parametrize("password", ["x" * 5000, "\ufdfa" * 300])
def test_refuses_a_password_that_can_not_be_hashed(anyone: Person, password: str) -> None:
    assert 400 == anyone.sign_in("viewer@fernwick.test", password).status_code


def test_refuses_a_nul_wherever_it_stands(person: Person) -> None:
    refused = {
        person.sign_in("viewer\0@fernwick.test").status_code,
        person.get(f"/shops/{DOMAIN}/articles/news/%00").status_code,
        person.get(f"/shops/{DOMAIN}/articles/?q=%00").status_code,
        person.post(
            f"{RULES}edit", do="label", rule="retinoids", label="a\0", seen="0"
        ).status_code,
    }

    assert {400} == refused


def test_reads_no_token_but_the_cookie(app: Flask) -> None:
    with app.app_context():
        account = app.extensions["endcap_accounts"].find_user(email="viewer@fernwick.test")
        token = account.get_auth_token()

    answer = client_of(app).get(RULES, headers={"Authentication-Token": token})

    assert 302 == answer.status_code


def test_the_sign_in_page_is_kept_by_nobody(anyone: Person) -> None:
    answer = anyone.get("/login")

    assert "private, no-store" == answer.headers["Cache-Control"]


def test_an_unknown_address_looks_like_a_page_of_ours(anyone: Person) -> None:
    answer = anyone.get("/no/such/page")

    assert 404 == answer.status_code
    assert "Nothing is here" in answer.text
    assert "/files/app." in answer.text


def test_offers_the_other_shops_of_somebody_who_has_more_than_one(
    anyone: Person, services: Services
) -> None:
    viewer = "viewer@fernwick.test"
    anyone.sign_in(viewer)
    alone = anyone.get(RULES).text
    with services.database.system(read_only=True) as tx:
        other = shops.get_by_domain(tx, OTHER_DOMAIN)
    set_role(services.database, viewer, shop_id=other.id, role=VIEWER)

    both = anyone.get(RULES).text

    assert "Switch shop" not in alone
    assert f'href="/shops/{OTHER_DOMAIN}/"' in both
