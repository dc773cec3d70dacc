"""What is new, changed, or read with an older lexicon is read; new articles get a first state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from service.domain.articles import Article, ArticleId, ArticleState
from service.domain.catalog import NewArticles, Product, ProductId, Shop
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import Reading
from service.domain.reading.article import read_article
from service.storage import articles, catalog, jobs, shops
from service.storage.articles import ReadArticle
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.usecases import read_batches as usecase
from service.usecases.read_content import read_content
from service.usecases.run_jobs import run_due_jobs
from tests.builders import a_product, an_article
from tests.fakes import FakeClock, SilentDoorbell

AHA = CategoryId("aha")
SERUM = a_product(1, title="Glow Serum", ingredients="Aqua, Glycolic Acid, Glycerin")
ABOUT_ACIDS = an_article(
    1,
    title="What glycolic acid does",
    body_html="<p>We recommend glycolic acid for dull skin.</p>",
)

Read = Callable[..., int]


@pytest.fixture
def lexicon() -> Lexicon:
    return load_default_lexicon()


@pytest.fixture
def read(
    database: Database, shop: Shop, lexicon: Lexicon, doorbell: SilentDoorbell, clock: FakeClock
) -> Read:
    """Ask for a reading and run what is due, as a worker would; return how many jobs were done."""

    def run(*, compute: bool = False, lexicon: Lexicon = lexicon) -> int:
        with database.system() as tx:
            jobs.add(tx, shop.id, JobKind.READ_CONTENT, {"compute": compute}, clock())
        return run_due_jobs(
            JobKind.READ_CONTENT,
            lambda job: read_content(
                job, database=database, lexicon=lexicon, doorbell=doorbell, clock=clock
            ),
            database=database,
            clock=clock,
        )

    return run


def store(database: Database, shop: Shop, *things: Product | Article) -> None:
    with database.system() as tx:
        catalog.store(tx, shop.id, [thing for thing in things if isinstance(thing, Product)])
        articles.store(tx, shop.id, [thing for thing in things if isinstance(thing, Article)])


def let_articles_go_on(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        shops.change_settings(tx, shop.id, {"new_articles": NewArticles.GO.value})


def article(database: Database, shop: Shop, number: int = 1) -> ReadArticle:
    with database.system(read_only=True) as tx:
        return articles.get_read(tx, shop.id, ArticleId(number))


def progress(database: Database, shop: Shop) -> dict[str, int]:
    with database.system(read_only=True) as tx:
        found = jobs.newest(tx, shop.id, JobKind.READ_CONTENT)
    assert found is not None
    return {name: found.progress[name] for name in ("products_read", "articles_read")}


def test_reads_products_and_articles(database: Database, shop: Shop, read: Read) -> None:
    store(database, shop, SERUM, ABOUT_ACIDS)

    read()

    with database.system(read_only=True) as tx:
        readings = catalog.readings(tx, shop.id)
    assert AHA in readings[ProductId(1)].active
    assert [AHA] == [c.category for c in article(database, shop).reading.categories]


def test_reads_more_than_one_batch(
    database: Database, shop: Shop, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecase, "BATCH", 2)
    store(database, shop, *(a_product(n) for n in range(1, 6)), *map(an_article, range(1, 4)))

    read()

    assert {"products_read": 5, "articles_read": 3} == progress(database, shop)


def test_reads_what_has_not_changed_only_once(database: Database, shop: Shop, read: Read) -> None:
    store(database, shop, SERUM, ABOUT_ACIDS)
    read()

    read()

    assert {"products_read": 0, "articles_read": 0} == progress(database, shop)


def test_reads_an_edited_article_again(database: Database, shop: Shop, read: Read) -> None:
    store(database, shop, ABOUT_ACIDS)
    read()
    store(database, shop, replace(ABOUT_ACIDS, title="Sun", body_html="<p>Wear sunscreen.</p>"))

    read()

    assert AHA not in {c.category for c in article(database, shop).reading.categories}


def test_reads_everything_again_with_another_lexicon(
    database: Database, shop: Shop, read: Read, lexicon: Lexicon
) -> None:
    store(database, shop, SERUM, ABOUT_ACIDS)
    read()

    read(lexicon=replace(lexicon, version="another"))

    assert {"products_read": 1, "articles_read": 1} == progress(database, shop)
    assert "another" == article(database, shop).reading.lexicon_version


def test_asks_for_answers_when_something_was_read(
    database: Database, shop: Shop, read: Read, doorbell: SilentDoorbell
) -> None:
    store(database, shop, ABOUT_ACIDS)

    read()

    assert JobKind.COMPUTE_RECOMMENDATIONS in doorbell.rung
    with database.system(read_only=True) as tx:
        waiting = {job.kind for job in jobs.unfinished(tx, shop.id)}
    assert JobKind.COMPUTE_RECOMMENDATIONS in waiting


def test_asks_for_no_answers_when_nothing_was_read(read: Read, doorbell: SilentDoorbell) -> None:
    read()

    assert JobKind.COMPUTE_RECOMMENDATIONS not in doorbell.rung


def test_asks_for_answers_when_the_sync_says_that_something_changed(
    read: Read, doorbell: SilentDoorbell
) -> None:
    read(compute=True)

    assert JobKind.COMPUTE_RECOMMENDATIONS in doorbell.rung


def test_a_new_article_waits_for_a_person(database: Database, shop: Shop, read: Read) -> None:
    store(database, shop, ABOUT_ACIDS)

    read()

    found = article(database, shop)
    assert (ArticleState.WAITING, "new articles wait for a person") == (
        found.state,
        found.state_reason,
    )


def test_a_new_article_goes_on_by_itself_where_the_shop_says_so(
    database: Database, shop: Shop, read: Read
) -> None:
    let_articles_go_on(database, shop)
    store(database, shop, ABOUT_ACIDS)

    read()

    assert ArticleState.ON is article(database, shop).state


def test_an_article_on_a_delicate_topic_waits_all_the_same(
    database: Database, shop: Shop, read: Read
) -> None:
    let_articles_go_on(database, shop)
    store(database, shop, replace(ABOUT_ACIDS, title="Glycolic acid during pregnancy"))

    read()

    found = article(database, shop)
    assert (ArticleState.WAITING, "about pregnancy") == (found.state, found.state_reason)


def test_keeps_the_state_that_a_person_gave(database: Database, shop: Shop, read: Read) -> None:
    store(database, shop, ABOUT_ACIDS)
    read()
    with database.system() as tx:
        articles.set_state(tx, shop.id, ABOUT_ACIDS.id, ArticleState.OFF, "set by Ines")
    store(database, shop, replace(ABOUT_ACIDS, tags=("acids",)))

    read()

    found = article(database, shop)
    assert (ArticleState.OFF, "set by Ines") == (found.state, found.state_reason)
    assert ("acids",) == found.article.tags


def test_an_article_that_can_not_be_read_waits_and_the_others_go_on(
    database: Database, shop: Shop, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_on_the_first(html: str, **how: Any) -> Reading:
        if "first" in html:
            raise RuntimeError("no reader reads this")
        return read_article(html, **how)

    monkeypatch.setattr("service.usecases.read_batches.read_article", fail_on_the_first)
    let_articles_go_on(database, shop)
    store(database, shop, an_article(1, body_html="<p>first</p>"), an_article(2))

    read()

    states = [article(database, shop, number).state for number in (1, 2)]
    assert [ArticleState.WAITING, ArticleState.ON] == states


def test_tells_the_language_that_the_shop_does_not_say(
    database: Database, shop: Shop, read: Read
) -> None:
    german = "<p>Hyaluronsäure spendet der Haut Feuchtigkeit, und Niacinamid beruhigt sie.</p>"
    store(database, shop, an_article(1, body_html=german))

    read()

    found = {found.category for found in article(database, shop).reading.categories}
    assert {"hyaluronic_humectants", "niacinamide"} == found


def test_reads_everything_again_with_another_reader(
    database: Database, shop: Shop, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, shop, a_product(1), an_article(1))
    read()
    monkeypatch.setattr("service.storage.content.READER_VERSION", 10_000)

    read()

    assert {"products_read": 1, "articles_read": 1} == progress(database, shop)
