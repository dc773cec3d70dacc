"""What a shop has changed is found, whatever nobody told; and what is gone goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import Shop
from service.domain.changes import Happening, Subject
from service.domain.errors import ShopifyUnavailableError
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.storage import articles, catalog, change_marks, content, jobs, shops
from service.storage.change_marks import Feed
from service.storage.content import Noun
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.usecases.compare_catalog import LOOK_AGAIN, compare_catalog
from service.usecases.compute_recommendations import compute_recommendations
from service.usecases.follow_changes import OVERLAP, follow_changes
from service.usecases.read_content import read_content
from service.usecases.run_jobs import run_due_jobs
from tests.builders import NOW, a_product, an_article
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell

ACID = "<p>We recommend glycolic acid for dull skin.</p>"
RETINOL = "<p>We recommend retinol against wrinkles.</p>"

Work = Callable[[JobKind], int]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_default_lexicon()


@pytest.fixture
def work(
    database: Database,
    shop: Shop,
    feed: FakeFeed,
    lexicon: Lexicon,
    doorbell: SilentDoorbell,
    clock: FakeClock,
) -> Work:
    """Ask for work of a kind and run all that is due of it."""
    with_feed = {
        JobKind.FOLLOW_CHANGES: follow_changes,
        JobKind.COMPARE_CATALOG: compare_catalog,
    }

    def run(job: Job) -> None:
        known = {"database": database, "lexicon": lexicon, "clock": clock}
        if job.kind in with_feed:
            with_feed[job.kind](job, feeds=lambda _: feed, doorbell=doorbell, **known)  # type: ignore[arg-type]  # the same for both
        elif job.kind is JobKind.READ_CONTENT:
            read_content(job, doorbell=doorbell, **known)  # type: ignore[arg-type]
        else:
            compute_recommendations(job, **known)  # type: ignore[arg-type]

    def ask(kind: JobKind) -> int:
        with database.transaction(shop.id) as tx:
            if all(job.kind is not kind for job in jobs.unfinished(tx, shop.id)):
                jobs.add(tx, shop.id, kind, {}, clock())
        done = 0
        for each in (kind, JobKind.READ_CONTENT, JobKind.COMPUTE_RECOMMENDATIONS):
            done += run_due_jobs(each, run, database=database, clock=clock)
        return done

    return ask


@pytest.fixture
def synced(
    database: Database, shop: Shop, feed: FakeFeed, work: Work, clock: FakeClock
) -> FakeFeed:
    """A shop of two products and three articles that have been read and decided on."""
    feed.content_products = [
        a_product(1, ingredients="Aqua, Glycolic Acid"),
        a_product(2, ingredients="Aqua, Retinol"),
    ]
    feed.content_articles = [
        an_article(1, body_html=ACID),
        an_article(2, body_html=RETINOL),
        an_article(3),
    ]
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, feed.content_products)
        articles.store(tx, shop.id, feed.content_articles)
        shops.mark_synced(tx, shop.id, began_at=clock(), full=True)
    work(JobKind.READ_CONTENT)
    work(JobKind.COMPUTE_RECOMMENDATIONS)
    clock.move(timedelta(minutes=30))
    return feed


def decided(database: Database, shop: Shop) -> int:
    """Return for how many articles the last job decided."""
    with database.transaction(shop.id, read_only=True) as tx:
        newest = jobs.newest(tx, shop.id, JobKind.COMPUTE_RECOMMENDATIONS)
    assert newest is not None
    return int(newest.progress["of"])


def stored(database: Database, shop: Shop, noun: Noun) -> set[int]:
    with database.transaction(shop.id, read_only=True) as tx:
        return set(content.updated_ats(tx, noun, shop.id))


def generation(database: Database, shop: Shop) -> int:
    with database.transaction(shop.id, read_only=True) as tx:
        return shops.generation(tx, shop.id)


def mark(database: Database, shop: Shop, feed: Feed) -> object:
    with database.transaction(shop.id, read_only=True) as tx:
        return change_marks.find(tx, shop.id, feed)


def test_an_edited_article_alone_is_decided_again(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    synced.content_articles[2] = an_article(3, body_html=ACID, updated_at=clock())

    work(JobKind.FOLLOW_CHANGES)

    assert 1 == decided(database, shop)


def test_an_article_whose_tags_alone_change_is_decided_again(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    synced.content_articles[0] = an_article(1, body_html=ACID, tags=("winter",), updated_at=clock())

    work(JobKind.FOLLOW_CHANGES)

    assert 1 == decided(database, shop)


def test_a_product_that_sells_out_has_its_own_articles_decided_again(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    before = generation(database, shop)
    synced.content_products[1] = a_product(
        2, ingredients="Aqua, Retinol", available=False, updated_at=clock()
    )

    work(JobKind.FOLLOW_CHANGES)

    assert 1 == decided(database, shop)
    assert before < generation(database, shop)


def test_a_new_price_raises_the_generation_and_decides_for_nobody(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    before = generation(database, shop)
    cheap = a_product(2).price.__class__(1, 1, "USD")  # type: ignore[arg-type]
    synced.content_products[1] = a_product(
        2, ingredients="Aqua, Retinol", price=cheap, updated_at=clock()
    )

    assert 1 == work(JobKind.FOLLOW_CHANGES)

    assert before < generation(database, shop)


def test_what_moves_its_instant_alone_changes_nothing(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    before = generation(database, shop)
    synced.content_products[1] = a_product(2, ingredients="Aqua, Retinol", updated_at=clock())

    assert 1 == work(JobKind.FOLLOW_CHANGES)

    assert before == generation(database, shop)


def test_looks_ten_minutes_back_from_the_newest_that_the_shop_told(
    synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    edited_at = clock() - timedelta(minutes=3)
    synced.content_products[0] = a_product(1, updated_at=edited_at)
    work(JobKind.FOLLOW_CHANGES)

    work(JobKind.FOLLOW_CHANGES)

    assert edited_at - OVERLAP == synced.asked_since[-1]


def test_a_clock_of_ours_that_is_ahead_loses_nothing(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    clock.move(timedelta(hours=2))
    work(JobKind.FOLLOW_CHANGES)
    edited_at = NOW - timedelta(hours=23)
    synced.content_articles[2] = an_article(3, body_html=ACID, updated_at=edited_at)

    work(JobKind.FOLLOW_CHANGES)

    assert 1 == decided(database, shop)


def test_goes_on_behind_the_page_after_which_shopify_broke_off(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    first = clock()
    synced.content_products += [
        a_product(n, updated_at=first + timedelta(hours=n)) for n in range(3, 8)
    ]
    synced.fails_after = 2

    work(JobKind.FOLLOW_CHANGES)

    assert first + timedelta(hours=4) == mark(database, shop, Feed.PRODUCTS)


def test_an_article_that_events_say_is_destroyed_goes(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    del synced.content_articles[0]
    synced.happened[Subject.ARTICLE] = [Happening(1, "destroy", clock())]

    work(JobKind.FOLLOW_CHANGES)

    assert {2, 3} == stored(database, shop, Noun.ARTICLES)


def test_an_article_that_is_there_after_all_stays(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    synced.happened[Subject.ARTICLE] = [Happening(1, "destroy", clock())]

    work(JobKind.FOLLOW_CHANGES)

    assert {1, 2, 3} == stored(database, shop, Noun.ARTICLES)


def test_a_product_whose_end_no_webhook_told_goes_with_its_answers(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    del synced.content_products[0]
    synced.happened[Subject.PRODUCT] = [Happening(1, "destroy", clock())]

    work(JobKind.FOLLOW_CHANGES)

    assert {2} == stored(database, shop, Noun.PRODUCTS)
    assert 1 == decided(database, shop)


def test_an_article_that_appears_without_an_update_is_seen(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    synced.content_articles[2] = an_article(3, published_at=None)
    synced.happened[Subject.ARTICLE] = [Happening(3, "unpublished", clock())]

    work(JobKind.FOLLOW_CHANGES)

    with database.transaction(shop.id, read_only=True) as tx:
        assert articles.get_standing(tx, shop.id, str(ArticleId(3))).published_at is None


def test_events_are_told_once_more_while_a_sync_runs(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    synced.happened[Subject.ARTICLE] = [Happening(1, "destroy", clock())]
    with database.system() as tx:
        assert jobs.claim(tx, JobKind.SYNC_CATALOG, now=clock()) is not None

    work(JobKind.FOLLOW_CHANGES)

    assert mark(database, shop, Feed.ARTICLE_EVENTS) is None


def test_a_shop_that_was_never_synced_is_synced_first(
    database: Database, shop: Shop, work: Work, feed: FakeFeed
) -> None:
    work(JobKind.FOLLOW_CHANGES)

    assert [] == feed.asked_since
    with database.transaction(shop.id, read_only=True) as tx:
        waiting = [job.kind for job in jobs.unfinished(tx, shop.id)]
    assert [JobKind.SYNC_CATALOG] == waiting


def test_a_comparison_finds_what_everybody_missed(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    synced.content_articles += [an_article(n) for n in range(4, 10)]
    synced.content_articles[0] = an_article(1, title="Edited", updated_at=clock())
    work(JobKind.COMPARE_CATALOG)
    del synced.content_articles[1]

    work(JobKind.COMPARE_CATALOG)

    assert {1, *range(3, 10)} == stored(database, shop, Noun.ARTICLES)
    with database.transaction(shop.id, read_only=True) as tx:
        assert "Edited" == articles.get_read(tx, shop.id, ArticleId(1)).article.title


def test_a_comparison_deletes_much_only_when_a_second_one_agrees(
    database: Database, shop: Shop, synced: FakeFeed, work: Work, clock: FakeClock
) -> None:
    synced.content_articles = synced.content_articles[:1]

    work(JobKind.COMPARE_CATALOG)
    first = stored(database, shop, Noun.ARTICLES)
    clock.move(LOOK_AGAIN)
    work(JobKind.COMPARE_CATALOG)

    assert {1, 2, 3} == first
    assert {1} == stored(database, shop, Noun.ARTICLES)


def test_a_list_that_breaks_off_deletes_nothing(
    database: Database,
    shop: Shop,
    synced: FakeFeed,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_subject: Subject) -> object:
        raise ShopifyUnavailableError("Shopify did not answer")

    monkeypatch.setattr(synced, "listed", broken)

    assert 0 == work(JobKind.COMPARE_CATALOG)

    assert {1, 2, 3} == stored(database, shop, Noun.ARTICLES)
