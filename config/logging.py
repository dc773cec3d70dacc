"""Structured logs, one line an event, with secrets taken out wherever they stand."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

from config.settings import Settings

SECRET = re.compile(r"(shp(?:at|ss|ca|pa|rt|ua)_|ek_|/c/)[A-Za-z0-9_-]{8,}")
"""Shopify's tokens and secrets, our own API keys, and the tokens of our links."""

NOISY = (
    "urllib3",
    "celery.utils.functional",
    "alembic",
    "flask-limiter",  # names the address of whoever it slows down
)


def configure_logging(settings: Settings) -> None:
    """Send every log of the process, ours and the libraries', through one renderer to stderr."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = structlog.processors.JSONRenderer()
    if settings.log_format == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
                redact,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def redact(_logger: Any, _method: str, line: Any) -> str:
    """Replace what looks like a token anywhere in a rendered line, fields and tracebacks too."""
    return SECRET.sub(r"\1[redacted]", str(line))
