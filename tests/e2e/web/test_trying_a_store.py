"""The local page of `endcap try` in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from service.clients.public_feeds import Limits, Visitor, read_public_store
from service.ports import utc_now
from service.storage.lexicon import load_default_lexicon
from service.usecases.try_store import try_store
from service.web.trying import create_app, new_server
from tests.e2e.accessibility import violations
from tests.integration.trying.scripted import Said, feed, products, serving

EVIL = (
    "&lt;p&gt;We love this.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    "&lt;img src=&quot;https://evil.test/x.png&quot; onerror=&quot;alert(2)&quot;&gt;"
    "&lt;p&gt;For calmer skin use niacinamide every morning. &amp;lt;script&amp;gt;no"
    "&lt;/p&gt;&lt;h2&gt;More&lt;/h2&gt;&lt;p&gt;Azelaic acid is good for redness.&lt;/p&gt;"
)
HOME = Said('<a href="/blogs/news">News</a>')


@contextmanager
def shown(articles: Said | None, *titles: str) -> Iterator[str]:
    answers: dict[str, Said | list[Said]] = {"/products.json?limit=250": products(*titles)}
    if articles is not None:
        answers |= {"/": HOME, "/blogs/news.atom": articles}
    lexicon = load_default_lexicon()
    with serving(answers) as store:
        visitor = Visitor(store.url, agent="Endcap", limits=Limits(pause=0), folder=None)
        found = read_public_store(visitor, told=lambda *_: None)
    trial = try_store(found, lexicon=lexicon, clock=utc_now, told=lambda *_: None)
    server = new_server(create_app(trial, lexicon), 0)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page on a phone in the dark, and the addresses elsewhere that it asked for."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda r: elsewhere.append(r.url) if "127.0.0.1" not in r.url else None)
    page.on("dialog", lambda dialog: elsewhere.append(f"dialog {dialog.message}"))
    page.route("https://**", lambda route: route.abort())
    yield page, elsewhere
    context.close()


def test_an_article_shows_its_cards_with_the_sentence_and_nothing_of_the_strangers_code(
    visit: tuple[Page, list[str]],
) -> None:
    page, elsewhere = visit
    with shown(feed("Calm", text=EVIL), "Niacinamide <b>Serum</b>") as url:
        page.goto(url)
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text("1 article of")
        expect(page.get_by_text("Azelaic acid · 1 article")).to_be_visible()
        page.get_by_role("link", name="Calm").click()
        card = page.locator(".try-cards .card")
        expect(card).to_contain_text("Niacinamide <b>Serum</b>")
        expect(card.locator("mark")).to_have_text("niacinamide")
        expect(page.locator("article")).to_contain_text("<script>no")
        card.get_by_role("link", name="in the text").click()
        expect(page.locator("mark:target")).to_have_count(1)

        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert [] == violations(page)
    assert {"https://cdn.shopify.com/x.jpg"} == set(elsewhere)


def test_a_store_without_a_blog_gets_an_honest_page(visit: tuple[Page, list[str]]) -> None:
    page, _ = visit
    with shown(None, "Niacinamide Serum") as url:
        page.goto(url)

        expect(page.get_by_role("heading", level=1)).to_have_text("No article was found")
        expect(page.get_by_text("The store has no blog")).to_be_visible()
        expect(page.get_by_text("endcap connect")).to_be_visible()
        assert [] == violations(page)


def test_what_was_left_out_is_said_on_the_page(visit: tuple[Page, list[str]]) -> None:
    page, _ = visit
    with shown(Said("<feed"), "Niacinamide Serum") as url:
        page.goto(url)

        expect(page.get_by_text("The feed of the blog “news” is broken")).to_be_visible()
        assert [] == violations(page)


def test_an_article_with_nothing_to_sell_says_so(visit: tuple[Page, list[str]]) -> None:
    page, _ = visit
    with shown(feed("Trip", text="&lt;p&gt;We moved our studio.&lt;/p&gt;"), "Urea") as url:
        page.goto(f"{url}articles/1")

        expect(page.get_by_text("No ingredient that Endcap knows")).to_be_visible()
        page.goto(f"{url}articles/2")
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is here")
