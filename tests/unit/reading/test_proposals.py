"""Phrases that look like an ingredient are proposed; what only stands beside one is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.lexicon import NOTHING, CategoryId, Lexicon
from service.domain.reading.article import read_article
from service.domain.reading.likeliest import likeliest
from service.domain.reading.proposals import MOST, Candidate, Sign, in_article, in_product
from service.domain.reading.slips import distance, is_slip
from service.storage.lexicon import load_default_lexicon
from tests.builders import a_product


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_default_lexicon()


def mined(html: str, lexicon: Lexicon, language: str = "en", **known: object) -> list[Candidate]:
    reading = read_article(html, title="", tags=(), language=language, lexicon=lexicon)
    brands = [str(brand) for brand in known.values()]
    return list(in_article(reading, lexicon, language=language, brands=brands))


def names(html: str, lexicon: Lexicon, language: str = "en") -> list[tuple[str, str]]:
    return [(found.text, found.sign) for found in mined(html, lexicon, language)]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("en", "At night I press three drops of zumbra oil into damp skin.", "zumbra oil"),
        ("en", "It is said that pipecolic acid calms the skin.", "pipecolic acid"),
        ("en", "A cream with cold pressed zumbra oil suits dry skin.", "zumbra oil"),
        ("fr", "Appliquez un peu d'huile de zumbra sur la peau.", "huile de zumbra"),
        ("fr", "L'acide pipécolique apaise la peau.", "acide pipécolique"),
        ("de", "Abends ein wenig Zumbraöl auf die Haut.", "Zumbraöl"),
        ("es", "Por la noche, aceite de zumbra sobre la piel.", "aceite de zumbra"),
        ("pt", "À noite, óleo de zumbra sobre a pele.", "óleo de zumbra"),
        ("sv", "På kvällen lite zumbraolja på huden.", "zumbraolja"),
        ("ro", "Seara, ulei de zumbra pe piele.", "ulei de zumbra"),
        ("ja", "夜はズンブラエキスを肌に塗ります。", "ズンブラエキス"),
        ("ko", "밤에는 복숭아꽃추출물을 피부에 바르세요.", "복숭아꽃추출물"),
        ("zh", "晚上请用桃叶桑提取物护理皮肤。", "桃叶桑提取物"),
    ],
)
def test_a_phrase_that_is_built_like_a_name_is_proposed(
    lexicon: Lexicon, language: str, said: str, name: str
) -> None:
    assert (name, Sign.SHAPE) in names(f"<p>{said}</p>", lexicon, language)


@pytest.mark.parametrize(
    "said",
    [
        "Blot the excess oil, then press a facial oil into the skin.",
        "We love this oil, and the other acid too.",
        "Salicylic acid unclogs pores; jojoba oil does not.",
        "Treat your skin with your favourite face oil, twice daily.",
    ],
)
def test_what_names_nothing_or_is_known_is_not_proposed(lexicon: Lexicon, said: str) -> None:
    assert [] == names(f"<p>{said}</p>", lexicon)


def test_what_stands_in_a_list_beside_known_ingredients_is_proposed(lexicon: Lexicon) -> None:
    said = "Look for niacinamide, ectomarine and panthenol in a cream."

    assert [("ectomarine", Sign.COMPANY)] == names(f"<p>{said}</p>", lexicon)


@pytest.mark.parametrize(
    "said",
    [
        "Your skin likes niacinamide, sleep and panthenol.",
        "I use niacinamide, a gentle cleanser and panthenol.",
        "The list: niacinamide and panthenol, however carefully applied, and ceramides.",
        "One brings tomatoes, bread, ectomarine and wine.",
    ],
)
def test_what_is_no_ingredient_is_not_proposed_for_its_company(lexicon: Lexicon, said: str) -> None:
    assert [] == names(f"<p>{said}</p>", lexicon)


def test_items_and_headings_are_proposed_beside_known_ones(lexicon: Lexicon) -> None:
    items = "<ul><li>Niacinamide</li><li>Ectomarine: a salt</li><li>Panthenol</li></ul>"
    headed = "".join(
        f"<h2>{number}. {name}</h2><p>It is good for the skin.</p>"
        for number, name in enumerate(("Niacinamide", "Ectomarine", "Panthenol"), start=1)
    )

    assert [("ectomarine", Sign.COMPANY)] == names(items, lexicon)
    assert [("ectomarine", Sign.COMPANY)] == names(headed, lexicon)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("A serum with gluconolaktone evens the skin.", "gluconolaktone"),
        ("A toner with mandelig acid clears the skin.", "mandelig acid"),
        ("A cream with polyglutamik acid holds water in the skin.", "polyglutamik acid"),
        ("Try astaxnathin on red skin.", "astaxnathin"),
    ],
)
def test_a_slip_of_the_pen_is_proposed_whole(lexicon: Lexicon, said: str, name: str) -> None:
    assert (name, Sign.MISSPELT) in names(f"<p>{said}</p>", lexicon)


def test_a_word_that_only_ends_elsewhere_is_no_slip() -> None:
    assert not is_slip("retina", "retinal")
    assert not is_slip("silicone", "silicon")
    assert is_slip("panthenl", "panthenol")


def test_swapped_letters_are_one_slip() -> None:
    assert 1 == distance("glycloic", "glycolic")
    assert 2 == distance("salycilic", "salicylic")


def test_the_sentence_comes_with_it(lexicon: Lexicon) -> None:
    said = "Skin is busy at night. At night I press zumbra oil into damp skin. Then I sleep."
    found = mined(f"<p>{said}</p>", lexicon)

    assert ["At night I press zumbra oil into damp skin."] == [each.quote for each in found]


def test_several_of_one_are_one(lexicon: Lexicon) -> None:
    said = "<p>Skin likes zumbra oil at night. Cheap zumbra oils smell.</p>"

    assert [("zumbra oil", Sign.SHAPE)] == names(said, lexicon)


def test_neither_brands_nor_what_the_shop_ignores_are_proposed(lexicon: Lexicon) -> None:
    said = (
        "<p>At night I press Fernwick oil into my skin, or retinol, niacinamide and panthenol.</p>"
    )
    ignoring = replace(
        lexicon,
        version="ignoring",
        terms=tuple(
            replace(t, category=NOTHING) if t.text == "retinol" else t for t in lexicon.terms
        ),
    )

    assert [] == mined(said, ignoring, brand="Fernwick")


def test_a_text_in_a_language_that_is_not_read_proposes_nothing(lexicon: Lexicon) -> None:
    assert [] == names("<p>Skóra lubi zumbra oil.</p>", lexicon, "pl")


def test_nothing_outside_the_text_itself_is_proposed(lexicon: Lexicon) -> None:
    html = "<p>Skin needs rest.</p><nav><a href='/a'>Zumbra oil</a> <a href='/b'>More</a></nav>"

    assert [] == names(html, lexicon)


def test_listed_ingredients_without_a_category_are_proposed(lexicon: Lexicon) -> None:
    product = a_product(
        ingredients="AQUA, GLYCERIN, Niacinamide, ECTOMARINUM EXTRACT, Phenoxyethanol, CI 77491, "
        "PEG-40 Hydrogenated Castor Oil, Acrylates/C10-30 Alkyl Acrylate Crosspolymer, "
        "1,2-Hexanediol"
    )

    found = in_product(product, lexicon)

    assert [("Ectomarinum Extract", Sign.LISTED)] == [(each.text, each.sign) for each in found]
    assert "Niacinamide" in found[0].quote


def test_a_listed_name_is_proposed_without_what_explains_it(lexicon: Lexicon) -> None:
    product = a_product(ingredients="Aqua, Zumbra Nilotica (Moon Tree) Sap, Mica")

    assert ["Zumbra Nilotica Sap"] == [each.text for each in in_product(product, lexicon)]


def test_a_list_in_the_description_counts_and_prose_does_not(lexicon: Lexicon) -> None:
    html = (
        "<p>Made with wild moss, love, light.</p>"
        "<p>Ingredients: Aqua, Glycerin, Ectomarin, Mica</p>"
    )

    found = in_product(a_product(description_html=html), lexicon)

    assert ["Ectomarin"] == [each.text for each in found]


def test_an_endless_list_is_cut_off(lexicon: Lexicon) -> None:
    product = a_product(ingredients=", ".join(f"Novel moss number {n}x" for n in range(500)))

    assert MOST == len(in_product(product, lexicon))


def test_the_likeliest_category_is_that_of_words_like_it(lexicon: Lexicon) -> None:
    assert CategoryId("plant_oils") == likeliest("zumbra oil", lexicon)
    assert CategoryId("peptides") == likeliest("Palmitoyl Hexapeptide-91", lexicon)
    assert likeliest("qwrtz", lexicon) is None


def test_what_one_proposes_is_the_same_twice(lexicon: Lexicon) -> None:
    html = "<p>Niacinamide, ectomarine and panthenol; zumbra oil, pipecolic acid on the skin.</p>"

    assert mined(html, lexicon) == mined(html, lexicon)
