"""The fake Shopify as a real process on a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from service.clients.shopify.feed import GraphQLShopFeed
from service.clients.shopify.graphql import GraphQLClient
from service.demo.fake_shopify.state import State, write_state
from service.demo.shop import DemoShop

TOKEN = "token-of-fernwick"
DEADLINE = 20.0


class FakeProcess:
    """Serves *shops*, by token, from the state file; starting again goes on with that file.

    *options* are more of the command line's.
    """

    def __init__(self, state: Path, shops: dict[str, DemoShop], *options: str) -> None:
        self.state = state
        self.options = options
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        write_state(state, State(shops=shops))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; return the seconds until its schema was ready."""
        began = time.monotonic()
        command = [sys.executable, "-m", "service.demo.fake_shopify"]
        options = ["--port", str(self.port), "--state", str(self.state)]
        self.process = subprocess.Popen([*command, *options, *self.options])
        while self._schema() != "ready":
            assert time.monotonic() - began < DEADLINE, "the fake Shopify does not start"
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=DEADLINE)

    def feed(self, **options: Any) -> GraphQLShopFeed:
        return GraphQLShopFeed(self.client(), **options)

    def client(self, token: str = TOKEN, **options: Any) -> GraphQLClient:
        return GraphQLClient("fernwick.myshopify.com", token, admin_url=self.url, **options)

    def control(self, method: str, path: str, sent: Any = None, **options: Any) -> Any:
        """Ask the control API; return what it answers, ``None`` for nothing."""
        answer = requests.request(
            method, f"{self.url}/control/{path}", json=sent, timeout=10, **options
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def order(self, kind: str, **options: Any) -> None:
        """Let the next answers go wrong."""
        self.control("POST", "faults", {"kind": kind, **options})

    def _schema(self) -> str:
        try:
            return str(requests.get(f"{self.url}/health", timeout=5).json()["schema"])
        except requests.RequestException:
            return "away"


@contextmanager
def running_fake(state: Path, shops: dict[str, DemoShop], *options: str) -> Iterator[FakeProcess]:
    """A fake that runs meanwhile, and ends well."""
    fake = FakeProcess(state, shops, *options)
    fake.start()
    yield fake
    assert fake.stop() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
