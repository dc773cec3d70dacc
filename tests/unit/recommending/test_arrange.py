"""Steps 10 and 11: what a slot shows, in which order, beside the other slots."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.articles import Placement
from service.domain.catalog import ProductId
from service.domain.mappings import AFTER_INTRO, END, Mapping, Pin, Slot, SlotName, SlotOrder
from service.domain.reading import BodySite
from service.domain.recommendations import Decision, Source, arrange
from tests.builders import NOW, a_product
from tests.unit.recommending.skincare import (
    AHA,
    CERAMIDES,
    NIACINAMIDE,
    PHYSICAL,
    RETINOIDS,
    SUNSCREEN,
    a_reading,
    a_rule,
    active_in,
    decide,
    found,
    ids,
    override,
    products,
)

RULES = (
    a_rule(SUNSCREEN, 5, 50),
    a_rule(RETINOIDS, 3, 30),
    a_rule(AHA, 2, 20),
    a_rule(CERAMIDES, 4, 40),
)
SHOP = products(1, 2, 3, 4, 5, 6, 7, 20, 30, 40, 50)
FOUR = (found(SUNSCREEN, 0.4), found(RETINOIDS, 0.3), found(AHA, 0.2), found(CERAMIDES, 0.1))


def four(*slots: Slot, **changes: Any) -> Decision:
    """A decision on four categories, with two products for each."""
    mapping = Mapping(rules=RULES, slots=slots or (Slot(AFTER_INTRO),), **changes)
    return decide(*FOUR, mapping=mapping, shop=SHOP)


def shown(decision: Decision, slot: SlotName = AFTER_INTRO, **asked: Any) -> list[int]:
    asked = {"products": SHOP, **asked}
    return [item.product for item in arrange(decision, slot, now=NOW, **asked).items]


def test_salience_selects_and_the_routine_arranges() -> None:
    assert shown(four()) == [2, 3, 5]


def test_positions_are_counted_from_one() -> None:
    found_ = arrange(four(), AFTER_INTRO, products=SHOP, now=NOW)

    assert [item.position for item in found_.items] == [1, 2, 3]


def test_arranges_by_salience_where_the_slot_says_so() -> None:
    assert shown(four(Slot(AFTER_INTRO, order=SlotOrder.SALIENCE))) == [5, 3, 2]


def test_arranges_by_priority_where_the_slot_says_so() -> None:
    rules = (a_rule(SUNSCREEN, 99, 5), a_rule(RETINOIDS, 3))
    slot = Slot(AFTER_INTRO, order=SlotOrder.PRIORITY)

    decision = decide(*FOUR[:2], mapping=Mapping(rules=rules, slots=(slot,)), shop=SHOP)

    assert shown(decision) == [3, 5]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (2, 2), (4, 4), (10, 4), (0, 1), (99, 4)])
def test_the_limit_asked_for_replaces_that_of_the_slot(limit: int, count: int) -> None:
    assert count == len(shown(four(), limit=limit))


def test_a_product_that_can_no_longer_be_bought_is_replaced() -> None:
    shop = {**SHOP, ProductId(3): a_product(3, available=False)}

    assert sorted(shown(four(), products=shop)) == [2, 5, 30]


def test_a_product_that_is_gone_is_replaced_until_there_is_none() -> None:
    shop = {number: product for number, product in SHOP.items() if number not in (3, 30)}

    assert sorted(shown(four(), products=shop)) == [2, 4, 5]


def test_what_the_caller_excludes_is_replaced() -> None:
    assert sorted(shown(four(), exclude=ids(2, 5))) == [3, 20, 50]


def test_only_the_categories_asked_for_are_shown_each_once() -> None:
    assert shown(four(), categories=frozenset({AHA, CERAMIDES})) == [2, 4]


def test_a_product_is_not_shown_for_a_category_that_was_not_asked_for() -> None:
    rules = (a_rule(AHA, 2), a_rule(CERAMIDES, 4))
    read = {4: active_in(CERAMIDES, AHA)}
    decision = decide(*FOUR, mapping=Mapping(rules=rules), shop=SHOP, read=read)

    assert shown(decision, categories=frozenset({AHA})) == [2]


def test_fewer_than_the_minimum_shows_nothing() -> None:
    mapping = Mapping(rules=(a_rule(AHA, 2),), slots=(Slot(AFTER_INTRO, minimum=2),))

    assert shown(decide(*FOUR, mapping=mapping, shop=SHOP)) == []


def test_a_caller_who_asks_for_fewer_than_the_minimum_gets_them() -> None:
    assert shown(four(Slot(AFTER_INTRO, minimum=2)), limit=1) == [5]


def test_fallback_fills_a_slot_that_would_else_hide() -> None:
    mapping = Mapping(fallback=(ProductId(6), ProductId(7)))
    decision = decide(found(AHA), mapping=mapping, shop=SHOP)

    found_ = arrange(decision, AFTER_INTRO, products=SHOP, now=NOW)

    assert [(item.product, item.because.source) for item in found_.items] == [
        (6, Source.FALLBACK),
        (7, Source.FALLBACK),
    ]


def test_fallback_stays_away_where_the_article_leads_to_enough() -> None:
    assert shown(four(fallback=(ProductId(6),))) == [2, 3, 5]


def test_fallback_stands_last_whatever_its_place_in_a_routine() -> None:
    mapping = Mapping(rules=RULES, slots=(Slot(AFTER_INTRO, minimum=2),), fallback=(ProductId(6),))
    shop = {number: product for number, product in SHOP.items() if number != 50}
    read = {6: active_in(PHYSICAL)}

    decision = decide(FOUR[0], mapping=mapping, shop=shop, read=read)

    assert shown(decision) == [5, 6]


def test_a_pin_stands_at_its_position_and_counts_towards_the_limit() -> None:
    pins = (Pin(ProductId(7), 2),)

    assert shown(four(articles=override(pins=pins))) == [3, 7, 5]


def test_a_pin_beyond_the_last_product_stands_last() -> None:
    mapping = Mapping(rules=(a_rule(AHA, 2),), articles=override(pins=(Pin(ProductId(7), 3),)))

    assert shown(decide(FOUR[2], mapping=mapping, shop=SHOP)) == [2, 7]


def test_a_pin_beyond_the_limit_is_not_shown_unless_something_else_leads_to_it() -> None:
    pins = (Pin(ProductId(7), 3), Pin(ProductId(5), 4))

    assert shown(four(articles=override(pins=pins)), limit=2) == [3, 5]


def test_a_pin_covers_what_it_is_active_in() -> None:
    mapping = Mapping(rules=RULES, articles=override(pins=(Pin(ProductId(7), 1),)))

    decision = decide(*FOUR[1:3], mapping=mapping, shop=SHOP, read={7: active_in(RETINOIDS)})

    assert shown(decision) == [7, 2]


def test_the_end_repeats_what_stands_after_the_intro() -> None:
    decision = decide(*FOUR, mapping=Mapping(rules=RULES), shop=SHOP)

    assert shown(decision, AFTER_INTRO) == shown(decision, END) == [2, 3, 5]


def test_a_slot_that_repeats_shows_no_more_than_its_own_limit() -> None:
    decision = four(Slot(AFTER_INTRO), Slot(END, limit=2, repeats=AFTER_INTRO))

    assert shown(decision, END) == [3, 5]


def test_a_slot_that_does_not_repeat_shows_only_new_products() -> None:
    decision = four(Slot(AFTER_INTRO), Slot(END))

    assert shown(decision, AFTER_INTRO) == [2, 3, 5]
    assert shown(decision, END) == [20, 30, 50]


def test_a_slot_takes_nothing_away_where_it_has_no_place_in_the_article() -> None:
    mapping = Mapping(rules=RULES, slots=(Slot(AFTER_INTRO), Slot(END)))
    reading = a_reading(*FOUR, after_intro=None)

    decision = decide(reading=reading, mapping=mapping, shop=SHOP)

    assert {END: Placement(2)} == decision.placements
    assert shown(decision, END) == [2, 3, 5]


def test_slots_that_repeat_each_other_in_a_ring_still_answer() -> None:
    decision = four(Slot(AFTER_INTRO, repeats=END), Slot(END, repeats=AFTER_INTRO))

    assert [2, 3, 5] == shown(decision, AFTER_INTRO) == shown(decision, END)


def test_a_slot_that_the_decision_does_not_know_shows_nothing() -> None:
    assert shown(four(), SlotName("sidebar")) == []


def test_a_note_on_the_same_routine_stands_only_beside_the_other_product() -> None:
    read = {2: active_in(AHA), 3: active_in(RETINOIDS)}
    decision = decide(*FOUR[1:3], mapping=Mapping(rules=RULES), shop=SHOP, read=read)

    assert {"Not all on the same day", "Not during pregnancy"} == notes_on(3, decision)
    assert {"Not during pregnancy"} == notes_on(3, decision, exclude=ids(2, 20))


def test_no_note_on_the_same_routine_when_nothing_else_is_in_the_decision() -> None:
    decision = decide(FOUR[1], mapping=Mapping(rules=RULES), shop=SHOP, read={})

    assert {"Not during pregnancy"} == notes_on(3, decision)


def test_a_caution_of_an_umbrella_is_noted_on_a_product_of_its_child() -> None:
    decision = decide(FOUR[2], mapping=Mapping(rules=RULES), shop=SHOP, read={2: active_in(AHA)})

    assert {"Skin burns more easily"} == notes_on(2, decision)


def test_the_eyes_are_noted_only_where_the_article_speaks_of_them() -> None:
    reading = a_reading(FOUR[1], body_site=BodySite.EYE_AREA)

    decision = decide(reading=reading, mapping=Mapping(rules=RULES), shop=SHOP)

    assert {"Keep away from the eyes", "Not during pregnancy"} == notes_on(3, decision)


def notes_on(product: int, decision: Decision, **asked: Any) -> set[str]:
    items = arrange(decision, AFTER_INTRO, products=SHOP, now=NOW, **asked).items
    (found_,) = (item.because.advisories for item in items if item.product == product)
    return {note.text for note in found_}


def test_selects_niacinamide_only_where_the_article_names_it() -> None:
    decision = decide(found(NIACINAMIDE), mapping=Mapping(rules=RULES), shop=SHOP)

    assert shown(decision) == []
