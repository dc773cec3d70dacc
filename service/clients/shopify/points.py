"""The points that a shop's questions cost, shared by every process that asks it.

Shopify gives each app and shop one bucket. Whoever asks takes the points of the question out of
our copy of it first, and waits while too few are there, so that workers need not be refused.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError

from service.clients.shopify.answers import PointsLeft

logger = logging.getLogger(__name__)

ON_ITS_WAY_SECONDS = 0.25
"""A question asked so lately may not have reached Shopify: what it takes is not in the answer that
comes to another one now. Older ones are."""

KEPT_SECONDS = 600
AWAY_SECONDS = 5.0
"""How long Redis is not asked again after it did not answer."""

TIMEOUT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """Points for a question. *seconds*: how long until they may be there; 0: they are taken."""

    id: str
    cost: float
    seconds: float


class Points(Protocol):
    def take(self, shop: str, cost: float) -> Taken:
        """Take *cost* points if they are there, else say when they may be."""
        ...

    def settle(self, shop: str, taken: Taken, left: PointsLeft | None) -> None:
        """The question has ended; *left*: what Shopify said, ``None`` when it said nothing."""
        ...


@dataclass(slots=True)
class _Bucket:
    left: PointsLeft
    at: float
    in_flight: dict[str, tuple[float, float]] = field(default_factory=dict)

    def restored(self, now: float) -> float:
        gained = max(0.0, now - self.at) * self.left.restored_per_second
        return min(self.left.most, self.left.available + gained)


class LocalPoints:
    """The points as this process alone knows them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, _Bucket] = {}

    def take(self, shop: str, cost: float) -> Taken:
        name = uuid.uuid4().hex
        with self._lock:
            bucket = self._buckets.get(shop)
            if bucket is None:
                return Taken(name, cost, 0.0)
            now, cost = self._clock(), min(cost, bucket.left.most)
            available = bucket.restored(now)
            if available < cost:
                seconds = (cost - available) / bucket.left.restored_per_second
                return Taken(name, cost, seconds)
            bucket.left = replace(bucket.left, available=available - cost)
            bucket.at = now
            bucket.in_flight[name] = (cost, now)
            return Taken(name, cost, 0.0)

    def settle(self, shop: str, taken: Taken, left: PointsLeft | None) -> None:
        with self._lock:
            now = self._clock()
            bucket = self._buckets.get(shop)
            others = self._on_their_way(bucket, taken.id, now) if bucket else {}
            if bucket is not None:
                bucket.in_flight = others
            if left is not None:
                held = sum(cost for cost, _ in others.values())
                known = replace(left, available=left.available - held)
                self._buckets[shop] = _Bucket(known, now, others)

    def _on_their_way(
        self, bucket: _Bucket, ended: str, now: float
    ) -> dict[str, tuple[float, float]]:
        return {
            name: (cost, asked_at)
            for name, (cost, asked_at) in bucket.in_flight.items()
            if name != ended and now - asked_at < ON_ITS_WAY_SECONDS
        }


_TAKE = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
local b = redis.call('HMGET', KEYS[1], 'available', 'most', 'rate', 'at')
if not b[1] then return {ARGV[2], ARGV[1], '0'} end
local most, rate = tonumber(b[2]), tonumber(b[3])
local cost = math.min(tonumber(ARGV[1]), most)
local available = math.min(most, tonumber(b[1]) + math.max(0, now - tonumber(b[4])) * rate)
if available < cost then
  return {ARGV[2], tostring(cost), tostring((cost - available) / rate)}
end
local taken = ARGV[2] .. ' ' .. tostring(cost)
redis.call('HSET', KEYS[1], 'available', tostring(available - cost))
redis.call('HSET', KEYS[1], 'at', string.format('%.6f', now))
redis.call('ZADD', KEYS[2], string.format('%.6f', now), taken)
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return {taken, tostring(cost), '0'}
"""

_SETTLE = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[2]))
if ARGV[4] == '' then return 0 end
local held = 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  held = held + tonumber(string.match(member, ' (.*)$'))
end
redis.call('HSET', KEYS[1], 'available', tostring(tonumber(ARGV[4]) - held), 'most', ARGV[5],
  'rate', ARGV[6], 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


class SharedPoints:
    """The points as all processes know them, in Redis; without it each counts for itself."""

    def __init__(self, url: str, *, local: LocalPoints | None = None) -> None:
        self._redis = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            decode_responses=True,
        )
        self._take = self._redis.register_script(_TAKE)
        self._settle = self._redis.register_script(_SETTLE)
        self._local = local or LocalPoints()
        self._away_until = 0.0

    def take(self, shop: str, cost: float) -> Taken:
        answer = self._try(self._take, shop, [cost, uuid.uuid4().hex, KEPT_SECONDS])
        if answer is None:
            return self._local.take(shop, cost)
        return Taken(answer[0], float(answer[1]), float(answer[2]))

    def settle(self, shop: str, taken: Taken, left: PointsLeft | None) -> None:
        self._local.settle(shop, taken, left)
        said = [left.available, left.most, left.restored_per_second] if left else ["", "", ""]
        self._try(self._settle, shop, [taken.id, ON_ITS_WAY_SECONDS, KEPT_SECONDS, *said])

    def _try(
        self, script: Callable[..., object], shop: str, arguments: list[object]
    ) -> list[str] | None:
        if time.monotonic() < self._away_until:
            return None
        keys = [f"endcap:points:{{{shop}}}", f"endcap:points:{{{shop}}}:in-flight"]
        try:
            answer = script(keys=keys, args=arguments)
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            logger.warning("shopify_points_kept_here", extra={"error": type(error).__name__})
            return None
        return [str(value) for value in answer] if isinstance(answer, list) else []
