"""A store that answers as a test says, on this machine."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Said:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class ScriptedStore:
    """*answers* by path: the last of a list is given again; anything else is 404."""

    answers: dict[str, list[Said]]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    headers: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def take(self, path: str) -> Said:
        left = self.answers.get(path, [Said("not here", 404)])
        return left.pop(0) if len(left) > 1 else left[0]


def products(*titles: str) -> Said:
    return Said(json.dumps({"products": [product(n, t) for n, t in enumerate(titles, 1)]}))


def product(number: int, title: str) -> dict[str, Any]:
    return {
        "id": number,
        "title": title,
        "handle": f"p-{number}",
        "body_html": "",
        "product_type": "Serum",
        "tags": ["a", "b"],
        "variants": [{"price": "12.00", "compare_at_price": "15.00", "available": True}],
        "images": [{"src": "https://cdn.shopify.com/x.jpg"}],
        "published_at": "2024-01-01T00:00:00Z",
    }


def feed(*titles: str, text: str = "&lt;p&gt;Niacinamide is good for skin.&lt;/p&gt;") -> Said:
    entries = "".join(
        f"<entry><id>x/{n}</id><title>{title}</title><published>2024-01-{n:02}T00:00:00Z"
        f'</published><link rel="alternate" href="https://s.com/blogs/news/a-{title}"/>'
        f'<content type="html">{text}</content></entry>'
        for n, title in enumerate(titles, 1)
    )
    return Said(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>')


@contextmanager
def serving(answers: dict[str, Said | list[Said]]) -> Iterator[ScriptedStore]:
    store = ScriptedStore({k: v if isinstance(v, list) else [v] for k, v in answers.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            store.asked.append(self.path)
            store.headers[self.path].append(dict(self.headers))
            said = store.take(self.path)
            body = said.body.encode() if isinstance(said.body, str) else said.body
            body = body.replace(b"{url}", store.url.encode())
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value.replace("{url}", store.url))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield store
    server.shutdown()
    server.server_close()
