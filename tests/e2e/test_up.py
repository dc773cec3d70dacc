"""``endcap up``: starts from nothing, says clearly what is wrong, leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import free_port_pair
from tests.e2e.running import ENDCAP, ROOT, Run, eventually


@pytest.fixture
def own_run(tmp_path: Path) -> Iterator[Run]:
    """A run that a test may stop and kill."""
    run = Run(tmp_path / "data", free_port_pair())
    yield run
    if run.process is not None and run.process.poll() is None:
        run.stop()


def up(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``endcap up`` with a fault in its way."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ENDCAP_")}
    return subprocess.run(
        [*ENDCAP, "up", *arguments],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def is_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> bool:
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return (
        done.returncode == 2
        and len(lines) == 1
        and lines[0].startswith("endcap: ")
        and all(word in lines[0] for word in words)
    )


@pytest.mark.parametrize(("number", "times"), [(signal.SIGINT, 0), (signal.SIGTERM, 50_000)])
def test_a_stopped_run_leaves_no_process(own_run: Run, number: signal.Signals, times: int) -> None:
    own_run.start()
    assert own_run.processes()

    own_run.insist(times)
    code = own_run.stop(number)

    assert code == 0
    assert own_run.processes() == []


def test_a_killed_run_leaves_no_process_and_starts_again(own_run: Run) -> None:
    own_run.start()
    own_run.stop(signal.SIGKILL)

    assert eventually(lambda: own_run.processes() == [], seconds=40), own_run.processes()
    own_run.start()
    ready = requests.get(f"{own_run.url}/health/ready", timeout=10)
    assert ready.status_code == 200


def test_says_how_to_sign_in_and_where_everything_is(run: Run) -> None:
    said = run.said

    for address in (
        f"{run.store_url}/blogs/news/what-are-milia",
        f"{run.url}/shops/endcap-demo.myshopify.com/",
        f"{run.url}/api/docs",
        f"{run.url}/health/ready",
        "demo@endcap.test",
    ):
        assert address in said


def test_a_second_run_in_the_same_folder_is_refused(run: Run) -> None:
    done = up("--data", str(run.data), "--port", str(free_port_pair()))

    assert is_one_sentence(done, "already runs", str(run.data)), done.stderr


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = up("--data", str(tmp_path / "data"), "--port", str(port))

    assert is_one_sentence(done, str(port), "in use"), done.stderr


def test_a_folder_that_can_not_be_written_to_is_named(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("a file, not a folder")

    done = up("--data", str(file / "inside"))

    assert is_one_sentence(done, "can't write", str(file)), done.stderr


def test_every_bad_setting_is_named(tmp_path: Path) -> None:
    done = up(
        "--data",
        str(tmp_path / "data"),
        "--port",
        str(free_port_pair()),
        ENDCAP_SYNC_SECONDS="soon",
        ENDCAP_REDIS_URL="http://nowhere",
    )

    assert is_one_sentence(done, "ENDCAP_SYNC_SECONDS", "ENDCAP_REDIS_URL"), done.stderr
