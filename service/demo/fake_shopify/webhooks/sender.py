"""Sends webhooks as Shopify does: late, twice, out of order, again when nobody answered."""

from __future__ import annotations

import heapq
import itertools
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from pydantic import Field

from service.demo.fake_shopify.sent import Sent
from service.demo.fake_shopify.webhooks.deliveries import (
    ANSWER_SECONDS,
    CONNECT_SECONDS,
    RETRY_SECONDS,
    Attempt,
    Delivery,
    State,
)

KEPT = 50_000
"""How many deliveries are remembered."""


class Policy(Sent):
    """How badly webhooks travel. The shares are of all deliveries.

    *out_of_order*: those that wait up to *shuffle_seconds*, so that later ones overtake them.
    *late_share*: those that wait *late_seconds*. *duplicates*: those that are sent twice.
    """

    duplicates: float = Field(default=0.0, ge=0, le=1)
    out_of_order: float = Field(default=0.0, ge=0, le=1)
    shuffle_seconds: float = Field(default=1.0, ge=0)
    late_share: float = Field(default=0.0, ge=0, le=1)
    late_seconds: float = Field(default=0.0, ge=0)
    paused: bool = False
    workers: int = Field(default=8, ge=1, le=64)
    seed: int = 1


class Sender:
    """A queue by time, and threads that send what is due.

    *time_scale* says how long Shopify's waits last here; *on_dead* is told of a shop's own
    subscription whose delivery failed to the last.
    """

    def __init__(
        self, time_scale: Callable[[], float], on_dead: Callable[[Delivery], None]
    ) -> None:
        self._time_scale = time_scale
        self._on_dead = on_dead
        self._lock = threading.RLock()
        self._work_waits = threading.Condition(self._lock)
        self._idle = threading.Condition(self._lock)
        self._queued = 0
        self._due: list[tuple[float, int, Delivery]] = []
        self._order = itertools.count()
        self._known: dict[str, Delivery] = {}
        self._threads = 0
        self._dice = random.Random(1)  # noqa: S311 - a dice for accidents, not for secrets
        self.policy = Policy()

    def change_policy(self, policy: Policy) -> None:
        with self._lock:
            self.policy = policy
            self._dice = random.Random(policy.seed)  # noqa: S311
            self._work_waits.notify_all()

    def send(self, delivery: Delivery, *, delay: float = 0.0) -> None:
        """Put it in the queue, with the accidents that the policy asks for."""
        with self._lock:
            self._known[delivery.webhook_id] = delivery
            self._forget()
            self._queue(delivery, delay + self._mishap())
            if self._dice.random() < self.policy.duplicates:
                self._queue(delivery, delay + self._mishap())
            self._hire()

    def resend(self, webhook_id: str) -> Delivery:
        """Send it once more, or raise `KeyError`."""
        with self._lock:
            delivery = self._known[webhook_id]
            self._queue(delivery, 0.0)
            self._hire()
            return delivery

    def known(self) -> list[Delivery]:
        with self._lock:
            return list(self._known.values())

    def stats(self) -> dict[str, int]:
        """Count deliveries by how they stand; ``queued`` counts sendings, retries too."""
        counts = dict.fromkeys(("waiting", "delivered", "failed", "withdrawn"), 0)
        with self._lock:
            for delivery in self._known.values():
                counts[delivery.state] += 1
            attempts = sum(len(d.attempts) for d in self._known.values())
            return {**counts, "attempts": attempts, "queued": self._queued}

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is queued any more, and tell whether that came about."""
        with self._idle:
            return self._idle.wait_for(lambda: self._queued == 0, timeout=seconds)

    def clear(self) -> None:
        """Forget everything that was sent or waits to be; what is being sent right now goes on."""
        with self._lock:
            self._queued -= len(self._due)
            self._due, self._known = [], {}
            self._idle.notify_all()

    def _mishap(self) -> float:
        policy, dice = self.policy, self._dice
        shuffled = dice.random() < policy.out_of_order
        late = dice.random() < policy.late_share
        wait = dice.random() * policy.shuffle_seconds if shuffled else 0.0
        return wait + (policy.late_seconds if late else 0.0)

    def _queue(self, delivery: Delivery, delay: float) -> None:
        self._queued += 1
        delivery.queued += 1
        delivery.due_at = time.time() + delay
        heapq.heappush(self._due, (delivery.due_at, next(self._order), delivery))
        self._work_waits.notify()

    def _forget(self) -> None:
        if len(self._known) > KEPT:
            over = [d.webhook_id for d in self._known.values() if not d.queued]
            for webhook_id in over[: KEPT // 10]:
                del self._known[webhook_id]

    def _hire(self) -> None:
        while self._threads < self.policy.workers:
            threading.Thread(target=self._work, args=(self._threads,), daemon=True).start()
            self._threads += 1

    def _work(self, number: int) -> None:
        with requests.Session() as session:
            session.trust_env = False  # the app is on this machine; a proxy is for elsewhere
            while (delivery := self._next(number)) is not None:
                if delivery.still_wanted():
                    self._note(delivery, attempt(session, delivery))
                else:
                    self._end(delivery, "withdrawn")

    def _next(self, number: int) -> Delivery | None:
        """Return what is due, as soon as something is; ``None`` for a thread too many."""
        with self._work_waits:
            while number < self.policy.workers:
                wait = self._due[0][0] - time.time() if self._due else None
                if wait is not None and wait <= 0 and not self.policy.paused:
                    return heapq.heappop(self._due)[2]
                self._work_waits.wait(None if self.policy.paused else wait)
            self._threads -= 1
            return None

    def _note(self, delivery: Delivery, tried: Attempt) -> None:
        with self._lock:
            delivery.attempts.append(tried)
            failures = _failures(delivery)
        if tried.is_good:
            self._end(delivery, "delivered")
        elif failures > len(RETRY_SECONDS):
            self._end(delivery, "failed")
            self._on_dead(delivery)
        else:
            self._retry(delivery, RETRY_SECONDS[failures - 1] * self._time_scale())

    def _retry(self, delivery: Delivery, wait: float) -> None:
        with self._lock:
            self._queue(delivery, wait)
            self._leave(delivery)

    def _end(self, delivery: Delivery, state: State) -> None:
        with self._lock:
            delivery.state = state
            self._leave(delivery)

    def _leave(self, delivery: Delivery) -> None:
        """One sending is over."""
        delivery.queued -= 1
        self._queued -= 1
        if self._queued == 0:
            self._idle.notify_all()


def attempt(session: requests.Session, delivery: Delivery) -> Attempt:
    """Post it once: a second to connect, five in all, no redirects."""
    began = time.monotonic()
    try:
        answer = session.post(
            delivery.uri,
            data=delivery.body,
            headers={**delivery.headers},
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
        )
        status = answer.status_code
    except requests.RequestException:
        status = 0
    return Attempt(time.time(), status, time.monotonic() - began)


def _failures(delivery: Delivery) -> int:
    """Count the failures since the last success."""
    tail = itertools.takewhile(lambda tried: not tried.is_good, reversed(delivery.attempts))
    return sum(1 for _ in tail)


def stats_json(sender: Sender) -> dict[str, Any]:
    return {**sender.stats(), "paused": sender.policy.paused}
