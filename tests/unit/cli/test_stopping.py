"""A signal to stop may come in the middle of another one's handling, at any line of it."""

from __future__ import annotations

import subprocess
import sys

INTERRUPTED = """
import signal, sys
from service.cli.stopping import Stopping

stopping = Stopping()
stopping.listen()
nested = []

def interrupt(frame, event, argument):
    if event != "return":
        signal.raise_signal(signal.SIGTERM)
        nested.append(frame.f_code.co_name)
    return interrupt

def begin():
    signal.raise_signal(signal.SIGINT)

before = stopping.asked
sys.settrace(interrupt)
begin()
sys.settrace(None)
stopping.ignore()
signal.raise_signal(signal.SIGINT)
print(before, stopping.asked, "_note" in nested)
"""


def test_a_signal_in_the_midst_of_another_waits_for_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=30, check=False
    )

    assert (0, "False True True\n") == (done.returncode, done.stdout), done.stderr
