"""The Sync page says what came in, what is being done, what went wrong, and lets a person act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import update

from service.domain.catalog import Shop
from service.domain.jobs import Job, JobKind, JobStatus
from service.domain.members import MemberRole
from service.domain.sync_runs import ChangeKind, RunId, RunKind
from service.storage import audit, catalog, jobs, shops, sync_runs
from service.storage.content import Noun
from service.storage.database import Database
from service.storage.sync_runs import HeldBack
from service.storage.tables import connections, webhooks
from service.usecases.show_syncs import CHANGES, KINDS, PAGE
from tests.builders import NOW, a_product
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import DOMAIN, MARKUP, SCRUB, SERUM, Bell

PAGE_URL = f"/shops/{DOMAIN}/sync/"
TODAY = NOW + timedelta(days=1)

Begin = Callable[..., tuple[Job, RunId]]


@pytest.fixture
def begin(database: Database, shop: Shop) -> Begin:
    """Begin a run of a kind, as a worker does."""

    def run(kind: RunKind = RunKind.FULL, *, at: Any = TODAY) -> tuple[Job, RunId]:
        with database.system() as tx:
            jobs.add(tx, shop.id, KINDS[kind], {}, at)
            job = jobs.claim(tx, KINDS[kind], now=at)
            assert job is not None
            return job, sync_runs.start_run(tx, job, kind, now=at)

    return run


@pytest.fixture
def ended(database: Database, shop: Shop, begin: Begin) -> Begin:
    """As `begin`, and end it well."""

    def run(kind: RunKind = RunKind.FULL, *, at: Any = TODAY) -> tuple[Job, RunId]:
        job, number = begin(kind, at=at)
        with database.transaction(shop.id) as tx:
            sync_runs.finish(tx, shop.id, number, now=at + timedelta(seconds=130))
            jobs.finish(tx, job, now=at)
        return job, number

    return run


@pytest.fixture
def failed(database: Database, shop: Shop, begin: Begin) -> Callable[..., RunId]:
    """A run that has ended with an error; its job is dead, or is tried again."""

    def run(error: str = "Shopify refuses", kind: RunKind = RunKind.FULL, **how: bool) -> RunId:
        job, number = begin(kind)
        with database.transaction(shop.id) as tx:
            end = jobs.fail if how.get("again") else jobs.bury
            end(tx, job, error, now=TODAY)
            sync_runs.fail_of_job(tx, job, error, now=TODAY)
        return number

    return run


@pytest.fixture
def held(database: Database, shop: Shop, begin: Begin) -> RunId:
    job, number = begin()
    with database.transaction(shop.id) as tx:
        lacks = HeldBack(60, 100, "their-name")
        sync_runs.hold_back(tx, shop.id, number, Noun.PRODUCTS, lacks, now=TODAY)
        sync_runs.finish(tx, shop.id, number, now=TODAY)
        jobs.finish(tx, job, now=TODAY)
    return number


def asked(database: Database, shop: Shop) -> list[JobStatus]:
    with database.transaction(shop.id, read_only=True) as tx:
        return list(jobs.unfinished(tx, shop.id))


def came_in(database: Database, shop: Shop) -> None:
    with database.transaction(shop.id) as tx:
        shops.mark_synced(tx, shop.id, began_at=NOW, full=True)


def told(database: Database, shop: Shop, **columns: Any) -> None:
    row: Mapping[str, Any] = {
        "domain": shop.domain,
        "webhook_id": "w",
        "shop_id": shop.id,
        "event_id": "",
        "topic": "products/update",
        "api_version": "",
        "received_at": TODAY - timedelta(minutes=5),
        "tries": 0,
        "run_after": TODAY,
    }
    with database.system() as tx:
        tx.execute(webhooks.insert().values({**row, **columns}))


def test_says_that_there_was_no_sync_yet(person: Person) -> None:
    page = person.get(PAGE_URL)

    assert 200 == page.status_code
    assert "No sync yet" in page.text
    assert page.text.count("Never</dd>") == 3


def test_lists_a_run_with_its_counts_and_how_long_it_took(
    person: Person, database: Database, shop: Shop, begin: Begin
) -> None:
    job, run = begin()
    with database.transaction(shop.id) as tx:
        seen = {Noun.PRODUCTS: 1240, Noun.ARTICLES: 31}
        sync_runs.progress(tx, shop.id, run, seen, now=TODAY)
        sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.NEW, ids=[SCRUB])
        sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.GONE, ids=[SERUM])
        sync_runs.finish(tx, shop.id, run, now=TODAY + timedelta(seconds=130))
        jobs.finish(tx, job, now=TODAY)

    text = person.get(PAGE_URL).text

    assert "1,240 products, 31 articles" in text
    assert "2 min 10 s" in text
    assert "1 new" in text
    assert "1 gone" in text


def test_a_run_names_what_it_changed_a_page_at_a_time(
    person: Person, database: Database, shop: Shop, begin: Begin
) -> None:
    _, run = begin()
    many = [a_product(n, title=f"Serum {n:03}") for n in range(1000, 1000 + CHANGES + 1)]
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, many)
        ids = [product.id for product in many]
        sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.NEW, ids=ids)

    first = person.get(f"{PAGE_URL}{run}").text
    second = person.get(f"{PAGE_URL}{run}?page=2").text

    assert "Page 1 of 2" in first
    assert ("Serum 1000" in first, "Serum 1050" in first) == (True, False)
    assert "Serum 1050" in second


def test_what_is_only_counted_is_said(
    person: Person, database: Database, shop: Shop, begin: Begin
) -> None:
    _, run = begin()
    with database.transaction(shop.id) as tx:
        some, kind = [SCRUB], ChangeKind.NEW
        sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=kind, ids=some, count=8001)

    assert "8,000 more are counted" in person.get(f"{PAGE_URL}{run}").text


def test_titles_are_text_whatever_they_hold(
    person: Person, database: Database, shop: Shop, begin: Begin
) -> None:
    _, run = begin()
    with database.transaction(shop.id) as tx:
        sync_runs.note(tx, shop.id, run, Noun.PRODUCTS, change=ChangeKind.CHANGED, ids=[105])

    text = person.get(f"{PAGE_URL}{run}").text

    assert MARKUP not in text
    assert str(escape(MARKUP)) in text


@pytest.mark.parametrize(
    ("error", "says", "what_to_do"),
    [
        ("the shop has not granted read_content", "The shop has not granted", "Once the reason"),
        ("OperationalError", "Endcap itself failed (OperationalError)", "its log says more"),
    ],
)
def test_says_in_words_what_went_wrong_and_what_to_do(
    person: Person, failed: Callable[..., RunId], error: str, says: str, what_to_do: str
) -> None:
    failed(error)

    text = person.get(PAGE_URL).text

    assert says in text
    assert what_to_do in text


def test_what_is_tried_again_by_itself_says_so(
    person: Person, failed: Callable[..., RunId]
) -> None:
    failed("Shopify did not answer", again=True)

    assert "tried again by itself" in person.get(PAGE_URL).text


def test_trying_again_begins_at_once(
    person: Person, database: Database, shop: Shop, bell: Bell, failed: Callable[..., RunId]
) -> None:
    came_in(database, shop)
    run = failed(kind=RunKind.INCREMENT)

    answer = person.post(f"{PAGE_URL}{run}/again")

    assert 303 == answer.status_code
    assert [JobKind.FOLLOW_CHANGES] == [job.kind for job in asked(database, shop)]
    assert [JobKind.FOLLOW_CHANGES] == bell.rung
    with database.transaction(shop.id, read_only=True) as tx:
        assert "publisher@fernwick.test" == audit.newest(tx, shop.id, limit=1)[0].author


def test_only_the_newest_failure_of_a_kind_can_be_tried_again(
    person: Person, failed: Callable[..., RunId], ended: Begin
) -> None:
    run = failed()
    ended(at=TODAY + timedelta(minutes=5))

    text = person.get(f"{PAGE_URL}{run}").text

    assert "Try again now" not in text
    assert "nothing to do" in text


@pytest.mark.parametrize("person", [MemberRole.VIEWER, MemberRole.EDITOR], indirect=True)
def test_who_may_not_publish_sees_all_and_begins_nothing(
    person: Person, database: Database, shop: Shop, held: RunId
) -> None:
    text = person.get(PAGE_URL).text

    assert "A publisher can say" in text
    assert "Look for changes now" not in text
    for path in ("", f"{held}/again", f"{held}/gone"):
        assert 403 == person.post(PAGE_URL + path, kind="full").status_code
    assert [] == asked(database, shop)


@pytest.mark.parametrize("path", ["", "1/again", "1/gone"])
def test_takes_no_form_from_elsewhere(person: Person, path: str) -> None:
    person.token = "forged"

    assert 400 == person.post(PAGE_URL + path, kind="full").status_code


def test_what_is_held_back_is_said_and_a_person_may_say_that_it_is_gone(
    person: Person, database: Database, shop: Shop, bell: Bell, held: RunId
) -> None:
    assert "60 of 100 products (60 %)" in person.get(PAGE_URL).text

    person.post(f"{PAGE_URL}{held}/gone")

    (job,) = asked(database, shop)
    assert {"full": True, "suspected": {"products": "their-name"}} == job.payload
    assert [JobKind.SYNC_CATALOG] == bell.rung


def test_a_later_complete_sync_settles_what_was_held_back(
    person: Person, held: RunId, ended: Begin
) -> None:
    ended(RunKind.NIGHTLY, at=TODAY + timedelta(hours=1))

    assert "data-held" not in person.get(PAGE_URL).text
    assert "has settled it" in person.get(f"{PAGE_URL}{held}").text


def test_a_run_that_held_nothing_back_can_not_be_confirmed(
    person: Person, database: Database, shop: Shop, ended: Begin
) -> None:
    _, run = ended()

    assert 409 == person.post(f"{PAGE_URL}{run}/gone").status_code
    assert [] == asked(database, shop)


def test_a_shop_that_never_came_in_whole_does_so_whatever_is_asked(
    person: Person, database: Database, shop: Shop
) -> None:
    person.post(PAGE_URL, kind="increment")

    assert [JobKind.SYNC_CATALOG] == [job.kind for job in asked(database, shop)]


@pytest.mark.parametrize("kind", ["", "nightly", "x"])
def test_only_what_the_page_offers_can_be_asked_for(person: Person, kind: str) -> None:
    assert 400 == person.post(PAGE_URL, kind=kind).status_code


def test_who_waits_sees_how_far_it_is_and_then_that_it_has_ended(
    person: Person, database: Database, shop: Shop, begin: Begin
) -> None:
    job, run = begin()
    with database.transaction(shop.id) as tx:
        stage = "The products come in"
        seen = {Noun.PRODUCTS: 40}
        sync_runs.progress(tx, shop.id, run, seen, now=TODAY, expected=200, stage=stage)

    under_way = person.get(f"{PAGE_URL}now").text
    with database.transaction(shop.id) as tx:
        sync_runs.finish(tx, shop.id, run, now=TODAY)
        jobs.finish(tx, job, now=TODAY)
    after = person.get(f"{PAGE_URL}now").text

    assert 'hx-trigger="every 2s"' in under_way
    assert stage in under_way
    assert 'value="40" max="200"' in under_way
    assert "hx-get" not in after
    assert "The sync has ended" in after


def test_filters_stand_in_the_address(
    person: Person, ended: Begin, failed: Callable[..., RunId]
) -> None:
    _, full = ended()
    nightly = failed(kind=RunKind.NIGHTLY)

    def found(query: str) -> tuple[bool, bool]:
        text = person.get(f"{PAGE_URL}?{query}").text
        return f"/sync/{full}" in text, f"/sync/{nightly}" in text

    assert (True, True) == found("kind=nonsense&state=")
    assert (True, False) == found("kind=full")
    assert (False, True) == found("state=failed")
    assert (False, False) == found("changing=yes")


def test_older_runs_are_a_page_away(person: Person, ended: Begin) -> None:
    numbers = [ended(at=TODAY + timedelta(minutes=n))[1] for n in range(PAGE + 1)]

    first, second = person.get(PAGE_URL).text, person.get(f"{PAGE_URL}?page=2").text

    assert f'/sync/{numbers[0]}"' not in first
    assert f'/sync/{numbers[0]}"' in second


def test_says_how_long_webhooks_wait_and_how_many_failed(
    person: Person, database: Database, shop: Shop
) -> None:
    told(database, shop)
    told(database, shop, webhook_id="x", settled_at=TODAY, outcome="failed: KeyError")

    text = person.get(PAGE_URL).text

    assert "1 webhook, for 5 min" in text
    assert "Could not be acted on today" in text


def test_a_shop_that_shopify_closed_to_us_says_so_here_too(
    person: Person, database: Database
) -> None:
    with database.system() as tx:
        tx.execute(update(connections).values(reauth_needed_at=NOW))

    assert "lets us in no longer" in person.get(PAGE_URL).text


def test_a_run_that_is_not_there_is_no_crash(person: Person) -> None:
    assert 404 == person.get(f"{PAGE_URL}123456").status_code
    assert 404 == person.post(f"{PAGE_URL}123456/again").status_code
