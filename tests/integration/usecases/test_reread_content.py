"""After a change of the shop's lexicon only what it can be heard in is read again, by whoever is
free, and never twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, Shop, ShopDomain
from service.domain.jobs import Job, JobKind, JobState
from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon, Term, TermKind
from service.domain.reading import Reading
from service.domain.reading.article import read_article
from service.domain.reading.product import read_product
from service.domain.shop_lexicon import LexiconChanges, key_of
from service.ports import ShopFacts
from service.storage import articles, catalog, content, jobs, shops
from service.storage.database import Database
from service.storage.jobs import LEASE
from service.storage.lexicon import load_default_lexicon
from service.usecases import read_batches
from service.usecases import read_content as usecase
from service.usecases.compute_recommendations import compute_recommendations
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.read_content import read_content
from service.usecases.reread_content import Rereading, how_far, request_rereading
from service.usecases.run_jobs import run_due_jobs
from service.usecases.shop_lexicons import ShopLexicons
from tests.builders import AHA, a_product, an_article
from tests.fakes import FakeClock, SilentDoorbell

READ, COMPUTE = JobKind.READ_CONTENT, JobKind.COMPUTE_RECOMMENDATIONS
MILK = Term("moon milk", AHA, TermKind.INCI)
ABOUT_MILK, ABOUT_ACIDS, ABOUT_NOTHING = 1, 2, 3
TEXTS = {
    ABOUT_MILK: "We recommend moon milk for dull skin.",
    ABOUT_ACIDS: "We recommend glycolic acid for dull skin.",
    ABOUT_NOTHING: "We are closed on Sunday.",
}


class Killed(BaseException):
    """The process ends here: nothing that it runs gets to know."""


class Works:
    """A shop's workers, as their tasks run them, and what they have read."""

    def __init__(self, database: Database, shop: Shop, default: Lexicon, clock: FakeClock) -> None:
        self.database = database
        self.shop = shop
        self.default = default
        self.clock = clock
        self.doorbell = SilentDoorbell()
        self.lexicons = ShopLexicons(default, database)
        self.read: list[str] = []

    def store(self, *things: Any) -> None:
        with self.database.system() as tx:
            catalog.store(tx, self.shop.id, [t for t in things if hasattr(t, "vendor")])
            articles.store(tx, self.shop.id, [t for t in things if hasattr(t, "author")])

    def edit(self, **changes: Any) -> None:
        edit_lexicon(
            self.shop.id,
            LexiconChanges(**changes),
            author="Ines",
            database=self.database,
            lexicons=self.lexicons,
            doorbell=self.doorbell,
            clock=self.clock,
        )

    def reread(self, *, everything: bool = False) -> None:
        request_rereading(
            self.shop.id,
            everything=everything,
            database=self.database,
            doorbell=self.doorbell,
            clock=self.clock,
        )

    def run(self) -> list[str]:
        """Run the readings that are due; return the titles of the articles that were read."""
        self.read.clear()
        run_due_jobs(READ, self.work, database=self.database, clock=self.clock)
        return sorted(self.read)

    def work(self, job: Job) -> None:
        read_content(
            job,
            database=self.database,
            lexicon=self.lexicons.of(job.shop_id),
            doorbell=self.doorbell,
            clock=self.clock,
        )

    def decide(self) -> dict[str, Any]:
        """Run the decisions that are due; return how far the last one came."""
        run_due_jobs(
            COMPUTE,
            lambda job: compute_recommendations(
                job,
                database=self.database,
                lexicon=self.lexicons.of(job.shop_id),
                clock=self.clock,
            ),
            database=self.database,
            clock=self.clock,
        )
        with self.database.system(read_only=True) as tx:
            found = jobs.newest(tx, self.shop.id, COMPUTE)
        return dict(found.progress) if found else {}

    def reading(self, number: int) -> Reading:
        with self.database.system(read_only=True) as tx:
            return articles.get_read(tx, self.shop.id, ArticleId(number)).reading

    def found_in(self, number: int) -> set[CategoryId]:
        return {mention.category for mention in self.reading(number).mentions}

    def parts(self) -> list[JobState]:
        with self.database.system(read_only=True) as tx:
            whole = jobs.newest_whole(tx, self.shop.id, READ)
            return [part.state for part in jobs.parts(tx, self.shop.id, whole)] if whole else []

    def how_far(self) -> Rereading:
        return how_far(self.shop.id, database=self.database)


