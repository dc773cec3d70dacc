"""What the fake keeps about the app and its installs: one file beside that of the shops."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from service.demo.fake_shopify.grants import Install
from service.demo.fake_shopify.partner import App
from service.demo.fake_shopify.state import StateError

Result = TypeVar("Result")


class Pages(msgspec.Struct):
    """All that is kept. *installs* by the shop's domain."""

    app: App = App()
    installs: dict[str, Install] = {}


class Ledger:
    """One writer at a time; on disk before the answer goes out."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._pages = _read(path) if path and path.exists() else Pages()

    @property
    def app(self) -> App:
        return self._pages.app

    def change_app(self, decide: Callable[[App], App]) -> App:
        with self._lock:
            self._pages.app = decide(self._pages.app)
            self._save()
            return self._pages.app

    def install_of(self, domain: str) -> Install | None:
        """Return the shop's grant, ``None`` when the app never came through the door."""
        return self._pages.installs.get(domain)

    def change(
        self, domain: str, do: Callable[[Install], Result], *, begin: Iterable[str] | None = None
    ) -> Result:
        """Do something to the shop's grant; one that is new begins with what the app asks for, or
        with the scopes *begin*: those of a token that never came through the door."""
        with self._lock:
            fresh = Install(self._pages.app.scopes if begin is None else tuple(sorted(begin)))
            result = do(self._pages.installs.setdefault(domain, fresh))
            self._save()
            return result

    def owner(self, holds: Callable[[Install], bool]) -> str | None:
        """Return the domain of the shop whose grant *holds* something."""
        with self._lock:
            installs = self._pages.installs.items()
            return next((domain for domain, install in installs if holds(install)), None)

    def _save(self) -> None:
        if self._path is None:
            return
        unfinished = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(msgspec.json.encode(self._pages))
        unfinished.replace(self._path)


def _read(path: Path) -> Pages:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Pages)
    except msgspec.DecodeError as error:
        raise StateError(f"{path} does not read ({error}); delete it to begin again") from error
