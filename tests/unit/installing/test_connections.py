"""What is asked of a merchant, and how long Shopify supports what we speak."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from service.domain.connections import ASKED_SCOPES, OPTIONAL_SCOPES, lacking, supported_until

APP = tomllib.loads((Path(__file__).parents[3] / "shopify.app.toml").read_text())


def test_what_the_doctor_looks_for_is_what_the_app_asks_for() -> None:
    assert ASKED_SCOPES == frozenset(APP["access_scopes"]["scopes"].split(","))
    assert OPTIONAL_SCOPES.keys() == set(APP["access_scopes"]["optional_scopes"])


def test_writing_includes_reading() -> None:
    assert {"read_orders"} == lacking({"read_content", "read_orders"}, {"write_content"})


@pytest.mark.parametrize(
    ("version", "until"), [("2026-10", date(2027, 10, 1)), ("2026-01", date(2027, 1, 1))]
)
def test_a_version_is_supported_for_a_year(version: str, until: date) -> None:
    assert until == supported_until(version)
