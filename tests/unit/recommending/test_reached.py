"""An article that another mapping does not reach shows the same under it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.mappings import AFTER_INTRO, Mapping, Slot
from service.domain.recommendations import arrange
from service.domain.recommendations.reached import reached
from service.domain.replay import as_shown
from tests.builders import NOW
from tests.unit.recommending.skincare import (
    AHA,
    BHA,
    CHEMICAL,
    CLAY,
    EXFOLIANTS,
    LEXICON,
    PHYSICAL,
    RETINOIDS,
    a_rule,
    active_in,
    ids,
    override,
)
from tests.unit.recommending.test_properties import (
    ARTICLE,
    OVERRIDES,
    PRODUCTS,
    RULES,
    World,
    worlds,
)

EMPTY = Mapping()


@st.composite
def edited(draw: st.DrawFn, old: Mapping) -> Mapping:
    """*old* with rules more or less, a product never shown, or a decision by hand."""
    kept = [rule for rule in old.rules if draw(st.integers(0, 3))]
    more = draw(st.lists(RULES, max_size=2, unique_by=lambda rule: rule.id))
    known = {rule.id for rule in kept}
    rules = (*kept, *(rule for rule in more if rule.id not in known))
    never = draw(st.sampled_from([old.never_show, draw(st.frozensets(PRODUCTS, max_size=2))]))
    by_hand = draw(st.sampled_from([old.articles, {ArticleId(1): draw(OVERRIDES)}]))
    return replace(old, rules=rules, never_show=never, articles=by_hand)


@given(st.data())
def test_what_is_not_reached_shows_the_same(data: st.DataObject) -> None:
    world = data.draw(worlds())
    after = replace(world, mapping=data.draw(edited(world.mapping)))

    found = reached(world.mapping, after.mapping, world.read, LEXICON)

    says = {each.category for each in world.reading.categories}
    if not (found.everything or says & found.categories or ARTICLE.id in found.articles):
        assert shown(world) == shown(after)


def shown(world: World) -> object:
    decision = world.decide()
    slots = (
        arrange(decision, slot.name, products=world.products, now=NOW) for slot in decision.slots
    )
    return as_shown(slots)


def test_a_rule_reaches_what_stands_above_and_below_it() -> None:
    found = reached(
        EMPTY, Mapping(rules=(a_rule(CHEMICAL, 1),)), {ProductId(1): active_in(CHEMICAL)}, LEXICON
    )

    assert {EXFOLIANTS, CHEMICAL, AHA, BHA} == found.categories
    assert not found.everything


def test_a_rule_that_is_off_reaches_nothing() -> None:
    found = reached(EMPTY, Mapping(rules=(a_rule(CLAY, 1, enabled=False),)), {}, LEXICON)

    assert (frozenset(), frozenset(), False) == (
        found.categories,
        found.articles,
        found.everything,
    )


def test_the_order_of_rules_reaches_nothing() -> None:
    one, two = a_rule(CLAY, 1), a_rule(RETINOIDS, 2)

    found = reached(Mapping(rules=(one, two)), Mapping(rules=(two, one)), {}, LEXICON)

    assert frozenset() == found.categories


def test_a_product_known_by_its_rules_alone_reaches_all_of_them() -> None:
    old = Mapping(rules=(a_rule(CLAY, 1),), articles=override(7, never_show=ids(1)))
    new = replace(old, rules=(*old.rules, a_rule(RETINOIDS, 1)))

    found = reached(old, new, {}, LEXICON)

    assert {CLAY, RETINOIDS} == found.categories
    assert {7} == found.articles


def test_a_product_that_is_never_shown_reaches_what_it_is_active_in() -> None:
    found = reached(EMPTY, Mapping(never_show=ids(3)), {ProductId(3): active_in(PHYSICAL)}, LEXICON)

    assert {PHYSICAL, EXFOLIANTS} == found.categories


def test_a_decision_by_hand_reaches_its_article_alone() -> None:
    found = reached(EMPTY, Mapping(articles=override(5, never_show=ids(1))), {}, LEXICON)

    assert {5} == found.articles
    assert not found.categories


@pytest.mark.parametrize(
    "changes", [{"slots": (Slot(AFTER_INTRO, limit=2),)}, {"fallback": (1,)}], ids=str
)
def test_slots_and_fillers_reach_everything(changes: dict[str, Any]) -> None:
    assert reached(EMPTY, replace(EMPTY, **changes), {}, LEXICON).everything
