"""A day in the life of a small shop; `tests/bench/day_in_the_life.py` lives a large one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.day import SMALL, Day, live


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    day = Day(tmp_path / "day", SMALL, tell=print)
    yield day
    day.stop()


def test_a_shop_lives_through_a_day_of_faults_and_leaves_no_trace(day: Day) -> None:
    live(day)
