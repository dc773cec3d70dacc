"""The default lexicon keeps its promises; a faulty one says which entry is at fault."""

from __future__ import annotations

import pytest

from service.domain.errors import InvalidLexiconError
from service.domain.lexicon import CategoryId, CautionKind, Lexicon, TermKind
from service.storage.lexicon import parse_lexicon

GOOD = '[[category]]\nid = "aha"\nname = "AHA"\nroutine_step = 20\nsynonyms = ["fruit acid"]\n'


def test_has_the_categories_that_a_skincare_shop_needs(lexicon: Lexicon) -> None:
    needed = {
        "exfoliants", "chemical_exfoliants", "aha", "bha", "pha", "physical_exfoliants",
        "clay_charcoal", "retinoids", "vitamin_c", "niacinamide", "hyaluronic_humectants",
        "ceramides", "sunscreen", "peptides", "azelaic_acid", "bakuchiol", "benzoyl_peroxide",
        "centella", "soothing_agents", "growth_factors", "squalane",
    }  # fmt: skip

    assert needed <= set(lexicon.categories)
    assert len(lexicon.categories) >= 35


def test_categories_form_a_tree(lexicon: Lexicon) -> None:
    assert ("chemical_exfoliants", "exfoliants") == lexicon.ancestors(CategoryId("aha"))
    assert {"sunscreen", "sunscreen_mineral", "sunscreen_chemical"} == lexicon.family(
        CategoryId("sunscreen")
    )


def test_every_category_can_be_named(lexicon: Lexicon) -> None:
    assert set(lexicon.categories) == {term.category for term in lexicon.terms}


@pytest.mark.parametrize("language", ["fr", "de", "es", "pt", "ja", "ko", "zh"])
def test_the_main_categories_speak_each_language(lexicon: Lexicon, language: str) -> None:
    spoken = {t.category for t in lexicon.terms if t.language == language}

    assert {"retinoids", "aha", "bha", "physical_exfoliants", "niacinamide", "sunscreen"} <= spoken


@pytest.mark.parametrize(
    ("category", "kind", "strength"),
    [
        ("retinoids", CautionKind.PREGNANCY, "strong"),
        ("retinoids", CautionKind.SAME_ROUTINE, "moderate"),
        ("aha", CautionKind.SUN, "strong"),
    ],
)
def test_has_the_cautions(
    lexicon: Lexicon, category: str, kind: CautionKind, strength: str
) -> None:
    cautions = lexicon.categories[CategoryId(category)].cautions

    assert strength == next(c.strength for c in cautions if c.kind is kind)


def test_retinoids_do_not_share_a_routine_with_exfoliants(lexicon: Lexicon) -> None:
    cautions = lexicon.categories[CategoryId("retinoids")].cautions
    apart = next(c.with_categories for c in cautions if c.kind is CautionKind.SAME_ROUTINE)

    assert {"aha", "bha", "physical_exfoliants"} == set(apart)


@pytest.mark.parametrize("name", ["tretinoin", "adapalene", "tazarotene"])
def test_drugs_are_drugs(lexicon: Lexicon, name: str) -> None:
    assert TermKind.DRUG == next(t.kind for t in lexicon.terms if t.text == name)


def test_its_version_is_a_digest_of_its_content() -> None:
    first = parse_lexicon({"a.toml": GOOD})

    assert first.version == parse_lexicon({"a.toml": GOOD}).version
    assert first.version != parse_lexicon({"a.toml": GOOD + "# more\n"}).version
    assert first.version.startswith("2026.11-")


@pytest.mark.parametrize(
    ("text", "entry", "reason"),
    [
        ("x = [", "not TOML", "Invalid"),
        (GOOD + 'colour = "red"\n', "aha.colour", "Extra inputs"),
        (GOOD + 'parent = "acids"\n', "aha", "no category 'acids'"),
        (GOOD + GOOD, "aha", "twice"),
        (GOOD + 'inci = ["Fruit-Acid"]\n', "aha", "already stands in aha"),
        (GOOD + f'inci = ["{"a" * 129}"]\n', "aha.inci.0", "at most 128"),
        (GOOD + 'needs_skin = ["peel"]\n', "aha", "none of its terms"),
        (GOOD + 'parent = "aha"\n', "aha", "above itself"),
        (GOOD.replace("20", "25"), "aha.routine_step", "Input should be"),
    ],
)
def test_names_the_file_and_the_entry_at_fault(text: str, entry: str, reason: str) -> None:
    with pytest.raises(InvalidLexiconError) as caught:
        parse_lexicon({"acids.toml": text})

    assert ("acids.toml", entry) == (caught.value.file, caught.value.entry)
    assert reason in caught.value.reason
