"""Shopify's shapes into the domain's, where they leave room for doubt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from service.clients.shopify.translate import to_article, to_product
from service.clients.shopify.wire import WireArticle, WireProduct
from service.domain.catalog import Image, PriceRange, ProductStatus


def a_wire_product(**changes: Any) -> WireProduct:
    values: dict[str, Any] = {
        "id": "gid://shopify/Product/7",
        "handle": "oil",
        "title": "Oil",
        "productType": "Oil",
        "vendor": "Fernwick",
        "tags": [],
        "descriptionHtml": "",
        "status": "ACTIVE",
        "publishedAt": None,
        "updatedAt": "2026-11-02T09:30:00Z",
        "onlineStoreUrl": None,
        "isGiftCard": False,
        "featuredMedia": None,
        "ingredients": None,
        "inci": None,
        "variants": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}},
    }
    return msgspec.convert({**values, **changes}, WireProduct)


def translated(**changes: Any) -> Any:
    product = a_wire_product(**changes)
    return to_product(product, product.variants.nodes, "EUR")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("multi_line_text_field", " Aqua,\nGlycerin ", "Aqua,\nGlycerin"),
        ("list.single_line_text_field", '["Aqua", "Glycerin"]', "Aqua, Glycerin"),
        (
            "rich_text_field",
            '{"type":"root","children":[{"type":"paragraph","children":'
            '[{"type":"text","value":"Aqua,"},{"type":"text","value":"Glycerin","bold":true}]}]}',
            "Aqua, Glycerin",
        ),
        ("list.metaobject_reference", '["gid://shopify/Metaobject/1"]', ""),
        ("list.single_line_text_field", "not JSON", "not JSON"),
    ],
)
def test_reads_ingredients_whatever_type_the_merchant_chose(
    kind: str, value: str, words: str
) -> None:
    assert words == translated(ingredients={"type": kind, "value": value}).ingredients


def test_inci_stands_in_for_missing_ingredients() -> None:
    inci = {"type": "single_line_text_field", "value": "Aqua"}

    assert "Aqua" == translated(inci=inci).ingredients


def test_a_product_without_variants_has_no_price() -> None:
    product = translated()

    assert PriceRange(Decimal(0), Decimal(0), "EUR") == product.price
    assert not product.available


def test_a_former_price_that_is_not_higher_is_no_reduction() -> None:
    variants = [
        {"price": "9.00", "compareAtPrice": "9.00", "availableForSale": True},
        {"price": "8.00", "compareAtPrice": None, "availableForSale": True},
        {"price": "7.00", "compareAtPrice": "10.00", "availableForSale": True},
    ]
    page = {"nodes": variants, "pageInfo": {"hasNextPage": False, "endCursor": None}}

    product = translated(variants=page)

    assert PriceRange(Decimal(7), Decimal(9), "EUR") == product.price
    assert PriceRange(Decimal(10), Decimal(10), "EUR") == product.compare_at


def test_a_status_of_the_future_is_not_for_sale() -> None:
    assert ProductStatus.DRAFT is translated(status="PREVIEW").status


def test_a_picture_takes_its_text_from_the_medium_when_it_has_none() -> None:
    image = {"url": "https://cdn.example/a.jpg", "width": 8, "height": 9, "altText": None}

    product = translated(featuredMedia={"alt": "A bottle", "preview": {"image": image}})

    assert Image("https://cdn.example/a.jpg", 8, 9, "A bottle") == product.image


def test_a_medium_without_a_preview_is_no_picture() -> None:
    assert translated(featuredMedia={"alt": "A film", "preview": None}).image is None


def test_an_article_may_lack_its_author_and_its_last_edit() -> None:
    wire = {
        "id": "gid://shopify/Article/7",
        "handle": "acids",
        "title": "Acids",
        "body": "",
        "tags": [],
        "isPublished": False,
        "publishedAt": None,
        "createdAt": "2026-11-02T09:30:00Z",
        "updatedAt": None,
        "author": None,
        "blog": {"handle": "news"},
        "image": None,
    }

    article = to_article(msgspec.convert(wire, WireArticle))

    assert ("", "2026-11-02T09:30:00+00:00") == (article.author, article.updated_at.isoformat())


@pytest.mark.parametrize(
    "wrong", [{"id": "7"}, {"updatedAt": "2026-11-02T09:30:00"}, {"tags": "a"}]
)
def test_refuses_another_shape(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        a_wire_product(**wrong)


def test_leaves_out_what_no_database_holds() -> None:
    product = translated(
        title="O\0il",
        vendor="\0",
        tags=["d\0ry"],
        descriptionHtml="<p>O\0il</p>",
        ingredients={"type": "single_line_text_field", "value": "Aq\0ua"},
    )

    assert ("Oil", "", ("dry",), "<p>Oil</p>", "Aqua") == (
        product.title, product.vendor, product.tags, product.description_html, product.ingredients,
    )  # fmt: skip
