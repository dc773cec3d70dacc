"""Commands that let people and programs in, over a folder that holds a shop and no run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.domain.errors import EndcapError
from service.domain.members import MemberRole
from service.storage import shops, users
from service.storage.database import Database
from tests.integration.web.furnished import DOMAIN, OTHER_DOMAIN

PASSWORD = "a long enough password"
EMAIL = "anna@fernwick.test"


def endcap(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=given)


def role_of(database: Database, email: str, domain: str) -> MemberRole | None:
    with database.system(read_only=True) as tx:
        account = users.find_by_email(tx, email)
        shop = shops.get_by_domain(tx, domain)
        found = users.find_membership(tx, shop.id, account.id) if account else None
    return found.role if found else None


def test_reads_a_password_from_standard_input(database: Database) -> None:
    result = endcap("user", EMAIL, "--shop", DOMAIN, "--role", "viewer", given=f"{PASSWORD}\n")

    assert 0 == result.exit_code
    assert MemberRole.VIEWER is role_of(database, EMAIL, DOMAIN)


def test_opens_another_shop_to_somebody_who_has_an_account(database: Database) -> None:
    endcap("user", EMAIL, "--shop", DOMAIN, given=f"{PASSWORD}\n")

    result = endcap("user", EMAIL, "--shop", OTHER_DOMAIN, "--role", "admin")

    assert (
        f"{EMAIL} has an account, and may now work on {OTHER_DOMAIN} as admin.\n" == result.output
    )
    assert MemberRole.ADMIN is role_of(database, EMAIL, OTHER_DOMAIN)
    assert MemberRole.EDITOR is role_of(database, EMAIL, DOMAIN)


def test_gives_a_new_password_when_asked(database: Database) -> None:
    endcap("user", EMAIL, "--shop", DOMAIN, given=f"{PASSWORD}\n")
    with database.system(read_only=True) as tx:
        before = users.find_by_email(tx, EMAIL)

    endcap("user", EMAIL, "--shop", DOMAIN, "--new-password", given="quite another password\n")

    with database.system(read_only=True) as tx:
        after = users.find_by_email(tx, EMAIL)
    assert before is not None
    assert after is not None
    assert before.password != after.password


@pytest.mark.parametrize(
    ("email", "given", "said"),
    [
        (EMAIL, "eleven char\n", "password: must have at least 12 characters"),
        (EMAIL, "", "password: run this in a terminal, or give it on standard input"),
        ("not-an-email", f"{PASSWORD}\n", "email: must be like name@shop.example"),
    ],
)
def test_lets_nobody_in_who_could_not_sign_in(
    database: Database, email: str, given: str, said: str
) -> None:
    result = endcap("user", email, "--shop", DOMAIN, given=given)

    assert isinstance(result.exception, EndcapError)
    assert said == str(result.exception)
    assert role_of(database, email, DOMAIN) is None


def test_names_the_wrong_domain_before_it_asks_for_a_token(folder: Path) -> None:
    result = endcap("connect", "fernwick.com")

    assert "DOMAIN: must be like name.myshopify.com, in lower case" == str(result.exception)


@pytest.mark.usefixtures("database")
def test_makes_no_key_without_a_name_or_with_an_unknown_scope() -> None:
    nameless = endcap("key", " ", "--shop", DOMAIN)
    unknown = endcap("key", "reports", "--shop", DOMAIN, "--scope", "everything")

    assert "NAME: must say what the key is for" == str(nameless.exception)
    assert 2 == unknown.exit_code


@pytest.mark.usefixtures("database")
def test_a_key_is_one_json_document() -> None:
    result = endcap("key", "reports", "--shop", DOMAIN, "--json")

    assert ["exports:read"] == json.loads(result.stdout)["scopes"]


def test_lists_keys_and_ends_one(database: Database) -> None:
    endcap("key", "warehouse", "--shop", DOMAIN)
    listed = json.loads(endcap("keys", "--shop", DOMAIN, "--json").output)

    endcap("keys", "--shop", DOMAIN, "--revoke", str(listed[0]["id"]))

    assert ["warehouse"] == [key["name"] for key in listed]
    assert [] == json.loads(endcap("keys", "--shop", DOMAIN, "--json").output)


def test_ends_no_key_of_another_shop(database: Database) -> None:
    endcap("key", "warehouse", "--shop", DOMAIN)
    listed = json.loads(endcap("keys", "--shop", DOMAIN, "--json").output)

    result = endcap("keys", "--shop", OTHER_DOMAIN, "--revoke", str(listed[0]["id"]))

    assert isinstance(result.exception, EndcapError)
    assert listed == json.loads(endcap("keys", "--shop", DOMAIN, "--json").output)
