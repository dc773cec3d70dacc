"""What needs somebody's attention, worst first, in a marketer's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from service.domain.catalog import Shop, ShopMode
from service.usecases.show_home import Home
from service.web import words
from service.web.home.progress import WORK

LATE = timedelta(hours=1)
"""A shop is looked at every few minutes: after this it is not a matter of patience any more."""

UNHEARD = timedelta(minutes=5)
"""What Shopify tells of is acted on within seconds."""


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Way(StrEnum):
    """Where something is done about it."""

    THEME = "theme"
    WAITING = "waiting"
    SETTINGS = "settings"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Concern:
    level: Level
    title: str
    says: str
    way: Way = Way.NOWHERE


def concerns(home: Home, shop: Shop) -> list[Concern]:
    """Return all but what is wrong with the connection, which has its own words."""
    return [
        *_of_work(home),
        *_of_news(home),
        *_of_time(home),
        *_of_theme(home),
        *_of_people(home),
        *_of_mode(home, shop),
    ]


def _of_work(home: Home) -> Iterator[Concern]:
    for kind in dict.fromkeys(job.kind for job in home.given_up):
        error = next(job.error for job in reversed(home.given_up) if job.kind is kind)
        title = f"{WORK[kind]} was given up"
        says = f"It failed again and again, the last time with: {error or 'no reason given'}."
        yield Concern(Level.ERROR, title, f"{says} What is stored stays, and is served.")


def _of_news(home: Home) -> Iterator[Concern]:
    failed, oldest = home.lag.failed, home.lag.oldest
    if failed:
        title = f"{words.count(failed, 'message')} of Shopify's could not be acted on"
        yield Concern(
            Level.WARNING, title, "Everything is compared once a day: that makes it good."
        )
    if oldest is not None and home.now - oldest > UNHEARD:
        since = words.span(home.now - oldest)
        title = f"{words.count(home.lag.waiting, 'message')} of Shopify's wait"
        yield Concern(Level.WARNING, title, f"The oldest has waited {since}. Cards may be behind.")


def _of_time(home: Home) -> Iterator[Concern]:
    connection = home.connection
    if home.synced_at is None or connection is None or connection.rests(home.now):
        return
    behind = home.now - home.synced_at
    if behind > LATE:
        says = f"The last look at the shop was {words.span(behind)} ago. Cards may be behind."
        yield Concern(Level.WARNING, "Changes have not come in for a while", says)


def _of_theme(home: Home) -> Iterator[Concern]:
    """Once a call was heard, nothing is said: a theme can not be looked into."""
    if home.storefront_called_at is None and not home.is_new:
        says = "Your live theme has no Endcap block, or nobody has opened an article."
        yield Concern(Level.WARNING, "No call from your storefront seen yet", says, Way.THEME)


def _of_people(home: Home) -> Iterator[Concern]:
    if home.waiting:
        verb = "waits" if home.waiting == 1 else "wait"
        title = f"{words.count(home.waiting, 'article')} {verb} for you"
        says = "No cards are shown there until somebody turns them on."
        yield Concern(Level.INFO, title, says, Way.WAITING)


def _of_mode(home: Home, shop: Shop) -> Iterator[Concern]:
    if shop.mode is ShopMode.OBSERVE and not home.is_new:
        says = (
            "Endcap observes: everything is worked out, nothing is shown. Go live when you like it."
        )
        yield Concern(Level.INFO, "Shoppers see no cards yet", says, Way.SETTINGS)
