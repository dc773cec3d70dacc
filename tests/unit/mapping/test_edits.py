"""Small edits of a mapping: what each changes, and when it refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.errors import InvalidFieldError, ProductNotFoundError, RuleNotFoundError
from service.domain.lexicon import CategoryId
from service.domain.mappings import (
    ArticleOverride,
    Mapping,
    Pin,
    RuleId,
    add_product,
    add_rule,
    allow,
    enable_rule,
    ignore,
    move_product,
    never_show,
    pin,
    remove_product,
    remove_rule,
    replace_rule,
    rule,
    set_fallback,
    set_label,
    unignore,
    unpin,
)
from tests import builders

RULE = RuleId("aha")
AHA = CategoryId("aha")
ARTICLE = ArticleId(1)

a_rule = partial(builders.a_rule, id=RULE)


def a_mapping(*products: int) -> Mapping:
    return Mapping(rules=(a_rule(*products), a_rule(9, id=RuleId("other"))))


def products_of(mapping: Mapping) -> tuple[int, ...]:
    return rule(mapping, RULE).products


@pytest.mark.parametrize(
    ("index", "expected"),
    [(0, (3, 1, 2)), (1, (1, 3, 2)), (2, (1, 2, 3)), (-1, (3, 1, 2)), (99, (1, 2, 3))],
)
def test_moves_a_product_to_an_index_or_to_the_end_that_is_nearest(
    index: int, expected: tuple[int, ...]
) -> None:
    moved = move_product(a_mapping(1, 2, 3), RULE, ProductId(3), index)

    assert expected == products_of(moved)


def test_an_edit_leaves_the_old_mapping_and_the_other_rules_alone() -> None:
    old = a_mapping(1, 2)

    new = move_product(old, RULE, ProductId(2), 0)

    assert a_mapping(1, 2) == old
    assert old.rules[1] == new.rules[1]


def test_does_not_move_a_product_that_the_rule_does_not_have() -> None:
    with pytest.raises(ProductNotFoundError):
        move_product(a_mapping(1), RULE, ProductId(2), 1)


def test_adds_a_product_last_or_at_an_index() -> None:
    assert (1, 2, 3) == products_of(add_product(a_mapping(1, 2), RULE, ProductId(3)))
    assert (3, 1, 2) == products_of(add_product(a_mapping(1, 2), RULE, ProductId(3), 0))


def test_adding_a_product_that_is_there_changes_nothing() -> None:
    assert a_mapping(1, 2) == add_product(a_mapping(1, 2), RULE, ProductId(1))


def test_a_rule_holds_fifty_products_and_no_more() -> None:
    fifty = a_mapping(*range(1, 51))

    with pytest.raises(InvalidFieldError, match="products: at most 50"):
        add_product(fifty, RULE, ProductId(51))


def test_removes_a_product_or_says_that_it_is_not_there() -> None:
    assert (2,) == products_of(remove_product(a_mapping(1, 2), RULE, ProductId(1)))
    with pytest.raises(ProductNotFoundError):
        remove_product(a_mapping(1), RULE, ProductId(2))


def test_sets_a_label_without_the_blanks_around_it() -> None:
    labelled = set_label(a_mapping(1), RULE, "  Once formed ")

    assert "Once formed" == rule(labelled, RULE).label


def test_a_label_has_eighty_characters_at_most() -> None:
    assert "x" * 80 == rule(set_label(a_mapping(1), RULE, "x" * 80), RULE).label
    with pytest.raises(InvalidFieldError, match="label: at most 80 characters; this has 81"):
        set_label(a_mapping(1), RULE, "x" * 81)


@pytest.mark.parametrize("control", ["a\nb", "a\x00b", "a\x1bb", "a\u2028b"])
def test_a_label_is_one_line_of_plain_text(control: str) -> None:
    with pytest.raises(InvalidFieldError, match="control characters"):
        set_label(a_mapping(1), RULE, control)


def test_adds_and_removes_a_rule() -> None:
    new = a_rule(5, id=RuleId("new"))

    added = add_rule(a_mapping(1), new)

    assert new == added.rules[-1]
    assert a_mapping(1) == remove_rule(added, RuleId("new"))


def test_does_not_add_a_second_rule_with_the_same_id() -> None:
    with pytest.raises(InvalidFieldError, match="id"):
        add_rule(a_mapping(1), a_rule(2))


def test_replaces_a_rule_in_its_place() -> None:
    replaced = replace_rule(a_mapping(1), a_rule(2, weight=3.0))

    assert a_rule(2, weight=3.0) == replaced.rules[0]


def test_switches_a_rule_off_and_on_again() -> None:
    off = enable_rule(a_mapping(1), RULE, enabled=False)

    assert not rule(off, RULE).enabled
    assert a_mapping(1) == enable_rule(off, RULE)


@pytest.mark.parametrize(
    "edit",
    [
        lambda m: rule(m, RuleId("gone")),
        lambda m: remove_rule(m, RuleId("gone")),
        lambda m: enable_rule(m, RuleId("gone")),
        lambda m: set_label(m, RuleId("gone"), ""),
        lambda m: add_product(m, RuleId("gone"), ProductId(1)),
        lambda m: move_product(m, RuleId("gone"), ProductId(1), 1),
        lambda m: remove_product(m, RuleId("gone"), ProductId(1)),
        lambda m: replace_rule(m, a_rule(id=RuleId("gone"))),
    ],
)
def test_says_that_a_rule_is_not_there(edit: Callable[[Mapping], object]) -> None:
    with pytest.raises(RuleNotFoundError, match="no rule 'gone' in this mapping"):
        edit(a_mapping(1))


def test_pins_a_product_with_its_reason() -> None:
    pinned = pin(Mapping(), ARTICLE, ProductId(1), 2, " approved ")

    assert {ARTICLE: ArticleOverride(pins=(Pin(ProductId(1), 2, "approved"),))} == pinned.articles


def test_pinning_again_moves_the_pin() -> None:
    pinned = pin(pin(Mapping(), ARTICLE, ProductId(1), 2), ARTICLE, ProductId(1), 1)

    assert (Pin(ProductId(1), 1),) == pinned.articles[ARTICLE].pins


def test_does_not_pin_two_products_at_one_place() -> None:
    pinned = pin(Mapping(), ARTICLE, ProductId(1), 1)

    with pytest.raises(InvalidFieldError, match="position: another product is pinned there"):
        pin(pinned, ARTICLE, ProductId(2), 1)


@pytest.mark.parametrize("position", [0, -1, 11])
def test_pins_at_places_from_one_to_ten(position: int) -> None:
    with pytest.raises(InvalidFieldError, match="position: from 1 to 10"):
        pin(Mapping(), ARTICLE, ProductId(1), position)


def test_of_pin_and_never_show_in_an_article_the_later_one_stands() -> None:
    hidden = never_show(pin(Mapping(), ARTICLE, ProductId(1), 1), ProductId(1), ARTICLE)
    pinned = pin(hidden, ARTICLE, ProductId(1), 1)

    assert ArticleOverride(never_show=frozenset({ProductId(1)})) == hidden.articles[ARTICLE]
    assert ArticleOverride(pins=(Pin(ProductId(1), 1),)) == pinned.articles[ARTICLE]


def test_never_show_without_an_article_is_for_the_whole_shop() -> None:
    hidden = never_show(Mapping(), ProductId(1))

    assert frozenset({ProductId(1)}) == hidden.never_show
    assert Mapping() == allow(hidden, ProductId(1))


def test_what_is_undone_in_an_article_leaves_nothing_behind() -> None:
    edited = pin(Mapping(), ARTICLE, ProductId(1), 1)
    edited = never_show(edited, ProductId(2), ARTICLE)
    edited = ignore(edited, ARTICLE, AHA)

    undone = unignore(edited, ARTICLE, AHA)
    undone = allow(undone, ProductId(2), ARTICLE)
    undone = unpin(undone, ProductId(1), ARTICLE)

    assert Mapping() == undone


def test_ignores_a_category_in_one_article_only() -> None:
    ignored = ignore(Mapping(), ARTICLE, AHA)

    assert {ARTICLE: ArticleOverride(ignore=frozenset({AHA}))} == ignored.articles


def test_fallback_names_each_product_once() -> None:
    filled = set_fallback(Mapping(), [ProductId(2), ProductId(1), ProductId(2)])

    assert (2, 1) == filled.fallback
