"""The data folder: where a run on one machine keeps everything, its settings included."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from config.settings import Settings, load_settings
from service.domain.catalog import Shop
from service.domain.errors import EndcapError, InvalidFieldError
from service.storage.system import installed_shops, shop_named
from service.wiring import Services, build

ENV_FILE = "endcap.env"
MINIMUM_FREE_BYTES = 200 * 1024 * 1024

F = TypeVar("F", bound=Callable[..., Any])


class FolderError(EndcapError):
    """The data folder can't be used; the message says why and what to do."""


def data_option(command: F) -> F:
    """Give a command ``--data DIR``."""
    return click.option(
        "--data",
        "data",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("data"),
        envvar="ENDCAP_DATA_DIR",
        show_default=True,
        help="Data folder of a run started with 'endcap up'.",
    )(command)


def json_option(command: F) -> F:
    """Give a command ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")(command)


def settings_of(data: Path) -> Settings:
    """Return the settings of the run in *data*; the environment goes before its file."""
    file = data / ENV_FILE
    os.environ.setdefault("ENDCAP_DATA_DIR", str(data))
    return load_settings(file if file.exists() else None)


def services_of(data: Path) -> Services:
    if not (data / ENV_FILE).exists() and "ENDCAP_SECRET_KEY" not in os.environ:
        raise FolderError(f"no run in {data}; start one with: endcap up --demo --data {data}")
    return build(settings_of(data))


def chosen_shop(domain: str | None, services: Services) -> Shop:
    """Return the shop *domain*, or the only one when none is named."""
    if domain is not None:
        return shop_named(services.database, domain)
    installed = installed_shops(services.database)
    if len(installed) != 1:
        domains = ", ".join(shop.domain for shop in installed) or "none is connected"
        raise InvalidFieldError("--shop", f"say which shop ({domains})")
    return installed[0]


def prepare(folder: Path) -> None:
    """Make *folder* and see that it can be written to, with room for what is to come."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds secrets and people's names
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"\0" * 65_536)
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FolderError(
            f"can't write to the data folder {folder}: {reason}; choose another with --data"
        ) from error
    if free < MINIMUM_FREE_BYTES:
        raise FolderError(
            f"only {free // 2**20} MiB are free where {folder} is; "
            f"{MINIMUM_FREE_BYTES // 2**20} MiB are needed"
        )


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; another run that holds it is a `FolderError`."""
    with (folder / "up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderError(
                f"endcap already runs in {folder}; stop it first, or choose another with --data"
            ) from error
        yield


def is_run_up(folder: Path) -> bool:
    """Whether a run holds the folder's lock."""
    try:
        with only_run(folder):
            return False
    except FolderError:
        return True


def read_env(folder: Path) -> dict[str, str]:
    """Return what the folder's file says."""
    file = folder / ENV_FILE
    lines = file.read_text().splitlines() if file.exists() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name: value.strip("'") for name, value in pairs}


def write_env(folder: Path, values: Mapping[str, str]) -> None:
    """Replace the folder's file at once; only its owner may read it: it holds secrets."""
    file = folder / ENV_FILE
    fresh = file.with_suffix(".new")
    lines = ["# Written by 'endcap up'; holds secrets."]
    lines += [f"{name}='{value}'" for name, value in values.items()]
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write("\n".join(lines) + "\n")
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
