"""``/proxy/…``: what a shopper asks at the shop's own address, by way of Shopify's app proxy.

It stands before the fast lane: a signed request becomes the direct one of the shop that the
signature names, and is answered with the same bytes from the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from service.domain.admin_queries import ForgedQueryError
from service.domain.errors import UnavailableError
from service.domain.proxy_queries import OwnSecrets, checked_proxy_query
from service.ports import Clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/proxy/"
OPEN = ("articles/",)
"""What may be asked for by way of the shop: nothing that a key is needed for."""

_NOT_PASSED_ON = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_X_FORWARDED_HOST")


class ProxyDoor:
    """Opens *app* to requests that Shopify signed with one of *secrets*, or of the shop's *own*."""

    def __init__(
        self, app: WSGIApplication, *, secrets: Sequence[str], own: OwnSecrets, clock: Clock
    ) -> None:
        self._app = app
        self._secrets = secrets
        self._own = own
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if not path.startswith(PATH):
            return self._app(environ, start_response)
        asked = path.removeprefix(PATH)
        if not asked.startswith(OPEN):
            return _problem(start_response, "404 Not Found", "nothing is to be had here")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return _problem(start_response, "405 Method Not Allowed", "only to be read")
        try:
            query = checked_proxy_query(
                environ.get("QUERY_STRING", ""), self._secrets, own=self._own, now=self._clock()
            )
        except ForgedQueryError as error:
            return _problem(start_response, "401 Unauthorized", str(error))
        except UnavailableError:
            return _problem(start_response, "503 Service Unavailable", "try again in a moment")
        for name in _NOT_PASSED_ON:
            environ.pop(name, None)
        environ["PATH_INFO"] = f"/v1/shops/{query.shop}/{asked}"
        environ["QUERY_STRING"] = query.asked
        return self._app(environ, start_response)


def _problem(start_response: StartResponse, status: str, detail: str) -> Iterable[bytes]:
    code, _, title = status.partition(" ")
    body = msgspec.json.encode(
        {"type": "about:blank", "title": title, "status": int(code), "detail": detail}
    )
    headers = [
        ("Content-Type", "application/problem+json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    start_response(status, headers)
    return [body]
