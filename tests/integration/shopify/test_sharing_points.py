"""Many workers of one shop ask through one bucket: they queue, and Shopify refuses none."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from service.clients.shopify.graphql import GraphQLClient
from service.clients.shopify.points import LocalPoints, Points, SharedPoints
from service.clients.shopify.session import new_session
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_product, a_demo_shop

WORKERS = 5
QUESTIONS = 3
PART = "products(first: 100) { nodes { id variants(first: 100) { nodes { id } } } }"
QUESTION = "{ " + " ".join(f"part{n}: {PART}" for n in range(4)) + " }"
"""It reserves much and takes little of it: the shop is small."""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(products=tuple(a_demo_product(n) for n in range(1, 4)))
    state: Path = tmp_path_factory.mktemp("crowded") / "state.json"
    with running_fake(state, {TOKEN: shop}) as fake:
        yield fake


class Worker(threading.Thread):
    """Asks again and again, as a process of its own would; counts how often it was refused."""

    def __init__(self, fake: FakeProcess, points: Points) -> None:
        super().__init__()
        self.refused = 0
        self.answered = 0
        session = new_session(fake.url)
        session.hooks["response"].append(self._look)
        self._client: GraphQLClient = fake.client(session=session, points=points)

    def learn(self) -> None:
        """Ask once, so that it is known what the question costs."""
        self._client.ask(QUESTION)
        self.refused = 0

    def run(self) -> None:
        for _ in range(QUESTIONS):
            self._client.ask(QUESTION)
            self.answered += 1

    def _look(self, response: requests.Response, **_: Any) -> None:
        self.refused += b'"THROTTLED"' in response.content


def work(workers: list[Worker]) -> tuple[int, int, float]:
    began = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    refused = sum(worker.refused for worker in workers)
    seconds = time.monotonic() - began
    return sum(worker.answered for worker in workers), refused, seconds


def begin_anew(fake: FakeProcess) -> float:
    """A bucket that holds one such question; return how long it takes to get the next one back."""
    fake.control("PUT", "limits", {"plan": "plus"})
    cost = cost_of(fake)
    size = cost["requestedQueryCost"]
    fake.control("PUT", "limits", {"maximumAvailable": size, "restoreRate": size / 2})
    return float(cost["actualQueryCost"] / (size / 2))


def cost_of(fake: FakeProcess) -> dict[str, Any]:
    answer = requests.post(
        f"{fake.url}/admin/api/2026-10/graphql.json",
        json={"query": QUESTION},
        headers={"X-Shopify-Access-Token": TOKEN},
        timeout=10,
    )
    cost: dict[str, Any] = answer.json()["extensions"]["cost"]
    return cost


def test_workers_that_share_are_not_refused(crowded: FakeProcess, redis_url: str) -> None:
    each = begin_anew(crowded)
    workers = [Worker(crowded, SharedPoints(redis_url)) for _ in range(WORKERS)]
    for worker in workers:
        worker.learn()

    answered, refused, seconds = work(workers)

    assert WORKERS * QUESTIONS == answered
    assert 0 == refused
    assert seconds < 2 * each * answered + 2


def test_workers_that_do_not_share_are_refused_and_come_through(crowded: FakeProcess) -> None:
    begin_anew(crowded)
    workers = [Worker(crowded, LocalPoints()) for _ in range(WORKERS)]

    answered, refused, _ = work(workers)

    assert WORKERS * QUESTIONS == answered
    assert refused > 0
