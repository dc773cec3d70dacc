"""Step 7: every category of an article once, and the case that Endcap was born from."""

from __future__ import annotations

from service.domain.catalog import ProductId
from service.domain.mappings import AFTER_INTRO, Mapping, Rule, Slot, SlotOrder
from service.domain.reading import CategoryReading, ProductReading, Role
from service.domain.recommendations import Decision, arrange
from tests.builders import NOW, a_product
from tests.unit.recommending.skincare import (
    AHA,
    BHA,
    CERAMIDES,
    CHEMICAL,
    CLAY,
    EXFOLIANTS,
    NIACINAMIDE,
    PHYSICAL,
    RETINOIDS,
    a_rule,
    active_in,
    candidates,
    decide,
    found,
    products,
)

SCRUB, RESURFACING, RETINAL = 1, 2, 3
CLAY_MASK, TONER, RETINOL_CREAM, MOISTURISER, BHA_LIQUID = 4, 5, 6, 7, 8

READ: dict[int, ProductReading] = {
    SCRUB: active_in(PHYSICAL, CLAY, trace=[AHA]),
    RESURFACING: active_in(AHA),
    RETINAL: active_in(RETINOIDS),
    CLAY_MASK: active_in(CLAY),
    TONER: active_in(AHA, BHA),
    RETINOL_CREAM: active_in(RETINOIDS, CERAMIDES),
    MOISTURISER: active_in(CERAMIDES),
    BHA_LIQUID: active_in(BHA),
}
RULES: tuple[Rule, ...] = (
    a_rule(PHYSICAL, SCRUB, CLAY_MASK),
    a_rule(AHA, RESURFACING, TONER),
    a_rule(CHEMICAL, RESURFACING, TONER),
    a_rule(RETINOIDS, RETINAL, RETINOL_CREAM),
)
SCRUBS = found(PHYSICAL, 0.25, role=Role.PREVENTS)
HYDROXY_ACIDS = (found(CHEMICAL, 0.2, role=Role.PREVENTS), found(AHA, 0.15, role=Role.PREVENTS))
TREATED = found(RETINOIDS, 0.3, role=Role.TREATS)


def shown(decision: Decision, limit: int | None = None, without: tuple[int, ...] = ()) -> list[int]:
    shop = products(*(n for n in range(1, 10) if n not in without))
    found_ = arrange(decision, AFTER_INTRO, products=shop, now=NOW, limit=limit)
    return [item.product for item in found_.items]


def milia(*categories: CategoryReading, rules: tuple[Rule, ...] = RULES) -> Decision:
    return decide(*categories, rules=rules, read=READ)


def test_the_milia_article_shows_scrub_resurfacing_serum_and_retinal_serum_in_that_order() -> None:
    decision = milia(SCRUBS, *HYDROXY_ACIDS, TREATED)

    assert shown(decision, 3) == [SCRUB, RESURFACING, RETINAL]


def test_the_milia_article_shows_the_same_three_however_many_are_asked_for() -> None:
    decision = milia(SCRUBS, *HYDROXY_ACIDS, TREATED)

    assert shown(decision, 10) == [SCRUB, RESURFACING, RETINAL]


def test_the_milia_article_shows_the_same_three_with_no_rule_at_all() -> None:
    decision = milia(SCRUBS, *HYDROXY_ACIDS, TREATED, rules=())

    assert shown(decision, 3) == [SCRUB, RESURFACING, RETINAL]


def test_without_its_sentences_on_hydroxy_acids_only_the_resurfacing_serum_goes() -> None:
    decision = milia(SCRUBS, TREATED)

    assert shown(decision, 3) == [SCRUB, RETINAL]


def test_without_its_sentences_on_scrubs_only_the_scrub_goes() -> None:
    decision = milia(*HYDROXY_ACIDS, TREATED)

    assert shown(decision, 3) == [RESURFACING, RETINAL]


def test_a_mention_of_the_root_umbrella_adds_no_product() -> None:
    rules = (*RULES, a_rule(EXFOLIANTS, TONER))

    decision = milia(found(EXFOLIANTS, 0.4), SCRUBS, *HYDROXY_ACIDS, TREATED, rules=rules)

    assert shown(decision, 10) == [SCRUB, RESURFACING, RETINAL]


def test_an_umbrella_and_its_child_bring_one_product_even_with_a_rule_each() -> None:
    rules = (a_rule(CHEMICAL, TONER), a_rule(AHA, RESURFACING))

    decision = milia(found(CHEMICAL, 0.5), found(AHA, 0.1), rules=rules)

    assert shown(decision, 10) == [RESURFACING]


def test_an_umbrella_speaks_when_its_child_has_nothing_to_show() -> None:
    rules = (a_rule(CHEMICAL, TONER), a_rule(AHA, RESURFACING))

    decision = milia(found(CHEMICAL, 0.5), found(AHA, 0.1), rules=rules)

    assert shown(decision, 10, without=(RESURFACING,)) == [TONER]


def test_an_umbrella_lends_its_salience_to_its_child() -> None:
    decision = milia(found(NIACINAMIDE, 0.3), found(CHEMICAL, 0.3), found(AHA, 0.1))

    assert decision.candidates[0].because.category == AHA


