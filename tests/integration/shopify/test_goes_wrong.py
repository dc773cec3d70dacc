"""What the real client makes of a Shopify that goes wrong."""

from __future__ import annotations

import logging
import time

import pytest

from service.clients.shopify.answers import BlockedError
from service.clients.shopify.feed import GraphQLShopFeed
from service.clients.shopify.graphql import GraphQLClient
from service.clients.shopify.session import new_session
from service.domain.errors import (
    AccessDeniedError,
    ReauthNeededError,
    ShopClosedError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
)
from tests.integration.shopify.fake_process import TOKEN, FakeProcess

NAME = "{ shop { name } }"


def no_pause(_seconds: float) -> None: ...


def test_asks_again_when_told_to_wait(fake: FakeProcess) -> None:
    fake.order("429", seconds=0.05, count=2)

    data = fake.client().ask(NAME)

    assert data == {"shop": {"name": "Fernwick"}}


@pytest.mark.parametrize(
    "kind", ["500", "502", "503", "504", "html", "half_json", "cut", "internal"]
)
def test_asks_again_when_no_answer_came(fake: FakeProcess, kind: str) -> None:
    fake.order(kind, count=2)

    data = fake.client(sleep=no_pause).ask(NAME)

    assert data == {"shop": {"name": "Fernwick"}}


@pytest.mark.parametrize("kind", ["500", "html", "half_json", "cut", "internal"])
def test_is_unavailable_when_no_answer_ever_comes(fake: FakeProcess, kind: str) -> None:
    fake.order(kind, count=100)

    with pytest.raises(ShopifyUnavailableError):
        fake.client(sleep=no_pause).ask(NAME)


def test_pauses_longer_each_time(fake: FakeProcess) -> None:
    slept: list[float] = []
    fake.order("500", count=100)

    with pytest.raises(ShopifyUnavailableError):
        fake.client(sleep=slept.append).ask(NAME)

    bounds = [(0.25, 0.5), (0.5, 1.0), (1.0, 2.0), (2.0, 4.0)]
    assert len(bounds) == len(slept)
    assert all(low <= pause <= high for (low, high), pause in zip(bounds, slept, strict=True))


@pytest.mark.parametrize("kind", ["500", "502", "cut", "half_json", "internal"])
def test_a_change_that_may_have_happened_is_not_sent_again(fake: FakeProcess, kind: str) -> None:
    fake.order(kind)

    with pytest.raises(ShopifyUnavailableError):
        fake.client(sleep=no_pause).change(NAME)


def test_a_change_that_was_not_taken_is_sent_again(fake: FakeProcess) -> None:
    fake.order("429", seconds=0.05, count=2)

    data = fake.client(sleep=no_pause).change(NAME)

    assert data == {"shop": {"name": "Fernwick"}}


def test_a_change_that_may_be_made_twice_is_sent_again(fake: FakeProcess) -> None:
    fake.order("502", count=2)

    data = fake.client(sleep=no_pause).change(NAME, repeatable=True)

    assert data == {"shop": {"name": "Fernwick"}}


def test_is_unavailable_when_it_stays_rate_limited(fake: FakeProcess) -> None:
    fake.order("429", seconds=0.05, count=100)

    with pytest.raises(ShopifyUnavailableError, match="429"):
        fake.client().ask(NAME)


def test_is_unavailable_when_nothing_comes_in_time(fake: FakeProcess) -> None:
    fake.order("timeout", seconds=2, count=10)
    began = time.monotonic()

    with pytest.raises(ShopifyUnavailableError):
        fake.client(timeouts=(1.0, 0.2), sleep=no_pause).ask(NAME)

    assert time.monotonic() - began < 2


def test_is_unavailable_when_nobody_listens(fake: FakeProcess) -> None:
    nowhere = "http://127.0.0.1:9"
    away = GraphQLClient("fernwick.myshopify.com", TOKEN, admin_url=nowhere, sleep=no_pause)

    with pytest.raises(ShopifyUnavailableError):
        away.ask(NAME)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("401", ReauthNeededError),
        ("402", ShopClosedError),
        ("403", ShopClosedError),
        ("404", ShopifyRefusedError),
        ("423", ShopClosedError),
        ("430", BlockedError),
        ("redirect", ShopifyRefusedError),
    ],
)
def test_is_refused_when_asking_again_changes_nothing(
    fake: FakeProcess, kind: str, error: type[ShopifyRefusedError]
) -> None:
    fake.order(kind)

    with pytest.raises(ShopifyRefusedError) as raised:
        fake.client().ask(NAME)

    assert error is type(raised.value)


