"""The built files, by the name that their source has."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"


@cache
def built() -> dict[str, str]:
    """Return source name → file name with the digest of its content."""
    names: dict[str, str] = json.loads((STATIC / "manifest.json").read_text())
    return names
