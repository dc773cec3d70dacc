"""Asks a store's public addresses politely: one at a time, with pauses, and within limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from service.clients.public_feeds.addresses import guarded_session, origin_of
from service.clients.public_feeds.kept import KeptAnswer, KeptAnswers
from service.clients.public_feeds.robots import Robots, parse_robots
from service.clients.shopify.session import retry_after
from service.domain.errors import StoreUnreadableError

AGENT = "Endcap"
TIMEOUT = (10, 20)
CHUNK = 65_536
REDIRECTS = 5
TRIES = 3
WAITS = (5.0, 15.0)
"""How long we wait when a store asks for patience without saying for how long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """*articles* and *products*: at most so many are read; *page* and *total*: bytes."""

    articles: int = 100
    products: int = 2_500
    page: int = 16 * 2**20
    total: int = 128 * 2**20
    seconds: float = 300.0
    pause: float = 1.0


class EnoughError(StoreUnreadableError):
    """A limit of ours or a wish of the store ends the reading; what is there already stands."""


class NotReadError(StoreUnreadableError):
    """This one page can't be read; others may."""


class MovedError(Exception):
    """The store lives at another *origin*."""

    def __init__(self, origin: str) -> None:
        super().__init__(origin)
        self.origin = origin


class Visitor:
    """Reads pages of one origin. *sleep* and *monotonic* are the clock that pauses go by."""

    def __init__(
        self,
        origin: str,
        *,
        agent: str,
        limits: Limits,
        folder: Path | None,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.origin = origin
        self.limits = limits
        self._encrypted = origin.startswith("https:")
        self._session = guarded_session(origin)
        self._headers = {"User-Agent": agent, "Accept-Language": "en;q=0.5, *;q=0.1"}
        self._kept = KeptAnswers(folder)
        self._sleep, self._monotonic = sleep, monotonic
        self._began = monotonic()
        self._asked_at = -limits.pause
        self._bytes = 0
        self._robots = Robots()

    def settle(self, origin: str) -> None:
        """Go on at *origin*, by what its robots.txt says."""
        if self._encrypted and not origin.startswith("https:"):
            raise StoreUnreadableError(f"the store leads to {origin}, which is not encrypted")
        self.origin, self._robots = origin, Robots()
        try:
            text = self.get("/robots.txt")
        except NotReadError as error:
            raise StoreUnreadableError(
                f"{error}; without its robots.txt nobody knows what may be read"
            ) from error
        self._robots = parse_robots((text or b"").decode("utf-8", "replace"), AGENT)
        self._kept.forget_old()

    def get(self, path: str) -> bytes | None:
        """Return the page at *path*, ``None`` where nothing is.

        Raise `NotReadError` for this page, `EnoughError` when reading has to end, and
        `MovedError` where it leads to another origin.
        """
        url = self.origin + path
        for _ in range(REDIRECTS + 1):
            answer = self._patiently(url)
            if isinstance(answer, bytes) or answer is None:
                return answer
            url = self._followed(url, answer.location)
        raise NotReadError(f"{path} leads in circles")

    def _followed(self, url: str, location: str) -> str:
        try:
            parts = urlsplit(urljoin(url, location))
            origin = origin_of(parts)
        except (ValueError, KeyError) as error:
            raise NotReadError(
                f"{urlsplit(url).path} leads to {location[:80]!r}, which is no page"
            ) from error
        if parts.path.rstrip("/").endswith("/password"):
            raise StoreUnreadableError(LOCKED)
        if origin != self.origin:
            raise MovedError(origin)
        return parts._replace(fragment="").geturl()

    def _patiently(self, url: str) -> bytes | _Redirect | None:
        """Ask again when the store is busy, as often and as late as it wants."""
        for tried in range(TRIES):
            answer = self._ask(url)
            if not isinstance(answer, _Busy):
                return answer
            if answer.status == 430 and answer.seconds is None:
                raise EnoughError("the store's guard turns programs away (430)")
            waits = answer.seconds if answer.seconds is not None else WAITS[min(tried, 1)]
            if tried + 1 < TRIES:
                self._require_time(waits)
                self._sleep(waits)
        raise EnoughError("the store is busy and asked us to come back later")

    def _ask(self, url: str) -> bytes | _Redirect | _Busy | None:
        self._require_allowed(url)
        self._wait_a_little()
        kept = self._kept.find(url)
        headers = self._headers | (kept.conditions if kept else {})
        try:
            with self._session.get(
                url, headers=headers, timeout=TIMEOUT, stream=True, allow_redirects=False
            ) as answer:
                return self._taken(url, answer, kept)
        except requests.RequestException as error:
            raise NotReadError(f"{urlsplit(url).netloc}: {_fault(error)}") from error
        finally:
            self._asked_at = self._monotonic()

    def _taken(
        self, url: str, answer: requests.Response, kept: KeptAnswer | None
    ) -> bytes | _Redirect | _Busy | None:
        status = answer.status_code
        path = urlsplit(url).path
        if status == 304 and kept is not None:
            return kept.body
        if status in {301, 302, 303, 307, 308}:
            return _Redirect(
                answer.headers.get("Location", "").encode("latin-1").decode("utf-8", "replace")
            )
        if status in {429, 430, 503}:
            return _Busy(status, retry_after(answer.headers.get("Retry-After")))
        if status == 401:
            raise StoreUnreadableError(LOCKED)
        if path == "/robots.txt" and 400 <= status < 500:
            return None  # no rules
        if status in {404, 410}:
            return None
        if status == 403:
            raise NotReadError(f"the store does not let programs read {path} (403)")
        if status != 200:
            raise NotReadError(f"{path} answered {status}")
        body = self._body(path, answer)
        self._kept.keep(
            url,
            etag=answer.headers.get("ETag", ""),
            last_modified=answer.headers.get("Last-Modified", ""),
            body=body,
        )
        return body

    def _body(self, path: str, answer: requests.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in answer.iter_content(CHUNK):  # unpacked as it comes, so that a bomb is seen
            size += len(part)
            self._bytes += len(part)
            if size > self.limits.page:
                raise NotReadError(f"{path} is larger than {self.limits.page // 2**20} MiB")
            if self._bytes > self.limits.total:
                raise EnoughError(f"{self.limits.total // 2**20} MiB were read, which is the limit")
            self._require_time(0)
            parts.append(part)
        return b"".join(parts)

    def _wait_a_little(self) -> None:
        pause = max(self.limits.pause, self._robots.delay)
        self._require_time(pause)
        left = self._asked_at + pause - self._monotonic()
        if left > 0:
            self._sleep(left)

    def _require_time(self, more: float) -> None:
        if self._monotonic() + more - self._began > self.limits.seconds:
            raise EnoughError(f"{self.limits.seconds / 60:g} minutes are over, which is the limit")

    def _require_allowed(self, url: str) -> None:
        parts = urlsplit(url)
        asked = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.path != "/robots.txt" and not self._robots.allows(asked):
            raise NotReadError(f"the store's robots.txt asks us not to read {parts.path}")


LOCKED = (
    "the store is closed with a password, so its public feeds can't be read; open it, or install "
    "Endcap with: endcap connect"
)


@dataclass(frozen=True, slots=True)
class _Redirect:
    location: str


@dataclass(frozen=True, slots=True)
class _Busy:
    status: int
    seconds: float | None


def _fault(error: requests.RequestException) -> str:
    kinds = {
        requests.exceptions.SSLError: "its certificate can't be trusted",
        requests.Timeout: "it does not answer in time",
        requests.ConnectionError: "it can't be reached",
    }
    return next((words for kind, words in kinds.items() if isinstance(error, kind)), "it broke off")
