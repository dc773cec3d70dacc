"""What a product is sold for, as shops of several countries say it."""

from __future__ import annotations

import pytest

from service.domain.catalog import Product
from service.domain.lexicon import Lexicon
from service.domain.reading.inci import parse_ingredients
from service.domain.reading.product import read_product
from tests.builders import a_product

CREAM = "Aqua, Glycerin, Cetearyl Alcohol, Butyrospermum Parkii Butter, Tocopherol, Parfum"


@pytest.mark.parametrize(
    "title",
    [
        "Retinol-Free Night Serum",
        "Sérum sans rétinol",
        "Retinolfreie Nachtcreme",
        "Creme ohne Retinol",
        "Sérum sin retinol",
        "Sérum sem retinol",
        "Serum utan retinol",
        "Ser fără retinol",
        "레티놀 프리 크림",
        "レチノール不使用クリーム",
    ],
)
def test_a_title_that_does_without_it_claims_nothing(lexicon: Lexicon, title: str) -> None:
    assert "retinoids" not in read_product(a_product(title=title), lexicon).active


@pytest.mark.parametrize(
    "sentence",
    [
        "Pairs well with our retinol.",
        "Leave it out on nights you use a retinoid.",
        "Follow in the morning with retinol.",
        "Free from parabens, retinol and fragrance.",
        "Does not contain retinol.",
        "Évitez le rétinol le même soir.",
    ],
)
def test_a_note_on_its_use_claims_nothing(lexicon: Lexicon, sentence: str) -> None:
    product = a_product(description_html=f"<p>{sentence}</p>")

    assert "retinoids" not in read_product(product, lexicon).active


@pytest.mark.parametrize(
    "sentence",
    ["Always wear sunscreen during the day.", "Melts make-up and sunscreen away."],
)
def test_sunscreen_worn_over_it_or_washed_off_is_not_in_it(lexicon: Lexicon, sentence: str) -> None:
    product = a_product(title="Balm", description_html=f"<p>{sentence}</p>")

    assert "sunscreen" not in read_product(product, lexicon).active


@pytest.mark.parametrize(
    ("title", "ingredients"),
    [
        ("Body Cream", CREAM),
        ("Matte Lipstick", "Ricinus Communis Seed Oil, Silica, Niacinamide, Kaolin"),
        ("Setting Powder Makeup", "Mica, Zinc Oxide, Titanium Dioxide, Kaolin"),
    ],
)
def test_what_any_formula_holds_is_a_trace(lexicon: Lexicon, title: str, ingredients: str) -> None:
    assert (
        frozenset() == read_product(a_product(title=title, ingredients=ingredients), lexicon).active
    )


def test_a_sentence_lifts_what_the_list_holds_only_a_trace_of(lexicon: Lexicon) -> None:
    product = a_product(
        title="Cream", ingredients=CREAM, description_html="<p>With vitamin E. Free from dyes.</p>"
    )

    assert {"antioxidants"} == read_product(product, lexicon).active


def test_beside_a_claimed_active_another_must_stand_very_high(lexicon: Lexicon) -> None:
    listed = "Aqua, Retinol, Niacinamide, Alcohol, Silica, Azelaic Acid"

    reading = read_product(a_product(title="Retinol Serum", ingredients=listed), lexicon)

    assert {"retinoids", "niacinamide"} == reading.active
    assert {"azelaic_acid"} == reading.trace


def test_the_most_specific_stands_alone(lexicon: Lexicon) -> None:
    product = a_product(title="Sun Milk SPF 50", ingredients="Aqua, Zinc Oxide, Octocrylene")

    found = {category.category for category in read_product(product, lexicon).categories}

    assert {"sunscreen_mineral", "sunscreen_chemical"} == found


@pytest.mark.parametrize(
    "product",
    [
        a_product(title="Collagen Peptides", product_type="Supplements", ingredients="Collagen"),
        a_product(title="Honey Candle", product_type="Candle"),
        a_product(title="Bougie au miel", product_type="Bougies"),
        a_product(title="Roller for hyaluronic acid", product_type="Tools"),
        a_product(title="Vitamin C Shower Filter", product_type="Bathroom"),
    ],
)
def test_what_is_eaten_burnt_or_held_has_no_category(lexicon: Lexicon, product: Product) -> None:
    assert () == read_product(product, lexicon).categories


@pytest.mark.parametrize(
    "text",
    [
        "Inhaltsstoffe: Aqua, Urea, Talc",
        "Ingrédients : Aqua, Urea, Talc",
        "Innehåll: Aqua; Urea; Talc",
        "Ingredienti: Aqua / Urea / Talc",
        "【全成分】Aqua、Urea、Talc",
        "전성분: Aqua, Urea, Talc",
        "Aqua\nUrea\nTalc",
        "AquaUreaTalc",
    ],
)
def test_reads_lists_as_shops_of_many_countries_print_them(text: str) -> None:
    assert ["Aqua", "Urea", "Talc"] == [i.name for i in parse_ingredients(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Active: Zinc Oxide 2.2%. Inactive: Water",
        "Ingrédients actifs : Zinc Oxide. Other ingredients: Water",
        "有効成分：Zinc Oxide、その他の成分：Water",
    ],
)
def test_tells_declared_actives_from_the_others(text: str) -> None:
    assert [("Zinc Oxide", True), ("Water", False)] == [
        (i.name, i.declared_active) for i in parse_ingredients(text)
    ]
