"""The switches of a shop, and the one that hides everything."""

from __future__ import annotations

from service.domain.catalog import HandPlacedLinks, NewArticles, Shop, ShopMode
from service.storage import shops
from service.storage.database import Database
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import DOMAIN

SETTINGS = f"/shops/{DOMAIN}/settings/"


def test_pauses_everywhere_and_shows_again(person: Person, database: Database, shop: Shop) -> None:
    person.post(f"{SETTINGS}pause", paused="yes", back=SETTINGS)
    with database.system(read_only=True) as tx:
        assert shops.get(tx, shop.id).paused
    assert "No cards are shown anywhere." in person.get(SETTINGS).text

    person.post(f"{SETTINGS}pause", paused="no")

    with database.system(read_only=True) as tx:
        assert not shops.get(tx, shop.id).paused


def test_leads_back_only_to_pages_of_the_shop(person: Person) -> None:
    for back in ("https://evil.example/", "//evil.example/", "/shops/other.myshopify.com/"):
        answer = person.post(f"{SETTINGS}pause", paused="no", back=back)

        assert f"/shops/{DOMAIN}/" == answer.headers["Location"]


def test_saves_every_switch_and_raises_the_generation(
    person: Person, database: Database, shop: Shop
) -> None:
    with database.system(read_only=True) as tx:
        before = shops.generation(tx, shop.id)

    person.post(SETTINGS, mode="live", new_articles="go", hand_placed_links="upgrade")

    with database.system(read_only=True) as tx:
        saved, after = shops.get(tx, shop.id), shops.generation(tx, shop.id)
    assert (ShopMode.LIVE, NewArticles.GO, HandPlacedLinks.UPGRADE) == (
        saved.mode,
        saved.new_articles,
        saved.hand_placed_links,
    )
    assert after > before


def test_refuses_a_value_that_no_switch_has(person: Person) -> None:
    assert 400 == person.post(SETTINGS, mode="everything").status_code
