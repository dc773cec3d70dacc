"""What each sync did, whatever happens to those who do it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from service.domain.catalog import Shop, ShopDomain
from service.domain.jobs import Job, JobKind
from service.domain.sync_runs import ChangeKind, RunId, RunKind, RunState
from service.ports import ShopFacts
from service.storage import catalog, jobs, shops, sync_runs
from service.storage.content import Noun
from service.storage.database import Database
from service.storage.jobs import LEASE
from service.storage.sync_runs import HeldBack, Run, Wanted
from tests.builders import NOW, a_product

DIED = LEASE + timedelta(seconds=1)


@pytest.fixture
def shop(database: Database) -> Shop:
    facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
    with database.system() as tx:
        return shops.install(
            tx, ShopDomain("fernwick.myshopify.com"), facts, sealed_token=b"", now=NOW
        )


def a_job(database: Database, shop: Shop, *, later: timedelta = timedelta()) -> Job:
    with database.system() as tx:
        if not jobs.unfinished(tx, shop.id):
            jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {}, NOW)
        job = jobs.claim(tx, JobKind.SYNC_CATALOG, now=NOW + later)
    assert job is not None
    return job


def begin(
    database: Database, job: Job, kind: RunKind = RunKind.FULL, *, later: timedelta = timedelta()
) -> RunId:
    with database.transaction(job.shop_id) as tx:
        return sync_runs.start_run(tx, job, kind, now=NOW + later)


def run_of(database: Database, shop: Shop, at: datetime = NOW) -> Run:
    with database.transaction(shop.id, read_only=True) as tx:
        run = sync_runs.newest(tx, shop.id, now=at)
    assert run is not None
    return run


def end(database: Database, job: Job, run: RunId) -> None:
    with database.transaction(job.shop_id) as tx:
        sync_runs.finish(tx, job.shop_id, run, now=NOW)
        jobs.finish(tx, job, now=NOW)


def test_a_run_that_goes_on_says_how_far_it_is(database: Database, shop: Shop) -> None:
    run = begin(database, a_job(database, shop))

    with database.transaction(shop.id) as tx:
        seen = {Noun.PRODUCTS: 40}
        sync_runs.progress(tx, shop.id, run, seen, now=NOW, expected=200, stage="Products come in")

    found = run_of(database, shop)
    assert (RunState.RUNNING, 40, 200) == (found.state, found.seen, found.expected)
    assert found.stage == "Products come in"


def test_a_run_whose_worker_was_killed_is_shown_as_interrupted(
    database: Database, shop: Shop
) -> None:
    begin(database, a_job(database, shop))

    found = run_of(database, shop, NOW + DIED)

    assert (RunState.INTERRUPTED, True) == (found.state, found.will_try_again)


def test_who_takes_the_job_over_goes_on_with_the_run_and_counts_what_it_sees_anew(
    database: Database, shop: Shop
) -> None:
    run = begin(database, a_job(database, shop))
    with database.transaction(shop.id) as tx:
        sync_runs.progress(tx, shop.id, run, {Noun.PRODUCTS: 40}, now=NOW)
        sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.NEW, ids=[1, 2, 3])

    again = begin(database, a_job(database, shop, later=DIED), later=DIED)

    found = run_of(database, shop, NOW + DIED)
    assert (run, RunState.RUNNING, 2) == (again, found.state, found.attempts)
    assert (0, 3) == (found.products.seen, found.products.new)


def test_a_run_left_open_by_a_job_that_is_gone_is_closed_by_the_next(
    database: Database, shop: Shop
) -> None:
    left = begin(database, a_job(database, shop))
    with database.transaction(shop.id) as tx:
        jobs.stop_all(tx, shop.id)
        jobs.add(tx, shop.id, JobKind.COMPUTE_RECOMMENDATIONS, {}, NOW)  # takes the number
        jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {}, NOW)

    new = begin(database, a_job(database, shop))

    with database.transaction(shop.id, read_only=True) as tx:
        found = sync_runs.listed(tx, shop.id, now=NOW, limit=9)
    states = [(run.id, run.state) for run in found]
    assert states == [(new, RunState.RUNNING), (left, RunState.INTERRUPTED)]


def test_a_run_that_was_put_aside_is_gone_on_with_by_another_job(
    database: Database, shop: Shop
) -> None:
    job = a_job(database, shop)
    run = begin(database, job)
    with database.transaction(shop.id) as tx:
        sync_runs.pause(tx, shop.id, run, stage="Shopify prepares the list", now=NOW)
        jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {}, NOW)
        jobs.finish(tx, job, now=NOW)
    waiting = run_of(database, shop).state

    again = begin(database, a_job(database, shop))

    assert (RunState.WAITING, run) == (waiting, again)


def test_a_run_that_was_put_aside_for_nobody_is_interrupted(database: Database, shop: Shop) -> None:
    job = a_job(database, shop)
    run = begin(database, job)
    with database.transaction(shop.id) as tx:
        sync_runs.pause(tx, shop.id, run, stage="Shopify prepares the list", now=NOW)
        jobs.finish(tx, job, now=NOW)

    assert run_of(database, shop).state is RunState.INTERRUPTED


def test_a_run_fails_with_its_job(database: Database, shop: Shop) -> None:
    job = a_job(database, shop)
    begin(database, job)

    with database.transaction(shop.id) as tx:
        jobs.fail(tx, job, "Shopify is away", now=NOW)
        sync_runs.fail_of_job(tx, job, "Shopify is away", now=NOW)

    found = run_of(database, shop)
    assert (RunState.FAILED, "Shopify is away") == (found.state, found.error)
    assert found.will_try_again


def test_a_done_run_is_left_alone_by_what_fails_later(database: Database, shop: Shop) -> None:
    job = a_job(database, shop)
    end(database, job, begin(database, job))

    with database.transaction(shop.id) as tx:
        sync_runs.fail_of_job(tx, job, "too late", now=NOW)

    assert run_of(database, shop).state is RunState.DONE


def test_names_what_changed_also_what_goes_with_the_change(database: Database, shop: Shop) -> None:
    run = begin(database, a_job(database, shop))
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, [a_product(1, title="Azelaic Serum")])
        sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.GONE, ids=[1])
        catalog.remove_all_but(tx, shop.id, [])

    with database.transaction(shop.id, read_only=True) as tx:
        (change,) = sync_runs.changes(tx, shop.id, run, limit=9)

    assert (ChangeKind.GONE, 1, "Azelaic Serum") == (change.change, change.id, change.title)


def test_counts_all_and_names_no_more_than_is_kept(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_runs, "MOST_NAMED", 3)
    run = begin(database, a_job(database, shop))
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, [a_product(number) for number in range(1, 6)])
        for ids in ([1, 2], [3, 4], [5]):
            sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.NEW, ids=ids)
        named = sync_runs.count_changes(tx, shop.id, run)

    assert (5, 3) == (run_of(database, shop).products.new, named)


def test_keeps_so_many_runs_of_each_kind_and_their_changes(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_runs, "KEPT", 3)
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, [a_product(1)])
    runs = []
    for _ in range(6):
        job = a_job(database, shop)
        run = begin(database, job)
        with database.transaction(shop.id) as tx:
            sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.CHANGED, ids=[1])
        end(database, job, run)
        runs.append(run)
    job = a_job(database, shop)
    end(database, job, begin(database, job, RunKind.NIGHTLY))

    with database.transaction(shop.id, read_only=True) as tx:
        wanted = Wanted(kinds=(RunKind.FULL,))
        kept = sync_runs.listed(tx, shop.id, now=NOW, wanted=wanted, limit=9)
        named = [sync_runs.count_changes(tx, shop.id, run) for run in runs]

    assert [run.id for run in kept] == runs[:2:-1]
    assert named == [0, 0, 0, 1, 1, 1]


def test_says_how_much_was_missing_and_is_kept(database: Database, shop: Shop) -> None:
    run = begin(database, a_job(database, shop))

    with database.transaction(shop.id) as tx:
        held = HeldBack(missing=38, stored=100, suspected="abc")
        sync_runs.hold_back(tx, shop.id, run, Noun.PRODUCTS, held, now=NOW)

    found = run_of(database, shop).held_back
    assert (held, 38) == (found[Noun.PRODUCTS], found[Noun.PRODUCTS].percent)


def test_lists_only_what_is_wanted(database: Database, shop: Shop) -> None:
    for kind in (RunKind.FULL, RunKind.INCREMENT):
        job = a_job(database, shop)
        run = begin(database, job, kind)
        with database.transaction(shop.id) as tx:
            count = 2 if kind is RunKind.FULL else 0
            sync_runs.note(
                tx, shop.id, run, Noun.ARTICLES, change=ChangeKind.NEW, ids=[], count=count
            )
        end(database, job, run)

    def kinds(wanted: Wanted) -> list[RunKind]:
        with database.transaction(shop.id, read_only=True) as tx:
            found = sync_runs.listed(tx, shop.id, now=NOW, wanted=wanted, limit=9)
        return [run.kind for run in found]

    assert kinds(Wanted()) == [RunKind.INCREMENT, RunKind.FULL]
    assert kinds(Wanted(kinds=(RunKind.INCREMENT,))) == [RunKind.INCREMENT]
    assert kinds(Wanted(changing=True)) == [RunKind.FULL]
    assert kinds(Wanted(states=(RunState.FAILED,))) == []
