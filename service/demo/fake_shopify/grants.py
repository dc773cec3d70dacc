"""What merchants granted: installs, access tokens and the one refresh token of each shop."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import msgspec

from service.demo.fake_shopify.scopes import closure

HOUR = 3600
DAY = 86_399
NINETY_DAYS = 7_776_000
REPLAY_SECONDS = 60
"""How long a refresh that was asked for twice is answered twice."""


class OAuthError(Exception):
    """*error* and *description* as the body of a 400 says them."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error, description)
        self.error = error
        self.description = description


class Answer(msgspec.Struct, omit_defaults=True):
    """The body of a token's answer; what is empty is left out."""

    access_token: str
    scope: str
    expires_in: int = 0
    refresh_token: str = ""
    refresh_token_expires_in: int = 0
    associated_user_scope: str = ""
    associated_user: dict[str, object] = {}


class Access(msgspec.Struct):
    """*kind*: ``offline``, ``expiring``, ``online`` or ``client``."""

    value: str
    kind: str
    expires_at: datetime | None = None


class Refresh(msgspec.Struct):
    """*answer*: what it was exchanged for, at *used_at*."""

    value: str
    expires_at: datetime
    used_at: datetime | None = None
    answer: Answer | None = None


class Subscription(msgspec.Struct, frozen=True):
    """A webhook subscription that the app made for one shop."""

    id: str
    topic: str
    uri: str
    name: str = ""
    include_fields: tuple[str, ...] = ()
    filter: str = ""


class Metafield(msgspec.Struct, frozen=True):
    """A value that the app keeps at a shop's *owner*."""

    owner: str
    namespace: str
    key: str
    type: str
    value: str
    updated_at: str
    created_at: str = ""

    @property
    def place(self) -> str:
        return f"{self.owner} {self.namespace}.{self.key}"


class Install(msgspec.Struct):
    """One shop's grant to the app. *refresh* lives; *spent* is the one used last."""

    scopes: tuple[str, ...]
    installed: bool = True
    tokens: dict[str, Access] = {}
    refresh: Refresh | None = None
    spent: Refresh | None = None
    subscriptions: dict[str, Subscription] = {}
    metafields: dict[str, Metafield] = {}
    pixel: str = ""

    def granted(self) -> frozenset[str]:
        return closure(self.scopes)

    def offline(self, now: datetime, *, expiring: bool) -> Answer:
        """Grant background access; a token that can be refreshed ends the one before it."""
        if not expiring:
            return self._access("offline", "shpat_", now, None)
        answer = self._access("expiring", "shpat_", now, HOUR)
        self.refresh = Refresh(_new("shprt_"), now + timedelta(seconds=NINETY_DAYS))
        self.spent = None
        answer.refresh_token = self.refresh.value
        answer.refresh_token_expires_in = NINETY_DAYS
        return answer

    def online(self, now: datetime, user: str) -> Answer:
        """Grant access as a person, for a day."""
        answer = self._access("online", "shpua_", now, DAY)
        answer.associated_user_scope = answer.scope
        answer.associated_user = _user(user)
        return answer

    def for_client(self, now: datetime) -> Answer:
        """Grant the app access by its own credentials, for a day."""
        return self._access("client", "shpca_", now, DAY)

    def refreshed(self, value: str, now: datetime) -> Answer:
        """Exchange the refresh token *value*; the same again for a little while."""
        if (again := self._again(value, now)) is not None:
            return again
        if self.refresh is None or self.refresh.value != value or self.refresh.expires_at <= now:
            raise OAuthError("invalid_grant", "The refresh token is invalid or expired")
        used = self.refresh
        answer = self.offline(now, expiring=True)
        used.used_at, used.answer = now, answer
        self.spent = used
        return answer

    def exchanged(self, value: str, now: datetime) -> Answer:
        """Replace the lasting token *value* by one that expires."""
        old = self.tokens.get(value)
        if old is None or old.kind != "offline":
            raise OAuthError("invalid_subject_token", "The subject token is invalid")
        del self.tokens[value]
        return self.offline(now, expiring=True)

    def is_live(self, value: str, now: datetime) -> bool:
        token = self.tokens.get(value)
        return token is not None and (token.expires_at is None or token.expires_at > now)

    def regrant(self, scopes: tuple[str, ...]) -> None:
        """Grant *scopes* and no others, to an app that was away too."""
        self.scopes, self.installed = scopes, True

    def end(self) -> None:
        """Uninstall: every token is dead at once, and what the app kept to itself is gone."""
        self.installed, self.tokens, self.refresh, self.spent = False, {}, None, None
        self.subscriptions, self.pixel = {}, ""
        self.metafields = {
            place: kept
            for place, kept in self.metafields.items()
            if "/AppInstallation/" not in kept.owner
        }

    def subscribe(self, made: Subscription) -> None:
        self.subscriptions = {**self.subscriptions, made.id: made}

    def _again(self, value: str, now: datetime) -> Answer | None:
        spent = self.spent
        if spent is None or spent.used_at is None or spent.value != value:
            return None
        return spent.answer if (now - spent.used_at).total_seconds() <= REPLAY_SECONDS else None

    def _access(self, kind: str, prefix: str, now: datetime, seconds: int | None) -> Answer:
        value = _new(prefix)
        over_at = None if seconds is None else now + timedelta(seconds=seconds)
        self.tokens = {
            token.value: token
            for token in self.tokens.values()
            if token.expires_at is None or token.expires_at > now
        }
        self.tokens[value] = Access(value, kind, over_at)
        return Answer(value, ",".join(self.scopes), expires_in=seconds or 0)


def _user(number: str) -> dict[str, object]:
    return {
        "id": int(number),
        "first_name": "Ines",
        "last_name": "Moreau",
        "email": f"user-{number}@endcap.test",
        "email_verified": True,
        "account_owner": number == "42",
        "locale": "en",
        "collaborator": False,
    }


def _new(prefix: str) -> str:
    return f"{prefix}{secrets.token_hex(16)}"
