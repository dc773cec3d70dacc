"""Asks Endcap what stands beside an article, as a theme's server would: briefly, or not at all."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

logger = logging.getLogger(__name__)

NAMES = ("after_intro", "end")
TIMEOUT = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """Cards to be shown before the top-level element *element*.

    *upgraded*: the elements whose hand-placed links the cards take the place of, to the eye.
    """

    fragment: str
    element: int
    upgraded: frozenset[int] = frozenset()


class SlotSource:
    """Endcap at *url*, an address without a trailing slash; empty: nowhere."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="slots")

    def of(self, shop: str, blog: str, handle: str) -> tuple[Slot, ...]:
        """Return the slots that have cards, in the order of the page; none when Endcap fails."""
        if not self.url:
            return ()
        place = "/".join(quote(part, safe="") for part in (blog, handle))
        url = f"{self.url}/v1/shops/{quote(shop, safe='')}/articles/{place}/recommendations"
        # All at once: a page waits one timeout at most, however much of Endcap is away.
        asked = [
            self._pool.submit(_ask, url, name, kind) for name in NAMES for kind in ("", "html")
        ]
        answers = [future.result() for future in asked]
        slots = (read(*pair) for pair in zip(answers[::2], answers[1::2], strict=True))
        return tuple(slot for slot in slots if slot is not None)


def _ask(url: str, slot: str, kind: str) -> str | None:
    parameters = {"slot": slot, **({"format": kind} if kind else {})}
    try:
        answer = requests.get(url, params=parameters, timeout=TIMEOUT)
        answer.raise_for_status()
    except requests.RequestException as error:
        logger.warning("slot_unanswered", extra={"slot": slot, "error": type(error).__name__})
        return None
    answer.encoding = "utf-8"
    return answer.text


def read(said: str | None, fragment: str | None) -> Slot | None:
    """Return the slot of a JSON answer and its *fragment*; nothing when there is nothing to show
    or the answer is not one that we know."""
    if said is None or fragment is None:
        return None
    try:
        return _slot(json.loads(said), fragment)
    except (ValueError, KeyError, TypeError):
        logger.warning("slot_unreadable")
        return None


def _slot(said: dict[str, Any], fragment: str) -> Slot | None:
    """*said*: the JSON answer; taking it apart is what checks its shape."""
    shown = {item["handle"] for item in said["items"]}
    placement, links = said["placement"], said["hand_placed_links"]
    if not shown or placement is None or (links == "keep" and placement["links"]):
        return None
    upgraded = {
        link["element"]
        for link in placement["links"]
        if links == "upgrade" and link["product_handle"] in shown
    }
    return Slot(fragment, int(placement["element"]), frozenset(upgraded))
