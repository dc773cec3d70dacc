"""What axe-core finds wrong with a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "([where, rules]) => axe.run(where, {runOnly: rules, preload: false})"


def violations(page: Page, where: str = "html") -> list[str]:
    """Return each fault inside the selector *where*, with the element that it is about."""
    page.evaluate(AXE)  # not added as a <script>: a page's policy forbids foreign ones
    found: dict[str, Any] = page.evaluate(RUN, [where, RULES])
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
