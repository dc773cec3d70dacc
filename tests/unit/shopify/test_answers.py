"""What Shopify's answers mean."""

from __future__ import annotations

from typing import Any

import pytest

from service.clients.shopify.answers import (
    BlockedError,
    MaybeDoneError,
    NotDoneError,
    PointsLeft,
    QueryTooCostlyError,
    Throttle,
    checked_data,
    points_left,
    refusal,
    throttle,
)
from service.clients.shopify.session import retry_after
from service.domain.errors import (
    AccessDeniedError,
    ReauthNeededError,
    ShopClosedError,
    ShopifyError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
)


def an_error(**extensions: Any) -> dict[str, Any]:
    return {"errors": [{"message": "No.", "extensions": extensions}], "data": {"shop": {}}}


def test_waits_until_the_missing_points_are_restored() -> None:
    cost = {
        "requestedQueryCost": 202,
        "throttleStatus": {"currentlyAvailable": 118, "restoreRate": 50.0},
    }

    found = throttle({**an_error(code="THROTTLED"), "extensions": {"cost": cost}})

    assert Throttle(202.0, 118.0, 50.0) == found
    assert 1.68 == Throttle(202.0, 118.0, 50.0).seconds()


@pytest.mark.parametrize(
    ("throttled", "seconds"),
    [
        (Throttle(100, 200, 50), 0.1),
        (Throttle(9_000, 0, 50), 10.0),
        (Throttle(100, 0, 0), 1.0),
    ],
)
def test_a_wait_is_never_none_and_never_long(throttled: Throttle, seconds: float) -> None:
    assert seconds == throttled.seconds()


def test_a_throttle_without_figures_is_one_all_the_same() -> None:
    found = throttle(an_error(code="THROTTLED"))

    assert found is not None
    assert 2.0 == found.seconds()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (an_error(code="ACCESS_DENIED"), AccessDeniedError),
        (an_error(code="SHOP_INACTIVE"), ShopClosedError),
        (an_error(), ShopifyRefusedError),
        (an_error(code="MAX_COST_EXCEEDED"), QueryTooCostlyError),
        (an_error(code="INTERNAL_SERVER_ERROR"), MaybeDoneError),
        ({"errors": "Not allowed"}, ShopifyRefusedError),
        ({"errors": ["odd"]}, ShopifyRefusedError),
        ({"data": None}, MaybeDoneError),
        ({}, MaybeDoneError),
    ],
)
def test_data_beside_an_error_is_not_used(
    answer: dict[str, Any], error: type[ShopifyError]
) -> None:
    with pytest.raises(error):
        checked_data("fernwick.myshopify.com", answer)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, ShopifyRefusedError),
        (400, ShopifyRefusedError),
        (401, ReauthNeededError),
        (402, ShopClosedError),
        (403, ShopClosedError),
        (423, ShopClosedError),
        (404, ShopifyRefusedError),
        (429, NotDoneError),
        (430, BlockedError),
        (500, MaybeDoneError),
        (530, ShopifyUnavailableError),
    ],
)
def test_a_status_is_a_refusal_or_a_failure(status: int, error: type[ShopifyError]) -> None:
    assert error is type(refusal("fernwick.myshopify.com", status, b"", secret="x"))


def test_a_refusal_repeats_no_secret() -> None:
    said = str(refusal("a.myshopify.com", 401, b'{"errors": "unknown: s3cret"}', secret="s3cret"))

    assert "a.myshopify.com answered 401: unknown: [token]" == said


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2.0", 2.0), ("1", 1.0), ("0.25", 0.25), ("-3", 0), ("9999", 30), ("nan", 0), ("soon", 0)],
)
def test_reads_a_decimal_of_seconds(header: str, seconds: float) -> None:
    assert seconds == retry_after(header)


def test_reads_a_date_that_is_past_as_no_wait() -> None:
    assert 0.0 == retry_after("Wed, 21 Oct 2015 07:28:00 GMT")


def test_no_header_says_nothing() -> None:
    assert None is retry_after(None)


def test_reads_what_is_left_of_the_points() -> None:
    status = {"maximumAvailable": 1000.0, "currentlyAvailable": 954, "restoreRate": 50.0}

    found = points_left({"data": {}, "extensions": {"cost": {"throttleStatus": status}}})

    assert PointsLeft(954.0, 1000.0, 50.0) == found


@pytest.mark.parametrize("rate", [None, 0, "50", -1])
def test_points_that_are_not_all_said_are_not_known(rate: Any) -> None:
    status = {"maximumAvailable": 1000.0, "currentlyAvailable": 954, "restoreRate": rate}

    assert None is points_left({"extensions": {"cost": {"throttleStatus": status}}})
