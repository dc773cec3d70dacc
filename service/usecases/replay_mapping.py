"""Runs a mapping over the articles that it can reach, beside what is published; writes no answer.

The draft, before it is published; a version, before it is brought back. Few articles are looked at
at once, by whoever asks; many are a job, whose progress is shown. What was found is kept until the
mapping, what is published, or the lexicon is another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.domain.articles import ArticleId
from service.domain.catalog import ShopId
from service.domain.jobs import Job, JobKind, JobState
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping
from service.domain.recommendations.reached import in_question, reached
from service.domain.replay import ArticleChange, as_shown, tally
from service.ports import Clock, Doorbell
from service.storage import articles, catalog, jobs, mappings, replays, shops
from service.storage.articles import ReadArticle
from service.storage.database import Database
from service.storage.mappings import MappingVersion
from service.storage.replays import Basis, Replay, ReplaySupersededError, Subject
from service.usecases.explain_article import set_up

AT_ONCE = 60
"""So many articles are looked at while somebody waits for the page."""

BATCH = 200

Compare = Callable[[ReadArticle], ArticleChange]


@dataclass(frozen=True, slots=True)
class Replayed:
    """*mapping*: what was run beside what is *published*. *is_outdated*: the shop's products,
    articles or answers are others by now. *failed*: why no worker could do it."""

    replay: Replay
    mapping: Mapping
    published: MappingVersion
    is_outdated: bool
    failed: str | None

    @property
    def is_open(self) -> bool:
        return self.replay.finished_at is None and self.failed is None


@dataclass(frozen=True, slots=True)
class _Sides:
    mapping: Mapping
    published: MappingVersion
    basis: Basis


def show_replay(
    shop_id: ShopId,
    subject: Subject,
    *,
    database: Database,
    lexicon: Lexicon,
    doorbell: Doorbell,
    clock: Clock,
    anew: bool = False,
) -> Replayed:
    """
    Return what is known of *subject*, and begin to look where nothing is known.

    *anew*: look again, though the rules are the same. Raise `MappingVersionNotFoundError`.
    """
    with database.transaction(shop_id, read_only=True) as tx:
        sides = _sides(tx, shop_id, subject, lexicon)
        known = replays.find(tx, shop_id, subject)
        failed = _failed(tx, shop_id) if known and known.finished_at is None else None
    if known is not None and not anew and _holds(known, sides.basis):
        outdated = known.basis != sides.basis
        return Replayed(known, sides.mapping, sides.published, outdated, failed)
    begun = _begin(shop_id, subject, sides, database=database, lexicon=lexicon, now=clock())
    if begun.finished_at is None:
        doorbell.ring(JobKind.REPLAY_MAPPING)
    return Replayed(begun, sides.mapping, sides.published, is_outdated=False, failed=None)


def replay_mapping(job: Job, *, database: Database, lexicon: Lexicon, clock: Clock) -> None:
    """Look at the articles of every run of the shop that is not finished, a batch a transaction.

    A worker that takes over goes on behind the last batch.
    """
    while True:
        with database.transaction(job.shop_id, read_only=True) as tx:
            replay = replays.next_open(tx, job.shop_id)
        if replay is None:
            return
        try:
            _run(job, replay, database=database, lexicon=lexicon, clock=clock)
        except ReplaySupersededError:
            continue


def _sides(tx: Connection, shop_id: ShopId, subject: Subject, lexicon: Lexicon) -> _Sides:
    published = mappings.published(tx, shop_id)
    if subject == replays.DRAFT:
        draft = mappings.draft(tx, shop_id)
        mapping, number = draft.mapping, draft.revision
    else:
        old = mappings.version(tx, shop_id, replays.version_of(subject))
        mapping, number = old.mapping, old.version
    generation = shops.generation(tx, shop_id)
    basis = Basis(number, published.version, lexicon.version, generation)
    return _Sides(mapping, published, basis)


def _holds(known: Replay, basis: Basis) -> bool:
    """Whether what is known need not be looked at again; what is quickly done always is."""
    if known.basis == basis:
        return True
    is_slow = known.reached > AT_ONCE or known.finished_at is None
    return is_slow and known.basis.says_the_same_rules(basis)


def _failed(tx: Connection, shop_id: ShopId) -> str | None:
    job = jobs.newest(tx, shop_id, JobKind.REPLAY_MAPPING)
    if job is None or job.state in {JobState.WAITING, JobState.RUNNING}:
        return None
    return job.error or "the worker stopped"


def _begin(
    shop_id: ShopId,
    subject: Subject,
    sides: _Sides,
    *,
    database: Database,
    lexicon: Lexicon,
    now: datetime,
) -> Replay:
    with database.transaction(shop_id, read_only=True) as tx:
        ids = _reached_ids(tx, shop_id, sides, lexicon)
        count = articles.count_read(tx, shop_id)
        few = len(ids) <= AT_ONCE
        compare = _comparer(tx, shop_id, sides, lexicon=lexicon, now=now) if ids and few else None
        read = articles.all_read(tx, shop_id, ids) if ids and few else []
    changes = _changes(compare, read) if compare else []
    with database.transaction(shop_id) as tx:
        begun = replays.begin(
            tx, shop_id, subject, sides.basis, articles=count, reached=len(ids), now=now
        )
        if not few:
            jobs.add(tx, shop_id, JobKind.REPLAY_MAPPING, {}, now)
            return begun
        last = ids[-1] if ids else ArticleId(0)
        kept = replays.keep(tx, shop_id, begun, changes, looked_at=len(ids), after=last)
        return _finish(tx, shop_id, kept, now)


def _run(job: Job, replay: Replay, *, database: Database, lexicon: Lexicon, clock: Clock) -> None:
    shop_id = job.shop_id
    with database.transaction(shop_id, read_only=True) as tx:
        sides = _sides(tx, shop_id, replay.subject, lexicon)
        stale = not sides.basis.says_the_same_rules(replay.basis)
        ids = [] if stale else _reached_ids(tx, shop_id, sides, lexicon)
        compare = _comparer(tx, shop_id, sides, lexicon=lexicon, now=clock())
    if stale:
        with database.transaction(shop_id) as tx:
            replays.forget(tx, shop_id, replay)
        return
    ids = [number for number in ids if number > replay.after]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with database.transaction(shop_id, read_only=True) as tx:
            read = articles.all_read(tx, shop_id, batch)
        changes = _changes(compare, read)
        looked_at = replay.looked_at + len(batch)
        with database.transaction(shop_id) as tx:
            replay = replays.keep(
                tx, shop_id, replay, changes, looked_at=looked_at, after=batch[-1]
            )
            progress = {"articles": looked_at, "of": replay.reached}
            jobs.report(tx, job, progress, now=clock())
    with database.transaction(shop_id) as tx:
        _finish(tx, shop_id, replay, clock())


def _finish(tx: Connection, shop_id: ShopId, replay: Replay, now: datetime) -> Replay:
    moves = tally(replays.moves(tx, shop_id, replay.subject))
    return replays.finish(tx, shop_id, replay, moves, now=now)


def _reached_ids(
    tx: Connection, shop_id: ShopId, sides: _Sides, lexicon: Lexicon
) -> list[ArticleId]:
    old, new = sides.published.mapping, sides.mapping
    readings = catalog.readings(tx, shop_id, in_question(old, new))
    return articles.concerned_ids(tx, shop_id, reached(old, new, readings, lexicon))


def _comparer(
    tx: Connection, shop_id: ShopId, sides: _Sides, *, lexicon: Lexicon, now: datetime
) -> Compare:
    bench = set_up(tx, shop_id, lexicon=lexicon, now=now)
    before = bench.try_out(sides.published.mapping, sides.published.version)
    after = bench.try_out(sides.mapping, sides.published.version)

    def compare(read: ReadArticle) -> ArticleChange:
        shown = (as_shown(side(read).slots) for side in (before, after))
        return ArticleChange(read.article.id, *shown)

    return compare


def _changes(compare: Compare, read: Sequence[ReadArticle]) -> list[ArticleChange]:
    return [change for change in map(compare, read) if change.is_change]
