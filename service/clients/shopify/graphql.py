"""One shop's Admin GraphQL endpoint: a question in, checked data out, or a `ShopifyError`."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
import urllib3

from service.clients.shopify.answers import (
    AnswerTooLargeError,
    Throttle,
    checked_data,
    refusal,
    search_warnings,
    throttle,
)
from service.clients.shopify.session import new_session
from service.domain.errors import ShopifyUnavailableError

logger = logging.getLogger(__name__)

API_VERSION = "2026-10"

TIMEOUTS = (3.0, 20.0)
"""Seconds to connect, and between two bytes."""

LONGEST_ANSWER = 120.0
LARGEST_ANSWER = 64 * 1024 * 1024
LONGEST_THROTTLE = 60.0
"""How long one question may wait for points, in all."""

_CHUNK = 256 * 1024


class GraphQLClient:
    """Asks one shop. Questions must be read-only: a failed one is asked again.

    *admin_url* is where the shop is reached, ``{shop}`` standing for its domain.
    """

    def __init__(
        self,
        shop_domain: str,
        token: str,
        *,
        admin_url: str = "https://{shop}",
        session: requests.Session | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        base = admin_url.format(shop=shop_domain).rstrip("/")
        self._url = f"{base}/admin/api/{API_VERSION}/graphql.json"
        self._shop = shop_domain
        self._token = token
        self._session = session or new_session(base)
        self._timeouts = timeouts
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"GraphQLClient({self._shop!r})"

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return ``data``, whole: an answer with any error in it raises `ShopifyError`.

        Waits while Shopify says that the shop's points are used up.
        """
        waited = 0.0
        while True:
            answer = self._answer(query, variables or {})
            throttled = throttle(answer)
            if throttled is None:
                self._note_search(answer)
                return checked_data(self._shop, answer)
            waited += self._wait(throttled, waited)

    def _wait(self, throttled: Throttle, waited: float) -> float:
        seconds = throttled.seconds()
        if waited + seconds > LONGEST_THROTTLE:
            raise ShopifyUnavailableError(f"{self._shop} is throttled for too long")
        logger.info("shopify_throttled", extra={"shop": self._shop, "seconds": round(seconds, 2)})
        self._sleep(seconds)
        return seconds

    def _answer(self, query: str, variables: Mapping[str, Any]) -> Any:
        try:
            with self._post(query, variables) as response:
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
            raise ShopifyUnavailableError(f"{self._shop} did not answer whole") from None
        self._note(response)
        if response.status_code != 200:
            raise refusal(self._shop, response.status_code, body, secret=self._token)
        return self._read(body)

    def _post(self, query: str, variables: Mapping[str, Any]) -> requests.Response:
        return self._session.post(
            self._url,
            json={"query": query, "variables": dict(variables)},
            headers={"X-Shopify-Access-Token": self._token, "Accept": "application/json"},
            auth=_no_auth,
            timeout=self._timeouts,
            allow_redirects=False,
            stream=True,
        )

    def _read(self, body: bytes) -> Any:
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ShopifyUnavailableError(f"{self._shop} answered something that is not JSON")
        return answer

    def _note_search(self, answer: Mapping[str, Any]) -> None:
        """Tell of a filter that Shopify ignored: it is a mistake of ours."""
        if warnings := search_warnings(answer):
            told = {"shop": self._shop, "warnings": warnings}
            logger.warning("shopify_search_warned", extra=told)

    def _note(self, response: requests.Response) -> None:
        served = response.headers.get("X-Shopify-API-Version", API_VERSION)
        told = {
            "shop": self._shop,
            "status": response.status_code,
            "request_id": response.headers.get("X-Request-Id", ""),
        }
        if served != API_VERSION:
            logger.warning(
                "shopify_version_differs",
                extra={**told, "asked": API_VERSION, "served": served[:40]},
            )
        if response.status_code != 200:
            logger.warning("shopify_refused", extra=told)


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep ``.netrc`` out of it."""
    return request


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
