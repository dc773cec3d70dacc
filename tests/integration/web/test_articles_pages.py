"""The list of articles, the page of one, its state and its three verbs."""

from __future__ import annotations

import pytest

from service.domain.articles import ArticleState
from service.domain.catalog import Shop
from service.domain.members import MemberRole
from service.storage import articles, audit, mappings
from service.storage.database import Database
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import DOMAIN, MARKUP, MILIA, RETINAL, RETINOIDS

ARTICLES = f"/shops/{DOMAIN}/articles/"
PAGE = f"{ARTICLES}news/milia"


def test_lists_articles_with_what_was_found(person: Person) -> None:
    page = person.get(ARTICLES).text

    assert "What are milia?" in page
    assert "Retinoid" in page
    assert MARKUP not in page


@pytest.mark.parametrize(
    ("query", "there"), [("?q=MILIA", True), ("?q=nothing", False), ("?state=off", False)]
)
def test_searches_and_filters(person: Person, query: str, there: bool) -> None:
    assert there == ("What are milia?" in person.get(ARTICLES + query).text)


def test_marks_the_evidence_in_the_text(person: Person) -> None:
    page = person.get(PAGE).text

    assert 'title="Retinoid: recommends, treats"' in page
    assert 'title="Physical exfoliant: warns"' in page
    assert "hand-placed link" in page


def test_says_what_it_shows_and_why_not(person: Person) -> None:
    page = person.get(PAGE).text

    shows, why_not = page.split('id="not-title"')
    assert "The article recommends it; from a rule" in shows
    assert "Gentle Sugar Polish" in why_not
    assert "Sold out" in why_not


def test_says_that_shoppers_see_nothing_of_an_article_that_waits(person: Person) -> None:
    person.post(f"/shops/{DOMAIN}/settings/", mode="live")
    person.post(f"{PAGE}/state", state="waiting")
    waiting = person.get(PAGE).text
    person.post(f"{PAGE}/state", state="on")

    assert "Shoppers see none of this: the article is waiting." in waiting
    assert "Shoppers see none of this" not in person.get(PAGE).text


def test_leads_from_an_edit_to_what_came_of_it_and_on_to_publishing(person: Person) -> None:
    ignored = person.post(f"{PAGE}/edit", do=f"ignore:{RETINOIDS}", seen="0")
    never = person.post(f"{PAGE}/edit", do=f"never:{RETINAL}", seen="1")

    assert ignored.headers["Location"].endswith("news/milia?view=draft#found")
    assert never.headers["Location"].endswith("news/milia?view=draft#shows")
    assert "See what changes" in person.get(f"{PAGE}?view=draft").text


def test_does_not_know_an_article_of_nowhere(person: Person) -> None:
    assert 404 == person.get(f"{ARTICLES}news/nowhere").status_code


def test_turns_an_article_on(person: Person, database: Database, shop: Shop) -> None:
    answer = person.post(f"{PAGE}/state", state="on")

    assert 303 == answer.status_code
    with database.system(read_only=True) as tx:
        read = articles.get_read(tx, shop.id, MILIA)
        entry = audit.newest(tx, shop.id)[0]
    assert (ArticleState.ON, "set by publisher@fernwick.test") == (read.state, read.state_reason)
    assert "article_state_changed" == entry.action


def test_pins_in_the_draft(person: Person, database: Database, shop: Shop) -> None:
    answer = person.post(f"{PAGE}/edit", do=f"pin:{RETINAL}:1", seen="0")

    assert answer.headers["Location"].endswith("?view=draft#shows")
    with database.system(read_only=True) as tx:
        override = mappings.draft(tx, shop.id).mapping.articles[MILIA]
        untouched = mappings.published(tx, shop.id).mapping.articles
    assert [(RETINAL, 1)] == [(pin.product, pin.position) for pin in override.pins]
    assert MILIA not in untouched
    assert "Decided by hand" in person.get(f"{PAGE}?view=draft").text


def test_ignores_an_ingredient_and_uses_it_again(
    person: Person, database: Database, shop: Shop
) -> None:
    person.post(f"{PAGE}/edit", do=f"ignore:{RETINOIDS}", seen="0")
    with database.system(read_only=True) as tx:
        assert {RETINOIDS} == mappings.draft(tx, shop.id).mapping.articles[MILIA].ignore

    person.post(f"{PAGE}/edit", do=f"unignore:{RETINOIDS}", seen="1")

    with database.system(read_only=True) as tx:
        draft, published = mappings.draft(tx, shop.id), mappings.published(tx, shop.id)
    assert draft.mapping == published.mapping


def test_never_shows_a_product_in_an_article(person: Person) -> None:
    person.post(f"{PAGE}/edit", do=f"never:{RETINAL}", seen="0")

    page = person.get(f"{PAGE}?view=draft").text

    assert "Retinal Super Serum is never shown here" in page


def test_shows_both_sides_of_a_stale_verb(person: Person) -> None:
    person.post(f"{PAGE}/edit", do=f"pin:{RETINAL}:1", seen="0")

    stale = person.post(f"{PAGE}/edit", do=f"never:{RETINAL}", seen="0")

    assert 409 == stale.status_code
    assert "Never show Retinal Super Serum" in stale.text
    assert "Pinned Retinal Super Serum" in stale.text


@pytest.mark.parametrize("person", [MemberRole.EDITOR], indirect=True)
def test_an_editor_does_not_turn_articles_on(person: Person) -> None:
    assert 403 == person.post(f"{PAGE}/state", state="on").status_code


@pytest.mark.parametrize("do", ["pin:999:1", "ignore:nothing_known", f"ignore:{'x' * 5000}"])
def test_keeps_nothing_that_the_shop_and_the_lexicon_do_not_have(
    person: Person, database: Database, shop: Shop, do: str
) -> None:
    answer = person.post(f"{PAGE}/edit", do=do, seen="0")

    assert 422 == answer.status_code
    with database.system(read_only=True) as tx:
        assert 0 == mappings.draft(tx, shop.id).revision
