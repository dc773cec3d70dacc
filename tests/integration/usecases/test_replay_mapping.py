"""The draft, or an old version, run over the articles that it can reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, Shop
from service.domain.errors import MappingVersionNotFoundError
from service.domain.jobs import JobKind
from service.domain.mappings import Mapping, pin
from service.domain.replay import ProductMoves
from service.storage import articles, catalog, jobs, mappings, replays, shops
from service.storage.database import Database
from service.storage.replays import DRAFT, ReplayedArticle, Showing, Subject
from service.usecases import replay_mapping as usecase
from service.usecases.replay_mapping import Replayed, replay_mapping, show_replay
from service.usecases.run_jobs import run_due_jobs
from tests.builders import NOW, a_product, an_article
from tests.fakes import FakeClock, SilentDoorbell
from tests.unit.recommending.skincare import (
    AHA,
    LEXICON,
    RETINOIDS,
    a_reading,
    a_rule,
    found,
)

KIND = JobKind.REPLAY_MAPPING
PUBLISHED = Mapping(rules=(a_rule(AHA, 1, 2), a_rule(RETINOIDS, 3)))


@dataclass
class Desk:
    """A shop of five articles, three on AHA and two on retinoids, and whoever works on it."""

    shop: Shop
    database: Database
    clock: FakeClock
    doorbell: SilentDoorbell

    def edit(self, edit: Callable[[Mapping], Mapping]) -> None:
        with self.database.transaction(self.shop.id) as tx:
            draft = mappings.draft(tx, self.shop.id)
            mappings.save_draft(
                tx, self.shop.id, edit(draft.mapping), seen=draft.revision, author="e", now=NOW
            )

    def replay(self, subject: Subject = DRAFT, **options: Any) -> Replayed:
        return show_replay(
            self.shop.id,
            subject,
            database=self.database,
            lexicon=LEXICON,
            doorbell=self.doorbell,
            clock=self.clock,
            **options,
        )

    def work(self) -> int:
        return run_due_jobs(
            KIND,
            lambda job: replay_mapping(
                job, database=self.database, lexicon=LEXICON, clock=self.clock
            ),
            database=self.database,
            clock=self.clock,
        )

    def changed(self, subject: Subject = DRAFT, **wanted: Any) -> list[ReplayedArticle]:
        with self.database.transaction(self.shop.id, read_only=True) as tx:
            return replays.listed(tx, self.shop.id, subject, limit=10, **wanted)


@pytest.fixture
def desk(database: Database, shop: Shop, clock: FakeClock, doorbell: SilentDoorbell) -> Desk:
    doorbell.rung.clear()
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, [a_product(number) for number in range(1, 5)])
        for number, category in enumerate([AHA, AHA, AHA, RETINOIDS, RETINOIDS], 1):
            article, reading = an_article(number), a_reading(found(category))
            articles.store(tx, shop.id, [article])
            articles.store_reading(tx, shop.id, article, reading)
        mappings.publish(tx, shop.id, PUBLISHED, author="e", note="", now=NOW)
    return Desk(shop, database, clock, doorbell)


def without_aha(mapping: Mapping) -> Mapping:
    return replace(mapping, rules=mapping.rules[1:])


def swapped(mapping: Mapping) -> Mapping:
    first, *others = mapping.rules
    return replace(mapping, rules=(replace(first, products=(ProductId(4),)), *others))


def test_looks_only_at_the_articles_that_a_change_can_reach(desk: Desk) -> None:
    desk.edit(swapped)

    replay = desk.replay().replay

    assert (5, 3, 3) == (replay.articles, replay.reached, replay.looked_at)
    assert [1, 2, 3] == [each.change.article for each in desk.changed()]


def test_few_articles_are_looked_at_at_once(desk: Desk) -> None:
    desk.edit(swapped)

    replayed = desk.replay()

    assert replayed.replay.finished_at == NOW
    assert [] == desk.doorbell.rung


def test_counts_what_each_product_gains_and_loses(desk: Desk) -> None:
    desk.edit(swapped)

    moves = desk.replay().replay.moves

    assert (ProductMoves(ProductId(1), 0, 3), ProductMoves(ProductId(4), 3, 0)) == moves


def test_says_what_each_article_shows_before_and_after(desk: Desk) -> None:
    desk.edit(lambda mapping: pin(mapping, ArticleId(4), ProductId(2), 1))
    desk.replay()

    (line,) = desk.changed()

    assert ("Article 4", "news/article-4") == (line.title, line.path)
    assert [[3], [3]] == [[card.product for card in slot.items] for slot in line.change.before]
    assert [[2, 3], [2, 3]] == [[card.product for card in slot.items] for slot in line.change.after]


def test_lists_what_becomes_empty_and_what_a_product_loses(desk: Desk) -> None:
    desk.edit(without_aha)
    desk.replay()

    assert [1, 2, 3] == [each.change.article for each in desk.changed(showing=Showing.EMPTIED)]
    assert [] == desk.changed(showing=Showing.GAINING)
    assert 3 == len(desk.changed(product=ProductId(1)))
    assert [] == desk.changed(product=ProductId(11))


def test_counts_how_many_articles_change_in_which_way(desk: Desk) -> None:
    desk.edit(without_aha)
    desk.edit(lambda mapping: replace(mapping, fallback=(ProductId(4),)))
    desk.replay()

    with desk.database.transaction(desk.shop.id, read_only=True) as tx:
        counts = replays.counts(tx, desk.shop.id, DRAFT)

    assert {
        Showing.ALL: 3,
        Showing.GAINING: 3,
        Showing.LOSING: 3,
        Showing.EMPTIED: 0,
        Showing.FALLING_BACK: 3,
    } == counts


def test_a_draft_that_is_what_is_published_reaches_nothing(desk: Desk) -> None:
    replay = desk.replay().replay

    assert (5, 0) == (replay.articles, replay.reached)
    assert replay.finished_at is not None


def test_is_not_done_again_while_nothing_is_another(desk: Desk) -> None:
    desk.edit(swapped)
    first = desk.replay().replay

    assert first == desk.replay().replay
    assert first.token != desk.replay(anew=True).replay.token


def test_is_done_again_for_another_draft_and_another_version(desk: Desk) -> None:
    desk.edit(swapped)
    first = desk.replay().replay
    desk.edit(without_aha)
    second = desk.replay().replay
    with desk.database.transaction(desk.shop.id) as tx:
        mappings.publish(tx, desk.shop.id, Mapping(), author="e", note="", now=NOW)
    third = desk.replay().replay

    assert 3 == len({first.token, second.token, third.token})


def test_what_is_quickly_done_follows_the_shop(desk: Desk) -> None:
    desk.edit(swapped)
    desk.replay()
    with desk.database.transaction(desk.shop.id) as tx:
        catalog.store(tx, desk.shop.id, [a_product(4, available=False)])
        shops.raise_generation(tx, desk.shop.id)

    replayed = desk.replay()

    assert not replayed.is_outdated
    assert 3 == len(desk.changed(showing=Showing.EMPTIED))


def test_a_version_is_run_beside_what_is_published(desk: Desk) -> None:
    with desk.database.transaction(desk.shop.id) as tx:
        mappings.publish(tx, desk.shop.id, without_aha(PUBLISHED), author="e", note="", now=NOW)
    back = replays.of_version(1)

    replayed = desk.replay(back)

    assert PUBLISHED == replayed.mapping
    assert 3 == len(desk.changed(back, showing=Showing.GAINING))


def test_there_is_no_run_of_a_version_that_was_never_published(desk: Desk) -> None:
    with pytest.raises(MappingVersionNotFoundError):
        desk.replay(replays.of_version(7))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is too much for a page, and a batch is one article."""
    monkeypatch.setattr(usecase, "AT_ONCE", 0)
    monkeypatch.setattr(usecase, "BATCH", 1)


