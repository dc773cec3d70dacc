"""Answers kept between runs, so that a store need not send again what has not changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

DAYS = 30


class _Head(msgspec.Struct):
    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    etag: str
    last_modified: str
    body: bytes

    @property
    def conditions(self) -> dict[str, str]:
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value}


class KeptAnswers:
    """A folder, a file an address. What can't be kept is fetched again: it is no fault."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, url: str) -> KeptAnswer | None:
        if self._folder is None:
            return None
        try:
            line, _, body = self._file(self._folder, url).read_bytes().partition(b"\n")
            head = msgspec.json.decode(line, type=_Head)
        except (OSError, msgspec.MsgspecError):
            return None
        return KeptAnswer(head.etag, head.last_modified, body) if head.url == url else None

    def keep(self, url: str, *, etag: str, last_modified: str, body: bytes) -> None:
        """Keep what the store lets us ask for again by *etag* or *last_modified*."""
        if self._folder is None or not (etag or last_modified):
            return
        head = msgspec.json.encode(_Head(url, etag, last_modified))
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._file(self._folder, url)
            fresh = file.with_suffix(f".{os.getpid()}.new")
            fresh.write_bytes(head + b"\n" + body)
            fresh.replace(file)

    def forget_old(self) -> None:
        """Delete what was kept a month ago."""
        if self._folder is None:
            return
        oldest = time.time() - DAYS * 86_400
        with contextlib.suppress(OSError):
            for file in self._folder.glob("*.answer"):
                if file.stat().st_mtime < oldest:
                    file.unlink()

    @staticmethod
    def _file(folder: Path, url: str) -> Path:
        return folder / f"{hashlib.sha256(url.encode()).hexdigest()[:40]}.answer"
