"""What a shop may add to the lexicon, and the sentence that refuses anything else."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.errors import InvalidShopLexiconError
from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon, Term, TermKind
from service.domain.shop_lexicon import (
    MOST_CATEGORIES,
    MOST_TERMS,
    LexiconChanges,
    ShopLexicon,
    apply_changes,
    key_of,
)
from tests.builders import AHA

NOTHING = ShopLexicon()
ACIDS = IngredientCategory(CategoryId("acids"), "Acids", None, 20)
RETINOIDS = IngredientCategory(CategoryId("retinoids"), "Retinoid", None, 30)
DEFAULT = Lexicon(
    "1",
    {
        ACIDS.id: ACIDS,
        AHA: IngredientCategory(AHA, "AHA", ACIDS.id, 20),
        RETINOIDS.id: RETINOIDS,
    },
    (
        Term("glycolic acid", AHA, TermKind.INCI),
        Term("retinol", RETINOIDS.id, TermKind.INCI),
        Term("AHA", AHA, TermKind.ABBREVIATION),
    ),
)


def a_term(text: str = "moon milk", **changes: Any) -> Term:
    return Term(**{"text": text, "category": AHA, "kind": TermKind.SYNONYM, **changes})


def a_category(own_id: str = "clays", **changes: Any) -> IngredientCategory:
    values = {"id": own_id, "name": own_id.capitalize(), "parent": None, "routine_step": 10}
    return IngredientCategory(**{**values, **changes})


def faults_of(current: ShopLexicon = NOTHING, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidShopLexiconError) as refused:
        apply_changes(DEFAULT, current, LexiconChanges(**changes))
    return list(refused.value.faults)


def apply(current: ShopLexicon = NOTHING, **changes: Any) -> ShopLexicon:
    return apply_changes(DEFAULT, current, LexiconChanges(**changes))


def test_adds_terms_categories_and_ignored_terms() -> None:
    clay = a_category("clays")
    rhassoul = a_term("rhassoul", category=clay.id)

    found = apply(add_terms=(rhassoul,), add_categories=(clay,), ignore=("Retinol",))

    assert ShopLexicon((rhassoul,), (clay,), ("Retinol",)) == found


def test_keeps_a_term_in_composed_letters_and_single_blanks() -> None:
    found = apply(add_terms=(a_term("  cre\u0300me   de\tlune "),))

    assert ["cr\u00e8me de lune"] == [term.text for term in found.terms]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "'' is empty"),
        ("…!", "'…!' is only punctuation"),
        ("12-15", "'12-15' is only digits"),
        (
            "c.",
            "'c.' is a single letter; it would be found in places that mean something else",
        ),
        ("酸", "'酸' is a single letter; it would be found in places that mean something else"),
        (
            "retin.*",
            "'retin.*' is a pattern: '*' stands for itself, and no text has it; write the word out",
        ),
        ("moon\u200bmilk", "'moon\\u200bmilk' holds a character that can not be seen"),
        ("m" * 129, f"{'m' * 129!r} has 129 characters; 128 are the most"),
    ],
)
def test_says_why_a_spelling_is_no_term(text: str, reason: str) -> None:
    assert [("add_terms.0", reason)] == faults_of(add_terms=(a_term(text),))


def test_takes_a_term_of_128_characters() -> None:
    assert 1 == len(apply(add_terms=(a_term("m" * 128),)).terms)


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        (
            a_term(category="retinoid"),
            "'moon milk' has no category: there is no 'retinoid'; did you mean 'retinoids'?",
        ),
        (
            a_term(language="xx"),
            "'moon milk' is in 'xx', which is not read; one of "
            "en, fr, de, es, pt, sv, ro, ja, ko, zh is",
        ),
        (a_term("Glycolic-Acid"), "'Glycolic-Acid' is a default term of AHA already"),
        (a_term("retinol"), "'retinol' is a default term of Retinoid; ignore it there first"),
        (
            a_term("mlk", kind=TermKind.ABBREVIATION),
            "'mlk' is no abbreviation: those are found in their own capitals alone",
        ),
    ],
)
def test_says_why_a_term_has_no_place(term: Term, reason: str) -> None:
    assert [("add_terms.0", reason)] == faults_of(add_terms=(term,))


def test_a_default_term_moves_when_it_is_ignored_where_it_was() -> None:
    moved = a_term("retinol")

    assert (moved,) == apply(add_terms=(moved,), ignore=("retinol",)).terms


def test_two_languages_may_share_a_spelling() -> None:
    found = apply(add_terms=(a_term("glycolic acid", language="fr"),))

    assert ["fr"] == [term.language for term in found.terms]


def test_a_term_stands_once_in_what_is_added() -> None:
    twice = (a_term("moon milk"), a_term("Moon-Milk"))

    assert [("add_terms.1", "'Moon-Milk' stands twice in what you add")] == faults_of(
        add_terms=twice
    )


def test_a_term_that_is_there_in_the_same_words_may_come_again() -> None:
    current = apply(add_terms=(a_term(),))

    assert current == apply(current, add_terms=(a_term(),))


def test_a_term_that_is_there_for_another_category_is_removed_first() -> None:
    current = apply(add_terms=(a_term(),))
    moved = a_term(category=RETINOIDS.id)

    assert [
        ("add_terms.0", "'moon milk' is a term of yours already, for AHA; remove it first")
    ] == faults_of(current, add_terms=(moved,))
    assert (moved,) == apply(current, remove_terms=(key_of("moon milk"),), add_terms=(moved,)).terms


def test_names_every_fault_and_counts_what_it_does_not_say() -> None:
    terms = tuple(a_term(text) for text in ("!", "?", ".", ";"))

    with pytest.raises(InvalidShopLexiconError, match=r"and 1 more$") as no:
        apply(add_terms=terms)

    assert 4 == len(no.value.faults)


def test_a_shop_has_a_most_of_terms() -> None:
    full = ShopLexicon(tuple(a_term(f"own milk {n}") for n in range(MOST_TERMS)))

    assert [
        ("add_terms", "a shop can have 50,000 terms of its own; these are 50,001")
    ] == faults_of(full, add_terms=(a_term(),))


def test_a_shop_has_a_most_of_categories() -> None:
    full = ShopLexicon(categories=tuple(a_category(f"own_{n}") for n in range(MOST_CATEGORIES)))

    assert [
        ("add_categories", "a shop can have 500 categories of its own; these are 501")
    ] == faults_of(full, add_categories=(a_category(),))


@pytest.mark.parametrize(
    ("category", "reason"),
    [
        (
            a_category("Clays"),
            "'Clays' is no id: 2 to 40 small letters, digits and _ are, beginning with a letter",
        ),
        (a_category(name="x"), "'clays' needs a name of 2 to 40 characters"),
        (
            a_category(routine_step=15),
            "'clays' has the routine step 15; there are 10, 20, 30, 40, 50",
        ),
        (a_category("aha", name="Mine"), "'aha' is a default category: AHA"),
        (a_category(name="retinoid"), "'clays' is named like 'retinoids': Retinoid"),
        (
            a_category(parent="acid"),
            "'clays' stands below 'acid', which is not there; did you mean 'acids'?",
        ),
        (a_category(parent="clays"), "'clays' would stand above itself: clays › clays"),
    ],
)
def test_says_why_a_category_can_not_be(category: IngredientCategory, reason: str) -> None:
    assert [("add_categories.0", reason)] == faults_of(add_categories=(category,))


def test_finds_a_circle_of_several_categories() -> None:
    current = apply(add_categories=(a_category("clays"), a_category("muds", parent="clays")))

    assert [
        ("add_categories.0", "'clays' would stand above itself: clays › muds › clays")
    ] == faults_of(current, add_categories=(a_category("clays", parent="muds"),))


def test_the_tree_has_a_depth() -> None:
    chain = [
        a_category(f"level_{n}", name=f"Level {n}", parent=f"level_{n - 1}" if n else None)
        for n in range(9)
    ]

    assert [
        ("add_categories.8", "'level_8' stands deeper than 8 categories below one another")
    ] == faults_of(add_categories=tuple(chain))


def test_a_category_of_its_own_takes_a_new_name() -> None:
    current = apply(add_categories=(a_category("clays"),))
    renamed = a_category("clays", name="Mineral clays")

    assert (renamed,) == apply(current, add_categories=(renamed,)).categories


def test_only_default_terms_are_ignored() -> None:
    assert [
        (
            "ignore.0",
            "'moon milk' is none of the default terms; a term of your own is removed instead",
        )
    ] == faults_of(ignore=("moon milk",))


def test_what_is_ignored_can_be_heeded_again() -> None:
    current = apply(ignore=("retinol",))

    assert NOTHING == apply(current, heed=("Retinol",))


def test_says_what_can_not_be_taken_away_because_it_is_not_there() -> None:
    assert [
        ("remove_terms.0", "'moon milk' (en) is no term of yours"),
        ("remove_categories.0", "'clays' is no category of yours"),
        ("heed.0", "'retinol' is not ignored"),
    ] == faults_of(
        remove_terms=(key_of("moon milk"),),
        remove_categories=(CategoryId("clays"),),
        heed=("retinol",),
    )


def test_a_category_goes_only_once_it_is_empty() -> None:
    clays = CategoryId("clays")
    current = apply(
        add_categories=(a_category("clays"), a_category("muds", parent=clays)),
        add_terms=(a_term("rhassoul", category=clays),),
    )

    assert [
        ("remove_categories.0", "'clays' still has terms (1); remove them first"),
        ("remove_categories.0", "'clays' stands above Muds; move or remove that first"),
    ] == faults_of(current, remove_categories=(clays,))


def test_what_was_taken_once_stays_though_the_default_lexicon_has_it_by_now() -> None:
    current = ShopLexicon((a_term("retinol"),))

    found = apply(current, add_terms=(a_term("moon milk"),))

    assert ["retinol", "moon milk"] == [term.text for term in found.terms]
