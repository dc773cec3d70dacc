"""The roles of production, one process each; ``endcap up`` starts the same ones."""

from __future__ import annotations

import os
import sys

import click

from config.celery import QUEUE, segments_queue
from config.logging import configure_logging
from config.settings import load_settings
from service.wiring import migrate_database

HEADERS_DEADLINE_MS = 10_000


@click.command()
def migrate() -> None:
    """Bring the database named by ENDCAP_DATABASE_URL to the newest schema."""
    migrate_database(load_settings())
    click.echo("The database has the newest schema.")


@click.command()
def web() -> None:
    """Serve HTTP on ENDCAP_WEB_HOST and ENDCAP_WEB_PORT with ENDCAP_WEB_WORKERS processes."""
    settings = load_settings()
    configure_logging(settings)
    # many cheap threads, of which slow bodies get half (service.edge.bodies)
    options = [
        "--interface=wsgi",
        "--http=1",  # the deadline for headers is one of HTTP/1
        f"--host={settings.web_host}",
        f"--port={settings.web_port}",
        f"--workers={settings.web_workers}",
        "--blocking-threads=256",
        "--backpressure=1024",
        f"--http1-header-read-timeout={HEADERS_DEADLINE_MS}",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        "--log-level=warning",
    ]
    _become("granian", *options, "service.wsgi:application")


@click.command()
def worker() -> None:
    """Run jobs, and store the events recorded on this host."""
    settings = load_settings()
    _become(
        "celery",
        "--quiet",
        "-A",
        "workers.app:celery",
        "worker",
        "--queues",
        f"{QUEUE},{segments_queue(settings.host_name)}",
        "--concurrency",
        str(settings.worker_processes),
        "--without-mingle",
        "--without-gossip",
        "--loglevel",
        settings.log_level,
    )


@click.command()
def scheduler() -> None:
    """Ring for the sweep; keeps nothing on disk, and nothing is lost while it is down."""
    settings = load_settings()
    _become(
        "celery",
        "--quiet",
        "-A",
        "workers.app:celery",
        "beat",
        "--scheduler",
        "celery.beat:Scheduler",
        "--loglevel",
        settings.log_level,
    )


def _become(module: str, *arguments: str) -> None:
    """Replace this process, so that signals and the exit code are the server's own."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606  no shell
