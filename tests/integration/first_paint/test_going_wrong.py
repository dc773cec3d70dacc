"""Others write there too, Shopify refuses, workers are killed: nothing is left over or wrong."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from service.domain.first_paint import HEAD, JSON
from service.domain.jobs import JobState
from service.domain.metafields import Fault, Metafield, Place, Written
from service.storage.database import Database
from service.storage.jobs import LEASE
from service.usecases.publish_first_paint import COMPARE_EVERY
from tests.integration.first_paint.conftest import ARTICLES, Painting, Watched
from tests.integration.killing import killed_at

SHARD = Place("cards_5_2")
EVERY = range(1, ARTICLES + 1)


class Refusing(Watched):
    """Shopify as it answers when some values are not to its taste; *names*: whether it says which
    ones it means."""

    names = True
    refuses: Callable[[Metafield], bool] = staticmethod(lambda given: given.place == SHARD)

    def write(self, given: Sequence[Metafield]) -> Written:
        bad = [n for n, each in enumerate(given) if type(self).refuses(each)]
        if not bad:
            return super().write(given)
        self._said.append(("refused", [given[n].place for n in bad]))
        told = [Fault(n if self.names else None, "INVALID_VALUE", "Not so.") for n in bad]
        return Written(faults=told if self.names else told[:1])


def write_as_another(painting: Painting, *places: Place) -> None:
    """Somebody else with our token, or we before a crash that nobody noted."""
    far = painting.opening.clients.metafields(painting.shop)
    here = far.digests()
    given = [Metafield(place, JSON, '{"other":1}', here.get(place.key)) for place in places]
    assert not far.write(given).faults


def test_what_another_has_written_meanwhile_is_read_again_and_written(full: Painting) -> None:
    full.publish()
    write_as_another(full, SHARD)
    full.decide([7, 8], 4)

    written = full.publish()

    assert [2, 2] == written
    assert ([4], [4], [1, 2, 3]) == tuple(full.products_of(n) for n in (7, 8, 9))


def test_what_stood_there_before_anything_was_known_is_written_over(full: Painting) -> None:
    write_as_another(full, SHARD, Place("cards_97_5"))

    full.publish()

    assert [1, 2, 3] == full.products_of(7)
    assert 5 + 1 == len(full.there())


def test_once_a_day_all_is_held_against_what_stands_there(full: Painting) -> None:
    full.publish()
    write_as_another(full, SHARD, Place("cards_97_5"))
    unseen = full.publish()
    full.opening.clock.shift = COMPARE_EVERY + timedelta(minutes=1)

    written = full.publish()

    assert ([], [1]) == (unseen, written)
    assert [1, 2, 3] == full.products_of(7)
    assert 5 + 1 == len(full.there())


def test_a_value_that_is_refused_is_set_aside_and_the_others_written(full: Painting) -> None:
    ended = full.run(far=lambda shop: Refusing(full.opening.clients.client(shop), full.said))

    assert JobState.DONE is ended.state
    assert {0, 1, 3, 4} == {n % 5 for n in full.shown()}
    assert "Not so." == full.known()[SHARD].refused


def test_where_nobody_says_which_one_is_refused_halves_tell(full: Painting) -> None:
    class Silent(Refusing):
        names = False

    ended = full.run(far=lambda shop: Silent(full.opening.clients.client(shop), full.said))

    assert JobState.DONE is ended.state
    assert {0, 1, 3, 4} == {n % 5 for n in full.shown()}


def test_what_was_refused_is_tried_again_when_it_is_another_value(full: Painting) -> None:
    full.run(far=lambda shop: Refusing(full.opening.clients.client(shop), full.said))
    same = full.publish()
    full.decide([7], 4)

    other = full.publish()

    assert ([], [1]) == (same, other)
    assert [4] == full.products_of(7)
    assert full.known()[SHARD].refused is None


def test_digests_that_never_agree_leave_it_to_another_try(full: Painting) -> None:
    class Stale(Watched):
        def write(self, given: Sequence[Metafield]) -> Written:
            self._said.append(("write", [each.place for each in given]))
            return Written(faults=[Fault(0, "STALE_OBJECT", "Changed.")])

    ended = full.run(far=lambda shop: Stale(full.opening.clients.client(shop), full.said))

    assert JobState.WAITING is ended.state
    assert 4 == len(full.said)
    assert {} == full.there()


@pytest.mark.parametrize("kind", ["503", "cut"])
def test_an_answer_that_is_lost_does_not_matter(full: Painting, kind: str) -> None:
    """Whether the call was done or not."""
    full.publish()
    full.decide([7, 8], 4)
    full.opening.fake.order(kind, after=1)

    full.publish()

    assert ([4], [1, 2, 3]) == (full.products_of(7), full.products_of(9))


def test_a_worker_that_is_killed_anywhere_leaves_nothing_over(full: Painting) -> None:
    """Whatever it had begun, in a division that is not wanted any more."""
    killed = 0
    for die_at in range(2, 40, 4):
        code = in_a_process(full, die_at)
        full.opening.clock.shift += LEASE + timedelta(seconds=1)
        full.decide([7], 1 + die_at % 9)
        full.publish()

        assert [1 + die_at % 9] == full.products_of(7)
        assert {*(f"cards_5_{n}" for n in range(5)), HEAD} == set(full.there())
        assert {place.key for place in full.known()} == set(full.there())
        assert all(each.digest for each in full.known().values())
        if code == 0:
            break
        assert -signal.SIGKILL == code
        killed += 1
        full.decide(EVERY, 1, 2, 1 + die_at % 9)
    assert killed > 3


def in_a_process(painting: Painting, die_at: int) -> int:
    """Publish in a process that is killed at its *die_at*-th statement; return how it ended."""

    def publish(database: Database) -> bool:
        opening = replace(painting.opening, database=database)
        Painting(opening, painting.shop).publish()
        return True

    return killed_at(die_at, painting.database, publish, noted=None)
