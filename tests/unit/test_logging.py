"""What stands in the log, and what never does."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from config.logging import configure_logging
from config.settings import Settings

SECRETS = (
    "shpat_0123456789abcdef0123456789abcdef",
    "shpss_0123456789abcdef0123456789abcdef",
    "ek_" + "Ab3-_" * 8,
    "/c/MXw2MDcxODQ1Mjk1NjF8YWZ0ZXJfaW50cm98OD",
)


@pytest.fixture(params=["json", "console"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the root logger writes, set up as a process of ours sets it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    settings = Settings(
        redis_url="redis://localhost",
        secret_key="s" * 32,
        token_keys="t" * 44,
        log_format=request.param,
    )
    configure_logging(settings)
    written = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_stands_in_the_log_wherever_it_was(log: io.StringIO, secret: str) -> None:
    logger = logging.getLogger("service.somewhere")

    logger.warning("said %s", secret)
    logger.warning("field", extra={"path": secret})
    logger.warning("deep", extra={"arguments": {"token": [secret]}})
    logger.error("failed", exc_info=ValueError(f"GET https://shop/{secret} failed"))

    assert 4 <= log.getvalue().count("[redacted]")
    assert secret not in log.getvalue()


def test_who_is_slowed_down_is_not_named(log: io.StringIO) -> None:
    logging.getLogger("flask-limiter").info("ratelimit (%s) exceeded", "203.0.113.7")

    assert "" == log.getvalue()
