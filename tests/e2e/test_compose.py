"""docker-compose.yml: each service's command and environment, started as processes, walk the path.

There may be no container engine where the tests run, so the commands run on this machine, with
the addresses of PostgreSQL, Redis, data folder and ports replaced by real ones; nothing else is.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from cryptography.fernet import Fernet

from config.settings import load_settings
from service.demo.setup import approve_articles, connect_demo, is_answered
from service.usecases.export_data import ExportFormat, export_clicks
from service.wiring import Services, build
from tests.conftest import free_port, roles_of
from tests.e2e.running import MILIA, ROOT, SHOP, click_body_of, eventually
from tests.e2e.test_whole_path import TRIO
from tests.integration.tenancy.keys import keys_of_nobody

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]


class Stack:
    """The services of the compose file as processes."""

    def __init__(self, folder: Path, database_url: str, redis_url: str) -> None:
        self.folder = folder
        self.ports = [free_port(), free_port()]
        self.shopify_port = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.replaced = {
            "ENDCAP_DATABASE_URL": plain(roles_of(database_url).app),
            "ENDCAP_DATABASE_SYSTEM_URL": plain(roles_of(database_url).system),
            "ENDCAP_DATABASE_OWNER_URL": plain(database_url),
            "ENDCAP_REDIS_URL": redis_url,
            "ENDCAP_DATA_DIR": str(folder / "data"),
            "ENDCAP_WEB_HOST": "127.0.0.1",
        }
        self.secrets = {
            "ENDCAP_SECRET_KEY": secrets.token_urlsafe(48),
            "ENDCAP_TOKEN_KEYS": Fernet.generate_key().decode(),
            "ENDCAP_SHOPIFY_ADMIN_URL": f"http://127.0.0.1:{self.shopify_port}",
            "ENDCAP_ALLOW_LOCAL_SHOPS": "true",
            "ENDCAP_PUBLIC_URL": f"http://127.0.0.1:{self.ports[0]}",
        }

    def environment(self, service: str, port: int = 0) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("ENDCAP_")}
        given = SERVICES[service]["environment"]
        replaced = {name: self.replaced[name] for name in given if name in self.replaced}
        values = {**clean, **self.secrets, **given, **replaced}
        if port:
            values["ENDCAP_WEB_PORT"] = str(port)
        return {**values, "PATH": f"{Path(sys.executable).parent}:{clean['PATH']}"}

    def start(self, service: str, port: int = 0) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            SERVICES[service]["command"],
            cwd=ROOT,
            env=self.environment(service, port),
            stdout=(self.folder / f"{service}.log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def start_shopify(self) -> None:
        command = [sys.executable, "-m", "service.demo.fake_shopify", "--host", "127.0.0.1"]
        command += ["--port", str(self.shopify_port), "--state", str(self.folder / "shop.json")]
        self.processes.append(subprocess.Popen(command, cwd=ROOT, start_new_session=True))

    def healthcheck(self, service: str, port: int = 0) -> int:
        command = SERVICES[service]["healthcheck"]["test"][1:]
        command = [part.replace(":8000", f":{port}") for part in command]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(service, port), check=False, timeout=30
        )
        return done.returncode

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def logs(self) -> str:
        return "".join(
            f"{log.name}\n{log.read_text()[-3000:]}" for log in self.folder.glob("*.log")
        )


def plain(address: str) -> str:
    """Return the address as people write it."""
    return address.replace("+psycopg", "")


@pytest.fixture
def stack(tmp_path: Path, empty_postgresql: str, redis_url: str) -> Iterator[Stack]:
    stack = Stack(tmp_path, empty_postgresql, redis_url)
    assert stack.start("migrate").wait(60) == 0, stack.logs()
    stack.start_shopify()
    for port in stack.ports:
        stack.start("web", port)
    for _ in range(2):
        stack.start("worker")
    stack.start("scheduler")
    yield stack
    stack.stop()


def test_two_web_and_two_workers_walk_the_whole_path(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert eventually(lambda: stack.healthcheck("web", stack.ports[0]) == 0), stack.logs()
    assert eventually(lambda: stack.healthcheck("web", stack.ports[1]) == 0), stack.logs()
    assert eventually(lambda: answers(f"http://127.0.0.1:{stack.shopify_port}/health"))
    services = services_of(stack, monkeypatch)
    shop = connect_demo(services, password=secrets.token_urlsafe(12))
    assert eventually(lambda: is_answered(services, shop), seconds=60), stack.logs()
    approve_articles(services, shop)

    first, second = (f"http://127.0.0.1:{port}" for port in stack.ports)
    path = f"v1/shops/{SHOP}/articles/{MILIA}/recommendations"
    assert eventually(lambda: handles(f"{first}/{path}") == TRIO), stack.logs()
    assert eventually(lambda: handles(f"{second}/{path}") == TRIO), stack.logs()
    shown = requests.get(f"{first}/{path}", {"limit": 3}, timeout=10).json()
    body = click_body_of(shown)
    for url in (first, second):  # the same click, by either
        assert requests.post(f"{url}/v1/events", json=body, timeout=10).status_code == 202
    assert eventually(lambda: clicks(services) == [body["events"][0]["id"]]), stack.logs()
    assert eventually(lambda: stack.healthcheck("worker") == 0), stack.logs()
    assert keys_of_nobody(stack.replaced["ENDCAP_REDIS_URL"]) == []


def test_every_service_has_a_health_check_or_ends() -> None:
    without = {name for name, service in SERVICES.items() if "healthcheck" not in service}

    assert {"migrate"} == without


def services_of(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Services:
    for name, value in stack.environment("worker").items():
        monkeypatch.setenv(name, value)
    return build(load_settings())


def clicks(services: Services) -> list[str]:
    rows = export_clicks(SHOP, format=ExportFormat.NDJSON, since=None, database=services.database)
    return [json.loads(line)["click_id"] for part in rows for line in part.splitlines()]


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=3).ok
    except requests.RequestException:
        return False


def handles(url: str) -> list[str]:
    answer = requests.get(url, {"limit": 3}, timeout=10)
    return [item["handle"] for item in answer.json().get("items", [])]
