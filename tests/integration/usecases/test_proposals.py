"""Unknown names that a shop uses are found by a job, shown with examples, added or dismissed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.domain.articles import Article
from service.domain.catalog import Product, Shop
from service.domain.errors import InvalidError
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, Term, TermKind
from service.domain.reading import proposals as mining
from service.domain.reading.proposals import Sign
from service.domain.shop_lexicon import LexiconChanges
from service.storage import articles, audit, catalog, jobs, proposals
from service.storage.content import Noun
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.usecases import propose_terms as usecase
from service.usecases.dismiss_proposal import (
    DISMISSED,
    RESTORED,
    dismiss_proposal,
    restore_proposal,
)
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.propose_terms import propose_terms
from service.usecases.read_content import read_content
from service.usecases.run_jobs import run_due_jobs
from service.usecases.shop_lexicons import ShopLexicons
from service.usecases.show_proposals import Proposals, count_proposals, show_proposals
from tests.builders import a_product, an_article
from tests.fakes import FakeClock, SilentDoorbell

OIL = "At night I press zumbra oil into damp skin."


class Miner:
    """A shop whose texts are read and looked through, as workers would."""

    def __init__(self, database: Database, shop: Shop, clock: FakeClock) -> None:
        self.database = database
        self.shop = shop
        self.clock = clock
        self.lexicons = ShopLexicons(load_default_lexicon(), database)

    def publish(self, *things: Article | Product) -> None:
        with self.database.system() as tx:
            articles.store(tx, self.shop.id, [t for t in things if isinstance(t, Article)])
            catalog.store(tx, self.shop.id, [t for t in things if isinstance(t, Product)])
            jobs.add(tx, self.shop.id, JobKind.READ_CONTENT, {}, self.clock())
        self._run(
            JobKind.READ_CONTENT,
            lambda job: read_content(
                job,
                database=self.database,
                lexicon=self.lexicons.of(self.shop.id),
                doorbell=SilentDoorbell(),
                clock=self.clock,
            ),
        )

    def look(self) -> int:
        """Run what is due a minute later; return how many jobs were done."""
        self.clock.move(timedelta(minutes=1))
        return self._run(
            JobKind.PROPOSE_TERMS,
            lambda job: propose_terms(
                job,
                database=self.database,
                lexicon=self.lexicons.of(self.shop.id),
                clock=self.clock,
            ),
        )

    def show(self) -> Proposals:
        return show_proposals(self.shop.id, database=self.database, lexicons=self.lexicons)

    def names(self) -> list[str]:
        return [each.found.text for each in self.show().items]

    def dismiss(self, text: str, do: Callable[..., None] = dismiss_proposal) -> None:
        do(self.shop.id, text, author="Ines", database=self.database, clock=self.clock)

    def _run(self, kind: JobKind, work: Callable[..., None]) -> int:
        return run_due_jobs(kind, work, database=self.database, clock=self.clock)


@pytest.fixture
def miner(database: Database, shop: Shop, clock: FakeClock) -> Miner:
    return Miner(database, shop, clock)


def about(number: int, said: str = OIL, **changes: object) -> Article:
    return an_article(number, body_html=f"<p>{said}</p>", language="en", **changes)


def test_what_is_read_is_looked_through_a_little_later(miner: Miner) -> None:
    miner.publish(about(1), about(2))
    with miner.database.system(read_only=True) as tx:
        waiting = [job.kind for job in jobs.unfinished(tx, miner.shop.id)]

    assert JobKind.PROPOSE_TERMS in waiting
    assert miner.show().is_looking
    assert 1 == miner.look()
    assert not miner.show().is_looking


def test_proposes_what_stands_in_several_texts_with_examples(miner: Miner) -> None:
    miner.publish(
        about(1, title="On oils"),
        about(2),
        a_product(1, ingredients="Aqua, Zumbra Oil, Zumbramide"),
        a_product(2, ingredients="Aqua, Zumbramide"),
        about(3, "Only here: qwertine oil on the skin."),
    )
    miner.look()

    oil, amide = miner.show().items

    assert ("zumbra oil", 2, 1) == (oil.found.folded, oil.found.articles, oil.found.products)
    assert ("Zumbramide", 0, 2) == (amide.found.text, amide.found.articles, amide.found.products)
    assert (Sign.SHAPE, Sign.LISTED) == (oil.found.sign, amide.found.sign)
    assert CategoryId("plant_oils") == oil.category
    assert (TermKind.SYNONYM, TermKind.INCI) == (oil.kind, amide.kind)
    assert OIL in [example.quote for example in oil.examples]
    assert ("On oils", "news/article-1") in [(e.title, e.handle) for e in oil.examples]
    assert 2 == count_proposals(miner.shop.id, database=miner.database, lexicons=miner.lexicons)


def test_says_which_term_a_misspelling_is_near_to(miner: Miner) -> None:
    miner.publish(about(1, "Skin likes gluconolaktone."), about(2, "Use gluconolaktone on skin."))
    miner.look()

    (found,) = miner.show().items

    assert ("gluconolactone", CategoryId("pha")) == (found.near.lower(), found.category)


def test_looks_only_at_what_was_read_anew(miner: Miner, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    looked_through = mining.in_article

    def noted(reading: object, *rest: object, **options: object) -> object:
        looked_at.append(1)
        return looked_through(reading, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(usecase, "in_article", noted)
    miner.publish(about(1), about(2))
    miner.look()
    miner.publish(about(2, "Nothing any more."))
    miner.look()

    assert 3 == len(looked_at)
    assert [] == miner.names()


def test_goes_through_a_large_shop_in_batches(
    miner: Miner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecase, "BATCH", 2)
    miner.publish(*(about(number) for number in range(1, 6)))
    miner.look()

    assert [5] == [each.found.articles for each in miner.show().items]


def test_a_long_look_goes_on_in_another_job(miner: Miner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usecase, "BATCH", 2)
    monkeypatch.setattr(usecase, "ENOUGH", timedelta(0))
    miner.publish(*(about(number) for number in range(1, 6)))

    assert 4 == miner.look()
    assert [5] == [each.found.articles for each in miner.show().items]
    assert not miner.show().is_looking


def test_one_text_that_can_not_be_looked_through_stops_no_other(
    miner: Miner, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_through = mining.in_article

    def fails_once(reading: object, *rest: object, **options: object) -> object:
        if "Broken" in str(reading):
            raise RuntimeError("broken")
        return looked_through(reading, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(usecase, "in_article", fails_once)
    miner.publish(about(1), about(2), about(3, title="Broken"))

    assert 1 == miner.look()
    assert ["zumbra oil"] == miner.names()


def test_forgets_what_stood_in_texts_that_are_gone(miner: Miner) -> None:
    miner.publish(about(1), about(2), about(3))
    miner.look()
    with miner.database.system() as tx:
        articles.remove_all_but(tx, miner.shop.id, [about(3).id])
    miner.publish(about(3, OIL + " Again."))
    miner.look()

    assert [] == miner.names()


def test_what_was_added_is_proposed_no_longer(miner: Miner) -> None:
    miner.publish(about(1), about(2))
    miner.look()
    edit_lexicon(
        miner.shop.id,
        LexiconChanges(add_terms=(Term("zumbra oil", CategoryId("plant_oils"), TermKind.SYNONYM),)),
        author="Ines",
        database=miner.database,
        lexicons=miner.lexicons,
        doorbell=SilentDoorbell(),
        clock=miner.clock,
    )

    assert [] == miner.names()


def test_what_was_dismissed_stays_away_until_it_is_called_back(miner: Miner) -> None:
    miner.publish(about(1), about(2))
    miner.look()
    miner.dismiss("zumbra oil")
    miner.publish(about(3))
    miner.look()
    dismissed = miner.show()
    miner.dismiss("zumbra oil", restore_proposal)

    assert ([], "zumbra oil", "Ines") == (
        list(dismissed.items),
        dismissed.dismissed[0].text,
        dismissed.dismissed[0].author,
    )
    assert ["zumbra oil"] == miner.names()
    with miner.database.system(read_only=True) as tx:
        newest = audit.newest(tx, miner.shop.id, actions=[DISMISSED, RESTORED])
    assert [RESTORED, DISMISSED] == [entry.action for entry in newest]


def test_to_dismiss_it_twice_is_to_dismiss_it_once(miner: Miner) -> None:
    miner.dismiss("zumbra oil")
    miner.dismiss("Zumbra Oil")

    with miner.database.system(read_only=True) as tx:
        assert 1 == len(audit.newest(tx, miner.shop.id, actions=[DISMISSED]))


@pytest.mark.parametrize("text", ["", "   ", "x" * 129])
def test_dismisses_nothing_that_can_be_no_term(miner: Miner, text: str) -> None:
    with pytest.raises(InvalidError):
        miner.dismiss(text)


def test_a_shop_sees_nothing_of_another(miner: Miner) -> None:
    miner.publish(about(1), about(2))
    miner.look()
    with miner.database.system(read_only=True) as tx:
        other = type(miner.shop.id)(miner.shop.id + 1)
        found = proposals.frequent(tx, other, least=1, limit=9)
        unmined = proposals.unmined(tx, Noun.ARTICLES, other, lexicon_version="v", limit=9)

    assert ([], {}) == (found, unmined)
