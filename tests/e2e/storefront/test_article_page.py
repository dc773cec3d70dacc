"""What a shopper meets on an article page, in a real browser."""

from __future__ import annotations

import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from service.demo.fake_shopify import storefront
from service.demo.fake_shopify.state import State
from service.demo.fake_shopify.store import Store
from tests.e2e.accessibility import violations
from tests.e2e.storefront.shop import a_demo_shop
from tests.e2e.storefront.stub import StubEndcap, address, serve

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
TITLES = ["Deep Exfoliating Clay Scrub", "Super Smooth Resurfacing Serum", "Retinal Super Serum"]
SCREENS = {"phone": (390, 844), "desktop": (1440, 900)}


def scroll_through(page: Page) -> None:
    height = page.evaluate("document.documentElement.scrollHeight")
    for y in range(0, height, 300):
        page.evaluate("y => scrollTo(0, y)", y)
        page.wait_for_timeout(40)


def test_shows_the_cards_in_both_slots(page: Page, article_url: str) -> None:
    page.goto(article_url)

    for slot in ("after_intro", "end"):
        cards = page.locator(f"[data-slot={slot}] li")
        expect(cards).to_have_count(3)
        assert page.locator(f"[data-slot={slot}] .endcap__link").all_inner_texts() == TITLES


def test_stands_where_the_hand_placed_links_stand_and_hides_those_it_shows(
    page: Page, article_url: str
) -> None:
    page.goto(article_url)

    after = page.locator("[data-slot=after_intro] + p + p + p")
    expect(after).to_have_text("Shop the Gentle Cleanser")
    expect(after).to_be_visible()
    hidden = page.locator("[data-slot=after_intro] ~ p[hidden] a")
    expect(hidden).to_have_count(4)
    expect(hidden.first).to_be_hidden()


@pytest.mark.parametrize("policy", ["keep_both", "keep"])
def test_hides_no_link_under_another_policy(
    policy: str, page: Page, endcap: StubEndcap, article_url: str
) -> None:
    endcap.hand_placed_links = policy

    page.goto(article_url)

    assert page.locator(".article__body p > a:visible").count() == 6
    assert (2 if policy == "keep_both" else 0) == page.locator("section.endcap").count()


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves(screen: str, browser: Browser, article_url: str) -> None:
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script(SHIFTS)
    page.goto(article_url)
    scroll_through(page)
    page.wait_for_load_state("networkidle")

    shifted = page.evaluate("shifted")
    seen = page.evaluate("PerformanceObserver.supportedEntryTypes.includes('layout-shift')")
    page.close()
    assert (seen, shifted) == (True, 0)


@pytest.mark.parametrize("screen", SCREENS)
def test_fits_the_screen(screen: str, browser: Browser, article_url: str) -> None:
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(article_url)

    widest = page.evaluate("document.documentElement.scrollWidth")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.endcap li')].map(e => e.offsetHeight))"
    )
    page.close()
    assert width >= widest
    assert smallest >= 44


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", ["/blogs/news/milia", "/", "/products/acids", "/blogs/news"])
def test_is_accessible(path: str, screen: str, browser: Browser, store_url: str) -> None:
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(store_url + path)

    found = violations(page)
    page.close()
    assert found == []


def test_has_contrast_in_a_dark_theme(browser: Browser, article_url: str) -> None:
    page = browser.new_page(bypass_csp=True)
    page.goto(article_url)
    page.add_style_tag(
        content=":root { --paper: #16150f; --ink: #f4f1ea; --soft: #b5b0a4; --fern: #a8bfae;"
        " --line: #39372f; --sand: #24221b; color-scheme: dark }"
    )

    found = violations(page, ".endcap")
    page.close()
    assert found == []


def test_a_link_is_named_by_its_product(page: Page, article_url: str) -> None:
    page.goto(article_url)

    end = page.locator("[data-slot=end]")

    assert [end.get_by_role("link", name=title, exact=True).count() for title in TITLES] == [
        1,
        1,
        1,
    ]


def test_reads_from_right_to_left(page: Page, article_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(article_url)
    page.evaluate("document.documentElement.dir = 'rtl'")

    card = page.locator("[data-slot=after_intro] li").first
    media = card.locator(".endcap__media").bounding_box()
    text = card.locator(".endcap__text").bounding_box()

    assert media
    assert text
    assert media["x"] > text["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_keeps_still_for_those_who_ask(browser: Browser, article_url: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(article_url)
    card = page.locator("[data-slot=after_intro] li").first
    card.hover()

    style = card.locator("img").evaluate(
        "e => [getComputedStyle(e).transform, getComputedStyle(e).transitionDuration]"
    )
    page.close()
    assert style == ["none", "0s"]


def test_is_the_same_page_without_cards_when_endcap_fails(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    endcap.fails_with = 500

    page.goto(article_url)

    assert page.locator(".endcap").count() == 0
    assert page.locator(".article__body p > a:visible").count() == 6


def test_is_the_same_page_when_endcap_is_not_there(browser: Browser) -> None:
    gone = serve(Flask("gone"))
    nowhere = address(gone)
    gone.server_close()
    gone.shutdown()
    app = Flask("store")
    storefront.register(app, Store(State(shops={"token": a_demo_shop()})), endcap_url=nowhere)
    server = serve(app)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(f"{address(server)}/blogs/news/milia", timeout=5000)

    visible = page.locator(".article__body p > a:visible").count()
    page.close()
    server.shutdown()
    assert (visible, errors) == (6, [])


def test_allows_itself_and_endcap_alone(endcap: StubEndcap, article_url: str) -> None:
    policy = requests.get(article_url, timeout=5).headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert f"'self' {endcap.url}" == directives["script-src"]
    assert f"'self' {endcap.url}" == directives["connect-src"]


def test_says_that_a_page_is_not_there(store_url: str) -> None:
    for path in ("/blogs/news/none", "/blogs/none", "/products/none", "/blogs/none/milia"):
        assert requests.get(store_url + path, timeout=5).status_code == 404


def test_marks_the_text_with_its_article(page: Page, article_url: str) -> None:
    page.goto(article_url)

    body = page.locator("[data-endcap-article]")

    assert body.get_attribute("data-endcap-article") == "900"
