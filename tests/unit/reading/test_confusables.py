"""Words that look like an ingredient and are none, each beside its honest twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read


@pytest.mark.parametrize(
    "sentence",
    [
        "A retinal detachment needs help within hours.",
        "A blocked retinal vein blurs sight, and a retinal tear does too.",
        "Nurses wear scrubs.",
        "Her lab scrubs are blue.",
        "The surgical scrub takes five minutes.",
        "Acid rain eats marble.",
        "Blood serum was drawn.",
        "He plays tennis on clay.",
        "Clay soil keeps water near the skin of the root.",
        "Charcoal on the grill glows, and skin burns.",
        "Vitamin C in oranges keeps a cold away from your skin.",
        "Lactic acid makes muscles ache.",
        "Lactic acid is made by bacteria in sauerkraut.",
        "An aha moment came.",
        "She laughed: ha ha.",
        "Her BP is high: hypertension, says the doctor, and blood pressure shows on skin.",
        "Add an SPF record to your DNS.",
        "The growth factor receptor binds it.",
        "Drink coffee: caffeine wakes you and your skin.",
        "Sulfur dioxide smells bad on skin.",
        "Zinc oxide is in this white paint for skin tones.",
        "Tranexamic acid tablets stop bleeding.",
        "Polylactic acid is a plastic.",
        "The urea in fertilizer feeds the crop.",
        "Carrots hold vitamin A.",
    ],
)
def test_is_no_ingredient(read: Read, sentence: str) -> None:
    assert () == read(f"<p>{sentence}</p>").mentions


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Retinal is stronger than retinol.", "retinoids"),
        ("A gentle scrub smooths skin.", "physical_exfoliants"),
        ("A clay mask drinks up oil.", "clay_charcoal"),
        ("Clay drinks up oil on skin.", "clay_charcoal"),
        ("Vitamin C brightens.", "vitamin_c"),
        ("Lactic acid smooths.", "aha"),
        ("Pick an AHA.", "aha"),
        ("Two AHAs are one too many.", "aha"),
        ("Salicylic acid clears pores.", "bha"),
        ("A beta hydroxy acid clears pores.", "bha"),
        ("An alpha-hydroxy acid smooths.", "aha"),
        ("Layer HA on damp skin.", "hyaluronic_humectants"),
        ("R\u00c9TINOL works.", "retinoids"),
        ("Benzoyl-peroxide dries.", "benzoyl_peroxide"),
        ("Tea tree oil smells strong on skin.", "tea_tree"),
    ],
)
def test_is_an_ingredient(read: Read, sentence: str, category: str) -> None:
    assert [category] == list(
        dict.fromkeys(m.category for m in read(f"<p>{sentence}</p>").mentions)
    )[:1]


def test_salicylic_acid_is_no_aha(read: Read) -> None:
    assert {"bha"} == {m.category for m in read("<p>Use salicylic acid.</p>").mentions}


@pytest.mark.parametrize(
    ("title", "html"),
    [
        (
            "How doctors look at the retina",
            "<p>The retina lines the eye. Retinal cells see. An ophthalmologist maps the macular"
            " area and the cornea. Vitamin A keeps vision sharp.</p>",
        ),
        (
            "How clay forms",
            "<p>Rock weathers to clay. Kaolin and bentonite lie in sediment on bedrock; charcoal"
            " marks old fires in the soil. Sulfur colours the geology of the place.</p>",
        ),
        (
            "Fermenting at home",
            "<p>Lactic acid gives sauerkraut its tang. This recipe wants citric acid, vitamin"
            " C from fruit, a kitchen scale, an oven. Serve the dish with cheese.</p>",
        ),
        ("The company picnic", "<p>Join us at the park for games, sandwiches and a race.</p>"),
        ("Fix your posture", "<p>Sit straight, roll your shoulders, and get up each hour.</p>"),
    ],
    ids=["eye", "geology", "food", "picnic", "posture"],
)
def test_an_article_on_something_else_has_no_categories(read: Read, title: str, html: str) -> None:
    assert () == read(html, title=title).categories
