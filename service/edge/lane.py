"""The fast lane itself: answers repeats of what the app behind it has marked as repeatable."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping

from service.edge.asking import App, Environ, Held, StartResponse, ask
from service.edge.generations import Generations, slot_of
from service.edge.kept import Header, Kept, Known, find, without_body
from service.edge.shelf import Key, Shelf

MARK = "X-Endcap-Generation"
"""The app's mark, ``key:generation`` or ``key:generation;seconds``; it never leaves the host.

*seconds*: how long the answer holds at most, as something appears by the clock then.
"""

FRESH_SECONDS = 60.0
"""Answers change by the clock too (an article appears, a rule begins): look again after this."""
CLAIM_SECONDS = 5.0
"""While one request looks again, the others are answered with the copy for at most this long."""
RETRY_SECONDS = 1.0
"""After a failure the copy is answered for this long before the app is asked again."""
STALE_SECONDS = 86_400.0
MAX_BYTES = 64 * 1024 * 1024


class FastLane:
    """A WSGI app in front of *app*.

    A GET that *app* answered with 200, an ETag and the mark is kept under the hint and generation
    that were read before it was computed, so that a change during the computation is never
    overlooked. When *app* fails, a copy that nothing has changed since is answered, with its
    ``Age``, up to a day; one that is known to be outdated never is: what a person has hidden must
    not come back because the database is away.
    """

    def __init__(
        self,
        app: App,
        *,
        generations: Generations,
        clock: Callable[[], float] = time.monotonic,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._app = app
        self._generations = generations
        self._slots = generations.slots
        self._clock = clock
        self._shelf = Shelf(max_bytes)
        self._entries = self._shelf.entries
        self._known: dict[str, Known] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        kept = self._entries.get(key)
        if kept is None:
            return self._load(environ, start_response, key)
        if (
            self._slots[kept.slot] == kept.hint
            and kept.known.generation <= kept.generation
            and self._clock() < kept.fresh_until
        ):
            kept.used = True
            if environ["REQUEST_METHOD"] == "GET" and "HTTP_IF_NONE_MATCH" not in environ:
                start_response("200 OK", kept.headers[:])
                return [kept.body]
            if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
                return _send(start_response, kept.answer(environ))
        if environ["REQUEST_METHOD"] == "GET":
            return self._reload(environ, start_response, key, kept)
        return self._load(environ, start_response, key)

    def learn(self, generations: Mapping[str, int]) -> None:
        """Take over what the truth says; copies of older generations are not answered any more."""
        for key, generation in generations.items():
            self._known_of(key).generation = generation

    def _reload(
        self, environ: Environ, start_response: StartResponse, key: Key, stale: Kept
    ) -> Iterable[bytes]:
        """Let one request at a time make the new copy; those that waited may find it ready."""
        with stale.loading:
            newest = self._entries.get(key, stale)
            if newest is not stale and self._is_current(newest):
                return _send(start_response, newest.answer(environ))
            if self._clock() < stale.retry_at and self._is_current(stale):
                return self._send_stale(environ, start_response, stale)
            if self._is_current(stale):  # only its time is up
                stale.fresh_until = min(self._clock() + CLAIM_SECONDS, stale.ends_at)
            return self._load(environ, start_response, key, stale)

    def _load(
        self, environ: Environ, start_response: StartResponse, key: Key, stale: Kept | None = None
    ) -> Iterable[bytes]:
        before = self._generations.snapshot()
        asked = environ if stale is None else _unconditional(environ)
        held = ask(self._app, asked, start_response, MARK, hold_errors=stale is not None)
        if isinstance(held, Held) and held.status.startswith("304"):
            held = ask(self._app, _unconditional(environ), start_response, MARK, hold_errors=False)
        if not isinstance(held, Held):
            return held
        if held.is_error and stale is not None:
            stale.retry_at = self._clock() + RETRY_SECONDS
            if self._is_current(stale) and self._clock() - stale.stored_at < STALE_SECONDS:
                return self._send_stale(environ, start_response, stale)
        kept = self._keep(key, held, before) if environ["REQUEST_METHOD"] == "GET" else None
        if kept is None:
            return _send(start_response, (held.status, held.headers, [held.body]))
        return _send(start_response, kept.answer(environ))

    def _keep(self, key: Key, held: Held, before: memoryview[int]) -> Kept | None:
        """Keep what may be repeated to anybody; return it, ``None`` when it may not."""
        etag = find(held.headers, "etag")
        cookie = find(held.headers, "set-cookie")
        if not held.status.startswith("200") or held.mark is None or etag is None or cookie:
            return None
        name, _, seconds = held.mark.partition(";")
        shop, _, number = name.rpartition(":")
        generation = int(number)
        known = self._known_of(shop)
        known.generation = max(known.generation, generation)
        slot = slot_of(shop)
        now = self._clock()
        ends_at = now + float(seconds or math.inf)
        kept = Kept(
            headers=held.headers,
            headers_304=without_body(held.headers),
            body=held.body,
            etag=etag,
            slot=slot,
            hint=before[slot],
            known=known,
            generation=generation,
            stored_at=now,
            fresh_until=min(now + FRESH_SECONDS, ends_at),
            ends_at=ends_at,
        )
        self._shelf.put(key, kept)
        return kept

    def _send_stale(
        self, environ: Environ, start_response: StartResponse, stale: Kept
    ) -> Iterable[bytes]:
        status, headers, body = stale.answer(environ)
        age = int(self._clock() - stale.stored_at)
        return _send(start_response, (status, [*headers, ("Age", str(age))], body))

    def _is_current(self, kept: Kept) -> bool:
        return (
            self._slots[kept.slot] == kept.hint
            and kept.known.generation <= kept.generation
            and self._clock() < kept.ends_at
        )

    def _known_of(self, key: str) -> Known:
        return self._known.setdefault(key, Known(0))


def _send(
    start_response: StartResponse, answer: tuple[str, list[Header], list[bytes]]
) -> Iterable[bytes]:
    status, headers, body = answer
    start_response(status, headers)
    return body


def _unconditional(environ: Environ) -> Environ:
    return {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
