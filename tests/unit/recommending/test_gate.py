"""Steps 1 to 3: what may never stand beside an article, wherever it comes from."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from service.domain.catalog import PriceRange, ProductId, ProductStatus
from service.domain.mappings import Mapping, Pin
from service.domain.reading import Topic
from service.domain.recommendations import Source, Step
from tests.builders import NOW, a_product
from tests.unit.recommending.skincare import (
    AHA,
    BHA,
    CHEMICAL,
    NIACINAMIDE,
    RETINOIDS,
    a_reading,
    a_rule,
    active_in,
    candidates,
    decide,
    found,
    ids,
    override,
    products,
    reasons,
    warned,
)

PINNED_1 = (Pin(ProductId(1), 1),)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"available": False}, "sold out"),
        ({"status": ProductStatus.DRAFT}, "not active"),
        ({"published_at": NOW + timedelta(days=1)}, "not published"),
        ({"url": None}, "not in the online store"),
        ({"is_gift_card": True}, "a gift card"),
        ({"price": PriceRange(Decimal(0), Decimal(0), "USD")}, "has no price"),
    ],
)
def test_leaves_out_a_product_that_cannot_be_bought_and_says_why(
    changes: dict[str, Any], reason: str
) -> None:
    shop = {ProductId(1): a_product(1, **changes)}

    decision = decide(found(AHA), rules=[a_rule(AHA, 1)], shop=shop)

    assert candidates(decision) == []
    assert {1: ("eligibility", reason)} == reasons(decision)


def test_a_product_of_a_rule_that_the_shop_no_longer_has_is_said_to_be_gone() -> None:
    decision = decide(found(AHA), rules=[a_rule(AHA, 99)])

    assert reasons(decision) == {99: ("eligibility", "no longer in the shop")}


def test_never_show_of_the_shop_and_of_the_article_hold_against_rules_and_pins() -> None:
    mapping = Mapping(
        rules=(a_rule(AHA, 1, 2, 3),),
        never_show=ids(1),
        articles=override(never_show=ids(2), pins=(Pin(ProductId(1), 1), Pin(ProductId(2), 2))),
    )

    decision = decide(found(AHA), mapping=mapping)

    assert candidates(decision) == [3]
    assert reasons(decision) == {
        1: ("never_show", "never shown in this shop"),
        2: ("never_show", "never shown in this article"),
    }


def test_a_warning_drops_what_is_active_in_it_from_every_source() -> None:
    mapping = Mapping(
        rules=(a_rule(AHA, 1, 5),),
        articles=override(pins=(Pin(ProductId(2), 1),)),
        fallback=(ProductId(3), ProductId(6)),
    )
    retinoid = active_in(RETINOIDS, NIACINAMIDE)

    decision = decide(
        found(AHA),
        found(NIACINAMIDE),
        warned(RETINOIDS),
        mapping=mapping,
        read={1: retinoid, 2: retinoid, 3: retinoid, 4: retinoid},
    )

    assert candidates(decision) == [5, 6]
    expected = ("warning", "the article warns of retinoids")
    assert dict.fromkeys([1, 2, 3, 4], expected) == reasons(decision)


def test_a_warning_of_an_umbrella_reaches_everything_below_it() -> None:
    decision = decide(
        found(AHA, 0.5),
        warned(CHEMICAL),
        rules=[a_rule(AHA, 1)],
        read={1: active_in(AHA), 2: active_in(BHA)},
    )

    assert candidates(decision) == []
    assert reasons(decision)[1] == ("warning", "the article warns of chemical exfoliants")


def test_a_warning_of_a_child_leaves_its_sisters() -> None:
    decision = decide(found(CHEMICAL), warned(BHA), read={1: active_in(AHA), 2: active_in(BHA)})

    assert candidates(decision) == [1]


def test_a_product_that_could_not_be_read_is_believed_to_be_what_its_rule_says() -> None:
    rules = [a_rule(RETINOIDS, 1), a_rule(NIACINAMIDE, 1, 2)]

    decision = decide(found(NIACINAMIDE), warned(RETINOIDS), rules=rules)

    assert candidates(decision) == [2]
    assert reasons(decision)[1][0] == "warning"


def test_ignoring_a_category_does_not_take_its_warning_away() -> None:
    mapping = Mapping(rules=(a_rule(AHA, 1),), articles=override(ignore=frozenset({RETINOIDS})))

    decision = decide(
        found(AHA), warned(RETINOIDS), mapping=mapping, read={1: active_in(RETINOIDS)}
    )

    assert candidates(decision) == []


def test_a_trace_of_what_the_article_warns_of_only_gives_a_note() -> None:
    decision = decide(
        found(NIACINAMIDE), warned(AHA), read={1: active_in(NIACINAMIDE, trace=[AHA])}
    )

    notes = [note.text for note in decision.candidates[0].because.advisories]
    assert notes == ["Holds a trace of AHA; the article warns of it"]


def test_an_article_on_pregnancy_drops_what_carries_a_pregnancy_caution() -> None:
    reading = a_reading(found(RETINOIDS), found(NIACINAMIDE), topics=[Topic.PREGNANCY])

    decision = decide(reading=reading, read={1: active_in(RETINOIDS), 2: active_in(NIACINAMIDE)})

    assert candidates(decision) == [2]
    assert reasons(decision) == {
        1: ("warning", "the article is about pregnancy, with a caution for retinoids")
    }


def test_a_trace_in_an_article_on_pregnancy_gives_the_caution_as_a_note() -> None:
    reading = a_reading(found(NIACINAMIDE), topics=[Topic.PREGNANCY])

    decision = decide(reading=reading, read={1: active_in(NIACINAMIDE, trace=[RETINOIDS])})

    notes = [(n.kind, n.text, n.source) for n in decision.candidates[0].because.advisories]
    assert notes == [("pregnancy", "Not during pregnancy", "a textbook")]


def test_a_pin_without_a_reason_does_not_stand_against_a_warning() -> None:
    mapping = Mapping(articles=override(pins=(Pin(ProductId(1), 1, "  "),)))

    decision = decide(warned(RETINOIDS), mapping=mapping, read={1: active_in(RETINOIDS)})

    assert candidates(decision) == []
    assert Step.WARNING is decision.dropped[0].step


def test_a_pin_with_a_written_reason_stands_and_carries_the_warning_as_a_note() -> None:
    pin = Pin(ProductId(1), 1, "our dermatologist approved it")
    mapping = Mapping(articles=override(pins=(pin,)), fallback=(ProductId(1),))

    decision = decide(warned(RETINOIDS), mapping=mapping, read={1: active_in(RETINOIDS)})

    (candidate,) = decision.candidates
    assert Source.PIN is candidate.because.source
    assert (
        candidate.because.advisories[0].text
        == "The article warns of retinoids. Pinned: our dermatologist approved it"
    )
    assert decision.dropped == ()


def test_a_reason_does_not_let_a_pin_stand_when_it_is_sold_out_or_never_shown() -> None:
    pins = tuple(Pin(ProductId(number), number, "because") for number in (1, 2))
    mapping = Mapping(never_show=ids(2), articles=override(pins=pins))
    shop = {ProductId(1): a_product(1, available=False), **products(2)}

    decision = decide(found(AHA), mapping=mapping, shop=shop)

    assert candidates(decision) == []