@pytest.mark.usefixtures("slow")
def test_many_articles_are_a_job(desk: Desk) -> None:
    desk.edit(swapped)
    begun = desk.replay()

    assert (True, 0) == (begun.is_open, begun.replay.looked_at)
    assert [KIND] == desk.doorbell.rung
    assert 1 == desk.work()
    ended = desk.replay()
    assert (False, 3) == (ended.is_open, ended.replay.looked_at)
    assert (ProductMoves(ProductId(1), 0, 3), ProductMoves(ProductId(4), 3, 0)) == (
        ended.replay.moves
    )
    assert 1 == len(desk.doorbell.rung)


@pytest.mark.usefixtures("slow")
def test_goes_on_behind_the_last_batch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.edit(swapped)
    desk.replay()
    seen: list[int] = []
    all_read = articles.all_read

    def dies_at_two(*given: Any) -> Any:
        seen.extend(given[2])
        if seen == [1, 2]:
            raise RuntimeError
        return all_read(*given)

    monkeypatch.setattr(articles, "all_read", dies_at_two)
    desk.work()
    desk.clock.move(timedelta(seconds=2))
    desk.work()

    assert [1, 2, 2, 3] == seen
    assert 3 == len(desk.changed())


@pytest.mark.usefixtures("slow")
def test_a_draft_that_was_edited_meanwhile_is_looked_at_instead(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.edit(swapped)
    desk.replay()
    all_read, edited = articles.all_read, list[bool]()

    def edits_first(*given: Any) -> Any:
        if not edited:
            edited.append(True)
            desk.edit(without_aha)
            desk.replay()
        return all_read(*given)

    monkeypatch.setattr(articles, "all_read", edits_first)
    desk.work()

    ended = desk.replay()
    assert (2, False) == (ended.replay.basis.number, ended.is_open)
    assert 3 == len(desk.changed(showing=Showing.EMPTIED))


@pytest.mark.usefixtures("slow")
def test_nobody_looks_for_a_draft_that_is_gone(desk: Desk) -> None:
    desk.edit(swapped)
    desk.replay()
    desk.edit(without_aha)

    desk.work()

    with desk.database.transaction(desk.shop.id, read_only=True) as tx:
        assert replays.find(tx, desk.shop.id, DRAFT) is None


@pytest.mark.usefixtures("slow")
def test_says_that_the_shop_has_changed_since(desk: Desk) -> None:
    desk.edit(swapped)
    desk.replay()
    desk.work()
    with desk.database.transaction(desk.shop.id) as tx:
        shops.raise_generation(tx, desk.shop.id)

    assert desk.replay().is_outdated


@pytest.mark.usefixtures("slow")
def test_says_why_no_worker_could_do_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.edit(swapped)
    desk.replay()
    with desk.database.system() as tx:
        job = jobs.claim(tx, KIND, now=NOW)
        assert job is not None
        jobs.bury(tx, job, "no room left", now=NOW)

    replayed = desk.replay()

    assert ("no room left", False) == (replayed.failed, replayed.is_open)
    assert desk.replay(anew=True).is_open
