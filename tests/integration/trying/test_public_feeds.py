"""How a store's public pages are read: what is asked for, and what is made of bad answers."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from service.clients.public_feeds import Limits, Visitor, read_public_store
from service.domain.errors import StoreUnreadableError
from service.domain.public_store import PublicStore
from tests.integration.trying.scripted import Said, ScriptedStore, feed, products, serving

P1 = "/products.json?limit=250"
HOME = Said('<a href="/blogs/news">News</a><a href="https://else.com/blogs/theirs">x</a>')
PLAIN: dict[str, Any] = {P1: products("Niacinamide"), "/": HOME, "/blogs/news.atom": feed("one")}


def read(
    store: ScriptedStore,
    folder: Path | None = None,
    slept: list[float] | None = None,
    **limits: Any,
) -> PublicStore:
    waits = slept if slept is not None else []
    visitor = Visitor(
        store.url,
        agent="Endcap/1 (endcap try; contact: me@example.com)",
        limits=Limits(**limits),
        folder=folder,
        sleep=waits.append,
    )
    return read_public_store(visitor, told=lambda *_: None)


def test_a_store_is_read_one_page_after_the_other_with_pauses() -> None:
    slept: list[float] = []
    with serving(PLAIN) as store:
        found = read(store, slept=slept)

    assert ["Niacinamide"] == [product.title for product in found.products]
    assert ["one"] == [article.title for article in found.articles]
    assert ["/robots.txt", P1, "/meta.json", "/sitemap.xml", "/", "/blogs/news.atom"] == [
        path for path in store.asked if path != "/blogs/news.atom?page=2"
    ]
    assert len(store.asked) - 1 == len(slept)
    assert all(0.5 < pause <= 1 for pause in slept)
    assert "contact: me@example.com" in store.headers[P1][0]["User-Agent"]


def test_blogs_are_found_in_the_sitemap_before_the_home_page() -> None:
    sitemap = Said("<sitemapindex><loc>{url}/sitemap_blogs_1.xml?from=1&amp;to=2</loc>")
    blogs = Said("<loc>{url}/blogs/a</loc><loc>{url}/blogs/a/x</loc><loc>{url}/blogs/b</loc>")
    with serving(
        {P1: products(), "/sitemap.xml": sitemap, "/sitemap_blogs_1.xml?from=1&to=2": blogs}
    ) as store:
        found = read(store)

    assert (("a", "b"), 1) == (found.blogs, found.known_articles)
    assert "/" not in store.asked


def test_what_robots_txt_does_not_want_is_not_asked_for() -> None:
    robots = Said("User-agent: Endcap\nDisallow: /blogs/")
    with serving({**PLAIN, "/robots.txt": robots}) as store:
        found = read(store)

    assert not [path for path in store.asked if path.startswith("/blogs/")]
    assert ["The store's robots.txt asks us not to read /blogs/news.atom."] == list(found.notes)


def test_a_store_that_wants_no_robots_is_left_alone() -> None:
    with (
        serving({**PLAIN, "/robots.txt": Said("User-agent: *\nDisallow: /")}) as store,
        pytest.raises(StoreUnreadableError, match=r"robots\.txt asks us not to read"),
    ):
        read(store)

    assert ["/robots.txt"] == store.asked


@pytest.mark.parametrize("status", [429, 430, 503])
def test_a_busy_store_is_asked_again_when_it_says(status: int) -> None:
    slept: list[float] = []
    busy = Said(status=status, headers={"Retry-After": "7"})
    with serving({**PLAIN, P1: [busy, products("Urea")]}) as store:
        found = read(store, slept=slept)

    assert ["Urea"] == [product.title for product in found.products]
    assert 7.0 in slept


def test_a_store_that_stays_busy_keeps_what_was_read() -> None:
    with serving({**PLAIN, "/blogs/news.atom": Said(status=503)}) as store:
        found = read(store)

    assert 1 == len(found.products)
    assert "asked us to come back later" in found.notes[0]
    assert 3 == store.asked.count("/blogs/news.atom")


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    first = Said(products("Urea").body, headers={"ETag": '"v1"'})
    with serving({**PLAIN, P1: [first, Said(status=304)]}) as store:
        before, after = read(store, tmp_path), read(store, tmp_path)

    assert before == after
    assert [None, '"v1"'] == [said.get("If-None-Match") for said in store.headers[P1]]


def test_a_closed_store_is_told_in_words() -> None:
    closed = Said(status=302, headers={"Location": "/password"})
    with (
        serving({P1: closed}) as store,
        pytest.raises(StoreUnreadableError, match="closed with a password"),
    ):
        read(store)


@pytest.mark.parametrize(
    "answer",
    [Said("no", 404), Said("<html>"), Said('{"items": []}'), Said("[" * 100_000), Said("", 500)],
)
def test_another_site_is_told_in_words(answer: Said) -> None:
    with serving({P1: answer}) as store, pytest.raises(StoreUnreadableError) as refused:
        read(store)

    assert "Shopify store" in str(refused.value) or "answered 500" in str(refused.value)


def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    away = Said(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    with (
        serving({P1: away}) as store,
        pytest.raises(StoreUnreadableError, match="private network"),
    ):
        read(store)


def test_a_page_that_leads_away_is_left_out() -> None:
    away = Said(status=301, headers={"Location": "http://10.0.0.1/x"})
    with serving({**PLAIN, "/blogs/news.atom": away}) as store:
        found = read(store)

    assert ("/blogs/news.atom leads away, to http://10.0.0.1.",) == found.notes


def test_a_page_that_leads_in_circles_is_left_out() -> None:
    circle = Said(status=301, headers={"Location": "/blogs/news.atom"})
    with serving({**PLAIN, "/blogs/news.atom": circle}) as store:
        found = read(store)

    assert ("/blogs/news.atom leads in circles.",) == found.notes


@pytest.mark.parametrize(
    "body",
    ["<feed", "<rss/>", "", b"\xff\xfe<", '<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>'],
)
def test_a_broken_feed_is_noted_and_the_others_are_read(body: bytes | str) -> None:
    home = Said('<a href="/blogs/bad">1</a><a href="/blogs/news">2</a>')
    with serving({**PLAIN, "/": home, "/blogs/bad.atom": Said(body)}) as store:
        found = read(store)

    assert ["one"] == [article.title for article in found.articles]
    assert 1 == len(found.notes)
    assert "blog “bad”" in found.notes[0]


def test_a_product_that_can_not_be_understood_is_counted() -> None:
    body = '{"products": [{"id": 1}, {"id": 2, "title": "B", "handle": "../x"}]}'
    with serving({**PLAIN, P1: Said(body)}) as store:
        found = read(store)

    assert ((), True) == (found.products, "2 products could not be understood." in found.notes)


def test_a_page_too_large_is_not_read_also_when_it_is_packed() -> None:
    bomb = Said(gzip.compress(b" " * 20_000_000), headers={"Content-Encoding": "gzip"})
    with serving({**PLAIN, "/blogs/news.atom": bomb}) as store:
        found = read(store, page=2**20)

    assert ("/blogs/news.atom is larger than 1 MiB.",) == found.notes


def test_the_newest_articles_are_read_up_to_the_limit() -> None:
    with serving({**PLAIN, "/blogs/news.atom": feed("one", "two", "three")}) as store:
        found = read(store, articles=2)

    assert ["three", "two"] == [article.title for article in found.articles]
    assert "--limit reads more" in found.notes[0]


def test_reading_ends_when_its_time_is_over() -> None:
    with serving(PLAIN) as store, pytest.raises(StoreUnreadableError, match="the limit"):
        read(store, seconds=0.5)


def test_a_store_that_shows_the_same_page_for_ever_is_read_once() -> None:
    many = products(*(f"P{n}" for n in range(250)))
    answers = {**PLAIN, P1: many, f"{P1}&page=2": many}
    with serving({**answers, "/blogs/news.atom?page=2": feed("one")}) as store:
        found = read(store)

    assert (250, 1) == (len(found.products), len(found.articles))
    assert f"{P1}&page=3" not in store.asked


def test_what_a_store_calls_itself_can_not_steer_the_terminal() -> None:
    said = Said('{"name": "\\u001b[2JFern\\u202ewick", "currency": "\\u001b"}')
    with serving({**PLAIN, "/meta.json": said}) as store:
        found = read(store)

    assert ("[2JFernwick", "") == (found.name, found.currency)


def test_a_name_that_leads_to_a_strange_host_is_no_page() -> None:
    away = Said(status=301, headers={"Location": "http://a\x1b[2Jb/x"})
    with serving({**PLAIN, "/blogs/news.atom": away}) as store:
        found = read(store)

    assert [True] == ["which is no page" in note and note.isprintable() for note in found.notes]


def test_the_body_of_a_redirect_is_not_read() -> None:
    away = Said("x" * 30_000_000, 301, {"Location": "/blogs/moved.atom"})
    with serving({**PLAIN, "/blogs/news.atom": away, "/blogs/moved.atom": feed("two")}) as store:
        found = read(store, total=2**20)

    assert (["two"], ()) == ([article.title for article in found.articles], found.notes)


def test_links_that_are_no_addresses_are_passed_over() -> None:
    home = Said('<a href="http://[">x</a><a href="http://a:b/">y</a><a href="/blogs/news">z</a>')
    sitemap = Said("<loc>http://[</loc><loc>{url}/blogs/</loc>")
    with serving({**PLAIN, "/": home, "/sitemap.xml": sitemap}) as store:
        assert ("news",) == read(store).blogs
