"""Events are hints: what they name is asked for, unless updates tell it anyway."""

from __future__ import annotations

from service.domain.changes import Happening, to_look_at
from tests.builders import NOW


def test_looks_at_what_was_destroyed_and_is_stored_still() -> None:
    gone = [Happening(1, "destroy", NOW), Happening(2, "destroy", NOW)]

    assert {2} == to_look_at(gone, stored=[2, 3])


def test_leaves_edits_to_those_who_ask_for_what_was_updated() -> None:
    assert set() == to_look_at([Happening(1, "update", NOW), Happening(2, "create", NOW)], [1])


def test_looks_at_what_appeared_or_does_what_we_do_not_know() -> None:
    told = [Happening(1, "published", NOW), Happening(2, "moved_to_mars", NOW)]

    assert {1, 2} == to_look_at(told, stored=[])
