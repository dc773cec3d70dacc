"""Which version of the API answers."""

from __future__ import annotations

import pytest

from service.demo.fake_shopify.versions import serving


@pytest.mark.parametrize(
    ("asked", "serves"),
    [
        ("2026-10", "2026-10"),
        ("2026-01", "2026-01"),
        ("2027-01", "2027-01"),
        ("unstable", "unstable"),
        ("2025-10", "2026-01"),
        ("2020-04", "2026-01"),
        ("2027-04", None),
        ("2026-02", None),
        ("latest", None),
        ("", None),
    ],
)
def test_a_version_that_is_no_longer_served_falls_forward(asked: str, serves: str | None) -> None:
    assert serves == serving(asked)
