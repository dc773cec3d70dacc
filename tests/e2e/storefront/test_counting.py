"""What is counted on a storefront, once each."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.storefront.stub import StubEndcap

FIRST = "[data-slot=after_intro] li:nth-child(2) a"
SET = {
    "set_id": "set-after_intro",
    "article": 900,
    "slot": "after_intro",
    "mapping_version": 3,
    "arm": "published",
    "products": [11, 12, 13],
}


def settle(page: Page) -> None:
    """Leave the page, so that whatever was waiting is sent."""
    page.goto("about:blank")
    page.wait_for_timeout(200)


def test_a_click_leads_to_the_product_and_counts_once(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    page.goto(article_url)
    page.click(FIRST)
    page.wait_for_url("**/products/acids")
    settle(page)

    (event,) = endcap.of_kind("clicked")
    assert (event["set_id"], event["product"], event["position"]) == ("set-after_intro", 12, 2)
    assert event["id"] == str(uuid.UUID(event["id"]))
    assert datetime.fromisoformat(event["at"]).tzinfo is not None
    assert endcap.redirected == []


def test_the_body_says_the_sets_that_its_events_name(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    page.goto(article_url)
    page.click(FIRST)
    page.wait_for_url("**/products/acids")
    settle(page)

    for batch in endcap.batches:
        assert {"shop", "consent", "sets", "events"} == set(batch)
        assert (batch["shop"], batch["consent"]) == ("fernwick.myshopify.com", False)
        named = {event["set_id"] for event in batch["events"]}
        assert named == {each["set_id"] for each in batch["sets"]}
        assert len(batch["events"]) <= 20
    assert SET in [each for batch in endcap.batches for each in batch["sets"]]


def test_enter_on_a_card_counts(page: Page, endcap: StubEndcap, article_url: str) -> None:
    page.goto(article_url)
    page.focus(FIRST)
    page.keyboard.press("Enter")
    page.wait_for_url("**/products/acids")
    settle(page)

    assert [event["product"] for event in endcap.of_kind("clicked")] == [12]


@pytest.mark.parametrize("how", ["middle", "control"])
def test_a_click_into_a_new_tab_counts(
    how: str, context: BrowserContext, page: Page, endcap: StubEndcap, article_url: str
) -> None:
    page.goto(article_url)
    with context.expect_page() as opened:
        if how == "middle":
            page.click(FIRST, button="middle")
        else:
            page.click(FIRST, modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/products/acids")
    settle(page)

    assert [event["product"] for event in endcap.of_kind("clicked")] == [12]


def test_the_second_click_of_a_double_click_does_not_count(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    page.goto(article_url)
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    page.dblclick(FIRST)
    settle(page)

    assert len(endcap.of_kind("clicked")) == 1


def test_a_right_click_is_no_click(page: Page, endcap: StubEndcap, article_url: str) -> None:
    page.goto(article_url)
    page.click(FIRST, button="right")
    settle(page)

    assert endcap.of_kind("clicked") == []


def test_rendered_counts_each_card_once(page: Page, endcap: StubEndcap, article_url: str) -> None:
    page.goto(article_url)
    page.evaluate("document.dispatchEvent(new Event('endcap:scan'))")
    settle(page)

    rendered = [(e["set_id"], e["position"]) for e in endcap.of_kind("rendered")]
    slots = ("set-after_intro", "set-end")
    assert [(slot, n) for slot in slots for n in (1, 2, 3)] == sorted(rendered)


def test_seen_counts_after_a_second_in_view_and_once(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    page.goto(article_url)
    cards = page.locator("[data-slot=after_intro] .endcap__list")
    for _ in range(2):
        cards.evaluate("e => e.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(1300)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_timeout(200)
    settle(page)

    seen = [e["position"] for e in endcap.of_kind("viewable") if e["set_id"] == SET["set_id"]]
    assert sorted(seen) == [1, 2, 3]


def test_passing_by_is_not_seeing(page: Page, endcap: StubEndcap, article_url: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 400})
    page.goto(article_url)
    page.locator("[data-slot=after_intro] .endcap__list").evaluate(
        "e => e.scrollIntoView({ block: 'center' })"
    )
    page.wait_for_timeout(300)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(1200)
    settle(page)

    assert endcap.of_kind("viewable") == []


def test_a_click_on_a_hand_placed_link_is_the_baseline(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    page.goto(article_url)
    page.locator(".article__body p > a:visible").first.click()
    page.wait_for_url("**/products/other")
    settle(page)

    (event,) = endcap.of_kind("clicked")
    said = {name: event[name] for name in ("hand_placed", "article", "product_handle")}
    assert said == {"hand_placed": True, "article": 900, "product_handle": "other"}
    assert "set_id" not in event


def test_counts_hand_placed_links_where_nothing_is_shown(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    endcap.placements = {}
    page.goto(article_url)
    page.locator(".article__body p > a").first.click()
    page.wait_for_url("**/products/scrub")
    settle(page)

    (batch,) = endcap.batches
    assert (batch["shop"], batch["sets"]) == ("fernwick.myshopify.com", [])
    assert [event["product_handle"] for event in batch["events"]] == ["scrub"]


def test_without_javascript_the_redirect_counts(
    browser: Browser, endcap: StubEndcap, article_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(article_url)
    expect(page.locator(FIRST)).to_have_attribute("href", f"{endcap.url}/c/after_intro-acids")
    page.click(FIRST)
    page.wait_for_url("**/products/acids")

    context.close()
    assert endcap.redirected == ["after_intro-acids"]
    assert endcap.batches == []


def test_with_javascript_the_link_is_direct(page: Page, article_url: str, store_url: str) -> None:
    page.goto(article_url)

    expect(page.locator(FIRST)).to_have_attribute("href", f"{store_url}/products/acids")


def test_sends_without_a_beacon_too(browser: Browser, endcap: StubEndcap, article_url: str) -> None:
    page = browser.new_page()
    page.add_init_script("navigator.sendBeacon = () => false")
    page.goto(article_url)
    page.click(FIRST)
    page.wait_for_url("**/products/acids")
    page.wait_for_timeout(300)

    page.close()
    assert [event["product"] for event in endcap.of_kind("clicked")] == [12]


def test_passes_on_the_consent_that_the_shop_asked_for(
    browser: Browser, endcap: StubEndcap, article_url: str
) -> None:
    page = browser.new_page()
    page.add_init_script(
        "window.Shopify = { customerPrivacy: { analyticsProcessingAllowed: () => true } }"
    )
    page.goto(article_url)
    settle(page)

    page.close()
    assert {True} == {batch["consent"] for batch in endcap.batches}


def test_keeps_nothing_in_the_browser(
    context: BrowserContext, page: Page, article_url: str
) -> None:
    page.goto(article_url)
    page.wait_for_timeout(300)

    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_fills_an_empty_slot_of_another_theme_when_it_comes_near(
    page: Page, endcap: StubEndcap, store_url: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{endcap.url}/slot.html")
    page.wait_for_timeout(300)
    assert not [url for url in asked if "recommendations" in url]

    page.evaluate("scrollTo(0, 1500)")
    link = page.locator("[data-endcap-slot] li:first-child a")

    expect(link).to_have_attribute("href", f"{store_url}/products/scrub")
    assert len([url for url in asked if "recommendations" in url]) == 1
    settle(page)
    assert len(endcap.of_kind("rendered")) == 3


@pytest.mark.parametrize("fails_with", [404, 500])
def test_a_slot_that_can_not_be_filled_stays_empty(
    fails_with: int, browser: Browser, endcap: StubEndcap
) -> None:
    endcap.fails_with = fails_with
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{endcap.url}/slot.html")
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_timeout(300)

    empty = page.locator("[data-endcap-slot]").inner_html()
    page.close()
    assert (empty, errors) == ("", [])


def test_a_slot_with_nothing_to_show_stays_empty(page: Page, endcap: StubEndcap) -> None:
    endcap.placements = {}
    page.goto(f"{endcap.url}/slot.html")
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_timeout(300)

    assert re.fullmatch(r"\s*", page.locator("[data-endcap-slot]").inner_html())


def test_sends_at_most_twenty_events_at_once(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    scrub, label, note = endcap.products[0]
    endcap.products = tuple((replace(scrub, id=n), label, note) for n in range(1, 13))
    page.goto(article_url)
    settle(page)

    assert 24 == len(endcap.of_kind("rendered"))
    assert 20 >= max(len(batch["events"]) for batch in endcap.batches)
    assert 24 == len({event["id"] for event in endcap.events})


def test_a_page_in_the_background_is_not_seen(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.goto(article_url)
    cards = page.locator("[data-slot=after_intro] .endcap__list")
    cards.evaluate("e => e.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)
    page.evaluate(hide, True)
    page.wait_for_timeout(1500)
    assert [] == endcap.of_kind("viewable")

    page.evaluate(hide, False)
    page.wait_for_timeout(1300)
    settle(page)
    seen = [e["position"] for e in endcap.of_kind("viewable") if e["set_id"] == SET["set_id"]]
    assert [1, 2, 3] == sorted(seen)


def test_makes_ids_where_the_page_is_not_secure(
    browser: Browser, endcap: StubEndcap, article_url: str
) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(crypto, 'randomUUID', { value: undefined })")
    page.goto(article_url)
    settle(page)

    page.close()
    ids = [event["id"] for event in endcap.events]
    assert 6 == len(set(ids))
    assert {4} == {uuid.UUID(each).version for each in ids}


def test_a_card_without_an_address_counts_by_the_redirect_alone(
    page: Page, endcap: StubEndcap, article_url: str
) -> None:
    page.route(
        "**/storefront/endcap.js",
        lambda route: route.fulfill(
            body="document.querySelectorAll('[data-endcap-url]').forEach("
            "(link) => link.removeAttribute('data-endcap-url'));" + route.fetch().text(),
            content_type="text/javascript",
        ),
    )
    page.goto(article_url)
    page.click(FIRST)
    page.wait_for_url("**/products/acids")
    settle(page)

    assert ["after_intro-acids"] == endcap.redirected
    assert [] == endcap.of_kind("clicked")
