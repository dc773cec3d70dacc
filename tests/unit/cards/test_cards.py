"""The fragment that a shopper sees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.api.cards import render
from service.domain.articles import ArticleId
from service.domain.catalog import Image, PriceRange
from service.domain.mappings import AFTER_INTRO
from service.domain.recommendations import Because, Source
from service.usecases.serve_recommendations import ARM, Answer, Card
from tests.builders import a_product, a_shop

HOSTILE = "\"><script>alert('x')</script>{{ 7*7 }}&amp;"


def a_card(number: int = 1, *, label: str = "", note: str = "", **product: Any) -> Card:
    because = Because(None, Source.RULE, None, label, None, None, None)
    return Card(
        position=number,
        product=a_product(number, **product),
        label=label,
        note=note,
        because=because,
        click_url=f"https://endcap.example/c/token{number}",
    )


def an_answer(*cards: Card, **changes: Any) -> Answer:
    values: dict[str, Any] = {
        "shop": a_shop(),
        "article": ArticleId(123),
        "slot": AFTER_INTRO,
        "set_id": "set-1",
        "mapping_version": 3,
        "arm": ARM,
        "cards": cards,
    }
    return Answer(**{**values, **changes})


def section(answer: Answer) -> LexborNode:
    found = LexborHTMLParser(render(answer)).css("section.endcap")
    assert len(found) == 1
    return found[0]


def one(answer: Answer, selector: str) -> LexborNode:
    found = section(answer).css_first(selector)
    assert found is not None, selector
    return found


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def test_says_whose_set_it_is() -> None:
    attributes = section(an_answer(a_card(1), a_card(2))).attributes

    assert attributes == {
        "class": "endcap",
        "data-endcap": None,
        "data-shop": "fernwick.myshopify.com",
        "data-article": "123",
        "data-slot": "after_intro",
        "data-set": "set-1",
        "data-version": "3",
        "data-arm": "published",
        "data-products": "1,2",
    }


def test_links_through_the_redirect_and_names_the_product_page_for_the_script() -> None:
    attributes = one(an_answer(a_card(1)), "a").attributes

    assert attributes == {
        "class": "endcap__link",
        "href": "https://endcap.example/c/token1",
        "data-endcap-url": "https://shop.example/products/product-1",
        "data-product": "1",
        "data-position": "1",
        "rel": "nofollow",
    }


def test_is_a_heading_and_a_list_in_the_order_of_the_answer() -> None:
    shown = section(an_answer(a_card(1), a_card(2), a_card(3)))

    assert len(shown.css("h2")) == 1
    assert [words(a) for a in shown.css("ul > li a")] == ["Product 1", "Product 2", "Product 3"]


def test_inserts_nothing_visible_without_cards() -> None:
    shown = section(an_answer())

    assert "hidden" in shown.attributes
    assert words(shown) == ""
    assert "data-set" not in shown.attributes


@pytest.mark.parametrize("place", ["title", "label", "note", "alt"])
def test_escapes_every_word_of_the_shop(place: str) -> None:
    image = Image("https://shop.example/1.jpg", alt=HOSTILE if place == "alt" else "")
    card = a_card(
        label=HOSTILE if place == "label" else "",
        note=HOSTILE if place == "note" else "",
        title=HOSTILE if place == "title" else "Serum",
        image=image,
    )

    shown = section(an_answer(card))

    assert shown.css("script") == []
    said = one(an_answer(card), "img").attributes["alt"] if place == "alt" else shown.text()
    assert HOSTILE in (said or "")


def test_escapes_what_stands_in_attributes() -> None:
    answer = an_answer(a_card(1), set_id=HOSTILE, slot=HOSTILE, arm=HOSTILE)

    attributes = section(answer).attributes

    assert [attributes[f"data-{name}"] for name in ("set", "slot", "arm")] == [HOSTILE] * 3


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:text/html,x", "/products/x"]
)
def test_keeps_the_redirect_where_the_product_has_no_address(url: str | None) -> None:
    attributes = one(an_answer(a_card(1, url=url)), "a").attributes

    assert "data-endcap-url" not in attributes
    assert attributes["href"] == "https://endcap.example/c/token1"


def test_reserves_the_room_of_a_picture_no_wider_than_a_card() -> None:
    image = Image("https://shop.example/1.jpg", width=800, height=1000, alt="A white tube")

    attributes = one(an_answer(a_card(1, image=image)), "img").attributes

    assert (attributes["width"], attributes["height"]) == ("240", "300")
    assert attributes["alt"] == "A white tube"


def test_reserves_a_square_where_the_shop_does_not_say_how_large_a_picture_is() -> None:
    attributes = one(
        an_answer(a_card(1, image=Image("https://shop.example/1.jpg"))), "img"
    ).attributes

    assert attributes["width"] == attributes["height"]
    assert attributes["width"]


def test_does_not_say_the_title_twice() -> None:
    image = Image("https://shop.example/1.jpg", alt=" product 1 ")

    attributes = one(an_answer(a_card(1, image=image)), "img").attributes

    assert attributes["alt"] in ("", None)


def test_keeps_the_room_of_a_picture_that_is_not_there() -> None:
    media = one(an_answer(a_card(1, image=None)), ".endcap__media")

    assert media.css("img") == []


def test_asks_shopifys_files_for_the_size_that_is_shown() -> None:
    image = Image("https://cdn.shopify.com/s/files/1/a.jpg?v=7&width=4000", width=4000, height=4000)

    attributes = one(an_answer(a_card(1, image=image)), "img").attributes

    assert attributes["src"] == "https://cdn.shopify.com/s/files/1/a.jpg?v=7&width=720"
    assert "https://cdn.shopify.com/s/files/1/a.jpg?v=7&width=240 240w" in (
        attributes["srcset"] or ""
    )


def test_leaves_other_pictures_addresses_alone() -> None:
    image = Image("https://shop.example/1.jpg?v=7")

    attributes = one(an_answer(a_card(1, image=image)), "img").attributes

    assert attributes["src"] == "https://shop.example/1.jpg?v=7"
    assert "srcset" not in attributes


def test_shows_label_and_note_only_where_there_are_some() -> None:
    bare = section(an_answer(a_card(1)))
    full = section(an_answer(a_card(1, label="Retinoid", note="Not on the same day")))

    assert bare.css(".endcap__label, .endcap__note") == []
    assert [words(node) for node in full.css(".endcap__label, .endcap__note")] == [
        "Retinoid",
        "Not on the same day",
    ]


def test_says_a_range_by_its_lowest_price() -> None:
    price = PriceRange(Decimal("24.00"), Decimal("60.00"), "USD")

    assert words(one(an_answer(a_card(1, price=price)), ".endcap__price")) == "From $24"


def test_strikes_a_former_price_through_and_says_which_is_which() -> None:
    before = PriceRange(Decimal("32.00"), Decimal("32.00"), "USD")

    price = one(an_answer(a_card(1, compare_at=before)), ".endcap__price")

    assert words(price) == "Regular price $32 Sale price $24"
    assert [words(node) for node in price.css("s")] == ["$32"]


def test_says_that_a_product_is_sold_out() -> None:
    price = one(an_answer(a_card(1, available=False)), ".endcap__price")

    assert words(price) == "Sold out $24"
