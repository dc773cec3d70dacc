"""Steps 4 to 6, 8 and 9: pins, rules, readings, ties and fallback."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.domain.catalog import ProductId
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping, Pin, RuleId
from service.domain.reading import (
    Presence,
    ProductCategory,
    ProductReading,
    Role,
    Stance,
)
from service.domain.recommendations import Decision, Source
from service.storage import documents
from tests.builders import NOW, an_article
from tests.unit.recommending.skincare import (
    AHA,
    BHA,
    CERAMIDES,
    CHEMICAL,
    EXFOLIANTS,
    LEXICON,
    NIACINAMIDE,
    PHYSICAL,
    QUOTE,
    RETINOIDS,
    SUNSCREEN,
    a_reading,
    a_rule,
    active_in,
    candidates,
    decide,
    found,
    override,
    products,
    reasons,
)


def test_a_rule_leads_to_its_products_in_its_order() -> None:
    decision = decide(found(AHA), rules=[a_rule(AHA, 5, 2, 7)])

    assert candidates(decision) == [5, 2, 7]
    assert [candidate.priority for candidate in decision.candidates] == [1, 2, 3]


def test_a_candidate_says_why() -> None:
    reading = a_reading(found(RETINOIDS, 0.4, role=Role.TREATS))

    decision = decide(reading=reading, rules=[a_rule(RETINOIDS, 1, label="Once formed")])

    because = decision.candidates[0].because
    assert (RETINOIDS, Source.RULE, RuleId("rule-retinoids"), "Once formed") == (
        because.category,
        because.source,
        because.rule,
        because.label,
    )
    assert (because.stance, because.role, because.quote) == (Stance.RECOMMEND, Role.TREATS, QUOTE)


def test_a_rule_without_a_label_says_the_neutral_name_of_its_category() -> None:
    decision = decide(found(RETINOIDS), rules=[a_rule(RETINOIDS, 1)])

    assert decision.candidates[0].because.label == "Retinoid"


def test_salience_times_weight_decides_who_comes_first() -> None:
    rules = [a_rule(AHA, 1), a_rule(RETINOIDS, 2), a_rule(NIACINAMIDE, 3, weight=5.0)]

    decision = decide(found(AHA, 0.2), found(RETINOIDS, 0.4), found(NIACINAMIDE, 0.1), rules=rules)

    assert candidates(decision) == [3, 2, 1]
    assert [candidate.score for candidate in decision.candidates] == [0.5, 0.4, 0.2]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sells": False}, "AHA: only warned of, or spoken of as a professional or prescription"),
        ({"role": Role.CAUSES}, "the article says what AHA can cause"),
    ],
)
def test_a_category_that_does_not_sell_leads_to_nothing(
    changes: dict[str, Any], reason: str
) -> None:
    decision = decide(found(AHA, **changes), rules=[a_rule(AHA, 1)], read={2: active_in(AHA)})

    assert candidates(decision) == []
    step, words = reasons(decision)[1]
    assert step == "no_evidence"
    assert words.startswith(reason)
    assert {1, 2} == set(reasons(decision))


def test_a_category_that_is_ignored_in_the_article_leads_to_nothing() -> None:
    mapping = Mapping(rules=(a_rule(AHA, 1),), articles=override(ignore=frozenset({AHA})))

    decision = decide(found(AHA), found(RETINOIDS), mapping=mapping, read={2: active_in(RETINOIDS)})

    assert candidates(decision) == [2]
    assert reasons(decision)[1] == ("no_evidence", "AHA: ignored in this article")


def test_ignoring_in_one_article_does_not_reach_another() -> None:
    mapping = Mapping(rules=(a_rule(AHA, 1),), articles=override(2, ignore=frozenset({AHA})))

    assert candidates(decide(found(AHA), mapping=mapping)) == [1]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ({"role": Role.TREATS}, "its rule asks for an ingredient that treats the condition"),
        ({"tags": ("Winter", "dry skin")}, "its rule asks for the tag Winter or dry skin"),
        ({"blogs": ("science",)}, "its rule is for the blog science"),
        ({"languages": ("fr",)}, "its rule is for articles in fr"),
        ({"starts_at": NOW + timedelta(days=1)}, "its rule starts on 2026-11-03"),
        ({"ends_at": NOW}, "its rule ended on 2026-11-02"),
    ],
)
def test_a_rule_whose_condition_does_not_hold_leads_to_nothing(
    condition: dict[str, Any], reason: str
) -> None:
    decision = decide(found(AHA, role=Role.PREVENTS), rules=[a_rule(AHA, 1, **condition)])

    assert candidates(decision) == []
    assert {1: ("no_evidence", reason)} == reasons(decision)


@pytest.mark.parametrize(
    "condition",
    [
        {"role": Role.PREVENTS},
        {"tags": ("Winter", "milia")},
        {"blogs": ("science", "news")},
        {"languages": ("fr",)},
        {"languages": ("fr-CA",)},
        {"starts_at": NOW, "ends_at": NOW + timedelta(seconds=1)},
        {"starts_at": NOW - timedelta(days=1)},
    ],
)
def test_a_rule_whose_conditions_hold_leads_to_its_products(condition: dict[str, Any]) -> None:
    article = an_article(1, tags=("Milia",), language="fr-CA")

    decision = decide(
        found(AHA, role=Role.PREVENTS), rules=[a_rule(AHA, 1, **condition)], article=article
    )

    assert candidates(decision) == [1]


def test_a_rule_that_is_switched_off_is_as_if_it_were_not_there() -> None:
    decision = decide(found(AHA), rules=[a_rule(AHA, 1, enabled=False)], read={2: active_in(AHA)})

    assert candidates(decision) == [2]


def test_of_two_rules_alike_the_narrower_goes_first() -> None:
    rules = [
        a_rule(AHA, 1, id=RuleId("a")),
        a_rule(AHA, 2, id=RuleId("b"), blogs=("news",)),
    ]

    assert candidates(decide(found(AHA), rules=rules)) == [2, 1]


def test_a_rule_for_an_umbrella_speaks_for_a_mention_of_its_child() -> None:
    decision = decide(found(AHA), rules=[a_rule(CHEMICAL, 1)])

    (candidate,) = decision.candidates
    assert (candidate.because.category, candidate.because.label) == (AHA, "Chemical exfoliant")


def test_a_rule_for_an_umbrella_is_silent_where_the_child_has_a_rule_that_holds() -> None:
    rules = [a_rule(CHEMICAL, 1), a_rule(AHA, 2)]

    decision = decide(found(AHA), rules=rules)

    assert candidates(decision) == [2]
    assert reasons(decision) == {
        1: ("no_evidence", "the rule for AHA decides here, and does not name it")
    }


def test_a_rule_for_an_umbrella_speaks_again_when_the_rule_for_the_child_does_not_hold() -> None:
    rules = [a_rule(CHEMICAL, 1), a_rule(AHA, 2, tags=("winter",))]

    assert candidates(decide(found(AHA), rules=rules)) == [1]


TOO_GENERAL = Lexicon(
    "test-2",
    {**LEXICON.categories, EXFOLIANTS: replace(LEXICON.categories[EXFOLIANTS], needs_rule=True)},
    (),
)


def test_what_is_too_general_sells_nothing_by_reading() -> None:
    decision = decide(found(EXFOLIANTS), read={1: active_in(AHA)}, lexicon=TOO_GENERAL)

    assert [] == candidates(decision)
    assert reasons(decision)[1] == (
        "no_evidence",
        "exfoliants: too general to sell without a rule",
    )


def test_what_is_too_general_sells_by_its_rule_alone() -> None:
    read = {1: active_in(AHA), 2: active_in(PHYSICAL)}

    decision = decide(
        found(EXFOLIANTS), rules=[a_rule(EXFOLIANTS, 2)], read=read, lexicon=TOO_GENERAL
    )

    assert [2] == candidates(decision)


def test_what_is_below_the_too_general_sells_by_reading() -> None:
    read = {1: active_in(AHA), 2: active_in(PHYSICAL)}

    decision = decide(found(EXFOLIANTS), found(AHA), read=read, lexicon=TOO_GENERAL)

    assert [1] == candidates(decision)


def test_the_nearest_umbrella_speaks() -> None:
    rules = [a_rule(EXFOLIANTS, 1), a_rule(CHEMICAL, 2)]

    assert candidates(decide(found(AHA), rules=rules)) == [2]


def test_rules_for_children_speak_for_a_mention_of_their_umbrella() -> None:
    rules = [a_rule(AHA, 1, label="Hydroxy acid"), a_rule(BHA, 2)]

    decision = decide(found(CHEMICAL), rules=rules)

    assert candidates(decision) == [1, 2]
    assert (
        decision.candidates[0].because.category,
        decision.candidates[0].because.label,
    ) == (CHEMICAL, "Hydroxy acid")


def test_without_a_rule_products_active_in_the_category_are_led_to() -> None:
    decision = decide(
        found(AHA), read={1: active_in(AHA), 2: active_in(BHA), 3: active_in(trace=[AHA])}
    )

    (candidate,) = decision.candidates
    assert (
        candidate.product,
        candidate.because.source,
        candidate.because.label,
    ) == (1, Source.READING, "AHA")


def test_a_mention_of_an_umbrella_leads_to_products_active_in_any_child() -> None:
    decision = decide(
        found(CHEMICAL), read={1: active_in(AHA), 2: active_in(BHA), 3: active_in(PHYSICAL)}
    )

    assert candidates(decision) == [1, 2]


def test_a_product_that_names_the_category_in_its_title_goes_before_one_that_contains_it() -> None:
    def reading(source: str, position: int | None = None) -> ProductReading:
        return ProductReading((ProductCategory(AHA, Presence.ACTIVE, source, "", position),), "")

    read = {
        1: reading("ingredients", 9),
        2: reading("ingredients", 2),
        3: reading("type"),
        4: reading("title"),
    }

    assert candidates(decide(found(AHA), read=read)) == [4, 3, 2, 1]


def test_a_rule_is_not_filled_up_with_guesses_when_its_products_cannot_be_shown() -> None:
    decision = decide(found(AHA), rules=[a_rule(AHA, 99)], read={1: active_in(AHA)})

    assert candidates(decision) == []


def test_pins_come_first_and_rest_on_what_the_article_says_of_them() -> None:
    mapping = Mapping(
        rules=(a_rule(AHA, 2),),
        articles=override(pins=(Pin(ProductId(4), 2), Pin(ProductId(1), 1))),
    )

    decision = decide(found(AHA), mapping=mapping, read={1: active_in(AHA)})

    assert candidates(decision) == [1, 4, 2]
    first, second, _ = decision.candidates
    assert (
        first.because.source,
        first.because.category,
        first.because.label,
        first.position,
    ) == (Source.PIN, AHA, "AHA", 1)
    assert (
        second.because.category,
        second.because.label,
        second.because.quote,
    ) == (None, "", None)


def test_fallback_comes_last_and_is_marked() -> None:
    mapping = Mapping(rules=(a_rule(AHA, 1),), fallback=(ProductId(3), ProductId(1), ProductId(2)))

    decision = decide(found(AHA), mapping=mapping)

    assert [(candidate.product, candidate.because.source) for candidate in decision.candidates] == [
        (1, Source.RULE),
        (3, Source.FALLBACK),
        (2, Source.FALLBACK),
    ]


@pytest.mark.parametrize(
    ("led", "active", "step"),
    [
        (AHA, (AHA,), 20),
        (RETINOIDS, (RETINOIDS, CERAMIDES), 30),
        (CERAMIDES, (RETINOIDS, CERAMIDES), 40),
        (EXFOLIANTS, (PHYSICAL,), 10),
        (AHA, (AHA, PHYSICAL), 10),
        (SUNSCREEN, (), 50),
    ],
)
def test_the_place_in_a_routine_is_that_of_what_led_to_it_and_rinse_off_goes_first(
    led: Any, active: tuple[Any, ...], step: int
) -> None:
    decision = decide(found(led), rules=[a_rule(led, 1)], read={1: active_in(*active)})

    assert step == decision.candidates[0].routine_step


def test_a_category_that_the_lexicon_no_longer_knows_is_left_out() -> None:
    unknown: Any = "snail_mucin"

    decision = decide(
        found(unknown),
        found(AHA),
        rules=[a_rule(unknown, 1), a_rule(AHA, 2)],
        read={3: active_in(unknown)},
    )

    assert candidates(decision) == [2]


def test_keeps_many_more_candidates_than_a_slot_shows_and_some_of_every_category() -> None:
    from_one_to = tuple(range(1, 61))
    rules = [a_rule(AHA, *from_one_to), a_rule(RETINOIDS, 70, 71)]

    decision = decide(
        found(AHA, 0.5), found(RETINOIDS, 0.01), rules=rules, shop=products(*from_one_to, 70, 71)
    )

    assert len(decision.candidates) == 50
    assert candidates(decision)[-2:] == [70, 71]
    assert reasons(decision)[60] == ("limit", "many others come before it")


def test_keeps_at_most_a_hundred_reasons_and_the_most_telling_ones() -> None:
    many = tuple(range(1, 301))
    shop = products(*many)

    decision = decide(
        found(AHA),
        rules=[a_rule(AHA, 999)],
        read={number: active_in(AHA) for number in many},
        shop=shop,
    )

    assert 100 == len(decision.dropped)
    assert ("eligibility", "no longer in the shop") == reasons(decision)[999]


def test_a_decision_is_the_same_after_it_was_stored() -> None:
    mapping = Mapping(
        rules=(a_rule(AHA, 1, 99),),
        articles=override(pins=(Pin(ProductId(4), 2, "so"),)),
        fallback=(ProductId(5),),
    )

    decision = decide(found(AHA, role=Role.TREATS), mapping=mapping, read={1: active_in(AHA)})

    assert decision == documents.decode(Decision, documents.encode(decision))