def test_a_scope_that_is_missing_is_named(fake: FakeProcess) -> None:
    with pytest.raises(AccessDeniedError, match="read_orders"):
        fake.client().ask("{ orders(first: 1) { nodes { id } } }")


def test_is_refused_with_a_token_that_nobody_knows(fake: FakeProcess) -> None:
    with pytest.raises(ShopifyRefusedError, match=r"401.*Invalid API key or access token"):
        fake.client("unknown").ask(NAME)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("{ articles(first: 1) { nodes { contentHtml } } }", "Field 'contentHtml' doesn't exist"),
        ("{ articles { nodes { id } } }", "you must provide one of first or last"),
        ("{ articles(first: 251) { nodes { id } } }", "first cannot exceed 250"),
        ("{ product { id } }", "missing required arguments: id"),
        ("{ orders(first: 1) { nodes { id } } }", "Access denied for orders field"),
        ("{ shop { name email } }", "does not provide Shop.email"),
        ("{ shop { name ", "syntax error"),
        ("mutation { shopRename { id } }", "doesn't exist on type 'Mutation'"),
    ],
)
def test_is_refused_a_question_that_shopify_refuses(
    fake: FakeProcess, query: str, said: str
) -> None:
    with pytest.raises(ShopifyRefusedError, match=said):
        fake.client().ask(query)


def test_waits_for_points_as_long_as_shopify_says(fake: FakeProcess) -> None:
    fake.order("throttled", seconds=0.4, count=2)
    began = time.monotonic()

    data = fake.client().ask(NAME)

    assert data == {"shop": {"name": "Fernwick"}}
    assert 0.8 <= time.monotonic() - began < 2.5


def test_is_unavailable_when_points_never_come(fake: FakeProcess) -> None:
    fake.order("throttled", seconds=9, count=100)

    with pytest.raises(ShopifyUnavailableError, match="throttled for too long"):
        fake.client(sleep=no_pause).ask(NAME)


def test_a_page_that_fails_leaves_the_pages_before_it_whole(large: FakeProcess) -> None:
    large.order("half_json", after=2, count=100)
    pages = GraphQLShopFeed(large.client(sleep=no_pause)).products()
    read = [next(pages), next(pages)]

    with pytest.raises(ShopifyUnavailableError):
        next(pages)

    assert list(range(1, 101)) == [product.id for page in read for product in page]


def test_warns_when_another_version_answers(
    fake: FakeProcess, caplog: pytest.LogCaptureFixture
) -> None:
    fake.order("other_version")

    fake.client().ask(NAME)

    [warning] = [r for r in caplog.records if r.message == "shopify_version_differs"]
    assert (warning.__dict__["asked"], warning.__dict__["served"]) == ("2026-10", "2026-01")


def test_warns_when_a_filter_was_ignored(
    fake: FakeProcess, caplog: pytest.LogCaptureFixture
) -> None:
    fake.client().ask('{ products(first: 1, query: "colour:red") { nodes { id } } }')

    [warning] = [r for r in caplog.records if r.message == "shopify_search_warned"]
    assert "colour" in warning.__dict__["warnings"]


@pytest.mark.parametrize("kind", ["401", "500", "html", "cut", "redirect", "throttled"])
def test_never_tells_the_token(
    fake: FakeProcess, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.order(kind, seconds=9 if kind == "throttled" else None, count=100)
    client = fake.client(sleep=no_pause)

    with pytest.raises((ShopifyRefusedError, ShopifyUnavailableError)) as raised:
        client.ask(NAME)

    told = [str(raised.value), repr(client), *(str(vars(r)) for r in caplog.records)]
    assert [line for line in told if TOKEN in line] == []
    assert raised.value.__cause__ is None


def test_a_shop_on_this_machine_is_reached_without_the_proxy() -> None:
    assert not new_session("http://127.0.0.1:8001").trust_env
    assert not new_session("http://localhost:8001").trust_env
    assert new_session("https://fernwick.myshopify.com").trust_env
