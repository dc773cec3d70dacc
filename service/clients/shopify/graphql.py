"""One shop's Admin GraphQL endpoint: a question in, checked data out, or a `ShopifyError`."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
import urllib3

from service.clients.shopify.access import Access, FixedToken
from service.clients.shopify.answers import (
    AnswerTooLargeError,
    BlockedError,
    MaybeDoneError,
    NotDoneError,
    PointsLeft,
    checked_data,
    known_cost,
    points_left,
    refusal,
    search_warnings,
    throttle,
)
from service.clients.shopify.attempts import MOST_TRIES, Attempts
from service.clients.shopify.points import LocalPoints, Points, Taken
from service.clients.shopify.session import new_session, retry_after
from service.domain.errors import (
    ReauthNeededError,
    ShopClosedError,
    ShopifyError,
    ShopifyUnavailableError,
)

logger = logging.getLogger(__name__)

API_VERSION = "2026-10"

TIMEOUTS = (3.0, 20.0)
"""Seconds to connect, and between two bytes."""

LONGEST_ANSWER = 120.0
LARGEST_ANSWER = 64 * 1024 * 1024
LONGEST_THROTTLE = 60.0
"""How long one question may wait for points, in all."""

LOOK_AGAIN = 1.0
SHORTEST_WAIT = 0.02

FIRST_GUESS = 50.0
"""What a question is taken to cost until Shopify has said it."""

_CHUNK = 256 * 1024

_Data = Mapping[str, Any]


class GraphQLClient:
    """Asks one shop, with a token or with an `Access` that knows the living one.

    *admin_url* is where the shop is reached, ``{shop}`` standing for its domain. *costs*: what
    questions have turned out to cost, by their text and size.
    """

    def __init__(
        self,
        shop_domain: str,
        access: str | Access,
        *,
        admin_url: str = "https://{shop}",
        session: requests.Session | None = None,
        points: Points | None = None,
        costs: dict[tuple[str, object], float] | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
        sleep: Callable[[float], None] = time.sleep,
        most_tries: int = MOST_TRIES,
    ) -> None:
        base = admin_url.format(shop=shop_domain).rstrip("/")
        self._url = f"{base}/admin/api/{API_VERSION}/graphql.json"
        self._shop = shop_domain
        self._access = FixedToken(access) if isinstance(access, str) else access
        self._session = session or new_session(base)
        self._points = points or LocalPoints()
        self._costs = costs if costs is not None else {}
        self._timeouts = timeouts
        self._sleep = sleep
        self._most_tries = most_tries

    def __repr__(self) -> str:
        return f"GraphQLClient({self._shop!r})"

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return ``data``, whole: an answer with any error in it raises `ShopifyError`.

        The question only reads: it is asked again when no answer came. Waits while the shop's
        points are used up.
        """
        return self._tried(query, variables or {}, Attempts(repeatable=True, most=self._most_tries))

    def change(
        self, mutation: str, variables: Mapping[str, Any] | None = None, *, repeatable: bool = False
    ) -> Mapping[str, Any]:
        """As `ask`, for what changes something: asked again only where it was surely not done,
        or where doing it twice is as good as once (*repeatable*). ``userErrors`` are the caller's.
        """
        attempts = Attempts(repeatable=repeatable, most=self._most_tries)
        return self._tried(mutation, variables or {}, attempts)

    def _tried(self, query: str, variables: Mapping[str, Any], attempts: Attempts) -> _Data:
        while True:
            try:
                return self._with_living_token(query, variables)
            except ShopClosedError:
                self._access.closed()
                raise
            except ShopifyError as error:
                pause = attempts.pause(error)
                if pause is None:
                    raise
                told = {"shop": self._shop, "error": str(error), "tries": attempts.tries}
                logger.info("shopify_asked_again", extra=told)
                self._sleep(pause)

    def _with_living_token(self, query: str, variables: Mapping[str, Any]) -> _Data:
        token = self._access.token()
        try:
            return self._unthrottled(query, variables, token)
        except ReauthNeededError:
            other = self._access.renewed(token)
            if other is None:
                self._access.revoked()
                raise
        try:
            return self._unthrottled(query, variables, other)
        except ReauthNeededError:
            self._access.revoked()
            raise

    def _unthrottled(self, query: str, variables: Mapping[str, Any], token: str) -> _Data:
        waited = at_least = 0.0
        while True:
            answer, queued = self._queued(
                query, variables, token, at_least=at_least, patience=LONGEST_THROTTLE - waited
            )
            throttled = throttle(answer)
            if throttled is None:
                self._note_search(answer)
                return checked_data(self._shop, answer)
            waited, at_least = waited + queued, throttled.seconds()

    def _queued(
        self,
        query: str,
        variables: Mapping[str, Any],
        token: str,
        *,
        at_least: float,
        patience: float,
    ) -> tuple[_Data, float]:
        """Take the points, wait for what is missing of them, ask, and say what is left."""
        key = (query, variables.get("first"))
        taken, waited = self._take(key, at_least, patience)
        left: PointsLeft | None = None
        try:
            answer = self._answer(query, variables, token)
            left = points_left(answer)
            self._costs[key] = known_cost(answer) or taken.cost
        finally:
            self._points.settle(self._shop, taken, left)
        return answer, waited

    def _take(
        self, key: tuple[str, object], at_least: float, patience: float
    ) -> tuple[Taken, float]:
        """Wait until the points are there; look now and then, since others give some back."""
        waited, seconds = 0.0, at_least
        while True:
            if seconds:
                self._wait(seconds, patience - waited)
                waited += seconds
            taken = self._points.take(self._shop, self._costs.get(key, FIRST_GUESS))
            if not taken.seconds:
                return taken, waited
            seconds = max(min(taken.seconds, LOOK_AGAIN), SHORTEST_WAIT)

    def _wait(self, seconds: float, patience: float) -> None:
        if seconds > patience:
            raise ShopifyUnavailableError(f"{self._shop} is throttled for too long")
        logger.info("shopify_throttled", extra={"shop": self._shop, "seconds": round(seconds, 2)})
        self._sleep(seconds)

    def _answer(self, query: str, variables: Mapping[str, Any], token: str) -> _Data:
        try:
            with self._post(query, variables, token) as response:
                body = _whole_body(response)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            AnswerTooLargeError,
        ) as error:
            logger.warning(
                "shopify_unreachable", extra={"shop": self._shop, "error": type(error).__name__}
            )
            # Without its cause: a transport error can carry the request, and so the token.
            raise _lost(error)(f"{self._shop} did not answer whole") from None
        self._note(response)
        if response.status_code != 200:
            raise self._refusal(response, body, token)
        return self._read(body)

    def _post(self, query: str, variables: Mapping[str, Any], token: str) -> requests.Response:
        return self._session.post(
            self._url,
            json={"query": query, "variables": dict(variables)},
            headers={"X-Shopify-Access-Token": token, "Accept": "application/json"},
            auth=_no_auth,
            timeout=self._timeouts,
            allow_redirects=False,
            stream=True,
        )

    def _refusal(self, response: requests.Response, body: bytes, token: str) -> ShopifyError:
        wait = retry_after(response.headers.get("Retry-After"))
        error = refusal(self._shop, response.status_code, body, secret=token, retry_after=wait)
        if isinstance(error, BlockedError):
            logger.critical("shopify_blocks_us", extra={"shop": self._shop})
        return error

    def _read(self, body: bytes) -> _Data:
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise MaybeDoneError(f"{self._shop} answered something that is not JSON")
        return answer

    def _note_search(self, answer: Mapping[str, Any]) -> None:
        """Tell of a filter that Shopify ignored: it is a mistake of ours."""
        if warnings := search_warnings(answer):
            told = {"shop": self._shop, "warnings": warnings}
            logger.warning("shopify_search_warned", extra=told)

    def _note(self, response: requests.Response) -> None:
        served = response.headers.get("X-Shopify-API-Version", API_VERSION)[:40]
        told = {
            "shop": self._shop,
            "status": response.status_code,
            "request_id": response.headers.get("X-Request-Id", ""),
        }
        if served != API_VERSION:
            logger.error(
                "shopify_version_differs", extra={**told, "asked": API_VERSION, "served": served}
            )
        if reason := response.headers.get("X-Shopify-API-Deprecated-Reason"):
            logger.error("shopify_call_deprecated", extra={**told, "reason": reason[:200]})
        if response.status_code != 200:
            logger.warning("shopify_refused", extra=told)
        else:
            self._access.answered(served)


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep ``.netrc`` out of it."""
    return request


def _lost(error: Exception) -> type[ShopifyUnavailableError]:
    """A question that found no connection was surely not taken."""
    timed_out = isinstance(error, requests.ConnectTimeout)
    return NotDoneError if timed_out or _is_refused(error) else MaybeDoneError


def _is_refused(error: Exception) -> bool:
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    reason = getattr(cause, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _whole_body(response: requests.Response) -> bytes:
    """Return the unpacked body, or raise when it is too large or takes too long."""
    give_up_at = time.monotonic() + LONGEST_ANSWER
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise AnswerTooLargeError
        if time.monotonic() > give_up_at:
            raise requests.Timeout
    return bytes(body)
