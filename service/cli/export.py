"""``endcap export``: recorded facts as a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from service.cli.folder import chosen_shop, data_option, services_of
from service.domain.errors import InvalidFieldError, UnavailableError
from service.usecases.export_data import ExportFormat, export_clicks

FORMATS = [form.value for form in ExportFormat]


@click.group()
def export() -> None:
    """Write recorded facts to a file that other tools read."""


@export.command()
@click.option("--shop", metavar="DOMAIN", help="Default: the only shop there is.")
@click.option(
    "--format", "form", type=click.Choice([form.value for form in ExportFormat]), default="csv"
)
@click.option("--since", metavar="INSTANT", help="Only clicks since, such as 2026-11-01T00:00Z.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Default: the screen.")
@data_option
def clicks(shop: str | None, form: str, since: str | None, out: Path | None, data: Path) -> None:
    """Write every click on a recommendation or a hand-placed link, oldest first.

    One row a click; click_id is its key. Nothing of a half-written file is left under its name.
    """
    services = services_of(data)
    rows = export_clicks(
        chosen_shop(shop, services).domain,
        format=ExportFormat(form),
        since=_instant(since),
        database=services.database,
    )
    if out is None:
        for part in rows:
            sys.stdout.buffer.write(part)
        return
    written = _write(out, rows)
    click.echo(f"{written} bytes in {out}", err=True)


def _write(out: Path, parts: Iterator[bytes]) -> int:
    """Write to a file beside *out*, and give it the name only once it is whole."""
    fresh = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            written = sum(file.write(part) for part in parts)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(out)
    except OSError as error:
        raise UnavailableError(f"can't write {out}: {(error.strerror or '').lower()}") from error
    finally:
        fresh.unlink(missing_ok=True)
    return written


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidFieldError("--since", "must be an ISO 8601 instant") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
