"""Asks the app behind the lane, and holds its answer back when the lane has to look at it first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from service.edge.kept import Header, find

Environ: TypeAlias = dict[str, Any]
Write: TypeAlias = Callable[[bytes], object]
StartResponse: TypeAlias = Callable[..., Write]
App: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that has not been sent. *mark*: what the app marked it with, taken off."""

    status: str
    headers: list[Header]
    body: bytes
    mark: str | None

    @property
    def is_error(self) -> bool:
        return self.status.startswith("5")


class _Holder:
    """A ``start_response`` that passes on what nobody has to look at."""

    def __init__(self, start_response: StartResponse, mark: str, *, hold_errors: bool) -> None:
        self.status = ""
        self.headers: list[Header] = []
        self.chunks: list[bytes] = []
        self.mark: str | None = None
        self.may_hold = True
        self._start_response = start_response
        self._mark = mark
        self._hold_errors = hold_errors

    def __call__(self, status: str, headers: list[Header], exc_info: Any = None) -> Write:
        self.mark = find(headers, self._mark.lower())
        if self.mark is not None:
            headers = [pair for pair in headers if pair[0].lower() != self._mark.lower()]
        error = self._hold_errors and status.startswith("5")
        if self.may_hold and (self.mark is not None or error):
            self.status, self.headers = status, headers
            return self.chunks.append
        self.may_hold = False
        return self._start_response(status, headers, *([exc_info] if exc_info else []))


def ask(
    app: App, environ: Environ, start_response: StartResponse, mark: str, *, hold_errors: bool
) -> Held | Iterable[bytes]:
    """Return the held answer when it carries *mark* (or is an error to hold), else the body of one
    that has been passed on already, still streaming."""
    holder = _Holder(start_response, mark, hold_errors=hold_errors)
    body = app(environ, holder)
    if not holder.status:
        holder.may_hold = False
        return body
    return Held(holder.status, holder.headers, _read(holder.chunks, body), holder.mark)


def _read(written: list[bytes], body: Iterable[bytes]) -> bytes:
    try:
        return b"".join([*written, *body])
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
