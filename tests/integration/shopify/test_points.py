"""What a shop's questions cost is shared by all who ask it, through Redis or without."""

from __future__ import annotations

import threading
import time

import pytest

from service.clients.shopify.answers import PointsLeft
from service.clients.shopify.points import LocalPoints, Points, SharedPoints
from tests.conftest import free_port

FULL = PointsLeft(1000.0, 1000.0, 100.0)


@pytest.fixture(params=["here", "shared"])
def points(request: pytest.FixtureRequest) -> Points:
    if request.param == "here":
        return LocalPoints()
    return SharedPoints(request.getfixturevalue("redis_url"))


@pytest.fixture
def shop(request: pytest.FixtureRequest) -> str:
    return f"{abs(hash(request.node.nodeid))}.myshopify.com"


def know(points: Points, shop: str, left: PointsLeft) -> None:
    points.settle(shop, points.take(shop, 1.0), left)


def test_a_shop_that_nobody_has_asked_yet_is_asked_at_once(points: Points, shop: str) -> None:
    assert 0.0 == points.take(shop, 500.0).seconds


def test_waits_for_the_points_that_are_missing(points: Points, shop: str) -> None:
    know(points, shop, PointsLeft(100.0, 1000.0, 100.0))

    taken = points.take(shop, 400.0)

    assert 3.0 == pytest.approx(taken.seconds, abs=0.3)


def test_points_that_are_not_there_are_not_taken(points: Points, shop: str) -> None:
    know(points, shop, PointsLeft(50.0, 1000.0, 100.0))

    waits = [points.take(shop, 100.0).seconds for _ in range(3)]

    assert [0.5, 0.5, 0.5] == pytest.approx(waits, abs=0.2)


def test_what_is_on_its_way_is_not_free_though_shopify_does_not_know_of_it(
    points: Points, shop: str
) -> None:
    know(points, shop, FULL)
    first, _other = points.take(shop, 50.0), points.take(shop, 900.0)

    points.settle(shop, first, PointsLeft(990.0, 1000.0, 100.0))

    assert 1.1 == pytest.approx(points.take(shop, 200.0).seconds, abs=0.3)


def test_what_has_arrived_is_counted_by_shopify_alone(points: Points, shop: str) -> None:
    know(points, shop, FULL)
    first, _other = points.take(shop, 50.0), points.take(shop, 900.0)
    time.sleep(0.3)

    points.settle(shop, first, PointsLeft(90.0, 1000.0, 100.0))

    assert 0.1 == pytest.approx(points.take(shop, 100.0).seconds, abs=0.09)


def test_nothing_costs_more_than_the_bucket_holds(points: Points, shop: str) -> None:
    know(points, shop, FULL)

    assert 1000.0 == points.take(shop, 5000.0).cost


def test_a_question_without_an_answer_gives_nothing_back(points: Points, shop: str) -> None:
    know(points, shop, PointsLeft(101.0, 1000.0, 100.0))
    points.settle(shop, points.take(shop, 100.0), None)

    assert 1.0 == pytest.approx(points.take(shop, 100.0).seconds, abs=0.3)


def test_two_processes_share_what_they_know(redis_url: str, shop: str) -> None:
    one, other = SharedPoints(redis_url), SharedPoints(redis_url)
    know(one, shop, PointsLeft(101.0, 1000.0, 100.0))

    waits = [one.take(shop, 100.0).seconds, other.take(shop, 100.0).seconds]

    assert [0.0, 1.0] == pytest.approx(waits, abs=0.2)


def test_many_at_once_take_no_point_twice(redis_url: str, shop: str) -> None:
    points = SharedPoints(redis_url)
    know(points, shop, PointsLeft(1000.0, 1000.0, 1.0))
    waits: list[float] = []
    askers = [
        threading.Thread(target=lambda: waits.append(points.take(shop, 100.0).seconds))
        for _ in range(20)
    ]

    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert 10 == sum(seconds == 0 for seconds in waits)


def test_without_redis_each_process_counts_for_itself_and_waits_for_nobody(shop: str) -> None:
    points = SharedPoints(f"redis://127.0.0.1:{free_port()}/0")
    know(points, shop, PointsLeft(101.0, 1000.0, 100.0))
    began = time.monotonic()

    waits = [points.take(shop, 100.0).seconds for _ in range(2)]

    assert [0.0, 1.0] == pytest.approx(waits, abs=0.2)
    assert time.monotonic() - began < 0.5
