"""A marketer looks at the ingredients and changes them in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from service.app import create_app
from service.domain.shop_lexicon import ShopLexicon
from service.storage import shop_lexicon
from service.storage.database import Database
from service.wiring import Services
from tests.e2e.accessibility import violations
from tests.e2e.web.conftest import Site, sign_in
from tests.e2e.web.test_rules_page import tab_to
from tests.integration.web.furnished import Bell, furnish, the_services
from tests.integration.web.reading import read_again, read_texts, with_whole_lexicon

THEMES: tuple[Literal["dark", "light"], ...] = ("light", "dark")
WIDTHS = (390, 1440)
MOON = "change?do=add-term&category=peptides&text=moon+milk"
PAGES = (
    "",
    "?q=acid&own=yes",
    "?q=glycolic&language=de",
    "category/aha",
    "category/exfoliants",
    "category/own_moon_milk",
    "change?do=add-category&parent=aha",
    f"{MOON}",
    f"{MOON}&language=xx",
    "change?do=add-term&category=peptides&text=ectomarine",
    "change?do=ignore&text=glycolic+acid",
    "history",
    "proposals/",
)


@pytest.fixture
def services(sqlite_template: Path, redis_url: str, tmp_path: Path) -> Iterator[Services]:
    shutil.copy(sqlite_template, tmp_path / "endcap.db")
    database = Database(f"sqlite:///{tmp_path / 'endcap.db'}")
    yield with_whole_lexicon(the_services(tmp_path, database, redis_url, Bell()))
    database.close()


@pytest.fixture
def site(services: Services) -> Iterator[Site]:
    shop = furnish(services.database)
    read_texts(services, shop)
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.port}", services.database, shop, services)
    server.shutdown()


def own(site: Site) -> ShopLexicon:
    with site.database.system(read_only=True) as tx:
        return shop_lexicon.load(tx, site.shop.id)


def add_moon_milk(page: Page, site: Site) -> None:
    """An ingredient of the shop's own, with a way to write it."""
    page.goto(site.page_of("ingredients/change?do=add-category"))
    page.get_by_label("Name").fill("Moon milk")
    page.get_by_label("Ways to write it").fill("moon milk")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_text("gains Moon milk").first).to_be_visible()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/category/own_moon_milk")


@pytest.mark.parametrize("theme", THEMES)
def test_is_accessible_and_fits(
    marketer: Page, site: Site, theme: Literal["dark", "light"]
) -> None:
    add_moon_milk(marketer, site)
    marketer.emulate_media(color_scheme=theme)
    faults: list[str] = []
    for name in PAGES:
        marketer.goto(site.page_of(f"ingredients/{name}"))
        for width in WIDTHS:
            marketer.set_viewport_size({"width": width, "height": 900})
            wider = marketer.evaluate("document.documentElement.scrollWidth - innerWidth")
            faults += [f"{name} at {width}: {wider} px too wide"] if wider > 0 else []
            faults += [f"{name} at {width}: {fault}" for fault in violations(marketer)]

    assert [] == faults


def test_keeps_the_filters_when_loaded_again(marketer: Page, site: Site) -> None:
    marketer.goto(site.page_of("ingredients/"))
    marketer.get_by_label("Without products").check()
    marketer.wait_for_url("**unsold=yes*")
    marketer.get_by_role("searchbox").fill("acid")
    marketer.keyboard.press("Enter")
    marketer.wait_for_url("**q=acid*")
    marketer.reload()

    expect(marketer.get_by_label("Without products")).to_be_checked()
    expect(marketer.get_by_role("searchbox")).to_have_value("acid")


def test_adds_a_term_with_the_keyboard_alone(marketer: Page, site: Site) -> None:
    marketer.goto(site.page_of("ingredients/category/peptides"))
    tab_to(marketer, "input[name=text]")
    marketer.keyboard.type("moon milk")
    marketer.keyboard.press("Enter")
    marketer.wait_for_url("**/change?**")
    expect(marketer.get_by_text("1 article changes")).to_be_visible()
    tab_to(marketer, "form[method=post][action$=edit] .btn-primary")
    marketer.keyboard.press("Enter")
    marketer.wait_for_url("**/category/peptides")

    expect(marketer.locator("#live")).to_contain_text("Added “moon milk” to Peptide")
    assert ["moon milk"] == [term.text for term in own(site).terms]


