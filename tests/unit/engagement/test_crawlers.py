"""Which user agents are known crawlers: shoppers in the apps of social networks are not."""

from __future__ import annotations

import pytest

from service.api.callers import is_crawler

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/15E148"
)


@pytest.mark.parametrize("app", ["Instagram 300.0.0", "[FBAN/FBIOS;FBAV/400]", "[Pinterest/iOS]"])
def test_a_shopper_inside_an_app_is_not_a_crawler(app: str) -> None:
    assert is_crawler(f"{IPHONE} {app}") is False


@pytest.mark.parametrize(
    "user_agent",
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0"],
)
def test_knows_crawlers_and_tools(user_agent: str) -> None:
    assert is_crawler(user_agent) is True
