"""Whoever pauses a shop, or lets it observe, hides what themes show by themselves as well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from service.domain.catalog import ShopDomain, ShopMode
from service.domain.first_paint import HEAD
from service.domain.jobs import JobKind
from service.domain.metafields import Metafield, Place, Written
from service.storage import first_paints, jobs
from service.usecases.install_shop import install_shop
from service.usecases.sweep import sweep
from service.usecases.uninstall_shop import uninstall_shop
from tests.fakes import SilentDoorbell
from tests.integration.first_paint.conftest import ARTICLES, SCOPES, Painting, Watched

OTHER = ShopDomain("neighbour.myshopify.com")


def sweep_now(painting: Painting) -> list[JobKind]:
    """Let the clock's work be planned; return who was rung for."""
    doorbell = SilentDoorbell()
    sweep(
        sync_every=timedelta(days=9),
        full_sync_every=timedelta(days=9),
        database=painting.database,
        doorbell=doorbell,
        clock=painting.opening.clock,
    )
    return doorbell.rung


def is_planned(painting: Painting) -> bool:
    return JobKind.PUBLISH_FIRST_PAINT in sweep_now(painting)


def work(painting: Painting) -> None:
    painting.publish()
    assert not is_planned(painting)


def test_pausing_deletes_the_head_first_and_leaves_nothing(full: Painting) -> None:
    full.publish()
    full.switch(paused=True)

    full.publish()

    assert [("delete", [Place(HEAD)])] == full.said[:1]
    assert [1, 5] == [len(places) for _, places in full.said]
    assert ({}, {}) == (full.there(), full.known())


def test_a_shop_that_observes_again_shows_nothing(full: Painting) -> None:
    full.publish()
    full.switch(mode=ShopMode.OBSERVE.value)

    full.publish()

    assert {} == full.there()


def test_whoever_shows_cards_again_finds_them_all(full: Painting) -> None:
    full.publish()
    before = full.there()
    full.switch(paused=True)
    full.publish()
    full.switch(paused=False)

    full.publish()

    assert before == full.there()


def test_pausing_stops_what_is_being_written(full: Painting) -> None:
    """A shop of which all is being written is not waited for."""

    class Paused(Watched):
        def write(self, given: Sequence[Metafield]) -> Written:
            done = super().write(given)
            full.switch(paused=True)
            return done

    full.run(far=lambda shop: Paused(full.opening.clients.client(shop), full.said))

    assert {} == full.there()


def test_what_nobody_knows_of_is_hidden_as_well(full: Painting) -> None:
    """After an older database was brought back."""
    full.publish()
    with full.database.transaction(full.shop.id) as tx:
        first_paints.forget(tx, full.shop.id, list(full.known()))
    full.switch(paused=True)

    full.publish()

    assert {} == full.there()


def test_a_change_is_planned_by_the_next_sweep_and_only_once(full: Painting) -> None:
    first = is_planned(full)
    full.publish()
    quiet = is_planned(full)
    full.decide([7], 4)
    changed = is_planned(full)
    full.publish()

    assert (True, False, True) == (first, quiet, changed)
    assert [4] == full.products_of(7)


def test_pausing_is_planned_though_answers_are_being_decided(full: Painting) -> None:
    full.publish()
    compute(full)
    full.decide([7], 4)
    busy = is_planned(full)
    full.switch(paused=True)

    assert (False, True) == (busy, is_planned(full))


def test_answers_that_are_decided_for_long_do_not_hold_it_up_for_ever(full: Painting) -> None:
    full.publish()
    compute(full)
    full.decide([7], 4)
    full.opening.clock.shift += timedelta(minutes=3)

    assert is_planned(full)


def test_a_shop_that_shows_nothing_is_left_alone(painting: Painting) -> None:
    painting.switch(mode=ShopMode.OBSERVE.value)
    fresh = is_planned(painting)
    painting.switch(mode=ShopMode.LIVE.value)
    painting.bring_in([1])
    painting.decide([1], 1)
    painting.publish()
    painting.switch(mode=ShopMode.OBSERVE.value)
    painting.publish()
    painting.decide([1], 2)

    assert (False, False) == (fresh, is_planned(painting))


def test_a_shop_that_comes_back_gets_all_of_it_again(full: Painting) -> None:
    full.publish()
    uninstall_shop(
        full.shop.domain,
        triggered_at=full.opening.clock() + timedelta(minutes=1),
        database=full.database,
        clock=full.opening.clock,
    )
    full.opening.fake.control("POST", "uninstall")
    full.opening.fake.control("POST", "install", {"scopes": SCOPES})
    full.opening.install()
    gone = full.there()

    planned = is_planned(full)
    full.publish()

    assert ({}, True) == (gone, planned)
    assert ARTICLES == len(full.shown())


def test_a_shop_that_left_unnoticed_and_came_back_gets_all_of_it_again(full: Painting) -> None:
    full.publish()
    full.opening.fake.control("POST", "uninstall")
    full.opening.fake.control("POST", "install", {"scopes": SCOPES})
    full.opening.install()

    full.publish()

    assert ARTICLES == len(full.shown())


def test_another_shops_work_does_not_touch_it(full: Painting) -> None:
    full.publish()
    before = full.there()
    other = install_shop(
        OTHER,
        None,
        b"sealed",
        database=full.database,
        doorbell=SilentDoorbell(),
        clock=full.opening.clock,
    )
    with full.database.transaction(other.id) as tx:
        first_paints.doubt_all(tx, other.id)
        mine = first_paints.known(tx, other.id)

    assert {} == mine
    assert before == full.there()
    assert all(each.digest for each in full.known().values())


def compute(painting: Painting) -> None:
    with painting.database.transaction(painting.shop.id) as tx:
        kind = JobKind.COMPUTE_RECOMMENDATIONS
        jobs.add(tx, painting.shop.id, kind, {}, painting.opening.clock())
