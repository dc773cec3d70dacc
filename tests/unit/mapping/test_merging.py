"""A draft keeps what it changes when something else is published below it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import END, ArticleOverride, Mapping, RuleId, Slot, merge
from tests.builders import a_rule
from tests.unit.recommending.test_properties import World, worlds

ONE, TWO = RuleId("one"), RuleId("two")
BASE = Mapping(rules=(a_rule(1, id=ONE), a_rule(2, id=TWO)))


@given(worlds(), worlds())
def test_a_draft_without_changes_becomes_what_is_published(base: World, theirs: World) -> None:
    merged = merge(base.mapping, base.mapping, theirs.mapping)

    kept = {a: o for a, o in theirs.mapping.articles.items() if o != ArticleOverride()}
    assert replace(theirs.mapping, articles=kept) == merged


@given(worlds(), worlds())
def test_nothing_published_meanwhile_leaves_the_draft_as_it_is(base: World, mine: World) -> None:
    merged = merge(base.mapping, mine.mapping, base.mapping)

    assert {rule.id: rule for rule in mine.mapping.rules} == {
        rule.id: rule for rule in merged.rules
    }
    assert (mine.mapping.never_show, mine.mapping.fallback) == (merged.never_show, merged.fallback)
    assert set(mine.mapping.slots) == set(merged.slots)


def test_each_side_keeps_the_rules_that_it_alone_changed() -> None:
    mine = replace(BASE, rules=(a_rule(1, 5, id=ONE), BASE.rules[1]))
    theirs = replace(BASE, rules=(BASE.rules[0], a_rule(2, 6, id=TWO)))

    merged = merge(BASE, mine, theirs)

    assert (mine.rules[0], theirs.rules[1]) == merged.rules


def test_where_both_changed_a_rule_the_draft_stands() -> None:
    mine = replace(BASE, rules=(a_rule(5, id=ONE), BASE.rules[1]))
    theirs = replace(BASE, rules=(a_rule(6, id=ONE), BASE.rules[1]))

    assert mine.rules[0] == merge(BASE, mine, theirs).rules[0]


def test_what_the_draft_took_away_stays_away_and_what_it_added_stays() -> None:
    added = a_rule(9, id=RuleId("new"))

    merged = merge(BASE, replace(BASE, rules=(BASE.rules[1], added)), BASE)

    assert (BASE.rules[1], added) == merged.rules


def test_decisions_for_articles_and_slots_are_merged_one_by_one() -> None:
    ignore = ArticleOverride(ignore=frozenset({CategoryId("aha")}))
    mine = replace(BASE, articles={ArticleId(1): ignore}, never_show=frozenset({ProductId(1)}))
    theirs = replace(BASE, articles={ArticleId(2): ignore}, slots=(Slot(END, limit=2),))

    merged = merge(BASE, mine, theirs)

    assert {ArticleId(1): ignore, ArticleId(2): ignore} == merged.articles
    assert theirs.slots == merged.slots
    assert {1} == merged.never_show
