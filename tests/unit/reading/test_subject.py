"""A text that only shares words with skincare has nothing to sell; a text about skin has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.lexicon import Lexicon
from service.domain.reading import Reading
from service.domain.reading.article import read_article, read_text
from service.storage.lexicon import load_default_lexicon

_ELSEWHERE = {
    "en": (
        "Our potter keeps two kilns behind the garden wall. The clay comes from the river bank and"
        " is wedged by hand. The glaze holds zinc oxide and a little sulfur, and the second firing"
        " takes all night. In the morning she opens the kiln door by a finger's breadth, no more."
        " A pot that cools too fast will crack like a plate. She sells her bowls on Saturdays, in"
        " front of the museum, and takes no orders before winter."
    ),
    "fr": (
        "Le couvreur monte sur le toit avant l'aube. Il pose le zinc feuille par feuille, puis"
        " soude les joints. Les tuiles d'argile, elles, viennent d'une petite ville du Nord. Sous"
        " la charpente, la chaleur d'août reste difficile à supporter. Son fils apprend le métier"
        " et rêve déjà d'ouvrir son propre atelier. L'immeuble d'en face attend depuis deux ans,"
        " et la mairie ne répond plus aux lettres que lui envoient les habitants du quartier."
    ),
    "pt": (
        "O forno da padaria acende às quatro da manhã. A receita leva farinha, mel e um pouco de"
        " azeite, e a avó nunca escreveu nada. Na adega ao lado, o vinho repousa em barricas e o"
        " enxofre queima devagar. O queijo vem da serra, às quintas, numa carrinha azul. Quem"
        " chega tarde já não encontra bolo nenhum, e ninguém se queixa muito. No verão abrem"
        " também à noite, e a rua inteira cheira a pão quente e a açúcar."
    ),
    "sv": (
        "Bastun ligger vid sjön och eldas med björkved. Taket är av zinkplåt och läcker lite när"
        " det regnar. Timmer till väggarna flottades hit för länge sedan. Efteråt dricker alla te"
        " med honung och äter ost på knäckebröd. Det luktar svavel från tändstickorna och tjära"
        " från båten. På vintern hugger de upp ett hål i isen, och den som vågar hoppar i först."
        " De flesta går hem vid tio, utom bröderna som sitter kvar."
    ),
}
_SKIN = {
    "en": "Massage a clay mask into your face once a week and rinse it off with water.",
    "fr": "Sur une peau sèche, le rétinol se pose deux soirs par semaine avant la crème.",
    "de": "Zweimal pro Woche kommt Retinol auf die trockene Gesichtshaut, danach eine Creme.",
    "sv": "Retinol läggs på torr hud i ansiktet två kvällar i veckan före krämen.",
    "ro": "Retinol pe pielea uscată a feței, de două ori pe săptămână, înainte de cremă.",
    "ja": "レチノールは乾いた肌に週2回、クリームの前に塗ります。",
    "ko": "레티놀은 마른 피부에 일주일에 두 번, 크림 전에 바르세요.",
    "zh": "视黄醇每周两次，涂在干燥的皮肤上，再用面霜。",
}


def _read(text: str, lexicon: Lexicon, language: str, title: str = "Notes") -> Reading:
    return read_text(text, title=title, language=language, lexicon=lexicon)


@pytest.mark.parametrize("language", sorted(_ELSEWHERE))
def test_finds_nothing_in_a_text_about_something_else(lexicon: Lexicon, language: str) -> None:
    assert () == _read(_ELSEWHERE[language], lexicon, language).categories


@pytest.mark.parametrize("language", sorted(_SKIN))
def test_finds_an_ingredient_in_a_sentence_about_skin(lexicon: Lexicon, language: str) -> None:
    assert 1 == len(_read(_SKIN[language], lexicon, language).categories)


def test_finds_nothing_in_a_recipe_that_praises_its_effect_on_skin_once(lexicon: Lexicon) -> None:
    recipe = (
        "Put spinach, half a carrot and the juice of two oranges into the blender. Add yoghurt and"
        " a spoonful of honey. The vitamin C in it is good for your skin. Serve the smoothie cold,"
        " with breakfast or before lunch. The recipe makes two glasses and keeps for a day in the"
        " fridge. If you like it thicker, add a banana or a handful of rolled oats, soaked over"
        " night, and blend once more until nothing crunches. Children like it with a straw."
    )

    assert () == _read(recipe, lexicon, "en").categories


def test_leaves_out_a_food_paragraph_of_an_article_about_skin(lexicon: Lexicon) -> None:
    skin = "Retinol smooths skin. Put the serum on your face at night, then a moisturizer.\n\n"
    food = "For dinner, cook a soup: simmer it in the oven dish with honey and turmeric."

    found = {c.category for c in _read(skin * 6 + food, lexicon, "en").categories}

    assert {"retinoids"} == found


def test_kitchen_remedies_on_a_face_are_about_skin(lexicon: Lexicon) -> None:
    text = (
        "Half of the recipes for your face come from the kitchen. Lemon juice burns the cheek."
        " Baking soda ruins the barrier of your skin and brings redness, pimples and a rash. A"
        " sugar scrub from the baking shelf scratches. If you want to exfoliate, glycolic acid in"
        " a toner is kinder to the complexion, and a cream with ceramides repairs the rest. Leave"
        " the juice for breakfast, and the cinnamon too. A dermatologist sees the rest of it."
    )

    found = {c.category for c in _read(text, lexicon, "en").categories}

    assert {"aha", "ceramides"} <= found


def test_words_of_skin_in_a_menu_do_not_make_an_article_about_skin(lexicon: Lexicon) -> None:
    menu = "<nav>Skin Face Serum Cleanser Toner Cream Lotion Moisturizer Scalp Hair</nav>"
    html = f"{menu}<article><p>{_ELSEWHERE['en']}</p></article>"

    reading = read_article(html, title="Kilns", lexicon=lexicon)

    assert () == reading.categories


_WORDS = [
    "skin",
    "face",
    "clay",
    "honey",
    "retinol",
    "soup",
    "oven",
    "肌",
    "はちみつ",
    "피부",
    "oatmeal",
    "vin",
    "ten",
    "hud",
    ".",
    "\n",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=200), st.sampled_from(["en", "ja", "ro", "und"]))
def test_offsets_are_true_whatever_a_text_is_about(words: list[str], language: str) -> None:
    reading = _read(" ".join(words), load_default_lexicon(), language)

    for mention in reading.mentions:
        quote = mention.quote
        assert quote.text == reading.text.text[quote.start : quote.end]
        assert quote.start <= mention.start < mention.end <= quote.end
