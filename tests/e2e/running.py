"""A run of ``endcap up --demo``, used as a person would: over HTTP and the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

SHOP = "endcap-demo.myshopify.com"
MILIA = "news/what-are-milia"
ENDCAP = [sys.executable, "-m", "service.cli"]
ROOT = Path(__file__).parents[2]
UP_SECONDS = 120


class Run:
    """One supervised run in its own data folder."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.store_url = f"http://127.0.0.1:{port + 1}"
        self.process: subprocess.Popen[str] | None = None
        self.said = ""

    def start(self) -> None:
        """Start, and wait until the addresses are printed; `said` keeps what was printed."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ENDCAP_")}
        self.process = subprocess.Popen(
            [*ENDCAP, "up", "--demo", "--data", str(self.data), "--port", str(self.port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said: list[str] = []
        deadline = time.monotonic() + UP_SECONDS
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                self.said = "".join(said)
                return
            assert time.monotonic() < deadline, "".join(said)
        raise AssertionError("".join(said) + self.logs())

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send *number* and wait for the end; return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def insist(self, times: int) -> None:
        """Ask by both signals to stop, one in the middle of the other."""
        assert self.process is not None
        for _ in range(times):
            self.process.send_signal(signal.SIGINT)
            self.process.send_signal(signal.SIGTERM)

    def logs(self) -> str:
        return "".join(
            f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}\n"
            for log in sorted((self.data / "logs").glob("*.log"))
        )

    def processes(self) -> list[int]:
        """Return the pids of living processes that belong to this run, by its folder or port."""
        marks = (str(self.data.absolute()), f"ENDCAP_WEB_PORT={self.port}")
        found: list[int] = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                said = _said(entry)
                if any(mark in said for mark in marks):
                    found.append(int(entry.name))
        return found

    def pids_of(self, mark: str) -> list[int]:
        """Return the pids of this run's processes whose command holds *mark*."""
        return sorted(pid for pid in self.processes() if mark in _command(pid))

    def recommendations(self, article: str = MILIA, **query: Any) -> dict[str, Any]:
        answer = requests.get(self.endpoint(article), params=query, timeout=10)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document

    def endpoint(self, article: str = MILIA) -> str:
        return f"{self.url}/v1/shops/{SHOP}/articles/{article}/recommendations"

    def handles(self, article: str = MILIA, **query: Any) -> list[str]:
        return [item["handle"] for item in self.recommendations(article, **query)["items"]]

    def edit_product(self, handle: str, **changes: Any) -> None:
        self._edit(f"products/{handle}", changes)

    def edit_article(self, article: str, **changes: Any) -> None:
        self._edit(f"articles/{article}", changes)

    def article(self, article: str) -> dict[str, Any]:
        answer = requests.get(f"{self.store_url}/control/articles/{article}", timeout=10)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document

    def _edit(self, path: str, changes: dict[str, Any]) -> None:
        answer = requests.patch(f"{self.store_url}/control/{path}", json=changes, timeout=10)
        assert answer.ok, answer.text

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``endcap ...`` against this run's folder."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ENDCAP_")}
        return subprocess.run(
            [*ENDCAP, *arguments, "--data", str(self.data)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def sync(self) -> dict[str, Any]:
        done = self.command("sync", "--json")
        assert done.returncode == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)[0]
        return result

    def clicks(self) -> list[dict[str, Any]]:
        done = self.command("export", "clicks", "--shop", SHOP, "--format", "ndjson")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def eventually(is_so: Callable[[], bool], *, seconds: float = 30) -> bool:
    """Return whether *is_so* becomes true in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _said(entry: Path) -> str:
    try:
        command = (entry / "cmdline").read_bytes()
        environment = (entry / "environ").read_bytes()
        state = (entry / "stat").read_text().rsplit(") ", 1)[1][0]
    except (OSError, IndexError):
        return ""
    return "" if state == "Z" else (command + b"\0" + environment).decode(errors="replace")


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def click_body_of(shown: dict[str, Any]) -> dict[str, Any]:
    """A click on the first card of what was *shown*, as the storefront's script sends it."""
    products = [item["id"] for item in shown["items"]]
    return {
        "shop": shown["shop"],
        "consent": False,
        "sets": [
            {
                "set_id": shown["set_id"],
                "article": shown["article"]["id"],
                "slot": shown["slot"],
                "mapping_version": shown["mapping_version"],
                "arm": shown["arm"],
                "products": products,
            }
        ],
        "events": [
            {
                "id": str(uuid.uuid4()),
                "kind": "clicked",
                "set_id": shown["set_id"],
                "product": products[0],
                "position": 1,
                "at": datetime.now(UTC).isoformat(),
            }
        ],
    }
