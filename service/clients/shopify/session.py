"""HTTP sessions that ask again when the way to Shopify failed, and never for long."""

from __future__ import annotations

import math
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

LONGEST_RETRY_AFTER = 30


class ShopifyRetry(Retry):
    """Reads Shopify's ``Retry-After``, which may be a decimal such as ``2.0``."""

    def parse_retry_after(self, retry_after: str) -> float:
        try:
            seconds = float(retry_after)
        except ValueError:
            return self._date_or_nothing(retry_after)
        if not math.isfinite(seconds):
            return 0.0
        return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)

    def _date_or_nothing(self, retry_after: str) -> float:
        try:
            return super().parse_retry_after(retry_after)
        except InvalidHeader:
            return 0.0


def new_session(base_url: str) -> requests.Session:
    """Return a session for questions that may be asked twice."""
    retry = ShopifyRetry(
        total=4,
        connect=3,
        read=1,
        redirect=False,
        status=4,
        allowed_methods=None,  # every question is a POST that only reads
        status_forcelist=(429, 502, 503, 504),
        backoff_factor=0.5,
        backoff_jitter=0.5,
        backoff_max=10,
        respect_retry_after_header=True,
        retry_after_max=LONGEST_RETRY_AFTER,
        raise_on_status=False,
    )
    session = requests.Session()
    session.mount("https://", HTTPAdapter(max_retries=retry))
    session.mount("http://", HTTPAdapter(max_retries=retry))
    # A proxy of the environment is for the internet, not for a shop on this machine.
    session.trust_env = not _is_loopback(base_url)
    return session


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
