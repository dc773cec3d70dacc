"""What was read is found again in the text as it was given."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cli.places import MOST_TRIES, Finder


@pytest.mark.parametrize(
    ("text", "said", "found"),
    [
        ("Use it.", "Use it.", "Use it."),
        ("**Use** *it*.", "Use it.", "Use** *it*."),
        ("Use\n  it.", "Use it.", "Use\n  it."),
        ("> Use\n> it.", "Use it.", "Use\n> it."),
        ("Use [it](/x_(y)) now", "Use it now", "Use [it](/x_(y)) now"),
        ("Use [it][r] now", "Use it now", "Use [it][r] now"),
        ("Use it[^1] now", "Use it now", "Use it[^1] now"),
        ("<p>U<b>se</b> a &amp; b</p>", "Use a & b", "U<b>se</b> a &amp; b"),
        ("Use&nbsp;it&#46;", "Use it.", "Use&nbsp;it&#46;"),
        ("a & b &amp; c", "a & b & c", "a & b &amp; c"),
        ("Use &amp;amp; rest", "Use & rest", "Use &amp;amp; rest"),
        ("Use<script>var it</script> it", "Use it", "Use<script>var it</script> it"),
        ("re\u00adtinol cafe\u0301", "retinol caf\u00e9", "re\u00adtinol cafe\u0301"),
        (r"\*not\* so", "*not* so", r"*not\* so"),
        ("No. Use it.", "Use it.", "Use it."),
    ],
)
def test_finds_what_marks_and_tags_part(text: str, said: str, found: str) -> None:
    place = Finder(text).find(said, 0)

    assert place is not None
    assert found == text[slice(*place)]


def test_finds_the_next_and_else_an_earlier_one() -> None:
    finder = Finder("it. it.")

    assert [(0, 3), (4, 7), (4, 7)] == [finder.find("it.", at) for at in (0, 1, 4)]
    assert (0, 2) == Finder("no it").find("no", 3)


def test_finds_nothing_that_is_not_there() -> None:
    assert Finder("**Use** it").find("Leave it", 0) is None


@given(st.text(max_size=80), st.text(max_size=20), st.integers(0, 90))
def test_a_place_is_within_the_text(text: str, said: str, at: int) -> None:
    place = Finder(text).find(said, at)

    assert place is None or 0 <= place[0] <= place[1] <= len(text)


def test_tries_a_bounded_number_of_places(monkeypatch: pytest.MonkeyPatch) -> None:
    finder, tried = Finder("ab" * 500_000), Counter[str]()
    end = Finder._end
    monkeypatch.setattr(Finder, "_end", lambda *given: tried.update("x") or end(*given))

    for number in range(100):
        finder.find(f"abac{number}", number)

    assert MOST_TRIES == tried.total()
