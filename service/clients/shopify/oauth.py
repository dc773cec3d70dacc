"""Shopify's token endpoint: who we are and what we hold against a `Grant`."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
import requests

from service.clients.shopify.answers import MaybeDoneError, refusal
from service.clients.shopify.attempts import Attempts
from service.clients.shopify.session import Sessions, retry_after
from service.domain.connections import Grant
from service.domain.errors import (
    ReauthNeededError,
    ShopifyError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
)

logger = logging.getLogger(__name__)

TIMEOUTS = (2.0, 6.0)
MOST_TRIES = 2
LARGEST_ANSWER = 64 * 1024
A_DAY = 86_400

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105  a name
SESSION_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105  a name
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"


class SessionTokenRefusedError(ShopifyRefusedError):
    """Shopify does not take the session token (any more); the browser can get another."""


class ClientRefusedError(ShopifyUnavailableError):
    """Shopify does not know our client id with any of our secrets: a fault of the operator's."""


@dataclass(frozen=True, slots=True)
class App:
    """An app as Shopify knows it. *secrets*: the newest first."""

    client_id: str
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the shop's staff, as Shopify knows them; *lasts*: for how long it says so."""

    id: int
    email: str
    is_owner: bool
    lasts: timedelta


class _User(msgspec.Struct, frozen=True):
    id: int
    email: str = ""
    account_owner: bool = False


class _Answer(msgspec.Struct, frozen=True):
    access_token: str
    scope: str = ""
    expires_in: int | None = None
    refresh_token: str | None = None
    refresh_token_expires_in: int | None = None
    associated_user: _User | None = None


class OAuthClient:
    """Gets tokens for one app. *admin_url*: where a shop is reached, as of `GraphQLClient`.

    The domain must have been checked: our secret goes to that host.
    """

    def __init__(
        self,
        app: App,
        *,
        admin_url: str = "https://{shop}",
        sessions: Sessions | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.app = app
        self._admin_url = admin_url
        self._sessions = sessions or Sessions()
        self._sleep = sleep

    def exchange_session_token(self, shop: str, session_token: str) -> Grant:
        """Return expiring tokens of the shop; older ones can be refreshed no more.

        Raises `SessionTokenRefusedError` for a token that is too old.
        """
        return _grant(
            self._ask(
                shop,
                grant_type=TOKEN_EXCHANGE,
                subject_token=session_token,
                subject_token_type=SESSION_TOKEN,
                requested_token_type=OFFLINE,
                expiring="1",
            )
        )

    def exchange_code(self, shop: str, code: str) -> Grant:
        """Return expiring tokens of the shop for what its merchant has just consented to."""
        return _grant(self._ask(shop, code=code, expiring="1"))

    def identify(self, shop: str, code: str) -> Person:
        """Return who came back from Shopify with the *code* of a per-user grant."""
        answer = self._ask(shop, code=code)
        user = answer.associated_user
        if user is None:
            raise ShopifyRefusedError(f"{shop} did not say who came")
        lasts = timedelta(seconds=answer.expires_in or A_DAY)
        return Person(user.id, user.email, user.account_owner, lasts)

    def refresh(self, shop: str, refresh_token: str) -> Grant:
        """Return the next pair; raise `ReauthNeededError` when the token is spent or too old."""
        return _grant(self._ask(shop, grant_type="refresh_token", refresh_token=refresh_token))

    def client_credentials(self, shop: str) -> Grant:
        """Return a token of a day, for an app of the shop's own organisation."""
        return _grant(self._ask(shop, grant_type="client_credentials"))

    def _ask(self, shop: str, **said: str) -> _Answer:
        """Ask with the newest secret, and with the others when Shopify does not know it yet."""
        refused: ShopifyError = ClientRefusedError("no app is set up; see ENDCAP_SHOPIFY_CLIENT_ID")
        for secret in self.app.secrets:
            try:
                return self._tried(shop, {**said, "client_secret": secret})
            except ClientRefusedError as error:
                refused = error
        logger.critical("shopify_knows_no_secret_of_ours", extra={"shop": shop})
        raise refused

    def _tried(self, shop: str, said: Mapping[str, str]) -> _Answer:
        """A repeated question is answered the same for a while, so a lost answer is asked for."""
        attempts = Attempts(repeatable=True, most=MOST_TRIES)
        while True:
            try:
                return self._once(shop, {"client_id": self.app.client_id, **said})
            except ShopifyError as error:
                pause = attempts.pause(error)
                if pause is None:
                    raise
                self._sleep(pause)

    def _once(self, shop: str, said: Mapping[str, str]) -> _Answer:
        base = self._admin_url.format(shop=shop).rstrip("/")
        try:
            response = self._sessions.of(base).post(
                f"{base}/admin/oauth/access_token",
                data=said,
                headers={"Accept": "application/json"},
                auth=lambda request: request,  # keeps .netrc out of it
                timeout=TIMEOUTS,
                allow_redirects=False,
            )
        except requests.RequestException:
            raise MaybeDoneError(f"{shop} did not answer whole") from None
        if response.status_code == 200:
            return _read(shop, response.content)
        raise _refusal(shop, response)


def _read(shop: str, body: bytes) -> _Answer:
    try:
        return msgspec.json.decode(body[:LARGEST_ANSWER], type=_Answer)
    except msgspec.DecodeError:
        # Without its cause, which can quote the body.
        raise MaybeDoneError(f"{shop} answered something that is no token") from None


_ERRORS: dict[str, tuple[type[ShopifyError], str]] = {
    "invalid_client": (ClientRefusedError, "Shopify does not know this app or its secret"),
    "invalid_subject_token": (SessionTokenRefusedError, "the session token is not valid any more"),
    "invalid_grant": (ReauthNeededError, "Shopify lets us in no longer; open Endcap in Shopify"),
}


def _refusal(shop: str, response: requests.Response) -> ShopifyError:
    """The words of the answer are not repeated: they may quote what was sent."""
    kind, says = _ERRORS.get(_code(response.content), (None, ""))
    if kind is not None and response.status_code in {400, 401}:
        return kind(f"{shop}: {says}")
    wait = retry_after(response.headers.get("Retry-After"))
    error = refusal(shop, response.status_code, b"", secret="", retry_after=wait)
    if isinstance(error, ReauthNeededError):  # a 401 of this endpoint speaks of the app
        return ShopifyRefusedError(str(error))
    return error


def _code(body: bytes) -> str:
    try:
        answer: Any = json.loads(body[:LARGEST_ANSWER])
    except ValueError:
        return ""
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""


def _grant(answer: _Answer) -> Grant:
    return Grant(
        access_token=answer.access_token,
        scopes=frozenset(filter(None, map(str.strip, answer.scope.split(",")))),
        expires_in=_seconds(answer.expires_in),
        refresh_token=answer.refresh_token,
        refresh_expires_in=_seconds(answer.refresh_token_expires_in),
    )


def _seconds(number: int | None) -> timedelta | None:
    return timedelta(seconds=number) if number is not None else None
