"""A day in the life of a large shop: every fault at once, and the truth at its end.

Starts a whole production beside the fake Shopify: installs a shop of 100,000 products and 20,000
articles, edits 10,000 products, lets the news of it come with a tenth twice and a fifth out of
order while a worker is killed every second and PostgreSQL restarts, uninstalls, and looks for
traces. It ends with an error where Endcap's shop differs from Shopify's, an answer from what all
of it would be decided to be, or anything is left. ``python -m tests.bench.day_in_the_life --help``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.e2e.day import FULL, SMALL, Day, Size, live


def main() -> None:
    size = _size(_arguments())
    with tempfile.TemporaryDirectory() as folder:
        day = Day(Path(folder) / "day", size, tell=_tell)
        try:
            live(day)
        finally:
            day.stop()
    _tell("nothing lost, nothing doubled, nothing left")


def _size(given: argparse.Namespace) -> Size:
    size = SMALL if given.small else FULL
    said = {name: getattr(given, name) for name in ("products", "articles", "edits", "patience")}
    return replace(size, **{name: value for name, value in said.items() if value is not None})


def _tell(said: str) -> None:
    sys.stdout.write(said + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="the size that the tests live through")
    parser.add_argument("--products", type=int, help="how many the shop has")
    parser.add_argument("--articles", type=int, help="how many the shop has")
    parser.add_argument("--edits", type=int, help="how many products are edited, a webhook each")
    parser.add_argument("--patience", type=float, help="seconds that each step may take")
    return parser.parse_args()


if __name__ == "__main__":
    main()
