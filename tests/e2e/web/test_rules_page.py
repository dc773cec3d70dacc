"""A marketer edits the rules in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from service.domain.catalog import ProductId
from service.storage import audit, mappings
from service.usecases.edit_mapping import EDITED
from tests.e2e.web.conftest import Site
from tests.integration.web.furnished import GONE_SOON, ODD, RETINAL, SCRUB, SERUM


def rule_products(site: Site, number: int) -> tuple[ProductId, ...]:
    with site.database.system(read_only=True) as tx:
        return mappings.draft(tx, site.shop.id).mapping.rules[number].products


def test_moves_a_product_and_keeps_the_focus(marketer: Page, site: Site) -> None:
    button = marketer.get_by_role("button", name="Move Retinal Super Serum down")
    button.focus()

    marketer.keyboard.press("Enter")

    expect(marketer.locator("#live")).to_contain_text("Moved Retinal Super Serum to place 2")
    expect(button).to_be_focused()
    assert (SERUM, RETINAL) == rule_products(site, 1)
    expect(marketer.locator("#draft-count")).to_contain_text("not published")


def test_drags_a_product_to_another_place(marketer: Page, site: Site) -> None:
    grip = marketer.locator(f"#row-exfoliants-{ODD} [data-handle]")
    first = marketer.locator(f"#row-exfoliants-{SCRUB}")
    grip.hover()
    marketer.mouse.down()
    box = first.bounding_box()
    assert box is not None
    marketer.mouse.move(box["x"] + 20, box["y"] + 30, steps=8)
    marketer.wait_for_timeout(300)  # the rows that made room stand still again
    marketer.mouse.move(box["x"] + 20, box["y"] + 8, steps=8)
    marketer.mouse.up()

    expect(marketer.locator("#live")).to_contain_text("to place 1")
    assert (ODD, SCRUB, GONE_SOON) == rule_products(site, 0)


def test_finds_and_adds_a_product(marketer: Page, site: Site) -> None:
    marketer.get_by_role("searchbox", name="Add a product to Retinoid").fill("sugar")
    marketer.get_by_role("button", name="Add Gentle Sugar Polish").click()

    expect(marketer.locator(f"#row-retinoids-{GONE_SOON}")).to_be_visible()
    assert (RETINAL, SERUM, GONE_SOON) == rule_products(site, 1)


def test_saves_a_label_when_it_is_left(marketer: Page) -> None:
    label = marketer.locator("#label-exfoliants")
    label.fill("Scrub")

    label.press("Tab")

    expect(marketer.locator("#live")).to_contain_text("Labelled Physical exfoliant “Scrub”")
    marketer.reload()
    expect(label).to_have_value("Scrub")


def test_adds_a_rule_for_an_ingredient(marketer: Page) -> None:
    marketer.get_by_label("Add a rule for an ingredient").select_option("vitamin_c")
    marketer.get_by_role("button", name="Add rule").click()

    expect(marketer.get_by_role("heading", name="Vitamin C")).to_be_visible()


def test_the_focus_goes_on_to_the_next_when_a_product_is_removed(marketer: Page) -> None:
    marketer.locator(f"#remove-exfoliants-{SCRUB}").focus()
    marketer.keyboard.press("Enter")
    expect(marketer.locator(f"#row-exfoliants-{SCRUB}")).to_have_count(0)

    expect(
        marketer.locator(f"#remove-exfoliants-{ODD}, #remove-exfoliants-{GONE_SOON}")
    ).to_have_count(2)
    focused = marketer.evaluate("document.activeElement.id")
    assert focused in {f"remove-exfoliants-{ODD}", f"remove-exfoliants-{GONE_SOON}"}


def test_a_new_rule_waits_for_its_first_product(marketer: Page) -> None:
    marketer.get_by_label("Add a rule for an ingredient").select_option("vitamin_c")
    marketer.get_by_role("button", name="Add rule").click()

    expect(marketer.get_by_role("searchbox", name="Add a product to Vitamin C")).to_be_focused()


def test_what_is_first_already_does_not_move_up(marketer: Page, site: Site) -> None:
    marketer.get_by_role("button", name="Move Retinal Super Serum up").click(force=True)
    marketer.get_by_role("button", name="Turn off the rule for Retinoid").click()
    expect(marketer.locator("#live")).to_contain_text("Turned the rule for Retinoid off")

    with site.database.system(read_only=True) as tx:
        said = [entry.detail["said"] for entry in audit.newest(tx, site.shop.id, actions=[EDITED])]
    assert ["Turned the rule for Retinoid off"] == said


def test_the_page_of_a_failing_proxy_does_not_replace_the_rules(marketer: Page) -> None:
    marketer.route(
        "**/rules/edit",
        lambda route: route.fulfill(status=409, body="<h1>Bad</h1>", content_type="text/html"),
    )
    marketer.get_by_role("button", name="Move Retinal Super Serum down").click()

    expect(marketer.locator("#live")).to_contain_text("That did not work")
    expect(marketer.locator("#rule-retinoids")).to_be_visible()


def test_shows_both_sides_when_somebody_was_faster(marketer: Page, site: Site) -> None:
    other = marketer.context.new_page()
    other.goto(site.page_of("rules/"))
    other.locator("#switch-retinoids").click()
    expect(other.locator("#live")).to_contain_text("Turned the rule for Retinoid off")

    marketer.locator("#switch-exfoliants").click()

    notice = marketer.locator("#notice")
    expect(notice).to_contain_text("Somebody saved before you")
    expect(notice).to_contain_text("Turned the rule for Physical exfoliant off")
    expect(notice).to_contain_text("Turned the rule for Retinoid off")
    expect(marketer.locator("#conflict-title")).to_be_focused()
    notice.get_by_role("button", name="Do mine on top of theirs").click()
    expect(marketer.locator("#rule-exfoliants")).to_contain_text("Turn on")
    expect(marketer.locator("#rule-retinoids")).to_contain_text("Turn on")


def test_publishes_with_the_keyboard_alone(marketer: Page, site: Site) -> None:
    tab_to(marketer, f"#down-retinoids-{RETINAL}")
    marketer.keyboard.press("Enter")
    expect(marketer.locator("#see-changes")).to_be_visible()
    tab_to(marketer, "#see-changes")
    marketer.keyboard.press("Enter")
    marketer.wait_for_url("**/rules/changes")
    tab_to(marketer, "textarea")
    marketer.keyboard.type("By keyboard")
    marketer.keyboard.press("Tab")
    marketer.keyboard.press("Enter")

    marketer.wait_for_url("**/rules/")
    expect(marketer.locator("#live")).to_contain_text("Published as version 2")
    with site.database.system(read_only=True) as tx:
        assert "By keyboard" == mappings.published(tx, site.shop.id).note


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until *selector* has the focus, and a ring that can be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            ring = "getComputedStyle(document.activeElement).outlineStyle"
            assert "none" != page.evaluate(ring)
            return
    raise AssertionError(f"Tab never reaches {selector}")
