"""Before a change is made one sees which texts would gain or lose an ingredient."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.catalog import Shop
from service.domain.errors import InvalidShopLexiconError
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Term, TermKind
from service.domain.shop_lexicon import LexiconChanges, ShopLexicon, key_of
from service.storage import articles, catalog, jobs, shop_lexicon
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.usecases import read_batches
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.preview_lexicon_change import LexiconPreview, preview_lexicon_change
from service.usecases.read_content import read_content
from service.usecases.run_jobs import run_due_jobs
from service.usecases.shop_lexicons import ShopLexicons
from tests.builders import AHA, a_product, an_article
from tests.fakes import FakeClock, SilentDoorbell

MILK = Term("moon milk", AHA, TermKind.INCI)


class Looker:
    """A shop with thirty articles, of which three speak of moon milk and one of glycolic acid."""

    def __init__(self, database: Database, shop: Shop, clock: FakeClock) -> None:
        self.database = database
        self.shop = shop
        self.clock = clock
        self.lexicons = ShopLexicons(load_default_lexicon(), database)
        milk = "<p>We recommend moon milk for dull skin.</p>"
        acid = "<p>We recommend glycolic acid for dull skin.</p>"
        texts = [an_article(n) for n in range(1, 27)]
        texts += [an_article(n, body_html=milk) for n in (27, 28, 29)]
        with database.system() as tx:
            articles.store(tx, shop.id, [*texts, an_article(30, body_html=acid)])
            catalog.store(
                tx,
                shop.id,
                [
                    a_product(1, title="Night balm", ingredients="Aqua, Moon Milk, Glycerin"),
                    a_product(2, title="Day balm", ingredients="Aqua, Glycerin"),
                ],
            )
        self.read()

    def read(self) -> None:
        with self.database.system() as tx:
            jobs.add(tx, self.shop.id, JobKind.READ_CONTENT, {}, self.clock())
        run_due_jobs(JobKind.READ_CONTENT, self._read, database=self.database, clock=self.clock)

    def _read(self, job: Job) -> None:
        read_content(
            job,
            database=self.database,
            lexicon=self.lexicons.of(self.shop.id),
            doorbell=SilentDoorbell(),
            clock=self.clock,
        )

    def edit(self, **changes: Any) -> None:
        edit_lexicon(
            self.shop.id,
            LexiconChanges(**changes),
            author="Ines",
            database=self.database,
            lexicons=self.lexicons,
            doorbell=SilentDoorbell(),
            clock=self.clock,
        )

    def preview(self, *, limit: int = 50, most_read: int = 300, **changes: Any) -> LexiconPreview:
        return preview_lexicon_change(
            self.shop.id,
            LexiconChanges(**changes),
            database=self.database,
            lexicons=self.lexicons,
            limit=limit,
            most_read=most_read,
        )


@pytest.fixture
def looker(database: Database, shop: Shop, clock: FakeClock) -> Looker:
    return Looker(database, shop, clock)


def test_names_the_articles_that_would_gain_an_ingredient_the_newest_first(
    looker: Looker,
) -> None:
    found = looker.preview(add_terms=(MILK,)).articles

    assert [29, 28, 27] == [change.id for change in found.items]
    assert {(AHA, "moon milk", "We recommend moon milk for dull skin.")} == {
        (h.category, h.term, h.quote) for change in found.items for h in change.gained
    }


def test_names_the_articles_that_would_lose_one(looker: Looker) -> None:
    found = looker.preview(ignore=("glycolic acid",)).articles

    assert [(30, (), [AHA])] == [
        (change.id, change.gained, [h.category for h in change.lost]) for change in found.items
    ]


def test_names_the_products_too(looker: Looker) -> None:
    found = looker.preview(add_terms=(MILK,)).products

    assert [("Night balm", [AHA])] == [
        (change.title, [h.category for h in change.gained]) for change in found.items
    ]


def test_writes_nothing(looker: Looker) -> None:
    looker.preview(add_terms=(MILK,))

    with looker.database.system(read_only=True) as tx:
        assert ShopLexicon() == shop_lexicon.load(tx, looker.shop.id)
        assert [] == [
            job for job in jobs.unfinished(tx, looker.shop.id) if job.kind is JobKind.READ_CONTENT
        ]


def test_shows_as_many_as_were_asked_for_and_counts_them_all(looker: Looker) -> None:
    found = looker.preview(limit=1, add_terms=(MILK,)).articles

    assert (1, 3, 3, True) == (len(found.items), found.total, found.affected, found.is_complete)


def test_says_when_it_has_not_read_all_that_is_affected(looker: Looker) -> None:
    found = looker.preview(most_read=2, add_terms=(MILK,)).articles

    assert (2, 3, 2, False) == (found.total, found.affected, found.read, found.is_complete)


def test_reads_only_what_holds_a_term_that_changes(
    looker: Looker, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()
    real = vars(read_batches)["read_article"]

    def note(html: str, **how: Any) -> Any:
        read.append(html)
        return real(html, **how)

    monkeypatch.setattr(read_batches, "read_article", note)
    looker.preview(add_terms=(MILK,))

    assert 3 == len(read)


def test_compares_with_the_present_lexicon_though_not_all_is_read_with_it_yet(
    looker: Looker,
) -> None:
    looker.edit(add_terms=(MILK,))  # and no worker has come since

    found = looker.preview(remove_terms=(key_of("moon milk"),)).articles

    assert [(29, [AHA]), (28, [AHA]), (27, [AHA])] == [
        (change.id, [h.category for h in change.lost]) for change in found.items
    ]


def test_finds_nothing_where_nothing_changes(looker: Looker) -> None:
    found = looker.preview()

    assert (0, 0) == (found.articles.affected, found.products.affected)


def test_names_the_faults_of_what_can_not_be(looker: Looker) -> None:
    with pytest.raises(InvalidShopLexiconError, match="'x' is a single letter"):
        looker.preview(add_terms=(Term("x", AHA, TermKind.SYNONYM),))
