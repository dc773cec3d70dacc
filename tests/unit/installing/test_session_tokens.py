"""Session tokens: the one that Shopify makes is taken, and nothing that looks like it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.domain.session_tokens import (
    ClockError,
    SessionToken,
    SessionTokenError,
    checked_session_token,
)

NOW = datetime.fromtimestamp(1591765000, UTC)
CLIENT = "client-id-123"
EXAMPLE = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGVzaG9wLm15c2hvcGlmeS5jb20v"
    "YWRtaW4iLCJkZXN0IjoiaHR0cHM6Ly9leGFtcGxlc2hvcC5teXNob3BpZnkuY29tIiwiYXVkIjoiY2xpZW50LWlkLTEyMyIs"
    "InN1YiI6IjQyIiwiZXhwIjoxNTkxNzY1MDU4LCJuYmYiOjE1OTE3NjQ5OTgsImlhdCI6MTU5MTc2NDk5OCwianRpIjoiZjg5"
    "MTIxMjktMWFmNi00Y2FkLTljYTMtNzZiMGY3NjIxMDg3Iiwic2lkIjoiYWFlYTE4MmYyNzMyZDQ0YzIzMDU3YzBmZWE1ODQw"
    "MjFhNDQ4NWIyYmQyNWQzZWI3ZmQzNDkzMTNhZDI0YzY4NSIsInNpZyI6ImYwN2NmMzc0MDI3MGMxN2ZiNjFjNzAwYjJmMGYy"
    "ZTdmMmY0ZmM4Y2M0ODQyNjIyMTczOGY3YTM5ZTRjNDc1YmYifQ.CU4qzRgq3bfbsrweYtH6OwRBiY6NchBgZKP3Vljcrw0"
)
CLAIMS: dict[str, Any] = {
    "iss": "https://exampleshop.myshopify.com/admin",
    "dest": "https://exampleshop.myshopify.com",
    "aud": CLIENT,
    "sub": "42",
    "exp": 1591765058,
    "nbf": 1591764998,
    "iat": 1591764998,
    "jti": "f8912129-1af6-4cad-9ca3-76b0f7621087",
    "sid": "aaea182f",
}
HEADER = {"alg": "HS256", "typ": "JWT"}


def packed(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def a_token(
    header: dict[str, Any] | None = None,
    *,
    secret: str = "hush",
    digest: str = "sha256",
    without: str = "",
    **claims: Any,
) -> str:
    body = {name: value for name, value in {**CLAIMS, **claims}.items() if name != without}
    said = f"{packed(json.dumps(header or HEADER).encode())}.{packed(json.dumps(body).encode())}"
    return f"{said}.{packed(hmac.new(secret.encode(), said.encode(), digest).digest())}"


def check(token: str, *secrets: str, now: datetime = NOW, client: str = CLIENT) -> SessionToken:
    return checked_session_token(token, client, secrets or ("hush",), now=now)


def test_takes_the_example_of_the_documentation() -> None:
    assert SessionToken("exampleshop.myshopify.com", "42") == check(EXAMPLE)  # type: ignore[arg-type]


def test_takes_the_older_secret_while_one_is_replaced() -> None:
    assert "42" == check(a_token(), "new", "hush").user


@pytest.mark.parametrize("seconds", [-12, -5, 5, 60, 67])
def test_clocks_may_differ_a_little(seconds: int) -> None:
    assert "42" == check(a_token(), now=NOW + timedelta(seconds=seconds)).user


@pytest.mark.parametrize("seconds", [69, 600])
def test_is_taken_for_a_minute(seconds: int) -> None:
    with pytest.raises(SessionTokenError, match="too old"):
        check(a_token(), now=NOW + timedelta(seconds=seconds))


def test_a_token_of_a_time_to_come_is_a_fault_of_a_clock() -> None:
    with pytest.raises(ClockError):
        check(a_token(), now=NOW - timedelta(seconds=60))


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "typ": "JWT"},
        {"alg": "None", "typ": "JWT"},
        {"alg": "HS512", "typ": "JWT"},
        {"alg": "RS256", "typ": "JWT"},
        {"alg": "hs256", "typ": "JWT"},
        {"alg": "HS256", "typ": "JWT", "crit": ["b64"], "b64": False},
        {"alg": "HS256", "typ": "JWT", "kid": "../../dev/null"},
        {"alg": ["HS256"], "typ": "JWT"},
    ],
)
def test_refuses_other_ways_to_sign(header: dict[str, Any]) -> None:
    with pytest.raises(SessionTokenError):
        check(a_token(header))


@pytest.mark.parametrize("name", ["iss", "dest", "aud", "sub", "exp", "nbf", "iat", "jti"])
def test_refuses_a_token_that_leaves_something_out(name: str) -> None:
    with pytest.raises(SessionTokenError):
        check(a_token(without=name))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [CLIENT]},
        {"aud": "other"},
        {"exp": "never"},
        {"exp": True},
        {"exp": 1e400},
        {"exp": 9e12},
        {"nbf": None},
        {"sub": 42},
        {"sub": "42@b.test"},
        {"sub": ""},
        {"dest": "https://other.myshopify.com"},
        {"iss": "https://other.myshopify.com/admin"},
        {"iss": "https://exampleshop.myshopify.com"},
        {"dest": "http://exampleshop.myshopify.com"},
        {"dest": "https://evil.test", "iss": "https://evil.test/admin"},
        {
            "dest": "https://a@exampleshop.myshopify.com",
            "iss": "https://a@exampleshop.myshopify.com/admin",
        },
        {
            "dest": "https://exampleshop.myshopify.com:8443",
            "iss": "https://exampleshop.myshopify.com:8443/admin",
        },
        {"dest": "https://exampleshop.myshopify.com?x"},
        {"dest": "https://[::1"},
    ],
)
def test_refuses_a_token_that_says_something_else(claims: dict[str, Any]) -> None:
    with pytest.raises(SessionTokenError):
        check(a_token(**claims))


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "a.b",
        f"{EXAMPLE}.x",
        f"{EXAMPLE} ",
        f"{EXAMPLE}=",
        EXAMPLE[:-1] + "1",
        EXAMPLE.rpartition(".")[0] + ".",
        EXAMPLE.replace("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "W10"),
        "é.é.é",
        "a" * 5000,
    ],
)
def test_refuses_what_is_no_token(token: str) -> None:
    with pytest.raises(SessionTokenError):
        check(token)


def test_refuses_what_others_have_signed() -> None:
    with pytest.raises(SessionTokenError):
        check(a_token(secret="other"))
    with pytest.raises(SessionTokenError):
        check(a_token(digest="sha512"))


def test_refuses_everything_where_no_app_is_set_up() -> None:
    with pytest.raises(SessionTokenError):
        check(a_token(aud="", secret=""), client="")


def test_refuses_a_token_that_nests_without_end() -> None:
    deep = packed(("[" * 1500).encode())
    said = f"{packed(json.dumps(HEADER).encode())}.{deep}"
    token = f"{said}.{packed(hmac.new(b'hush', said.encode(), hashlib.sha256).digest())}"

    with pytest.raises(SessionTokenError):
        check(token)
