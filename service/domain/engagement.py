"""What shoppers did with what was shown: events, who caused them, and when."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, ShopId
from service.domain.mappings import SlotName

LINE_VERSION = 1
BROWSER_CLOCK = timedelta(hours=24)
"""A browser that says a time further than this from ours has a wrong clock."""

CERTAIN = Decimal(1)
NO_SLOT = SlotName("")


class EventKind(StrEnum):
    RENDERED = "rendered"
    VIEWABLE = "viewable"
    CLICKED = "clicked"
    ADDED_TO_CART = "added_to_cart"


class EventSource(StrEnum):
    """How an event came in: sent by the page, or noticed by the redirect."""

    BEACON = "beacon"
    REDIRECT = "redirect"


class VisitorClass(StrEnum):
    """Reports count humans; nothing is thrown away."""

    HUMAN = "human"
    SUSPECT = "suspect"
    BOT = "bot"


class Classified(NamedTuple):
    """A class, and why; a human needs no reason."""

    visitor_class: VisitorClass
    reason: str


_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LONGEST = {"slot": 32, "set_id": 64, "arm": 32, "class_reason": 64, "visitor": 64}
_LARGEST = {"article": 2**63, "product": 2**63, "position": 2**31, "mapping_version": 2**31}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    One fact about one product shown (or linked by hand) in one article.

    *id* is made by the browser (by us for a redirect), so that an event counts once however often
    it arrives. Of a hand-placed link nothing was decided by us: *slot*, *set_id* and *arm* are
    empty, *position* and *mapping_version* are 0. Raises `ValueError` when no database could keep
    it: both databases then refuse the same things.
    """

    id: str
    kind: EventKind
    source: EventSource
    article: ArticleId
    product: ProductId
    slot: SlotName = NO_SLOT
    position: int = 0
    hand_placed: bool = False
    set_id: str = ""
    mapping_version: int = 0
    arm: str = ""
    propensity: Decimal = CERTAIN
    visitor_class: VisitorClass
    class_reason: str = ""
    consent: bool = False
    visitor: str | None = None
    occurred_at: datetime
    received_at: datetime

    def __post_init__(self) -> None:
        if not _UUID.fullmatch(self.id):
            raise ValueError("id is not a UUID")
        for name, longest in _LONGEST.items():
            text = getattr(self, name)
            if text is not None and (len(text) > longest or "\0" in text):
                raise ValueError(f"{name} is too long or holds a NUL")
        for name, largest in _LARGEST.items():
            if not 0 <= getattr(self, name) < largest:
                raise ValueError(f"{name} is out of range")
        if not 0 < self.propensity <= 1:
            raise ValueError("propensity is not above 0 and at most 1")
        if self.occurred_at.tzinfo is None or self.received_at.tzinfo is None:
            raise ValueError("an instant needs its zone")


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as it waits in a segment, with all that is needed to store it."""

    shop_id: ShopId
    event: Event
    v: int = LINE_VERSION


# What messengers and social networks send to fetch a preview of a link somebody shared.
_LINK_PREVIEWS = re.compile(
    r"facebookexternalhit|facebot|slackbot|twitterbot|whatsapp/|telegrambot|discordbot|linkedinbot"
    r"|skypeuripreview|pinterestbot|redditbot|embedly|iframely|vkshare|viber|bitlybot|googleimageproxy"
    r"|mastodon|bluesky|line-poker",
    re.IGNORECASE,
)
_AHEAD = ("prefetch", "prerender", "preview")


def classify(
    user_agent: str, *, method: str, purpose: str, is_crawler: Callable[[str], bool]
) -> Classified:
    """
    Say who is likely to be behind a request.

    *purpose* is what the browser says a request is for (``Sec-Purpose`` and its forerunners):
    fetched ahead is not a visit, and neither is a HEAD or the preview of a shared link.
    """
    asked_for = purpose.lower()
    signs = {
        "head": method == "HEAD",
        "prefetch": any(word in asked_for for word in _AHEAD),
        "no user agent": not user_agent.strip(),
        "link preview": _LINK_PREVIEWS.search(user_agent) is not None,
        "crawler": is_crawler(user_agent),
    }
    for reason, stands in signs.items():
        if stands:
            return Classified(VisitorClass.BOT, reason)
    if not user_agent.startswith(("Mozilla/", "Opera/")):
        return Classified(VisitorClass.SUSPECT, "not a browser")
    return Classified(VisitorClass.HUMAN, "")


class Occurred(NamedTuple):
    at: datetime
    flag: str


def occurred(said: datetime | None, *, now: datetime) -> Occurred:
    """Believe the browser's clock within a day of ours; else take ours, and flag it."""
    if said is None:
        return Occurred(now, "")
    if abs(said - now) > BROWSER_CLOCK:
        return Occurred(now, "clock")
    return Occurred(said.astimezone(now.tzinfo), "")


def reasons(*given: str) -> str:
    """Join what is not empty: ``crawler, clock``."""
    return ", ".join(reason for reason in given if reason)
