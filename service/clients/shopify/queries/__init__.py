"""The questions, one a file, validated against Shopify's schema by the tests."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def query(name: str) -> str:
    """Return the text of ``<name>.graphql``."""
    return files(__name__).joinpath(f"{name}.graphql").read_text(encoding="utf-8")
