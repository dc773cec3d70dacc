"""Every article that was read gets an answer; answers that differ raise the shop's generation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, Shop
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping
from service.domain.recommendations import Decision, Source
from service.storage import answers, articles, catalog, jobs, mappings, shops
from service.storage.database import Database
from service.storage.jobs import LEASE, LeaseLostError
from service.storage.lexicon import load_default_lexicon
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
def stocked(
    database: Database, shop: Shop, lexicon: Lexicon, doorbell: SilentDoorbell, clock: FakeClock
) -> Shop:
    """The shop with three serums of glycolic acid, and three articles that recommend it."""
    body = "<p>We recommend glycolic acid for dull skin.</p>"
    with database.system() as tx:
        serums = [a_product(n, ingredients="Aqua, Glycolic Acid, Glycerin") for n in (1, 2, 3)]
        catalog.store(tx, shop.id, serums)
        articles.store(tx, shop.id, [an_article(n, body_html=body) for n in (1, 2, 3)])
        jobs.add(tx, shop.id, JobKind.READ_CONTENT, {}, clock())
    run_due_jobs(
        JobKind.READ_CONTENT,
        lambda job: read_content(
            job, database=database, lexicon=lexicon, doorbell=doorbell, clock=clock
        ),
        database=database,
        clock=clock,
    )
    return shop


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
    assert {"articles": 3, "of": 3, "changed": 3} == job.progress


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
