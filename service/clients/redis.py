"""The one Redis connection of a process, made when it is first used."""

from __future__ import annotations

from redis import Redis
from redis.exceptions import RedisError

from service.domain.errors import UnavailableError

TIMEOUT_SECONDS = 2
SCAN = 1000


class RedisUnavailableError(UnavailableError):
    """Redis does not answer."""


class RedisLink:
    """Says whether Redis answers; work never depends on it."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        )

    def forget(self, name: str) -> None:
        """Delete every key that names *name*; raise `RedisUnavailableError` when that can't be."""
        try:
            for key in self._redis.scan_iter(match=f"*{name}*", count=SCAN):
                self._redis.delete(key)
        except (RedisError, OSError) as error:
            raise RedisUnavailableError(str(error)) from error

    def ping(self) -> None:
        """Raise `RedisUnavailableError` unless it answers within two seconds."""
        try:
            self._redis.ping()
        except (RedisError, OSError) as error:
            raise RedisUnavailableError(str(error)) from error
