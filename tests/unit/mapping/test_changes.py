"""What one mapping changes of another, in words with before and after."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import (
    AFTER_INTRO,
    END,
    ArticleOverride,
    Change,
    Mapping,
    Pin,
    Place,
    Rule,
    RuleId,
    Slot,
    SlotOrder,
    add_rule,
    diff,
    enable_rule,
    ignore,
    move_product,
    never_show,
    pin,
    remove_rule,
    replace_rule,
    set_fallback,
    set_label,
)
from service.domain.reading import Role
from tests import builders
from tests.builders import NOW

RULE = RuleId("r")
ARTICLE = ArticleId(7)


a_rule = partial(builders.a_rule, id=RULE, category=CategoryId("physical_exfoliants"))
MAPPING = Mapping(rules=(a_rule(1, 2, 3),))


def changes(new: Mapping, old: Mapping = MAPPING) -> list[tuple[str, str, str]]:
    return [(change.message, change.before, change.after) for change in diff(old, new)]


def test_a_mapping_changes_nothing_of_itself() -> None:
    assert [] == changes(MAPPING)


def test_a_rule_that_was_added_and_one_that_was_removed() -> None:
    new = add_rule(remove_rule(MAPPING, RULE), a_rule(4, id=RuleId("s")))

    assert [
        ("physical exfoliants rule removed", "product 1, product 2, product 3", ""),
        ("physical exfoliants rule added", "", "product 4"),
    ] == changes(new)


def test_a_change_says_where_it_is() -> None:
    (change,) = diff(MAPPING, set_label(MAPPING, RULE, "Scrub"))

    assert Change(Place.RULE, "r", "physical exfoliants rule: label changed", "", "Scrub") == change


def test_products_in_another_order() -> None:
    assert [
        (
            "physical exfoliants rule: products in another order",
            "product 1, product 2, product 3",
            "product 3, product 1, product 2",
        )
    ] == changes(move_product(MAPPING, RULE, ProductId(3), 0))


def test_products_that_were_added_taken_out_and_moved_are_one_change() -> None:
    assert [
        (
            "physical exfoliants rule: added product 4, took out product 1, "
            "products in another order",
            "product 1, product 2, product 3",
            "product 3, product 2, product 4",
        )
    ] == changes(replace_rule(MAPPING, a_rule(3, 2, 4)))


def test_a_rule_that_was_switched_off() -> None:
    assert [("physical exfoliants rule switched off", "on", "off")] == changes(
        enable_rule(MAPPING, RULE, enabled=False)
    )


def test_every_condition_of_a_rule() -> None:
    new = a_rule(
        1,
        2,
        3,
        weight=1.5,
        role=Role.TREATS,
        tags=("dry", "oily"),
        blogs=("news",),
        languages=("en",),
        starts_at=NOW,
        ends_at=NOW,
    )

    found = {message.split(": ")[1]: after for message, _, after in changes(Mapping((new,)))}

    assert {
        "weight changed": "1.5",
        "role changed": "treats",
        "tags changed": "dry, oily",
        "blogs changed": "news",
        "languages changed": "en",
        "start changed": "2026-11-02 09:30 UTC",
        "end changed": "2026-11-02 09:30 UTC",
    } == found


def test_the_order_of_rules_decides_nothing_and_is_no_change() -> None:
    first, second = a_rule(1), a_rule(2, id=RuleId("s"))

    assert [] == changes(Mapping((first, second)), Mapping((second, first)))


def test_the_three_verbs_of_an_article() -> None:
    new = pin(MAPPING, ARTICLE, ProductId(4), 1, "approved")
    new = never_show(new, ProductId(5), ARTICLE)
    new = ignore(new, ARTICLE, CategoryId("vitamin_c"))

    assert [
        ("article 7: pins changed", "", "product 4 at place 1 (approved)"),
        ("article 7: never show changed", "", "product 5"),
        ("article 7: ignored changed", "", "vitamin c"),
    ] == changes(new)
    assert {"7"} == {change.where for change in diff(MAPPING, new)}


def test_never_show_and_filler_of_the_shop() -> None:
    new = set_fallback(never_show(MAPPING, ProductId(5)), [ProductId(8), ProductId(6)])

    assert [
        ("shop: never show changed", "", "product 5"),
        ("shop: filler changed", "", "product 8, product 6"),
    ] == changes(new)


def test_slots_that_changed_or_went() -> None:
    old = Mapping(slots=(Slot(AFTER_INTRO), Slot(END, repeats=AFTER_INTRO)))
    new = Mapping(slots=(Slot(AFTER_INTRO, limit=4, order=SlotOrder.SALIENCE),))

    found = changes(new, old)

    assert ("slot after_intro: limit changed", "3", "4") in found
    assert ("slot after_intro: order changed", "routine", "salience") in found
    assert ("slot end: limit changed", "3", "") in found
    assert ("shop: order of slots changed", "after_intro, end", "after_intro") in found


OVERRIDES = st.builds(
    ArticleOverride,
    pins=st.lists(
        st.builds(Pin, st.integers(1, 3).map(ProductId), st.integers(1, 3), st.just("")),
        max_size=2,
        unique_by=lambda pin_: pin_.product,
    ).map(lambda pins: tuple(sorted(pins, key=lambda p: (p.position, p.product)))),
    never_show=st.frozensets(st.integers(1, 3).map(ProductId), max_size=2),
    ignore=st.frozensets(st.sampled_from([CategoryId("aha"), CategoryId("bha")])),
)
MAPPINGS = st.builds(
    Mapping,
    rules=st.lists(
        st.builds(
            Rule,
            id=st.sampled_from([RuleId("a"), RuleId("b")]),
            category=st.sampled_from([CategoryId("aha"), CategoryId("bha")]),
            products=st.lists(st.integers(1, 4).map(ProductId), max_size=4, unique=True).map(tuple),
            label=st.sampled_from(["", "Acid"]),
            weight=st.sampled_from([1.0, 2.0]),
            enabled=st.booleans(),
        ),
        max_size=2,
        unique_by=lambda rule: rule.id,
    ).map(lambda rules: tuple(sorted(rules, key=lambda rule: rule.id))),
    never_show=st.frozensets(st.integers(1, 3).map(ProductId), max_size=2),
    articles=st.dictionaries(
        st.just(ARTICLE), OVERRIDES.filter(lambda override: override != ArticleOverride())
    ),
    fallback=st.lists(st.integers(1, 3).map(ProductId), max_size=2, unique=True).map(tuple),
)


@given(MAPPINGS, MAPPINGS)
def test_there_is_a_change_exactly_where_two_mappings_differ(old: Mapping, new: Mapping) -> None:
    assert (old != new) is bool(diff(old, new))


@given(MAPPINGS, MAPPINGS)
def test_the_way_back_has_as_many_changes(old: Mapping, new: Mapping) -> None:
    assert len(diff(old, new)) == len(diff(new, old))
