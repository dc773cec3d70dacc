"""What holds on every page: no fault for axe in either theme, no sideways scrolling, no script."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.web.conftest import Site
from tests.integration.web.furnished import RETINAL

PAGES = (
    "",
    "rules/",
    "rules/?rule=retinoids&find=s",
    "rules/changes",
    "rules/changes?show=emptied",
    "rules/history/0/restore",
    "rules/history",
    "rules/preview",
    "articles/",
    "articles/?q=nothing",
    "articles/news/milia",
    "articles/news/milia?view=draft&pin=s&why=s",
    "articles/news/odd",
    "sync/",
    "settings/",
    "nothing",
)
THEMES: tuple[Literal["dark", "light"], ...] = ("light", "dark")
WIDTHS = (390, 1440)


@pytest.mark.parametrize("theme", THEMES)
def test_is_accessible_and_fits(
    marketer: Page, site: Site, theme: Literal["dark", "light"]
) -> None:
    marketer.locator(f"#down-retinoids-{RETINAL}").click()
    expect(marketer.locator("#draft-count")).to_contain_text("not published")
    marketer.emulate_media(color_scheme=theme)
    faults: list[str] = []
    titles: list[str] = []
    for name in PAGES:
        marketer.goto(site.page_of(name))
        titles.append(marketer.title())
        for width in WIDTHS:
            marketer.set_viewport_size({"width": width, "height": 900})
            wider = marketer.evaluate("document.documentElement.scrollWidth - innerWidth")
            faults += [f"{name} at {width}: {wider} px too wide"] if wider > 0 else []
            faults += [f"{name} at {width}: {fault}" for fault in violations(marketer)]

    assert [] == faults
    assert all(title.endswith("Endcap") for title in titles)
    assert 12 == len(set(titles))


@pytest.mark.parametrize("theme", THEMES)
def test_the_sign_in_page_is_accessible(
    browser: Browser, site: Site, theme: Literal["dark", "light"]
) -> None:
    page = browser.new_page(color_scheme=theme)
    page.goto(f"{site.url}/login")
    empty = violations(page)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert [] == [*empty, *violations(page)]
    page.close()


def test_runs_no_script_of_a_title(marketer: Page, site: Site) -> None:
    for name in ("rules/", "articles/", "articles/news/odd", "rules/preview?article=2"):
        marketer.goto(site.page_of(name))

        assert marketer.evaluate("window.broken") is None


def test_keeps_the_chosen_theme(marketer: Page) -> None:
    marketer.locator("[data-theme-toggle]:visible").click()
    marketer.reload()

    assert "dark" == marketer.evaluate("document.documentElement.dataset.theme")


def test_shows_on_a_phone_where_one_is(marketer: Page, site: Site) -> None:
    marketer.set_viewport_size({"width": 390, "height": 844})

    marketer.goto(site.page_of("settings/"))

    here = marketer.locator(".rail-nav [aria-current=page]")
    expect(here).to_have_text("Settings")
    expect(here).to_be_in_viewport(ratio=1)


def test_skips_to_the_page(marketer: Page) -> None:
    marketer.reload()
    marketer.keyboard.press("Tab")
    marketer.keyboard.press("Enter")

    expect(marketer.locator("#main")).to_be_focused()


def test_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/login")
    page.get_by_label("Email").fill("publisher@fernwick.test")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Product rules").first.click()

    page.get_by_role("button", name="Move Retinal Super Serum down").click()

    expect(page.locator("#draft-count")).to_contain_text("not published")
    context.close()
