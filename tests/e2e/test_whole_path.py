"""The whole path on the demo: synced, read, recommended, clicked, exported, edited, published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page

from service.cli.folder import read_env
from service.demo.shop import HYDROXY_ACID_PARAGRAPHS, UNSELLABLE, load
from tests.e2e.running import MILIA, SHOP, Run, click_body_of, eventually

SCRUB = "deep-exfoliating-clay-scrub"
RESURFACING = "super-smooth-resurfacing-serum"
RETINAL = "retinal-super-serum"
TRIO = [SCRUB, RESURFACING, RETINAL]


@pytest.fixture
def milia(run: Run) -> Iterator[dict[str, Any]]:
    """The milia article as it is; what a test does to it is put back."""
    article = run.article(MILIA)
    yield article
    run.edit_article(MILIA, bodyHtml=article["bodyHtml"])
    run.sync()


def test_the_demo_is_ready(run: Run) -> None:
    ready = requests.get(f"{run.url}/health/ready", timeout=10)

    assert ready.status_code == 200, ready.text


def test_the_milia_article_gets_exactly_the_three(run: Run) -> None:
    found = run.handles(limit=3)

    assert found == TRIO


def test_every_item_says_why(run: Run) -> None:
    because = [item["because"] for item in run.recommendations(limit=3)["items"]]

    assert [because[0]["category"], because[2]["category"]] == ["physical_exfoliants", "retinoids"]
    assert {"rule"} == {one["source"] for one in because}


def test_the_numeric_id_answers_the_same(run: Run) -> None:
    by_handle = run.recommendations(limit=3)

    by_id = run.recommendations(str(by_handle["article"]["id"]), limit=3)

    assert by_handle == by_id


def test_all_of_the_shop_is_brought_in_when_asked(run: Run) -> None:
    before = run.recommendations()

    [said] = json.loads(run.command("sync", "--full", "--json").stdout)

    assert (len(load().products), len(load().articles)) == (said["products"], said["articles"])
    assert before == run.recommendations()


def test_the_address_of_the_shop_answers_the_same_bytes(run: Run) -> None:
    path = f"{run.store_url}/apps/endcap/articles/{MILIA}/recommendations"

    by_way = requests.get(path, {"limit": 3}, timeout=10)

    assert (200, requests.get(run.endpoint(), {"limit": 3}, timeout=10).content) == (
        by_way.status_code,
        by_way.content,
    )


def test_no_unsellable_product_is_shown_anywhere(run: Run) -> None:
    shown: set[str] = set()
    for article in load().articles:
        path = f"{article.blog_handle}/{article.handle}"
        answer = requests.get(run.endpoint(path), params={"limit": 10}, timeout=10)
        shown |= {item["handle"] for item in answer.json().get("items", [])}

    assert shown
    assert not shown & set(UNSELLABLE)


def test_nothing_that_the_pregnancy_article_warns_of_is_on_it(run: Run) -> None:
    categories = {
        item["because"]["category"]
        for item in run.recommendations("news/skincare-in-pregnancy", limit=10)["items"]
    }

    assert categories
    assert not categories & {"retinoids", "bha"}


def test_deleting_the_acid_sentences_takes_only_the_serum(run: Run, milia: dict[str, Any]) -> None:
    body = milia["bodyHtml"]
    for beginning in HYDROXY_ACID_PARAGRAPHS:
        body, deleted = re.subn(re.escape(beginning) + r".*?</p>", "", body, flags=re.DOTALL)
        assert deleted == 1
    run.edit_article(MILIA, bodyHtml=body)
    run.sync()

    assert run.handles(limit=3) == [SCRUB, RETINAL]


def test_deleting_the_hand_placed_links_changes_nothing(run: Run, milia: dict[str, Any]) -> None:
    body = re.sub(r"<p>\s*<a [^>]*/products/[^>]*>.*?</a>\s*</p>", "", milia["bodyHtml"])
    assert body != milia["bodyHtml"]
    run.edit_article(MILIA, bodyHtml=body)
    run.sync()

    assert run.handles(limit=3) == TRIO


def test_recommendations_follow_an_edited_article(run: Run, milia: dict[str, Any]) -> None:
    run.edit_article(
        MILIA, bodyHtml="<p>A serum with niacinamide helps to calm redness and evens the tone.</p>"
    )
    run.sync()

    categories = {i["because"]["category"] for i in run.recommendations(limit=3)["items"]}
    assert categories == {"niacinamide"}


def test_a_sold_out_product_gives_way_to_the_next_and_comes_back(run: Run) -> None:
    run.edit_product(SCRUB, available=False)
    run.sync()
    sold_out = run.handles(limit=3)
    run.edit_product(SCRUB, available=True)
    run.sync()

    assert SCRUB not in sold_out
    assert len(sold_out) == 3
    assert run.handles(limit=3) == TRIO


def test_a_click_in_the_storefront_is_recorded_and_exported(run: Run, page: Page) -> None:
    before = len(run.clicks())
    page.goto(f"{run.store_url}/blogs/{MILIA}")
    page.locator(".endcap a").first.click()
    page.wait_for_url("**/products/**")

    assert eventually(lambda: len(run.clicks()) == before + 1)
    assert run.clicks()[-1]["product_handle"] == SCRUB


def test_the_signed_link_leads_to_the_product_and_is_recorded(run: Run) -> None:
    item = run.recommendations(limit=3)["items"][0]
    before = len(run.clicks())

    answer = requests.get(
        item["click_url"],
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/141.0"},
        allow_redirects=False,
        timeout=10,
    )

    assert (302, item["url"]) == (answer.status_code, answer.headers["Location"])
    assert eventually(lambda: len(run.clicks()) == before + 1)


def test_an_event_counts_once_however_often_it_arrives(run: Run) -> None:
    before = len(run.clicks())
    body = click_body(run)
    for _ in range(5):
        assert requests.post(f"{run.url}/v1/events", json=body, timeout=10).status_code == 202

    assert eventually(lambda: len(run.clicks()) > before)
    assert before + 1 == len(run.clicks())


def test_any_text_gets_its_products_from_the_command_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(
        "How to choose a first retinol\n\n"
        "A serum with retinol is a good beginning for fine lines. Use it twice a week.\n"
    )

    done = run.command("recommend", "--shop", SHOP, "--text", str(file), "--json")

    assert done.returncode == 0, done.stderr
    categories = {i["because"]["category"] for i in json.loads(done.stdout)["items"]}
    assert categories == {"retinoids"}


def test_doctor_finds_nothing_wrong(run: Run) -> None:
    done = run.command("doctor", "--json")

    assert done.returncode == 0, done.stdout


def click_body(run: Run) -> dict[str, Any]:
    """A click on the first card of the milia article, as the storefront's script sends it."""
    return click_body_of(run.recommendations(limit=3))


