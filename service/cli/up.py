"""``endcap up``: everything on this machine, with one command and one folder."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import requests
from rich.console import Console

from config.settings import Settings, load_settings
from service.cli import parts
from service.cli.folder import ENV_FILE, FolderError, only_run, prepare
from service.cli.parts import HOST
from service.cli.steps import Steps
from service.cli.stopping import Stopping
from service.cli.supervisor import Supervisor
from service.demo.setup import EMAIL, approve_articles, connect_demo, is_answered
from service.demo.shop import DOMAIN
from service.domain.errors import UnavailableError
from service.wiring import Services, build, migrate_database

WATCH_SECONDS = 0.25
"""As long at most goes by before the run begins to stop: no signal cuts a sleep short."""


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="Folder that holds everything: database, queue, clicks, logs, settings.",
)
@click.option("--port", type=click.IntRange(1, 65_534), default=8000, show_default=True)
@click.option(
    "--demo", is_flag=True, help="Also run a demo shop; its fake Shopify takes the next port."
)
def up(data: Path, port: int, *, demo: bool) -> None:
    """Run Endcap on this machine until Ctrl-C: web, worker, schedule, database and queue.

    Starts a Valkey of its own unless ENDCAP_REDIS_URL names a server, and keeps its database in the
    data folder unless ENDCAP_DATABASE_URL names one.
    """
    try:
        prepare(data)
        with only_run(data):
            _Run(data, port, demo=demo).go()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT):
            raise
        raise FolderError(f"can't write to {data}: {(error.strerror or '').lower()}") from error


class _Run:
    """One run of `up`, from its first check to its last process."""

    def __init__(self, data: Path, port: int, *, demo: bool) -> None:
        self.data = data
        self.port = port
        self.demo = demo
        self.url = f"http://{HOST}:{port}"
        self.supervisor = Supervisor()
        self.stopping = Stopping()
        self.console = Console(highlight=False)

    def go(self) -> None:
        parts.require_port(self.port, "web")
        if self.demo:
            parts.require_port(self.port + 1, "the demo's Shopify")
        environment = parts.environment_for(self.data, self.port, demo=self.demo)
        settings = load_settings(self.data / ENV_FILE)
        self.stopping.listen()
        try:
            self._start(settings, environment)
            self._watch()
        except _StoppedError:
            pass
        finally:
            self.stopping.ignore()
            self.console.print("Stopping …")
            self.supervisor.stop()
            self.console.print("Stopped.")

    def _start(self, settings: Settings, environment: Mapping[str, str]) -> None:
        (self.data / "logs").mkdir(exist_ok=True)
        with Steps(self.console) as steps:
            steps.begin("Preparing the database")
            migrate_database(settings)
            services = build(settings)
            self._start_valkey(steps, services, environment)
            self._start_shopify(steps)
            steps.begin("Starting web, worker and schedule")
            for name in ("web", "worker", "scheduler"):
                self.supervisor.start(parts.role(name, self.data, environment))
            self._wait("web", lambda: self._answers(f"{self.url}/health/live"))
            if self.demo:
                self._fill(steps, services, environment)
        self._say(environment)

    def _start_valkey(
        self, steps: Steps, services: Services, environment: Mapping[str, str]
    ) -> None:
        steps.begin("Starting the queue")
        if environment["ENDCAP_REDIS_URL"].startswith(f"redis://:{self._password(environment)}@"):
            port = int(environment["ENDCAP_REDIS_URL"].rsplit(":", 1)[1].split("/")[0])
            self.supervisor.start(parts.valkey(self.data, port, self._password(environment)))
        self._wait(parts.VALKEY, lambda: _pings(services))

    def _start_shopify(self, steps: Steps) -> None:
        if not self.demo:
            return
        steps.begin("Starting the demo's Shopify")
        self.supervisor.start(parts.fake_shopify(self.data, self.port + 1, endcap_url=self.url))
        self._wait("fake Shopify", lambda: self._answers(f"{self._shop_url}/health"))

    def _fill(self, steps: Steps, services: Services, environment: Mapping[str, str]) -> None:
        steps.begin("Syncing the demo shop")
        shop = connect_demo(services, password=environment["ENDCAP_DEMO_PASSWORD"])
        self._wait("worker", lambda: is_answered(services, shop))
        approve_articles(services, shop)
        steps.begin("Waiting until everything is ready")
        self._wait("worker", lambda: self._answers(f"{self.url}/health/ready"))

    def _wait(self, name: str, is_up: Callable[[], bool]) -> None:
        self.supervisor.wait_until(name, lambda: self._going() and is_up(), seconds=120)

    def _watch(self) -> None:
        while not self.stopping.asked:
            time.sleep(WATCH_SECONDS)
            self.supervisor.check()

    def _going(self) -> bool:
        if self.stopping.asked:
            raise _StoppedError
        return True

    @property
    def _shop_url(self) -> str:
        return f"http://{HOST}:{self.port + 1}"

    @staticmethod
    def _password(environment: Mapping[str, str]) -> str:
        return environment["ENDCAP_REDIS_PASSWORD"]

    @staticmethod
    def _answers(url: str) -> bool:
        try:
            return requests.get(url, timeout=3).status_code == 200
        except requests.RequestException:
            return False

    def _say(self, environment: Mapping[str, str]) -> None:
        """Print the addresses, each on a line of its own."""
        lines = {"Health": f"{self.url}/health/ready", "API docs": f"{self.url}/api/docs"}
        if self.demo:
            lines = {
                "Storefront": f"{self._shop_url}/blogs/news/what-are-milia",
                "Marketers": f"{self.url}/shops/{DOMAIN}/",
                "  sign in": f"{EMAIL}  password {environment['ENDCAP_DEMO_PASSWORD']}",
                "Shop admin": f"{self._shop_url}/control",
                **lines,
            }
        else:
            lines = {"Marketers": f"{self.url}/", **lines}
        self.console.print()
        for name, address in lines.items():
            self.console.print(f"  {name:<12} {address}", soft_wrap=True)
        self.console.print(f"\nData and logs are in {self.data}. Press Ctrl-C to stop.")
        if not self.demo:
            self.console.print(
                "Connect a shop (endcap connect --help), then let people in (endcap user --help)."
            )


class _StoppedError(Exception):
    """A person asked the run to stop before it was up."""


def _pings(services: Services) -> bool:
    try:
        services.ping_redis()
    except UnavailableError:
        return False
    return True
