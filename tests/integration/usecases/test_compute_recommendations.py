"""Every article that was read gets an answer; answers that differ raise the shop's generation."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from service.domain.articles import ArticleId
from service.domain.catalog import Product, ProductId, Shop
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping
from service.domain.recommendations import Decision, Source
from service.domain.recommendations.concerned import Concerned
from service.storage import answers, articles, catalog, jobs, mappings, shops
from service.storage.database import Database
from service.storage.jobs import LEASE, LeaseLostError
from service.storage.lexicon import load_default_lexicon
from service.storage.tables import answers as answers_table
from service.usecases import compute_recommendations as usecase
from service.usecases.compute_recommendations import compute_recommendations
from service.usecases.read_content import read_content
from service.usecases.run_jobs import run_due_jobs
from tests.builders import NOW, a_product, a_rule, an_article
from tests.fakes import FakeClock, SilentDoorbell

KIND = JobKind.COMPUTE_RECOMMENDATIONS

Run = Callable[[], int]


@pytest.fixture
def lexicon() -> Lexicon:
    return load_default_lexicon()


@pytest.fixture
def compute(database: Database, shop: Shop, lexicon: Lexicon, clock: FakeClock) -> Run:
    """Ask for answers and run what is due, as a worker would; return how many jobs were done."""

    def run() -> int:
        with database.system() as tx:
            jobs.add(tx, shop.id, KIND, {}, clock())
        return run_due_jobs(
            KIND,
            lambda job: compute_recommendations(
                job, database=database, lexicon=lexicon, clock=clock
            ),
            database=database,
            clock=clock,
        )

    return run


@pytest.fixture
def read(
    database: Database, shop: Shop, lexicon: Lexicon, doorbell: SilentDoorbell, clock: FakeClock
) -> Run:
    """Read whatever has not been read."""

    def run() -> int:
        with database.system() as tx:
            jobs.add(tx, shop.id, JobKind.READ_CONTENT, {}, clock())
        return run_due_jobs(
            JobKind.READ_CONTENT,
            lambda job: read_content(
                job, database=database, lexicon=lexicon, doorbell=doorbell, clock=clock
            ),
            database=database,
            clock=clock,
        )

    return run


@pytest.fixture
def stocked(database: Database, shop: Shop, read: Run) -> Shop:
    """The shop with three serums of glycolic acid, and three articles that recommend it."""
    body = "<p>We recommend glycolic acid for dull skin.</p>"
    with database.system() as tx:
        catalog.store(tx, shop.id, [a_serum(n) for n in (1, 2, 3)])
        articles.store(tx, shop.id, [an_article(n, body_html=body) for n in (1, 2, 3)])
    read()
    return shop


def a_serum(number: int, **changes: object) -> Product:
    return a_product(number, ingredients="Aqua, Glycolic Acid, Glycerin", **changes)


def answer(database: Database, shop: Shop, number: int = 1) -> Decision:
    with database.system(read_only=True) as tx:
        found = answers.find(tx, shop.id, ArticleId(number))
    assert found is not None
    return found


def generation(database: Database, shop: Shop) -> int:
    with database.system(read_only=True) as tx:
        return shops.generation(tx, shop.id)


def publish(database: Database, shop: Shop, mapping: Mapping) -> int:
    with database.system() as tx:
        return mappings.publish(tx, shop.id, mapping, author="Ines", note="", now=NOW)


def test_answers_every_article_that_was_read(
    database: Database, stocked: Shop, compute: Run
) -> None:
    compute()

    with database.system(read_only=True) as tx:
        assert 0 == answers.missing(tx, stocked.id)
    found = answer(database, stocked)
    assert Source.READING is found.candidates[0].because.source
    assert {1, 2, 3} == {candidate.product for candidate in found.candidates}


def test_leaves_an_article_that_has_not_been_read_unanswered(
    database: Database, stocked: Shop, compute: Run
) -> None:
    with database.system() as tx:
        articles.store(tx, stocked.id, [an_article(4)])

    compute()

    with database.system(read_only=True) as tx:
        assert 1 == answers.missing(tx, stocked.id)


def test_decides_by_the_published_rules(database: Database, stocked: Shop, compute: Run) -> None:
    version = publish(database, stocked, Mapping(rules=(a_rule(2),)))

    compute()

    found = answer(database, stocked)
    assert version == found.mapping_version
    assert [(ProductId(2), Source.RULE)] == [
        (candidate.product, candidate.because.source) for candidate in found.candidates
    ]


def test_says_how_far_it_is_batch_by_batch(
    database: Database, stocked: Shop, compute: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecase, "BATCH", 2)

    compute()

    with database.system(read_only=True) as tx:
        job = jobs.newest(tx, stocked.id, KIND)
    assert job is not None
    assert {"articles": 3, "of": 3, "changed": 3, "behind": 3} == job.progress


def test_new_answers_raise_the_generation(database: Database, stocked: Shop, compute: Run) -> None:
    before = generation(database, stocked)

    compute()

    assert before < generation(database, stocked)


def test_the_same_answers_leave_the_generation(
    database: Database, stocked: Shop, compute: Run
) -> None:
    compute()
    before = generation(database, stocked)

    compute()

    assert before == generation(database, stocked)


def test_keeps_nothing_once_another_worker_holds_the_job(
    database: Database, stocked: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    slow = claim(database, clock)
    clock.move(LEASE * 2)
    claim(database, clock)

    with pytest.raises(LeaseLostError):
        compute_recommendations(slow, database=database, lexicon=lexicon, clock=clock)

    with database.system(read_only=True) as tx:
        assert 3 == answers.missing(tx, stocked.id)


def claim(database: Database, clock: FakeClock) -> Job:
    with database.system() as tx:
        job = jobs.claim(tx, KIND, now=clock())
    assert job is not None
    return job


@dataclass
class DeadlyClock:
    """Kills the process that asks it for the *last* time."""

    now: datetime
    last: int
    asked: int = 0

    def __call__(self) -> datetime:
        self.asked += 1
        if self.asked == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.now


def killed_after_the_first_batch(database: Database, lexicon: Lexicon, clock: FakeClock) -> int:
    """Let another process take the job, and be killed in its second batch; return its end."""
    child = os.fork()
    if child == 0:
        try:
            own = Database(database.url, system_url=database.system_url)
            deadly = DeadlyClock(clock(), last=3)
            compute_recommendations(claim(own, clock), database=own, lexicon=lexicon, clock=deadly)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status)


@pytest.fixture
def killed(
    database: Database,
    stocked: Shop,
    lexicon: Lexicon,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Shop:
    """The shop, whose job was killed behind article 1; of its answer nothing is left."""
    monkeypatch.setattr(usecase, "BATCH", 1)
    with database.system() as tx:
        jobs.add(tx, stocked.id, KIND, {}, clock())
    assert signal.SIGKILL == killed_after_the_first_batch(database, lexicon, clock)
    assert answer(database, stocked)
    with database.system() as tx:
        tx.execute(delete(answers_table))
    clock.move(LEASE * 2)
    return stocked


def answered(database: Database, shop: Shop) -> set[ArticleId]:
    with database.system(read_only=True) as tx:
        return set(answers.find_many(tx, shop.id, [ArticleId(n) for n in range(1, 5)]))


def take_over(database: Database, lexicon: Lexicon, clock: FakeClock) -> None:
    job = claim(database, clock)
    compute_recommendations(job, database=database, lexicon=lexicon, clock=clock)


def progress(database: Database, shop: Shop) -> dict[str, int]:
    with database.system(read_only=True) as tx:
        job = jobs.newest(tx, shop.id, KIND)
    assert job is not None
    return dict(job.progress)


def test_goes_on_behind_the_last_article_when_it_was_killed(
    database: Database, killed: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    take_over(database, lexicon, clock)

    assert {2, 3} == answered(database, killed)
    assert {"articles": 3, "of": 3, "changed": 3, "behind": 3} == progress(database, killed)


def test_decides_again_what_became_due_behind_it(
    database: Database, killed: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    first = Concerned(frozenset(), frozenset({ArticleId(1)}))
    with database.transaction(killed.id) as tx:
        articles.make_due(tx, killed.id, first)

    take_over(database, lexicon, clock)

    assert {1, 2, 3} == answered(database, killed)


def test_begins_anew_when_all_is_asked_for_while_it_waits_to_be_tried_again(
    database: Database, killed: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    stopped = claim(database, clock)
    with database.system() as tx:
        jobs.release(tx, stopped, now=clock())
        jobs.add(tx, killed.id, KIND, {}, clock())

    take_over(database, lexicon, clock)

    assert {1, 2, 3} == answered(database, killed)


def only_due(database: Database, shop: Shop, lexicon: Lexicon, clock: FakeClock) -> None:
    with database.system() as tx:
        jobs.add(tx, shop.id, KIND, {"only_due": True}, clock())
    take_over(database, lexicon, clock)


@pytest.fixture
def with_another(database: Database, stocked: Shop, read: Run) -> Shop:
    """The shop with a fourth article, about something else."""
    body = "<p>We recommend niacinamide for dull skin.</p>"
    with database.system() as tx:
        articles.store(tx, stocked.id, [an_article(4, body_html=body)])
    read()
    return stocked


def test_a_rule_that_begins_lets_the_articles_around_it_be_decided_again(
    database: Database, with_another: Shop, compute: Run, lexicon: Lexicon, clock: FakeClock
) -> None:
    publish(database, with_another, Mapping((a_rule(2, starts_at=clock() + timedelta(hours=1)),)))
    compute()
    clock.move(timedelta(hours=2))

    only_due(database, with_another, lexicon, clock)

    assert 3 == progress(database, with_another)["articles"]
    assert [2] == [candidate.product for candidate in answer(database, with_another).candidates]


def test_a_scheduled_product_that_appears_lets_the_articles_around_it_be_decided_again(
    database: Database,
    with_another: Shop,
    read: Run,
    compute: Run,
    lexicon: Lexicon,
    clock: FakeClock,
) -> None:
    with database.system() as tx:
        scheduled = a_serum(4, published_at=clock() + timedelta(hours=1))
        catalog.store(tx, with_another.id, [scheduled])
    read()
    compute()
    clock.move(timedelta(hours=2))

    only_due(database, with_another, lexicon, clock)

    assert 3 == progress(database, with_another)["articles"]
    shown = {candidate.product for candidate in answer(database, with_another).candidates}
    assert {1, 2, 3, 4} == shown


def test_what_time_has_changed_is_decided_again_once(
    database: Database, with_another: Shop, compute: Run, lexicon: Lexicon, clock: FakeClock
) -> None:
    publish(database, with_another, Mapping((a_rule(2, starts_at=clock() + timedelta(hours=1)),)))
    compute()
    clock.move(timedelta(hours=2))
    compute()

    with database.system() as tx:
        jobs.add(tx, with_another.id, KIND, {"only_due": True}, clock())
    take_over(database, lexicon, clock)

    assert 0 == progress(database, with_another)["articles"]
