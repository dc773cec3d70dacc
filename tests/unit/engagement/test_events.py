"""What counts as an event, who is behind it, and when it happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.engagement import (
    Event,
    EventKind,
    EventSource,
    VisitorClass,
    classify,
    occurred,
    reasons,
)

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36"
)


def an_event(**changes: Any) -> Event:
    values: dict[str, Any] = {
        "id": "0b4c4e2e-8a3e-4f53-9a55-0d2d3b6d7f10",
        "kind": EventKind.CLICKED,
        "source": EventSource.BEACON,
        "article": ArticleId(1),
        "product": ProductId(2),
        "visitor_class": VisitorClass.HUMAN,
        "occurred_at": NOW,
        "received_at": NOW,
    }
    return Event(**{**values, **changes})


def test_an_event_of_a_hand_placed_link_needs_no_set() -> None:
    event = an_event(hand_placed=True)

    assert (event.slot, event.set_id, event.position, event.mapping_version) == ("", "", 0, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "1"},
        {"id": "0B4C4E2E-8A3E-4F53-9A55-0D2D3B6D7F10"},
        {"slot": "a\0b"},
        {"arm": "a" * 33},
        {"set_id": "a" * 65},
        {"product": 2**63},
        {"article": -1},
        {"position": 2**31},
        {"propensity": 0},
    ],
    ids=str,
)
def test_refuses_what_one_of_the_databases_could_not_keep(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        an_event(**change)


def test_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        an_event(occurred_at=NOW.replace(tzinfo=None))


def judged(user_agent: str, *, method: str = "POST", purpose: str = "") -> tuple[str, str]:
    return classify(
        user_agent, method=method, purpose=purpose, is_crawler=lambda agent: "Googlebot" in agent
    )


def test_a_browser_is_human_without_a_reason() -> None:
    assert judged(CHROME) == ("human", "")


@pytest.mark.parametrize(
    ("expected", "user_agent", "more"),
    [
        (("bot", "head"), CHROME, {"method": "HEAD"}),
        (("bot", "prefetch"), CHROME, {"purpose": "prefetch"}),
        (("bot", "prefetch"), CHROME, {"purpose": "Prefetch;prerender"}),
        (("bot", "prefetch"), CHROME, {"purpose": " preview"}),
        (("bot", "no user agent"), "", {}),
        (("bot", "no user agent"), "  ", {}),
        (("bot", "link preview"), "WhatsApp/2.23.20.0", {}),
        (("bot", "link preview"), "Slackbot-LinkExpanding 1.0", {}),
        (("bot", "crawler"), "Mozilla/5.0 (compatible; Googlebot/2.1)", {}),
        (("suspect", "not a browser"), "my-script/1.0", {}),
    ],
)
def test_says_who_is_no_shopper_and_why(
    expected: tuple[str, str], user_agent: str, more: dict[str, str]
) -> None:
    assert expected == judged(user_agent, **more)


def test_believes_a_browser_that_is_an_hour_off() -> None:
    an_hour_ago = NOW - timedelta(hours=1)

    assert (an_hour_ago, "") == occurred(an_hour_ago, now=NOW)


def test_says_the_instant_of_a_browser_in_utc() -> None:
    in_paris = NOW.astimezone(timezone(timedelta(hours=1)))

    assert occurred(in_paris, now=NOW).at.tzinfo == UTC


@pytest.mark.parametrize("years", [-10, 1])
def test_takes_our_time_for_a_browser_whose_clock_is_wrong(years: int) -> None:
    assert occurred(NOW.replace(year=NOW.year + years), now=NOW) == (NOW, "clock")


def test_takes_our_time_for_a_clock_at_the_end_of_the_calendar() -> None:
    far = datetime.max.replace(tzinfo=timezone(timedelta(hours=-14)))

    assert occurred(far, now=NOW) == (NOW, "clock")


def test_joins_reasons() -> None:
    assert reasons("crawler", "", "clock") == "crawler, clock"
