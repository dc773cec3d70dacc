"""Killed at any moment, then up again: no click lost, none doubled."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import free_port_pair
from tests.e2e.running import Run, eventually
from tests.e2e.test_whole_path import click_body

PARTS = {
    "worker": "workers.app:celery worker",
    "web": "granian",
    "queue": "valkey-server",
    "schedule": "workers.app:celery beat",
}
"""Each part with what its command holds."""

KILLS = 12


class Clicker(threading.Thread):
    """Clicks without pause, and sends a click again until it was acknowledged."""

    def __init__(self, run: Run) -> None:
        super().__init__(daemon=True)
        self._run = run
        self._body = click_body(run)
        self.done = threading.Event()
        self.acknowledged: set[str] = set()
        self.sent: set[str] = set()

    def run(self) -> None:
        while not self.done.is_set():
            click_id = str(uuid.uuid4())
            event = {**self._body["events"][0], "id": click_id}
            body = {**self._body, "events": [event]}
            self.sent.add(click_id)
            if self._send(body):
                self.acknowledged.add(click_id)

    def _send(self, body: dict[str, object]) -> bool:
        for _ in range(3):
            try:
                answer = requests.post(f"{self._run.url}/v1/events", json=body, timeout=5)
            except requests.RequestException:
                time.sleep(0.2)
                continue
            if answer.status_code == 202:
                return True
            time.sleep(0.1)
        return False


@pytest.fixture
def own_run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path / "data", free_port_pair())
    run.start()
    yield run
    if run.process is not None and run.process.poll() is None:
        run.stop()


def test_no_click_is_lost_or_doubled_while_parts_are_killed(own_run: Run) -> None:
    clicker = Clicker(own_run)
    clicker.start()
    chance = random.Random(7)
    for number in range(KILLS):
        kill(own_run, list(PARTS)[number % len(PARTS)], chance)
        time.sleep(chance.uniform(0.2, 1.2))
    eventually(lambda: requests_answer(own_run), seconds=30)
    clicker.done.set()
    clicker.join(20)

    own_run.stop(signal.SIGKILL)
    assert eventually(lambda: own_run.processes() == [], seconds=40)
    own_run.start()

    assert len(clicker.acknowledged) > 50
    assert eventually(
        lambda: clicker.acknowledged <= {c["click_id"] for c in own_run.clicks()}, seconds=60
    ), own_run.logs()
    stored = [click["click_id"] for click in own_run.clicks()]
    assert len(set(stored)) == len(stored)
    assert set(stored) <= clicker.sent


def kill(run: Run, part: str, chance: random.Random) -> None:
    """Kill one process of *part*: its first, or one that it made."""
    marks = {
        "worker": "workers.app:celery worker",
        "web": "granian",
        "beat": "workers.app:celery beat",
    }
    pids = run.pids_of(marks.get(part, part))
    if pids:
        os.kill(chance.choice(pids), signal.SIGKILL)


def requests_answer(run: Run) -> bool:
    try:
        return requests.get(f"{run.url}/health/ready", timeout=3).ok
    except requests.RequestException:
        return False
