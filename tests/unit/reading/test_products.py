"""What a product is for, and what it merely holds a trace of."""

from __future__ import annotations

import pytest

from service.domain.catalog import Product
from service.domain.lexicon import Lexicon
from service.domain.reading.inci import parse_ingredients
from service.domain.reading.product import read_product
from tests.builders import a_product


def names(text: str) -> list[str]:
    return [ingredient.name for ingredient in parse_ingredients(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ingredients: Water, Glycerin.", ["Water", "Glycerin"]),
        ("Aqua/Water/Eau, 1,2-Hexanediol", ["Aqua/Water/Eau", "1,2-Hexanediol"]),
        ("Water, Sucrose (and) Kaolin", ["Water", "Sucrose", "Kaolin"]),
        ("Water, Bis(Tripeptide-1) Copper Acetate", ["Water", "Bis(Tripeptide-1) Copper Acetate"]),
        ("Aloe Juice*, Zinc PCA 1%. *Organic", ["Aloe Juice", "Zinc PCA"]),
        ("Water \u2022 Glycerin \u2022 Urea", ["Water", "Glycerin", "Urea"]),
        ("", []),
    ],
)
def test_splits_a_list_into_names(text: str, expected: list[str]) -> None:
    assert expected == names(text)


def test_reads_percentages_and_declared_actives() -> None:
    found = parse_ingredients("Active ingredients: Zinc Oxide 12%. Inactive ingredients: Water")

    assert [("Zinc Oxide", 12.0, True), ("Water", None, False)] == [
        (i.name, i.percent, i.declared_active) for i in found
    ]


@pytest.mark.parametrize(
    ("ingredients", "category", "presence"),
    [
        ("Water, Glycolic Acid, Phenoxyethanol", "aha", "active"),
        ("Water, Squalane, Phenoxyethanol, Citric Acid", "aha", "trace"),
        ("Water, Squalane, Parfum, Lactic Acid", "aha", "trace"),
        ("Water, Squalane, Urea, Sodium Lactate, Alcohol", "aha", "trace"),
        ("Water, Squalane, Phenoxyethanol, Carbomer, Retinal", "retinoids", "active"),
        ("Water, Phenoxyethanol, Palmitoyl Tripeptide-1", "peptides", "active"),
        ("Water, Phenoxyethanol, Ceramide NP", "ceramides", "active"),
        ("Water, Phenoxyethanol, sh-Oligopeptide-1", "growth_factors", "active"),
        ("Water, Phenoxyethanol, Niacinamide", "niacinamide", "trace"),
        ("Water, Phenoxyethanol, Niacinamide 4%", "niacinamide", "active"),
        ("Water, Urea. May contain: Kaolin", "clay_charcoal", "trace"),
        ("Aqua, Salix Alba (Willow) Bark Extract, Glycerin", "bha", "active"),
        ("Active ingredients: Salicylic Acid 2%. Inactive ingredients: Water", "bha", "active"),
    ],
)
def test_its_place_in_the_list_tells_active_from_trace(
    lexicon: Lexicon, ingredients: str, category: str, presence: str
) -> None:
    reading = read_product(a_product(ingredients=ingredients), lexicon)

    assert {category: presence} == {
        c.category: c.presence.value for c in reading.categories if c.category == category
    }


def test_a_name_in_the_title_makes_it_active(lexicon: Lexicon) -> None:
    product = a_product(title="Vitamin C Drops", ingredients="Water, Parfum, Ascorbic Acid")

    found = read_product(product, lexicon).categories[0]

    assert ("vitamin_c", "active", "title", 3) == (
        found.category,
        found.presence.value,
        found.source,
        found.position,
    )


@pytest.mark.parametrize(
    "product",
    [
        a_product(title="Retinol-Free Night Cream"),
        a_product(title="Retinol Alternative Serum"),
        a_product(title="Night Cream", tags=("retinol-free",)),
        a_product(title="Night Cream", description_html="<p>Formulated without retinol.</p>"),
        a_product(title="Night Cream", description_html="<p>Pairs well with our retinol.</p>"),
        a_product(title="Night Cream", description_html="<p>Safe to use with retinol.</p>"),
        a_product(title="Night Cream", tags=("retinol",), ingredients="Water, Urea, Squalane"),
    ],
)
def test_what_it_is_free_of_or_goes_with_is_not_in_it(lexicon: Lexicon, product: Product) -> None:

    assert "retinoids" not in read_product(product, lexicon).active


def test_finds_the_list_in_the_description(lexicon: Lexicon) -> None:
    product = a_product(
        description_html="<p>Key ingredients: love.</p><h3>Ingredients</h3>"
        "<p>Water, Mandelic Acid, Glycerin, Urea</p>"
    )

    assert "aha" in read_product(product, lexicon).active


def test_a_polymer_of_an_acid_is_no_acid(lexicon: Lexicon) -> None:
    product = a_product(ingredients="Water, Lactic Acid/Glycolic Acid Copolymer")

    assert () == read_product(product, lexicon).categories


def test_reads_the_trio(lexicon: Lexicon) -> None:
    scrub = a_product(title="Grain Scrub", ingredients="Water, Kaolin, Glycerin, Pumice")
    serum = a_product(title="Smooth Serum", ingredients="Water, Glycolic Acid, Lactic Acid")
    night = a_product(title="Night Retinal", ingredients="")

    assert {"physical_exfoliants", "clay_charcoal"} <= read_product(scrub, lexicon).active
    assert {"aha"} == read_product(serum, lexicon).active
    assert {"retinoids"} == read_product(night, lexicon).active


def test_what_is_too_general_is_not_read_into_a_product(lexicon: Lexicon) -> None:
    product = a_product(title="Exfoliating Antioxidant Scrub for skin")

    assert {"physical_exfoliants"} == read_product(product, lexicon).active