def test_an_umbrella_mentioned_alone_brings_a_product_of_a_child() -> None:
    decision = milia(found(CHEMICAL), rules=())

    assert shown(decision, 10) == [RESURFACING]


def test_a_chosen_product_covers_all_that_it_is_active_in() -> None:
    rules = (*RULES, a_rule(CLAY, CLAY_MASK, SCRUB))

    decision = milia(SCRUBS, found(CLAY, 0.1), rules=rules)

    assert shown(decision, 10) == [SCRUB]


def test_a_second_product_takes_the_place_of_a_first_that_sold_out_meanwhile() -> None:
    decision = milia(SCRUBS, *HYDROXY_ACIDS, TREATED)

    assert shown(decision, 3, without=(RESURFACING,)) == [SCRUB, TONER, RETINAL]


def test_a_category_whose_first_product_sold_out_keeps_its_rank() -> None:
    decision = milia(found(RETINOIDS, 0.5), found(AHA, 0.3))

    assert shown(decision, 1, without=(RETINAL,)) == [RETINOL_CREAM]


def test_one_rule_that_speaks_for_two_categories_brings_one_product() -> None:
    rules = (a_rule(CHEMICAL, MOISTURISER, SCRUB),)

    decision = milia(found(AHA, 0.3), found(BHA, 0.2), rules=rules)

    assert [MOISTURISER] == shown(decision, 10)


def test_a_rule_for_an_umbrella_shows_the_child_that_the_article_speaks_of_first() -> None:
    rules = (a_rule(CHEMICAL, RESURFACING, TONER),)

    decision = milia(found(BHA, 0.3), rules=rules)

    assert [TONER] == shown(decision, 10)


def test_a_rule_for_an_umbrella_shows_a_product_of_each_child_that_it_has_one_for() -> None:
    rules = (a_rule(CHEMICAL, MOISTURISER, RESURFACING, BHA_LIQUID),)

    decision = milia(found(AHA, 0.3), found(BHA, 0.2), rules=rules)

    assert [RESURFACING, BHA_LIQUID] == shown(decision, 10)


def test_a_second_product_of_a_category_does_not_slip_in_for_what_else_it_holds() -> None:
    rules = (a_rule(RETINOIDS, RETINAL, RETINOL_CREAM), a_rule(CERAMIDES, MOISTURISER))

    decision = milia(found(RETINOIDS, 0.5), found(CERAMIDES, 0.2), rules=rules)

    assert [RETINAL, MOISTURISER] == shown(decision, 10)


def test_the_fifth_product_of_a_rule_does_not_stand_in_for_its_first() -> None:
    rules = (
        a_rule(NIACINAMIDE, MOISTURISER),
        a_rule(RETINOIDS, RETINAL, RETINOL_CREAM, MOISTURISER),
    )

    decision = milia(found(NIACINAMIDE, 0.5), found(RETINOIDS, 0.2), rules=rules)

    assert sorted(shown(decision, 10), reverse=True) == [MOISTURISER, RETINAL]


def test_a_product_shown_for_one_category_also_covers_another_that_it_is_next_best_for() -> None:
    rules = (a_rule(NIACINAMIDE, 9), a_rule(RETINOIDS, 9, MOISTURISER))

    decision = milia(found(NIACINAMIDE, 0.5), found(RETINOIDS, 0.2), rules=rules)

    assert [9] == shown(decision, 10)


def test_second_products_of_a_category_come_up_to_the_minimum() -> None:
    mapping = Mapping(rules=RULES, slots=(Slot(AFTER_INTRO, minimum=2),))

    decision = decide(TREATED, mapping=mapping, read=READ)

    assert shown(decision) == [RETINAL, RETINOL_CREAM]


def test_second_products_of_a_category_come_up_to_the_limit_where_the_slot_repeats_them() -> None:
    slot = Slot(AFTER_INTRO, limit=5, repeats_categories=True, order=SlotOrder.SALIENCE)
    mapping = Mapping(rules=RULES, slots=(slot,))

    decision = decide(SCRUBS, TREATED, *HYDROXY_ACIDS, mapping=mapping, read=READ)

    assert shown(decision) == [RESURFACING, RETINAL, SCRUB, TONER, RETINOL_CREAM]


def test_a_product_does_not_stand_for_an_umbrella_when_it_stands_for_the_child() -> None:
    decision = milia(SCRUBS, *HYDROXY_ACIDS, TREATED)

    assert len(set(candidates(decision))) == len(candidates(decision))


def test_a_product_that_sold_out_before_deciding_is_replaced_too() -> None:
    shop = {**products(*range(2, 10)), ProductId(1): a_product(1, available=False)}

    decision = decide(SCRUBS, rules=RULES, read=READ, shop=shop)

    assert shown(decision) == [CLAY_MASK]


def test_where_the_rule_of_an_umbrella_speaks_for_its_child_the_umbrella_is_the_evidence() -> None:
    rules = (a_rule(CHEMICAL, RESURFACING),)

    decision = milia(found(CHEMICAL, 0.5, role=Role.PREVENTS), found(AHA, 0.1), rules=rules)

    because = decision.candidates[0].because
    assert (CHEMICAL, Role.PREVENTS) == (because.category, because.role)
