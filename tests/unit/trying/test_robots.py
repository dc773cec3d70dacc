"""What robots.txt lets us read."""

from __future__ import annotations

import pytest

from service.clients.public_feeds.robots import parse_robots

SHOPIFY = """\
User-agent: *
Disallow: /cart
Disallow: /blogs/*+*
Disallow: /*?*preview_theme_id*
Allow: /cart/open
Crawl-delay: 2

User-agent: OtherBot
User-agent: endcap/1.0
Disallow: /*.atom$
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/products.json?limit=250", True),
        ("/cart", False),
        ("/cart.js", False),
        ("/cart/open", True),
        ("/blogs/news.atom", True),
        ("/blogs/news/a+b", False),
        ("/x?a=1&preview_theme_id=3", False),
    ],
)
def test_the_longest_rule_for_everybody_decides(path: str, allowed: bool) -> None:
    assert allowed is parse_robots(SHOPIFY, "Stranger").allows(path)


def test_rules_for_us_go_before_those_for_everybody() -> None:
    robots = parse_robots(SHOPIFY, "Endcap")

    assert (False, True, True) == (
        robots.allows("/blogs/news.atom"),
        robots.allows("/blogs/news.atom?page=2"),
        robots.allows("/cart"),
    )


def test_a_delay_is_kept_up_to_a_limit() -> None:
    assert 2.0 == parse_robots(SHOPIFY, "Stranger").delay
    assert 10.0 == parse_robots("User-agent: *\nCrawl-delay: 86400", "Endcap").delay


def test_many_wildcards_take_no_longer() -> None:
    rule = "/" + "*a" * 2_000 + "$"

    assert parse_robots(f"User-agent: *\nDisallow: {rule}", "Endcap").allows("/" + "a" * 1_999)


def test_no_rules_allow_everything() -> None:
    assert parse_robots("<html>not found</html>", "Endcap").allows("/products.json")
