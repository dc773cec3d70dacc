"""The shops of the fake as one JSON file: read at start, written whole after every edit."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from service.demo.shop import DemoShop

FORMAT = 1


class State(msgspec.Struct, frozen=True):
    """*shops* by access token."""

    shops: dict[str, DemoShop]
    format: int = FORMAT


class StateError(Exception):
    """The state file is not one of ours."""


def read_state(path: Path) -> State:
    """Read the file or raise `StateError` that says what to do about it."""
    try:
        state = msgspec.json.decode(path.read_bytes(), type=State)
    except msgspec.DecodeError as error:
        raise StateError(f"{path} does not read ({error}); delete it to begin again") from error
    if state.format != FORMAT:
        raise StateError(f"{path} has format {state.format}, expected {FORMAT}; delete it")
    return state


def write_state(path: Path, state: State) -> None:
    """Replace the file in one step, so that a crash leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    with unfinished.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(state), indent=1))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
