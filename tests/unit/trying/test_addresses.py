"""SSRF_REQUEST_FORGERY: which addresses a store may have."""

from __future__ import annotations

import pytest

from service.clients.public_feeds.addresses import guarded_session, is_public, store_origin
from service.domain.errors import InvalidFieldError, StoreUnreadableError


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("store.com", "https://store.com"),
        (" https://Store.com/blogs/news?x=1 ", "https://store.com"),
        ("http://store.com:8080/", "http://store.com:8080"),
        ("https://store.com:443", "https://store.com"),
        ("http://[::1]:8001", "http://[::1]:8001"),
        ("localhost:8001", "https://localhost:8001"),
    ],
)
def test_what_a_person_types_becomes_an_origin(typed: str, origin: str) -> None:
    assert origin == store_origin(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "ftp://store.com", "file:///etc/passwd", "https://", "https://me:pw@store.com", "store",
     "https://store.com:99999", "javascript:alert(1)", "https://" + "a" * 3_000 + ".com"],
)  # fmt: skip
def test_what_is_no_store_is_refused_in_words(typed: str) -> None:
    with pytest.raises(InvalidFieldError, match="STORE"):
        store_origin(typed)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "0.0.0.0",
     "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
     "2002:7f00:1::", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["23.227.38.65", "2620:127:f00f:e::"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"])
def test_a_private_address_that_nobody_typed_is_not_connected_to(host: str) -> None:
    session = guarded_session("https://store.com")

    with pytest.raises(StoreUnreadableError, match="private network"):
        session.get(f"http://{host}:9/", timeout=1)


def test_only_the_port_that_was_typed_is_open_on_this_machine() -> None:
    session = guarded_session("http://127.0.0.1:9")

    with pytest.raises(StoreUnreadableError, match="private network"):
        session.get("http://127.0.0.1:10/", timeout=1)