def test_ignores_a_term_and_heeds_it_again(marketer: Page, site: Site) -> None:
    marketer.goto(site.page_of("ingredients/category/aha"))
    marketer.get_by_role("link", name="Ignore glycolic acid", exact=True).first.click()
    expect(marketer.get_by_text("loses AHA").first).to_be_visible()
    marketer.get_by_role("button", name="Save").click()
    marketer.wait_for_url("**/category/aha")
    marketer.get_by_role("link", name="Heed again glycolic acid", exact=True).first.click()
    marketer.get_by_role("button", name="Save").click()
    marketer.wait_for_url("**/category/aha")

    assert ShopLexicon() == own(site)


def test_watches_the_reading_until_it_is_done(
    marketer: Page, site: Site, services: Services
) -> None:
    add_moon_milk(marketer, site)
    expect(marketer.locator("#rereading")).to_contain_text("Reading again")
    read_again(services, site.shop)

    expect(marketer.locator("#rereading")).to_contain_text("Everything is read again")
    marketer.get_by_role("link", name="Show the new counts").click()
    expect(marketer.get_by_role("heading", name="1 article", exact=True)).to_be_visible()


def test_shows_both_sides_when_somebody_was_faster(marketer: Page, site: Site) -> None:
    marketer.goto(site.page_of(f"ingredients/{MOON}"))
    other = marketer.context.new_page()
    add_moon_milk_elsewhere(other, site)
    marketer.get_by_role("button", name="Save").click()

    expect(marketer.get_by_text("Somebody saved before you")).to_be_visible()
    expect(marketer.get_by_text("Added “star milk” to Peptide")).to_be_visible()
    marketer.get_by_role("button", name="Do mine on top of theirs").click()
    marketer.wait_for_url("**/category/peptides")
    assert ["moon milk", "star milk"] == [term.text for term in own(site).terms]


def add_moon_milk_elsewhere(page: Page, site: Site) -> None:
    page.goto(site.page_of("ingredients/change?do=add-term&category=peptides&text=star+milk"))
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/category/peptides")


def test_adds_a_proposal_and_goes_on_to_the_next(marketer: Page, site: Site) -> None:
    marketer.goto(site.page_of("ingredients/proposals/"))
    tab_to(marketer, "#add-1")
    added = marketer.locator("#proposal-1 h2").inner_text()
    marketer.locator("#category-1").select_option("soothing_agents")
    marketer.locator("#add-1").focus()
    marketer.keyboard.press("Enter")

    expect(marketer.locator("#live")).to_contain_text(f"Added “{added}” to")
    expect(marketer.get_by_text("2 proposals")).to_be_visible()
    expect(marketer.locator("#add-1")).to_be_focused()
    assert [added] == [term.text for term in own(site).terms]


def test_dismisses_a_proposal_and_calls_it_back(marketer: Page, site: Site) -> None:
    marketer.goto(site.page_of("ingredients/proposals/"))
    marketer.locator("#dismiss-1").click()
    expect(marketer.get_by_text("2 proposals")).to_be_visible()
    marketer.get_by_text("Dismissed (1)").click()
    marketer.get_by_role("button", name="Propose again").click()

    expect(marketer.get_by_text("3 proposals")).to_be_visible()


def test_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    page.goto(site.page_of("ingredients/"))
    page.get_by_role("searchbox").fill("peptide")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Peptide", exact=True).click()
    page.get_by_label("Term").fill("moon milk")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Look again")).to_be_visible()
    page.goto(site.page_of("ingredients/proposals/"))
    page.locator("#dismiss-1").click()

    expect(page.get_by_text("2 proposals")).to_be_visible()
    assert ["moon milk"] == [term.text for term in own(site).terms]
    context.close()


def test_runs_no_script_of_a_title(marketer: Page, site: Site) -> None:
    for name in ("category/peptides", "proposals/", MOON):
        marketer.goto(site.page_of(f"ingredients/{name}"))

        assert marketer.evaluate("window.broken") is None
