"""An app that listens to webhooks: it keeps what comes and answers as it is told."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@dataclass(frozen=True)
class Heard:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def topic(self) -> str:
        return self.headers["X-Shopify-Topic"]

    @property
    def id(self) -> str:
        return self.headers["X-Shopify-Webhook-Id"]


@dataclass
class Listener:
    """*statuses*: what the next answers say; 200 when none is left. *seconds*: how long each
    takes."""

    statuses: list[int] = field(default_factory=list)
    seconds: float = 0.0
    heard: list[Heard] = field(default_factory=list)

    def start(self) -> None:
        options: dict[str, Any] = {"threaded": True, "request_handler": Quiet}
        self._server = make_server("127.0.0.1", 0, self._answer, **options)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def topics(self) -> list[str]:
        return [heard.topic for heard in self.heard]

    def _answer(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self.heard.append(Heard(request.path, dict(request.headers), request.get_data()))
        time.sleep(self.seconds)
        status = self.statuses.pop(0) if self.statuses else 200
        headers = {"Location": "/elsewhere"} if 300 <= status < 400 else {}
        return Response("", status=status, headers=headers)(environ, start_response)
