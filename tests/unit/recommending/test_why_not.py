"""For any product of the shop, why-not names the step that dropped it."""

from __future__ import annotations

from typing import Any

from service.domain.catalog import ProductId
from service.domain.mappings import AFTER_INTRO, END, Mapping, Slot
from service.domain.recommendations import Decision, why_not
from tests.builders import NOW, a_product
from tests.unit.recommending.skincare import (
    AHA,
    CERAMIDES,
    RETINOIDS,
    a_rule,
    active_in,
    decide,
    found,
    ids,
    products,
)

SHOP = products(*range(1, 10))
RULES = (a_rule(AHA, 1, 2), a_rule(RETINOIDS, 3))


def decision(*slots: Slot, **changes: Any) -> Decision:
    mapping = Mapping(rules=RULES, slots=slots or (Slot(AFTER_INTRO),), **changes)
    return decide(found(AHA, 0.5), found(RETINOIDS, 0.2), mapping=mapping, shop=SHOP)


def said(of: int, decided: Decision, **asked: Any) -> tuple[str, str] | None:
    answer = why_not(decided, ProductId(of), **{"products": SHOP, "now": NOW, **asked})
    return (answer.step.value, answer.reason) if answer else None


def test_says_nothing_of_a_product_that_is_shown() -> None:
    assert said(1, decision()) is None


def test_a_product_that_nothing_leads_to() -> None:
    assert said(8, decision()) == ("no_evidence", "nothing in the article leads to it")


def test_a_product_of_another_shop() -> None:
    assert said(77, decision()) == ("eligibility", "no longer in the shop")


def test_a_product_that_sold_out_after_the_decision() -> None:
    shop = {**SHOP, ProductId(1): a_product(1, available=False)}

    assert said(1, decision(), products=shop) == ("eligibility", "sold out")


def test_a_product_that_the_decision_dropped() -> None:
    decided = decision(never_show=ids(1))

    assert said(1, decided) == ("never_show", "never shown in this shop")


def test_a_product_that_the_page_left_out() -> None:
    answer = said(1, decision(), exclude=ids(1))

    assert answer == ("never_show", "left out by the page that asked")


def test_a_product_whose_category_has_one_already() -> None:
    assert said(2, decision()) == ("limit", "another product already stands for AHA")


def test_a_product_that_comes_after_the_limit() -> None:
    assert said(3, decision(), limit=1) == ("limit", "1 other comes before it")


def test_a_product_for_an_ingredient_that_was_not_asked_for() -> None:
    answer = said(3, decision(), categories=frozenset({AHA}))

    assert answer == ("no_evidence", "not for the ingredients that were asked for")


def test_a_product_in_a_slot_that_hides_below_its_minimum() -> None:
    decided = decision(Slot(AFTER_INTRO, limit=5, minimum=4))

    assert said(1, decided) == ("limit", "too few products were found for this place")


def test_a_product_that_an_earlier_slot_shows() -> None:
    decided = decision(Slot(AFTER_INTRO), Slot(END))

    assert said(1, decided, slot=END) == ("limit", "already shown further up")


def test_a_filler_where_enough_was_found() -> None:
    decided = decision(fallback=(ProductId(9),))

    assert said(9, decided) == ("limit", "a filler, and enough was found without it")


def test_a_product_where_a_rule_decides_that_does_not_name_it() -> None:
    decided = decide(
        found(CERAMIDES),
        rules=[a_rule(CERAMIDES, 1)],
        read={2: active_in(CERAMIDES)},
    )

    answer = ("no_evidence", "the rule for ceramides decides here, and does not name it")
    assert answer == said(2, decided)
