"""Brings all that a shop has in, and removes what is gone; a large shop's from gathered lists."""

from __future__ import annotations

import time
from collections.abc import (
    Callable,
    Collection,
    Container,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.deletions import judge
from service.domain.jobs import Job, JobKind
from service.domain.sync_runs import RunKind
from service.ports import (
    BrokenExportError,
    Clock,
    Doorbell,
    Export,
    ExportNoun,
    ShopExports,
    ShopFacts,
    ShopFeed,
    ShopFeeds,
)
from service.storage import articles, catalog, content, jobs, shops
from service.storage.content import NewRow, Noun
from service.storage.database import Database
from service.storage.sync_runs import HeldBack
from service.usecases.recording import Recording

_P = TypeVar("_P")

OVERLAP = timedelta(minutes=2)
"""An increment begins before the last sync began: clocks differ, and commits are not instant."""

PATIENCE = timedelta(seconds=90)
"""So long a worker waits for a list; then it does other work, and comes back."""

LOOK_AGAIN = timedelta(seconds=30)
"""When it comes back, unless Shopify says before that the list is there."""

SECOND_LOOK = timedelta(minutes=1)
"""After which a list that lacks much is asked for a second time."""

MOST_LISTS = 3
"""So many lists of one kind may be broken in a row; then the job fails, and is tried later."""

_ROWS: Mapping[Noun, Callable[..., Sequence[NewRow]]] = {
    Noun.PRODUCTS: catalog.rows,
    Noun.ARTICLES: articles.rows,
}


class _NotYetError(Exception):
    """A list is still being gathered."""

    def __init__(self, noun: Noun, operation: str, /) -> None:
        super().__init__(noun, operation)
        self.noun = noun
        self.operation = operation


def request_sync(
    shop_id: ShopId, *, full: bool, database: Database, doorbell: Doorbell, clock: Clock
) -> None:
    """Write down that the shop is to be synced, and ring."""
    with database.transaction(shop_id) as tx:
        jobs.add(tx, shop_id, JobKind.SYNC_CATALOG, {"full": full}, clock())
    doorbell.ring(JobKind.SYNC_CATALOG)


def sync_catalog(
    job: Job,
    *,
    database: Database,
    feeds: ShopFeeds,
    doorbell: Doorbell,
    clock: Clock,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """
    Store every product and article of the shop, a transaction a page.

    A full sync also deletes what the shop no longer holds, once all has come; where much is
    missing, only when a second one agrees. An increment asks only for what was updated since the
    last sync began. What was stored stands if it is stopped; running it again changes nothing.
    """
    began_at = clock()
    with database.transaction(job.shop_id, read_only=True) as tx:
        shop = shops.get(tx, job.shop_id)
        synced_at, fully_synced_at = shops.synced_at(tx, job.shop_id)
    full = bool(job.payload.get("full")) or synced_at is None or fully_synced_at is None
    kind = RunKind.FULL if full else RunKind.INCREMENT
    recording = Recording(job, kind, clock=clock)
    recording.begin(database)
    feed = feeds(shop)
    intake = _Intake(job, recording, database, clock)
    facts = feed.facts()
    try:
        if not full and synced_at is not None:
            intake.take_pages(feed, since=synced_at - OVERLAP)
        elif (exports := feed.exports()) is None:
            intake.take_all_pages(feed, began_at)
        else:
            began_at = _began_at(job) or began_at
            intake.take_lists(exports, facts, sleep)
    except _NotYetError as waits:
        _come_back(job, intake, waits, began_at)
        return
    _end(job, intake, facts, began_at, full=full)
    doorbell.ring(JobKind.READ_CONTENT)


def _began_at(job: Job) -> datetime | None:
    said = job.payload.get("began_at")
    return datetime.fromisoformat(said) if said else None


def _come_back(job: Job, intake: _Intake, waits: _NotYetError, began_at: datetime) -> None:
    """Let a job go on with the list that is still being gathered."""
    payload = {
        "full": True,
        "began_at": began_at.isoformat(),
        "noun": waits.noun.value,
        "operation": waits.operation,
        "changed": intake.changed,
        "seen": intake.progress,
        "suspected": job.payload.get("suspected", {}),
        "still_suspected": intake.suspected,
    }
    now = intake.clock()
    with intake.database.transaction(job.shop_id) as tx:
        jobs.report(tx, job, intake.progress, now=now)
        intake.recording.pause(tx, f"Shopify gathers the {waits.noun.value}")
        jobs.add(tx, job.shop_id, job.kind, payload, now, run_after=now + LOOK_AGAIN)


def _end(job: Job, intake: _Intake, facts: ShopFacts, began_at: datetime, *, full: bool) -> None:
    now, shop_id = intake.clock(), job.shop_id
    with intake.database.transaction(shop_id) as tx:
        shops.update_facts(tx, shop_id, facts)
        shops.mark_synced(tx, shop_id, began_at=began_at, full=full)
        jobs.add(tx, shop_id, JobKind.READ_CONTENT, {"compute": intake.changed > 0}, now)
        if intake.suspected:
            again = {"full": True, "suspected": intake.suspected}
            jobs.add(tx, shop_id, job.kind, again, now, run_after=now + SECOND_LOOK)
        if intake.changed:
            shops.raise_generation(tx, shop_id)
        intake.tell(tx)
        intake.recording.finish(tx)


@dataclass(frozen=True, slots=True)
class _Whole:
    """All ids that the shop has of a kind, as it was at *began_at*, and what was stored before."""

    ids: Collection[int]
    stored: Collection[int]
    began_at: datetime


class _Intake:
    """Stores pages, keeps count and says how far it is."""

    def __init__(self, job: Job, recording: Recording, database: Database, clock: Clock) -> None:
        self._job = job
        self.recording = recording
        self.database = database
        self.clock = clock
        self.progress: dict[str, int] = {**job.payload.get("seen", {}), **job.progress}
        self.changed = int(job.payload.get("changed", 0))
        self.suspected: dict[str, str] = dict(job.payload.get("still_suspected", {}))

    def take_pages(self, feed: ShopFeed, *, since: datetime | None) -> dict[Noun, set[int]]:
        pages: Mapping[Noun, Iterator[Sequence[Any]]] = {
            Noun.PRODUCTS: feed.products(updated_since=since),
            Noun.ARTICLES: feed.articles(updated_since=since),
        }
        return {noun: self._take(noun, self._rows(noun, pages[noun])) for noun in pages}

    def _rows(self, noun: Noun, pages: Iterator[Sequence[Any]]) -> Iterator[Sequence[NewRow]]:
        """What is read page by page has no digest to be known by."""
        for page in pages:
            yield _ROWS[noun](self._job.shop_id, [(item, "") for item in page])

    def take_all_pages(self, feed: ShopFeed, began_at: datetime) -> None:
        stored = {noun: self._sources(noun) for noun in Noun}
        for noun, ids in self.take_pages(feed, since=None).items():
            self._remove(noun, _Whole(ids, stored[noun], began_at))

    def take_lists(
        self, exports: ShopExports, facts: ShopFacts, sleep: Callable[[float], None]
    ) -> None:
        waited_for = self._job.payload.get("noun")
        if waited_for != Noun.ARTICLES.value:
            self._take_list(Noun.PRODUCTS, exports, facts, sleep)
        self._take_list(Noun.ARTICLES, exports, facts, sleep)

    def _take_list(
        self,
        noun: Noun,
        exports: ShopExports,
        facts: ShopFacts,
        sleep: Callable[[float], None],
    ) -> None:
        begun = self._job.payload.get("operation") if self._is_waited_for(noun) else None
        for left in reversed(range(MOST_LISTS)):
            operation = begun or exports.begin(ExportNoun(noun.value))
            try:
                export = self._wait(exports, noun, operation, sleep)
                self._take_export(noun, exports, export, facts)
            except BrokenExportError:
                if not left:
                    raise
                begun = None
            else:
                return

    def _is_waited_for(self, noun: Noun) -> bool:
        return bool(self._job.payload.get("noun") == noun.value)

    def _wait(
        self, exports: ShopExports, noun: Noun, operation: str, sleep: Callable[[float], None]
    ) -> Export:
        waited, pause = 0.0, 0.1
        self._is_at(f"Shopify gathers the {noun.value}")
        while (export := exports.find(operation)) is None:
            if waited + pause > PATIENCE.total_seconds():
                raise _NotYetError(noun, operation)
            sleep(pause)
            waited, pause = waited + pause, min(pause * 1.5, 5.0)
        return export

    def _take_export(
        self, noun: Noun, exports: ShopExports, export: Export, facts: ShopFacts
    ) -> None:
        known = self._sources(noun)
        self._is_at(f"The {noun.value} come in")
        listed: Any = (
            exports.products(export, known, facts.currency)
            if noun is Noun.PRODUCTS
            else exports.articles(export, known)
        )
        with listed as gathered:
            rows = map(partial(_ROWS[noun], self._job.shop_id), gathered.pages)
            with closing(_one_ahead(rows)) as pages:
                self._take(noun, pages, stored=known)
            self._remove(noun, _Whole(gathered.ids, known, export.began_at))
            self.progress[noun.value] = len(gathered.ids)

    def _sources(self, noun: Noun) -> dict[int, str]:
        with self.database.transaction(self._job.shop_id, read_only=True) as tx:
            return content.sources(tx, noun, self._job.shop_id)

    def _take(
        self,
        noun: Noun,
        pages: Iterable[Sequence[NewRow]],
        stored: Container[int] | None = None,
    ) -> set[int]:
        """Store every page and return the ids that were seen. *stored*: as `content.store`."""
        seen: set[int] = set()
        for rows in pages:
            seen.update([row.id for row in rows])
            self.progress[noun.value] = len(seen)
            with self.database.transaction(self._job.shop_id) as tx:
                written = content.store(tx, noun, self._job.shop_id, rows, stored)
                self.recording.keep(tx, noun, written)
                self._report(tx, len(written))
        return seen

    def _remove(self, noun: Noun, whole: _Whole) -> None:
        """Delete what is gone, but not what came after the list was made."""
        believed = self._job.payload.get("suspected", {}).get(noun.value, "")
        verdict = judge(whole.stored, whole.ids, suspected=believed)
        if verdict.suspected:
            self.suspected[noun.value] = verdict.suspected
            missing = len(set(whole.stored).difference(whole.ids))
            held = HeldBack(missing, len(whole.stored), verdict.suspected)
            with self.database.transaction(self._job.shop_id) as tx:
                self.recording.hold_back(tx, noun, held)
        if verdict.gone:
            with self.database.transaction(self._job.shop_id) as tx:
                doomed = content.lock_older(
                    tx, noun, self._job.shop_id, verdict.gone, than=whole.began_at
                )
                self.recording.lose(tx, noun, doomed)
                gone = content.remove_older(
                    tx, noun, self._job.shop_id, verdict.gone, than=whole.began_at
                )
                self._report(tx, gone)

    def _report(self, tx: Connection, changed: int) -> None:
        if changed:
            shops.raise_generation(tx, self._job.shop_id)
        self.tell(tx)
        self.changed += changed

    def tell(self, tx: Connection) -> None:
        """Say how far it is."""
        jobs.report(tx, self._job, self.progress, now=self.clock())
        self.recording.seen(tx, {Noun(name): seen for name, seen in self.progress.items()})

    def _is_at(self, stage: str) -> None:
        with self.database.transaction(self._job.shop_id) as tx:
            self.recording.is_at(tx, stage)


def _one_ahead(pages: Iterator[_P]) -> Generator[_P]:
    """Yield *pages*, of which the next is made while the database takes the one before."""
    with ThreadPoolExecutor(max_workers=1) as other:
        coming = other.submit(next, pages, None)
        while (page := coming.result()) is not None:
            coming = other.submit(next, pages, None)
            yield page
