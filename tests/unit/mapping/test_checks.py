"""What is wrong with a mapping, in a marketer's words."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import Product, ProductId
from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon
from service.domain.mappings import (
    AFTER_INTRO,
    DEFAULT_SLOTS,
    END,
    ArticleOverride,
    Mapping,
    Pin,
    Place,
    Problem,
    RuleId,
    Severity,
    Slot,
    SlotName,
    validate,
)
from tests import builders
from tests.builders import NOW, a_product

AHA = CategoryId("aha")
LEXICON = Lexicon("1", {AHA: IngredientCategory(AHA, "AHA", None, 20)}, ())
SHOP: dict[ProductId, Product] = {
    ProductId(1): a_product(1, title="Clay Scrub"),
    ProductId(2): a_product(2, title="Sold Serum", available=False),
    ProductId(3): a_product(3, title="Night Cream"),
}


a_rule = partial(builders.a_rule, id=RuleId("r"))


def problems(mapping: Mapping) -> tuple[Problem, ...]:
    return validate(mapping, products=SHOP, lexicon=LEXICON, now=NOW)


def said(mapping: Mapping) -> list[tuple[str, str]]:
    return [(problem.severity.value, problem.message) for problem in problems(mapping)]


def of_rule(*products: int, **changes: Any) -> list[tuple[str, str]]:
    return said(Mapping(rules=(a_rule(*products, **changes),)))


def of_article(**override: Any) -> list[tuple[str, str]]:
    return said(Mapping(articles={ArticleId(7): ArticleOverride(**override)}))


def of_slots(*slots: Slot) -> list[tuple[str, str]]:
    return said(Mapping(slots=slots))


def test_finds_nothing_wrong_with_the_mapping_of_a_new_shop() -> None:
    assert () == problems(Mapping())


def test_finds_nothing_wrong_with_a_rule_of_products_that_sell() -> None:
    assert [] == of_rule(1, 3, label="Hydroxy acid", tags=("milia",))


def test_a_problem_says_where_it_is() -> None:
    (problem,) = problems(Mapping(rules=(a_rule(1, weight=0.0),)))

    assert (
        Problem(Severity.ERROR, Place.RULE, "r", "AHA: the weight must be more than 0") == problem
    )


def test_errors_come_first() -> None:
    mapping = Mapping(rules=(a_rule(2, 1), a_rule(99, 1, id=RuleId("s"), tags=("x",))))

    assert ["error", "warning"] == [severity for severity, _ in said(mapping)]


def test_a_product_that_the_shop_does_not_have() -> None:
    assert [("error", "AHA: product 99 is not in the shop; take it out")] == of_rule(1, 99)


def test_a_product_that_cannot_be_sold_with_the_reason() -> None:
    assert [("warning", "AHA: Sold Serum cannot be shown: sold out")] == of_rule(1, 2)


def test_a_rule_none_of_whose_products_can_be_shown() -> None:
    assert [
        ("warning", "AHA: none of its products can be shown, so nothing is"),
        ("warning", "AHA: Sold Serum cannot be shown: sold out"),
    ] == of_rule(2)


def test_a_rule_without_products() -> None:
    assert [("warning", "AHA: no product yet, so nothing is shown for it")] == of_rule()


def test_a_rule_that_is_off_may_be_empty() -> None:
    assert [] == of_rule(enabled=False)


def test_a_product_that_is_listed_twice() -> None:
    assert [("error", "AHA: Clay Scrub is listed twice")] == of_rule(1, 1)


def test_more_than_fifty_products() -> None:
    messages = [message for _, message in of_rule(*range(100, 151), 1)]

    assert "AHA: 52 products; at most 50" in messages


def test_an_ingredient_that_the_lexicon_does_not_know() -> None:
    found = of_rule(1, category=CategoryId("snail_mucin"))

    assert [("error", "snail mucin: not an ingredient that Endcap knows")] == found


def test_a_rule_that_would_end_before_it_starts() -> None:
    found = of_rule(1, starts_at=NOW, ends_at=NOW - timedelta(days=1))

    assert [("error", "AHA: it would end before it starts")] == found


def test_a_rule_that_has_ended() -> None:
    found = of_rule(1, starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=1))

    assert [("warning", "AHA: it ended on 2026-11-01")] == found


@pytest.mark.parametrize(
    ("label", "claim"),
    [
        ("To help prevent", "prevent"),
        ("Treats milia", "Treats"),
        ("A cure at last", "cure"),
        ("Healing balm", "Healing"),
        ("For eczema", "eczema"),
        ("Pour traiter", "traiter"),
        ("Zur Vorbeugung", "Vorbeugung"),
        ("Para prevenir", "prevenir"),
        ("Pre\u0301venir", None),
        ("Pour pre\u0301venir", "prévenir"),
    ],
)
def test_a_label_that_reads_as_a_medical_promise(label: str, claim: str | None) -> None:
    found = of_rule(1, label=label)

    expected = claim or "Prévenir"
    assert [
        (
            "warning",
            f"AHA: “{label}” says “{expected}”: beside a cosmetic this reads as a medical promise",
        )
    ] == found


@pytest.mark.parametrize(
    "label", ["Retinoid", "Healthy glow", "Secure pump", "Retreat", "Accurate"]
)
def test_a_label_that_only_looks_like_a_promise(label: str) -> None:
    assert [] == of_rule(1, label=label)


def test_a_label_that_is_too_long_or_not_plain_text() -> None:
    too_long = "AHA: the label must be at most 80 characters; this has 81"
    not_plain = "AHA: the label must be one line of plain text, without control characters"

    assert [("error", too_long)] == of_rule(1, label="x" * 81)
    assert [("error", not_plain)] == of_rule(1, label="a\tb")


def test_two_rules_that_speak_in_the_same_articles() -> None:
    mapping = Mapping(
        rules=(a_rule(1, tags=("Dry", "oily")), a_rule(3, id=RuleId("s"), tags=("OILY", "dry")))
    )

    (problem,) = problems(mapping)

    assert ("s", False) == (problem.where, problem.is_error)
    assert "another rule speaks for it in the same articles" in problem.message


def test_rules_that_speak_in_different_articles_are_fine() -> None:
    rules = (
        a_rule(1),
        a_rule(3, id=RuleId("s"), tags=("dry",)),
        a_rule(3, id=RuleId("t"), enabled=False),
    )

    assert [] == said(Mapping(rules=rules))


def test_two_rules_with_one_id() -> None:
    mapping = Mapping(rules=(a_rule(1), a_rule(1, tags=("dry",))))

    assert [("error", "two rules have the id r")] == said(mapping)


def test_two_pins_at_one_place() -> None:
    pins = (Pin(ProductId(1), 1), Pin(ProductId(3), 1))

    assert [("error", "two products are pinned at place 1")] == of_article(pins=pins)


def test_a_product_that_is_pinned_twice() -> None:
    pins = (Pin(ProductId(1), 1), Pin(ProductId(1), 2))

    assert [("error", "Clay Scrub is pinned twice")] == of_article(pins=pins)


def test_a_pin_at_a_place_that_no_slot_has() -> None:
    assert [("warning", "Clay Scrub is pinned at place 4, which no slot has")] == of_article(
        pins=(Pin(ProductId(1), 4),)
    )
    assert [("error", "Clay Scrub is pinned at place 11; 1 to 10")] == of_article(
        pins=(Pin(ProductId(1), 11),)
    )


def test_a_pin_that_is_never_shown() -> None:
    found = of_article(pins=(Pin(ProductId(1), 1),), never_show=frozenset({ProductId(1)}))

    assert [("warning", "Clay Scrub is pinned, and never shown; never shown wins")] == found


def test_a_pin_of_a_product_that_cannot_be_sold_or_is_gone() -> None:
    found = of_article(pins=(Pin(ProductId(2), 1), Pin(ProductId(99), 2)))

    assert [
        ("error", "product 99 is not in the shop; take it out"),
        ("warning", "Sold Serum cannot be shown: sold out"),
    ] == found


def test_a_problem_of_an_article_names_it() -> None:
    pins = {ArticleId(7): ArticleOverride(pins=(Pin(ProductId(2), 1),))}

    (problem,) = problems(Mapping(articles=pins))

    assert (Place.ARTICLE, "7") == (problem.place, problem.where)


def test_an_ignored_ingredient_that_the_lexicon_does_not_know() -> None:
    found = of_article(ignore=frozenset({CategoryId("snail_mucin"), AHA}))

    assert [("warning", "ignores snail mucin, which Endcap does not know")] == found


def test_a_filler_that_is_gone_sold_out_or_listed_twice() -> None:
    fallback = tuple(map(ProductId, (1, 1, 2, 99)))

    assert [
        ("error", "filler: Clay Scrub is listed twice"),
        ("error", "filler: product 99 is not in the shop; take it out"),
        ("warning", "filler: Sold Serum cannot be shown: sold out"),
    ] == said(Mapping(fallback=fallback))


@pytest.mark.parametrize(
    ("slots", "message"),
    [
        ((Slot(END, repeats=END),), "end: repeats itself"),
        ((Slot(END, repeats=AFTER_INTRO),), "end: repeats after_intro, which does not exist"),
        ((Slot(END, limit=0),), "end: shows from 1 to 10 products, not 0"),
        ((Slot(END, limit=11),), "end: shows from 1 to 10 products, not 11"),
        ((Slot(END, minimum=4),), "end: needs from 1 to 3 products, not 4"),
        ((Slot(END, minimum=0),), "end: needs from 1 to 3 products, not 0"),
        ((Slot(END), Slot(END)), "two slots are called end"),
    ],
)
def test_a_slot_that_cannot_work(slots: tuple[Slot, ...], message: str) -> None:
    assert ("error", message) in of_slots(*slots)


def test_slots_that_repeat_each_other() -> None:
    found = of_slots(Slot(AFTER_INTRO, repeats=END), Slot(END, repeats=AFTER_INTRO))

    assert [
        ("error", "after_intro: repeats end, which repeats it in turn"),
        ("error", "end: repeats after_intro, which repeats it in turn"),
    ] == found


def test_a_slot_that_repeats_a_repeating_slot_is_fine() -> None:
    assert [] == of_slots(*DEFAULT_SLOTS, Slot(SlotName("side"), repeats=END))


def test_no_slot_at_all() -> None:
    assert [("warning", "there is no slot, so nothing is shown anywhere")] == of_slots()
