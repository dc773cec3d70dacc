"""A marketer looks at what a draft changes, publishes it, and goes back, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from service.domain.jobs import JobKind
from service.storage import mappings
from service.usecases import replay_mapping
from tests.e2e.web.conftest import Site, sign_in
from tests.e2e.web.test_rules_page import tab_to
from tests.integration.web.furnished import RETINAL, SERUM


@pytest.fixture
def edited(marketer: Page, site: Site) -> Page:
    """Whoever has taken a product out of a rule, on the page that says what this changes."""
    marketer.locator(f"#remove-retinoids-{RETINAL}").click()
    expect(marketer.locator("#draft-count")).to_contain_text("not published")
    marketer.goto(site.page_of("rules/changes"))
    return marketer


def test_shows_an_article_before_and_after_side_by_side(edited: Page) -> None:
    article = edited.locator("#replay details").first
    before = article.locator("section", has_text="Now, as published")
    after = article.locator("section", has_text="After publishing")

    expect(before).to_contain_text("Retinal Super Serum")
    expect(after).to_contain_text("Super Smooth Resurfacing Serum")
    left, right = before.bounding_box(), after.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    assert left["y"] == right["y"]


def test_asks_for_the_articles_of_one_product(edited: Page, site: Site) -> None:
    edited.get_by_role("link", name="Retinal Super Serum", exact=True).click()

    edited.wait_for_url(f"**/changes?product={RETINAL}#replay")
    expect(edited.locator("#replay details")).to_have_count(1)
    edited.get_by_role("link", name="Show articles of every product").click()
    edited.wait_for_url("**/changes#replay")


def test_opens_an_article_with_the_keyboard(edited: Page) -> None:
    tab_to(edited, "#replay summary")
    edited.keyboard.press("Enter")
    expect(edited.locator("#replay details")).not_to_have_attribute("open", "")
    edited.keyboard.press("Enter")

    expect(edited.get_by_role("heading", name="Now, as published")).to_be_visible()


def test_a_long_look_says_how_far_it_is_and_then_shows_what_it_found(
    marketer: Page, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_mapping, "AT_ONCE", 0)
    marketer.locator(f"#remove-retinoids-{RETINAL}").click()
    expect(marketer.locator("#draft-count")).to_contain_text("not published")
    marketer.goto(site.page_of("rules/changes"))
    expect(marketer.get_by_role("progressbar", name="Articles looked at")).to_be_visible()
    marketer.get_by_label("Note").fill("Half of a note")

    site.work(JobKind.REPLAY_MAPPING)

    expect(marketer.locator("#replay")).to_contain_text("1 article shows something else")
    expect(marketer.get_by_role("progressbar")).to_have_count(0)
    expect(marketer.get_by_label("Note")).to_have_value("Half of a note")


def test_a_mistake_is_published_and_taken_back(edited: Page, site: Site) -> None:
    edited.get_by_role("button", name="Publish version 2").click()
    edited.wait_for_url("**/rules/")
    edited.get_by_role("link", name="History").click()

    edited.get_by_role("link", name="Go back to this version 1").click()
    expect(edited.locator("#replay")).to_contain_text("+ Retinal Super Serum")
    edited.get_by_role("button", name="Go back to version 1").click()

    edited.wait_for_url("**/rules/history")
    expect(edited.locator("#live")).to_contain_text("Back to version 1, published as version 3")
    with site.database.system(read_only=True) as tx:
        first, newest = mappings.version(tx, site.shop.id, 1), mappings.published(tx, site.shop.id)
    assert (3, first.mapping) == (newest.version, newest.mapping)
    assert (RETINAL, SERUM) == newest.mapping.rules[1].products


def test_publishes_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    page.locator(f"#remove-retinoids-{RETINAL}").click()
    page.get_by_role("link", name="See what changes").click()
    expect(page.locator("#replay")).to_contain_text("1 article shows something else")

    page.get_by_role("button", name="Publish version 2").click()

    page.wait_for_url("**/rules/")
    with site.database.system(read_only=True) as tx:
        assert 2 == mappings.published(tx, site.shop.id).version
    context.close()