def test_a_published_order_changes_the_storefront(run: Run, page: Page) -> None:
    before = storefront_cards(run, page)
    sign_in(run, page)
    page.goto(f"{run.url}/shops/{SHOP}/rules/")
    page.get_by_role("button", name="Move Beginner Retinol Night Cream up").click()
    publish(page)

    assert eventually(lambda: storefront_cards(run, page)[2] == "Beginner Retinol Night Cream")
    page.goto(f"{run.url}/shops/{SHOP}/rules/")
    page.get_by_role("button", name="Move Retinal Super Serum up").click()
    publish(page)
    assert eventually(lambda: storefront_cards(run, page) == before)


def test_pausing_everywhere_hides_every_card(run: Run, page: Page) -> None:
    sign_in(run, page)
    page.get_by_role("button", name="Pause everywhere").click()

    assert eventually(lambda: storefront_cards(run, page) == [], seconds=5)
    page.goto(f"{run.url}/shops/{SHOP}/rules/")
    page.get_by_role("button", name="Show cards again").click()
    assert eventually(lambda: len(storefront_cards(run, page)) == 3, seconds=5)


def sign_in(run: Run, page: Page) -> None:
    password = read_env(run.data)["ENDCAP_DEMO_PASSWORD"]
    page.goto(f"{run.url}/")
    page.get_by_label("Email").fill("demo@endcap.test")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/shops/{SHOP}/")


def publish(page: Page) -> None:
    page.get_by_role("link", name="See what changes").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("The draft is the same as what is published").wait_for()


def storefront_cards(run: Run, page: Page) -> list[str]:
    """The titles of the cards after the intro, as a shopper sees them."""
    page.goto(f"{run.store_url}/blogs/{MILIA}")
    section = page.locator(".endcap").first
    return section.locator(".endcap__link").all_inner_texts() if section.count() else []


def test_home_has_heard_the_storefront(run: Run, page: Page) -> None:
    storefront_cards(run, page)
    page.locator(".endcap__link").first.scroll_into_view_if_needed()
    sign_in(run, page)

    def is_heard() -> bool:
        page.reload()
        return page.get_by_text("Your storefront called last").count() == 1

    assert eventually(is_heard)
    assert 0 == page.get_by_text("No call from your storefront").count()


def test_an_analyst_fetches_the_clicks_with_a_key(run: Run) -> None:
    made = run.command("key", "warehouse", "--shop", SHOP)
    url = f"{run.url}/v1/shops/{SHOP}/exports/clicks"

    without = requests.get(url, timeout=10)
    answer = requests.get(
        url,
        params={"format": "ndjson"},
        headers={"Authorization": f"Bearer {made.stdout.strip()}"},
        timeout=10,
    )

    assert 401 == without.status_code
    fetched = [json.loads(line)["click_id"] for line in answer.text.splitlines()]
    assert [click["click_id"] for click in run.clicks()] == fetched
