"""Reads what a request brings before the app is asked, so that slow senders stop nobody else."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from threading import Lock

from service.edge.asking import App, Environ, StartResponse

MOST = 128
"""Half the server's threads: the other half goes on answering."""
MOST_OF_ONE = 64
"""From one address, so that it takes several to keep everybody else from sending."""

PLAIN = ("Content-Type", "text/plain; charset=utf-8")


class FewBodies:
    """A WSGI app in front of *app*, which gets bodies of at most *most_bytes* whole.

    A thread that waits for the rest of a body can not be woken. So only so many may wait, and
    whoever comes then is answered 503 at once. A body that says it is longer is left to *app*, to
    be refused unread; what a GET or HEAD brings means nothing and is never read.
    """

    def __init__(
        self, app: App, *, most_bytes: int, most: int = MOST, most_of_one: int = MOST_OF_ONE
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._most = most
        self._most_of_one = most_of_one
        self._lock = Lock()
        self._waiting: Counter[str] = Counter()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            environ["wsgi.input"] = io.BytesIO()
            environ["CONTENT_LENGTH"] = "0"
        elif (length := _length(environ)) is None or 0 < length <= self._most_bytes:
            sender = environ.get("REMOTE_ADDR", "")
            if not self._let_in(sender):
                return _put_off(start_response)
            try:
                body = self._read(environ)
            finally:
                self._let_out(sender)
            if length is not None and len(body) < length:
                return _refuse_torn(start_response)
            environ["wsgi.input"] = io.BytesIO(body)
            environ["CONTENT_LENGTH"] = str(len(body))
            environ.pop("HTTP_TRANSFER_ENCODING", None)  # it is in one piece, and has a length
        return self._app(environ, start_response)

    def _read(self, environ: Environ) -> bytes:
        """Return the body, or so much of it that *app* sees that it is too long."""
        body = bytearray()
        while piece := environ["wsgi.input"].read(self._most_bytes + 1 - len(body)):
            body += piece
        return bytes(body)

    def _let_in(self, sender: str) -> bool:
        with self._lock:
            if self._waiting.total() >= self._most or self._waiting[sender] >= self._most_of_one:
                return False
            self._waiting[sender] += 1
            return True

    def _let_out(self, sender: str) -> None:
        with self._lock:
            self._waiting[sender] -= 1
            if not self._waiting[sender]:
                del self._waiting[sender]


def _length(environ: Environ) -> int | None:
    """Return how long the body says it is; ``None``: it comes in chunks, or says nonsense."""
    said = environ.get("CONTENT_LENGTH", "")
    if said.isascii() and said.isdigit():
        return int(said)
    return None if said or "HTTP_TRANSFER_ENCODING" in environ else 0


def _put_off(start_response: StartResponse) -> Iterable[bytes]:
    start_response("503 Service Unavailable", [PLAIN, ("Retry-After", "1")])
    return [b"Too much is being sent at this moment.\n"]


def _refuse_torn(start_response: StartResponse) -> Iterable[bytes]:
    start_response("400 Bad Request", [PLAIN])
    return [b"The body was cut off.\n"]
