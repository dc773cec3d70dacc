"""HTTP sessions to Shopify, one a shop: kept connections, no cookies, no redirects."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

LONGEST_RETRY_AFTER = 30.0
MOST_SESSIONS = 200


def new_session(base_url: str) -> requests.Session:
    """Return a session that asks again by itself only where no connection came about."""
    retry = Retry(
        total=None, connect=2, read=0, redirect=0, status=0, other=0,
        allowed_methods=None,  # nothing was sent yet: also a change may be tried again
        backoff_factor=0.2, backoff_jitter=0.2,
        raise_on_status=False, respect_retry_after_header=False,
    )  # fmt: skip
    session = requests.Session()
    session.mount("https://", HTTPAdapter(max_retries=retry))
    session.mount("http://", HTTPAdapter(max_retries=retry))
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # A proxy of the environment is for the internet, not for a shop on this machine.
    session.trust_env = not _is_loopback(base_url)
    return session


class Sessions:
    """The session of each shop that this process speaks to; the longest unused go first."""

    def __init__(self, most: int = MOST_SESSIONS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, requests.Session] = OrderedDict()

    def of(self, base_url: str) -> requests.Session:
        with self._lock:
            session = self._sessions.get(base_url) or new_session(base_url)
            self._sessions[base_url] = session
            self._sessions.move_to_end(base_url)
            if len(self._sessions) > self._most:  # not closed: another thread may be asking
                self._sessions.popitem(last=False)
            return session


def retry_after(header: str | None) -> float | None:
    """Return the seconds of a ``Retry-After``, which Shopify writes as a decimal; at most 30."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        seconds = _until(header)
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if math.isfinite(seconds) else 0.0


def _until(date: str) -> float:
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return 0.0
    return (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
