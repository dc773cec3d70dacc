"""Starts the processes of a run, watches them, and leaves none behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from service.domain.errors import EndcapError

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 12.0
QUICK_DEATHS = 5
QUICK_SECONDS = 5.0
LARGEST_LOG = 10 * 1024 * 1024
"""A log that is larger when its program starts is set aside; one before it is kept."""


class ChildError(EndcapError):
    """A part did not start, or keeps dying; the message names its log."""


@dataclass(frozen=True, slots=True)
class Program:
    """A part of the run: its name, its command and the file that its output goes to."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started_at: float
    deaths: list[float] = field(default_factory=list)


class Supervisor:
    """
    Runs programs, each in a process group of its own, and starts those again that end.

    A program that is killed comes back; one that dies `QUICK_DEATHS` times in a row soon after its
    start is given up, and with it the run. On Linux a program also ends when this process is
    killed, so that a killed run leaves nothing behind.
    """

    def __init__(self) -> None:
        self._children: list[_Child] = []

    def start(self, program: Program) -> None:
        self._children.append(_Child(program, _spawn(program), time.monotonic()))

    def wait_until(
        self, name: str, is_up: Callable[[], bool], *, seconds: float, poll: float = 0.1
    ) -> None:
        """Wait until *is_up* says so; raise `ChildError` when it takes longer than *seconds*."""
        deadline = time.monotonic() + seconds
        while not is_up():
            self.check()
            if time.monotonic() > deadline:
                log = self._log(name)
                raise ChildError(f"{name} did not come up in {seconds:.0f} s; see {log}")
            time.sleep(poll)

    def check(self) -> None:
        """Start every program again that has ended; raise `ChildError` for one that keeps dying."""
        for child in self._children:
            if child.process.poll() is not None:
                self._restart(child)

    def stop(self) -> None:
        """End every program, politely, then for certain; the first started, on which others lean,
        ends last."""
        for wave in (self._children[1:], self._children[:1]):
            for child in wave:
                _signal_group(child.process, signal.SIGTERM)
            for child in wave:
                _wait(child.process, GRACE_SECONDS)
                _signal_group(child.process, signal.SIGKILL)
                child.process.wait()
        self._children.clear()

    def _restart(self, child: _Child) -> None:
        now = time.monotonic()
        _signal_group(child.process, signal.SIGKILL)  # what the dead one left behind
        if now - child.started_at > QUICK_SECONDS:
            child.deaths.clear()
        child.deaths.append(now)
        if len(child.deaths) >= QUICK_DEATHS:
            raise ChildError(f"{child.program.name} keeps stopping; see {child.program.log}")
        code = child.process.returncode
        click.echo(f"{child.program.name} stopped ({code}) and is started again", err=True)
        time.sleep(0.2 * len(child.deaths))
        child.process = _spawn(child.program)
        child.started_at = time.monotonic()

    def _log(self, name: str) -> Path | str:
        return next((c.program.log for c in self._children if c.program.name == name), "the logs")


def _spawn(program: Program) -> subprocess.Popen[bytes]:
    if program.log.exists() and program.log.stat().st_size > LARGEST_LOG:
        program.log.replace(program.log.with_suffix(".log.1"))
    with program.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603  our own commands, no shell
            list(program.command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **program.environment},
            start_new_session=True,
            # one C call and nothing else: safe beside the threads of a progress bar
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )


_libc: ctypes.CDLL | None = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