@pytest.fixture
def works(
    database: Database, shop: Shop, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Works:
    """Three articles and two products, all read."""
    works = Works(database, shop, load_default_lexicon(), clock)

    def note(html: str, **how: Any) -> Reading:
        works.read.append(how["title"])
        return read_article(html, **how)

    monkeypatch.setattr(read_batches, "read_article", note)
    works.store(
        *(an_article(n, title=f"{n}", body_html=f"<p>{text}</p>") for n, text in TEXTS.items()),
        a_product(1, title="Night balm", ingredients="Aqua, Moon Milk, Glycerin"),
        a_product(2, title="Day balm", ingredients="Aqua, Glycerin"),
    )
    works.reread()
    works.run()
    works.decide()
    return works


@pytest.fixture
def many(works: Works, monkeypatch: pytest.MonkeyPatch) -> Works:
    """Twenty more articles, to be read again in parts of five."""
    works.store(*(an_article(n, title=f"{n}") for n in range(11, 31)))
    works.run()
    works.reread()
    works.run()
    monkeypatch.setattr(usecase, "ALONE", 5)
    monkeypatch.setattr(read_batches, "LOOK", 3)
    monkeypatch.setattr(read_batches, "BATCH", 2)
    return works


def test_reads_a_new_term_where_it_stands_and_nothing_else(works: Works) -> None:
    works.edit(add_terms=(MILK,))

    read = works.run()

    assert ["1"] == read
    assert {AHA} == works.found_in(ABOUT_MILK)


def test_what_holds_nothing_new_is_known_to_read_the_same(works: Works) -> None:
    works.edit(add_terms=(MILK,))
    works.run()

    version = works.lexicons.of(works.shop.id).version
    assert {version} == {works.reading(number).lexicon_version for number in TEXTS}


def test_what_was_read_is_not_read_again(works: Works) -> None:
    works.edit(add_terms=(MILK,))
    works.run()
    works.reread()

    assert [] == works.run()


def test_reads_what_names_a_term_that_is_ignored_from_now_on(works: Works) -> None:
    works.edit(ignore=("glycolic acid",))

    read = works.run()

    assert (["2"], set()) == (read, works.found_in(ABOUT_ACIDS))


def test_reads_what_names_a_term_that_was_removed(works: Works) -> None:
    works.edit(add_terms=(MILK,))
    works.run()
    works.edit(remove_terms=(key_of("moon milk"),))

    read = works.run()

    assert (["1"], set()) == (read, works.found_in(ABOUT_MILK))


def test_hears_of_every_change_since_a_text_was_read(works: Works) -> None:
    works.edit(add_terms=(MILK,))
    works.edit(ignore=("glycolic acid",))

    assert ["1", "2"] == works.run()


def test_a_change_that_was_undone_before_it_was_read_asks_for_nothing(works: Works) -> None:
    works.edit(add_terms=(MILK,))
    works.edit(remove_terms=(key_of("moon milk"),))

    assert [] == works.run()


def test_reads_a_product_that_lists_a_new_term_and_no_other(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()
    real = read_product

    def note(product: Any, lexicon: Lexicon) -> Any:
        read.append(product.title)
        return real(product, lexicon)

    monkeypatch.setattr(read_batches, "read_product", note)
    works.edit(add_terms=(MILK,))
    works.run()

    with works.database.system(read_only=True) as tx:
        readings = catalog.readings(tx, works.shop.id)
    assert ["Night balm"] == read
    assert AHA in readings[ProductId(1)].active


def test_a_new_category_is_read_and_decided_on(works: Works) -> None:
    moon = IngredientCategory(CategoryId("moon"), "Moon", AHA, 40)
    works.edit(add_categories=(moon,), add_terms=(Term("moon milk", moon.id, TermKind.SYNONYM),))
    works.run()

    decided = works.decide()

    assert {"moon"} == works.found_in(ABOUT_MILK)
    assert 3 == decided["of"]


def test_decides_on_readings_that_still_name_a_category_that_is_gone(works: Works) -> None:
    moon = IngredientCategory(CategoryId("moon"), "Moon", AHA, 40)
    works.edit(add_categories=(moon,), add_terms=(Term("moon milk", moon.id, TermKind.INCI),))
    works.run()
    works.edit(remove_categories=(moon.id,), remove_terms=(key_of("moon milk"),))
    with works.database.system() as tx:
        jobs.add(tx, works.shop.id, COMPUTE, {}, works.clock())

    decided = works.decide()

    assert {"moon"} == works.found_in(ABOUT_MILK)
    assert (3, 3) == (decided["articles"], decided["of"])


def test_everything_is_read_again_with_another_default_lexicon(works: Works) -> None:
    works.edit(add_terms=(MILK,))
    works.run()
    newer = Lexicon("newer", works.default.categories, works.default.terms)
    works.lexicons = ShopLexicons(newer, works.database)
    works.reread()

    assert ["1", "2", "3"] == works.run()


def test_an_edit_after_another_default_lexicon_touches_only_its_own(works: Works) -> None:
    newer = Lexicon("newer", works.default.categories, works.default.terms)
    works.lexicons = ShopLexicons(newer, works.database)
    works.reread()
    works.run()
    works.edit(add_terms=(MILK,))

    assert ["1"] == works.run()


def test_everything_is_read_again_when_somebody_asks_for_it(works: Works) -> None:
    works.reread(everything=True)

    assert ["1", "2", "3"] == works.run()


def test_decides_only_on_articles_that_read_otherwise(works: Works) -> None:
    works.edit(add_terms=(Term("moon milk", AHA, TermKind.SYNONYM),))
    with works.database.system() as tx:
        catalog.remove_all_but(tx, works.shop.id, [])  # products would make all answers due
    works.run()

    decided = works.decide()

    assert (1, 1) == (decided["of"], decided["articles"])


def test_asks_for_no_decision_when_everything_reads_as_before(works: Works) -> None:
    works.reread(everything=True)
    works.run()

    with works.database.system(read_only=True) as tx:
        waiting = [job.kind for job in jobs.unfinished(tx, works.shop.id)]
    assert COMPUTE not in waiting


def test_an_article_that_is_read_again_while_it_is_decided_on_stays_due(works: Works) -> None:
    with works.database.system() as tx:
        [read] = articles.all_read(tx, works.shop.id, [ArticleId(ABOUT_MILK)])
    works.edit(add_terms=(MILK,))
    works.run()

    with works.database.system() as tx:
        articles.note_decided(tx, works.shop.id, [read])
        due = articles.due_ids(tx, works.shop.id)

    assert [ABOUT_MILK] == due


def test_little_is_read_by_the_worker_that_finds_it_and_is_seen_too(works: Works) -> None:
    works.edit(add_terms=(MILK,))
    before = works.how_far()
    works.run()

    assert Rereading(is_open=True) == before
    assert Rereading(total=5, looked_at=5, read=2, changed=2) == works.how_far()
    assert [] == works.parts()


def test_much_is_shared_out_and_its_progress_is_seen(many: Works) -> None:
    many.reread(everything=True)
    with many.database.system() as tx:
        whole = jobs.claim(tx, READ, now=many.clock())
    assert whole is not None
    many.work(whole)
    before = many.how_far()
    with many.database.system() as tx:
        jobs.finish(tx, whole, now=many.clock())
    many.run()

    assert Rereading(is_open=True, total=25) == before
    assert Rereading(total=25, looked_at=25, read=25) == many.how_far()
    assert [JobState.DONE] * 6 == many.parts()


def test_what_came_meanwhile_does_not_wait_for_the_parts(many: Works) -> None:
    many.reread(everything=True)
    with many.database.system() as tx:
        whole = jobs.claim(tx, READ, now=many.clock())
    assert whole is not None
    many.work(whole)
    with many.database.system() as tx:
        jobs.finish(tx, whole, now=many.clock())
    many.store(
        an_article(99, title="99", body_html="<p>Moon milk.</p>"),
        an_article(15, title="15", body_html="<p>A part will come to it.</p>"),
    )
    many.reread()
    with many.database.system() as tx:
        first = jobs.claim(tx, READ, now=many.clock())
    assert first is not None
    many.read.clear()

    many.work(first)

    assert (0, ["99"]) == (first.part, many.read)


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(
    many: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.reread(everything=True)
    noting: Callable[..., Reading] = vars(read_batches)["read_article"]

    def die_at_20(html: str, **how: Any) -> Reading:
        if how["title"] == "20":
            raise Killed
        return noting(html, **how)

    monkeypatch.setattr(read_batches, "read_article", die_at_20)
    with pytest.raises(Killed):
        many.run()
    monkeypatch.setattr(read_batches, "read_article", noting)
    before = Counter(many.read)
    many.clock.move(LEASE + timedelta(seconds=1))
    many.run()

    twice = [title for title, times in (before + Counter(many.read)).items() if times > 1]
    # of the batch that died nothing was stored; all else was read once
    assert set(twice) <= {"19", "20"}
    assert {*map(str, TEXTS), *map(str, range(11, 31))} == {*before, *many.read}
    assert [JobState.DONE] * 6 == many.parts()


def test_a_part_goes_on_behind_what_was_looked_at(
    many: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.edit(add_terms=(MILK,))
    with many.database.system() as tx:
        whole = jobs.claim(tx, READ, now=many.clock())
    assert whole is not None
    many.work(whole)
    with many.database.system() as tx:
        jobs.finish(tx, whole, now=many.clock())
        part = jobs.claim(tx, READ, now=many.clock())
        assert part is not None
        jobs.report(tx, part, {"cursor": part.payload["until"], "looked_at": 4}, now=many.clock())
    many.clock.move(LEASE + timedelta(seconds=1))
    with many.database.system() as tx:
        again = jobs.claim(tx, READ, now=many.clock())
    assert again is not None
    looked = list[int]()
    real = content.stale

    def note(*about: Any, **how: Any) -> Any:
        looked.append(how["span"].after)
        return real(*about, **how)

    monkeypatch.setattr(content, "stale", note)
    many.work(again)

    assert (part.id, [part.payload["until"]]) == (again.id, looked)


@pytest.fixture
def side_by_side() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Run one thing in two threads at once, and let errors of either be seen."""
    errors = list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        def guarded() -> None:
            try:
                work()
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=guarded) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    yield run
    assert [] == errors


def test_two_workers_share_the_parts_and_read_nothing_twice(
    many: Works, side_by_side: Callable[[Callable[[], object]], None]
) -> None:
    many.reread(everything=True)
    many.read.clear()

    side_by_side(lambda: run_due_jobs(READ, many.work, database=many.database, clock=many.clock))
    run_due_jobs(READ, many.work, database=many.database, clock=many.clock)

    assert {1} == set(Counter(many.read).values())
    assert 23 == len(many.read)
    assert [JobState.DONE] * 6 == many.parts()


def test_a_shop_does_not_read_by_the_terms_of_another(works: Works) -> None:
    facts = ShopFacts("Other", "USD", "Europe/Paris", "https://other.example")
    with works.database.system() as tx:
        domain = ShopDomain("other.myshopify.com")
        other = shops.install(tx, domain, facts, sealed_token=b"", now=works.clock())
        articles.store(tx, other.id, [an_article(1, body_html=f"<p>{TEXTS[ABOUT_MILK]}</p>")])
        jobs.add(tx, other.id, READ, {}, works.clock())
    works.edit(add_terms=(MILK,))
    works.run()

    with works.database.system(read_only=True) as tx:
        reading = articles.get_read(tx, other.id, ArticleId(1)).reading
    assert ((), works.default.version) == (reading.mentions, reading.lexicon_version)


def test_what_reads_as_before_is_not_written_a_second_time(works: Works) -> None:
    statements = list[str]()

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(works.database.engine, "before_cursor_execute", note)
    works.reread(everything=True)
    read = works.run()
    event.remove(works.database.engine, "before_cursor_execute", note)

    assert ["1", "2", "3"] == read
    assert [] == [s for s in statements if "UPDATE articles" in s and "searched" in s]
