"""What Shopify's answers mean: data, a wait, a refusal or a failure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.errors import (
    AccessDeniedError,
    ReauthNeededError,
    ShopClosedError,
    ShopifyError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
)

LONGEST_REASON = 300

CLOSED = frozenset({402, 403, 423})
GIVE_TIME = frozenset({530, 540})
"""Shopify says that it will take long: asking again within seconds only adds to the load."""


class AnswerTooLargeError(Exception):
    """An answer of a size that no honest shop needs."""


class QueryTooCostlyError(ShopifyRefusedError):
    """The question may cost more points than one question may; ask for a smaller page."""


class BlockedError(ShopifyRefusedError):
    """Shopify takes us for an abuser (430); a person has to look."""


class NotDoneError(ShopifyUnavailableError):
    """The question was not taken: it can be asked again whatever it would have changed."""

    seconds: float | None = None
    """How long Shopify asks us to wait."""


class MaybeDoneError(ShopifyUnavailableError):
    """No answer came, or none that can be read; what was asked for may have happened."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Throttle:
    """Not enough points are left for the question."""

    requested: float
    available: float
    restored_per_second: float

    def seconds(self) -> float:
        """Return how long it takes until there are enough, between a tenth and ten seconds."""
        missing = self.requested - self.available
        wait = missing / self.restored_per_second if self.restored_per_second > 0 else 1.0
        return min(max(wait, 0.1), 10.0)


@dataclass(frozen=True, slots=True)
class PointsLeft:
    """What Shopify says of the points of this shop: how many are left, at most, and per second."""

    available: float
    most: float
    restored_per_second: float


def throttle(answer: Mapping[str, Any]) -> Throttle | None:
    """Return how throttled the answer is, ``None`` when it is not."""
    if "THROTTLED" not in _codes(answer):
        return None
    status = _throttle_status(answer)
    return Throttle(
        requested=known_cost(answer) or 100.0,
        available=_number(status.get("currentlyAvailable"), 0.0),
        restored_per_second=_number(status.get("restoreRate"), 50.0),
    )


def points_left(answer: Mapping[str, Any]) -> PointsLeft | None:
    """Return the state of the shop's points, ``None`` when the answer does not say it."""
    status = _throttle_status(answer)
    said = [status.get(name) for name in ("currentlyAvailable", "maximumAvailable", "restoreRate")]
    available, most, rate = (_number(value, -1.0) for value in said)
    return PointsLeft(available, most, rate) if min(available, most, rate) >= 0 < rate else None


def known_cost(answer: Mapping[str, Any]) -> float:
    """Return how many points the question takes at most, 0 when the answer does not say it."""
    said = [_cost(answer).get(name) for name in ("requestedQueryCost", "actualQueryCost")]
    return max(_number(value, 0.0) for value in said)


def checked_data(shop: str, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return ``data`` or raise; partial data is not used."""
    if answer.get("errors"):
        raise _graphql_error(shop, answer)
    data = answer.get("data")
    if not isinstance(data, dict):
        raise MaybeDoneError(f"{shop} answered without data")
    return data


def search_warnings(answer: Mapping[str, Any]) -> str:
    """Return what Shopify says of a search that it understood only in part, else nothing."""
    searches = _mapping(answer.get("extensions")).get("search")
    warned = [search for search in searches or () if _mapping(search).get("warnings")]
    return json.dumps(warned)[:LONGEST_REASON] if warned else ""


def refusal(
    shop: str, status: int, body: bytes, *, secret: str, retry_after: float | None = None
) -> ShopifyError:
    """Return the error of an HTTP status that is not 200, without *secret* in it."""
    if status == 429:
        error = NotDoneError(f"{shop} answered 429")
        error.seconds = retry_after
        return error
    if status in GIVE_TIME:
        return ShopifyUnavailableError(f"{shop} answered {status}")
    if status >= 500:
        failure = MaybeDoneError(f"{shop} answered {status}")
        failure.seconds = retry_after
        return failure
    if 300 <= status < 400:
        return ShopifyRefusedError(f"{shop} answered {status}; redirects are not followed")
    reason = _reason(body).replace(secret, "[token]") if secret else _reason(body)
    return _refused_with(status)(f"{shop} answered {status}{reason}")


def _refused_with(status: int) -> type[ShopifyRefusedError]:
    if status in CLOSED:
        return ShopClosedError
    return {401: ReauthNeededError, 430: BlockedError}.get(status, ShopifyRefusedError)


_KINDS: tuple[tuple[frozenset[str], type[ShopifyError]], ...] = (
    (frozenset({"MAX_COST_EXCEEDED"}), QueryTooCostlyError),
    (frozenset({"ACCESS_DENIED"}), AccessDeniedError),
    (frozenset({"SHOP_INACTIVE"}), ShopClosedError),
    (frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT"}), MaybeDoneError),
)


def _graphql_error(shop: str, answer: Mapping[str, Any]) -> ShopifyError:
    codes, said = _codes(answer), _messages(answer)
    kind = next((kind for told, kind in _KINDS if told & codes), ShopifyRefusedError)
    return kind(f"{shop}: {said}")


def _errors(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    errors = answer.get("errors")
    if isinstance(errors, list):
        return [_mapping(error) for error in errors]
    return [{"message": json.dumps(errors)}] if errors else []


def _codes(answer: Mapping[str, Any]) -> frozenset[str]:
    codes = (_mapping(error.get("extensions")).get("code") for error in _errors(answer))
    return frozenset(str(code) for code in codes if code)


def _messages(answer: Mapping[str, Any]) -> str:
    messages = [str(error.get("message", "")) for error in _errors(answer)]
    return "; ".join(messages)[:LONGEST_REASON]


def _reason(body: bytes) -> str:
    """Return what a JSON error says; a page of HTML says nothing worth repeating."""
    try:
        answer = json.loads(body)
    except ValueError:
        return ""
    errors = _mapping(answer).get("errors")
    said = errors if isinstance(errors, str) else json.dumps(errors)
    return f": {said}"[:LONGEST_REASON] if errors else ""


def _cost(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(_mapping(answer.get("extensions")).get("cost"))


def _throttle_status(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(_cost(answer).get("throttleStatus"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) else otherwise
