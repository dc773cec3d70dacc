"""A list that lacks too much is believed only when a second one lacks the same."""

from __future__ import annotations

from service.domain.deletions import Verdict, digest, judge

HUNDRED = range(1, 101)


def test_a_few_that_are_missing_are_gone() -> None:
    assert Verdict((1, 2)) == judge(HUNDRED, range(3, 101))


def test_a_fifth_may_go_at_once() -> None:
    assert 20 == len(judge(HUNDRED, range(21, 101)).gone)


def test_more_than_a_fifth_is_suspected_first() -> None:
    verdict = judge(HUNDRED, range(22, 101))

    assert Verdict((), digest(range(1, 22))) == verdict


def test_a_second_list_that_lacks_the_same_is_believed() -> None:
    first = judge(HUNDRED, range(51, 101))

    second = judge(HUNDRED, range(51, 101), suspected=first.suspected)

    assert Verdict(tuple(range(1, 51))) == second


def test_a_second_list_that_lacks_something_else_is_suspected_as_well() -> None:
    first = judge(HUNDRED, range(51, 101))

    second = judge(HUNDRED, range(1, 51), suspected=first.suspected)

    assert Verdict((), digest(range(51, 101))) == second


def test_a_complete_list_ends_the_suspicion() -> None:
    first = judge(HUNDRED, [])

    assert Verdict(()) == judge(HUNDRED, HUNDRED, suspected=first.suspected)


def test_what_is_new_is_not_gone() -> None:
    assert Verdict(()) == judge([], HUNDRED)
