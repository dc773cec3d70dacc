"""Shows what the syncs of a shop did, what one is at, and whether its webhooks are acted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.catalog import ShopId
from service.domain.connections import ShopConnection
from service.domain.errors import SyncRunNotFoundError
from service.domain.jobs import JobKind, JobState
from service.domain.sync_runs import RunId, RunKind, RunState
from service.ports import Clock
from service.storage import connections, jobs, shops, sync_runs, webhooks
from service.storage.database import Database
from service.storage.sync_runs import Change, Run, Wanted
from service.storage.webhooks import Lag

PAGE = 25
CHANGES = 50
MOST = sync_runs.KEPT * len(RunKind)

COMPLETE = frozenset({RunKind.FULL, RunKind.NIGHTLY})
"""What has seen all that the shop holds, and so may say that something is gone."""

KINDS = {
    RunKind.FULL: JobKind.SYNC_CATALOG,
    RunKind.INCREMENT: JobKind.FOLLOW_CHANGES,
    RunKind.NIGHTLY: JobKind.COMPARE_CATALOG,
    RunKind.WEBHOOK: JobKind.HANDLE_WEBHOOKS,
}
"""Who does a run of a kind."""


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How it stands now. *held*: the run that found much missing, which no other has settled since.

    *waiting*: what is asked for and not begun; *repeatable*: runs that nobody did better since.
    """

    now: datetime
    synced_at: datetime | None
    fully_synced_at: datetime | None
    connection: ShopConnection | None
    inbox: Lag
    under_way: Sequence[Run]
    waiting: Sequence[JobKind]
    held: Run | None
    repeatable: frozenset[RunId]

    @property
    def is_open(self) -> bool:
        return bool(self.under_way or self.waiting)


@dataclass(frozen=True, slots=True)
class ShownSyncs:
    """A page of runs, newest first. *any*: whether there are runs at all."""

    standing: Standing
    runs: Sequence[Run]
    page: int
    has_more: bool
    any: bool


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run and a page of what it changed. *named*: how many of its changes are kept by name."""

    standing: Standing
    run: Run
    changes: Sequence[Change]
    named: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.named // CHANGES))


def show_standing(shop_id: ShopId, *, database: Database, clock: Clock) -> Standing:
    """Return how the shop's syncs stand now."""
    now = clock()
    with database.transaction(shop_id, read_only=True) as tx:
        synced_at, fully_synced_at = shops.synced_at(tx, shop_id)
        connection = connections.find(tx, shop_id)
        inbox = webhooks.lag(tx, shop_id, now=now)
        runs = sync_runs.listed(tx, shop_id, now=now, limit=MOST)
        unfinished = jobs.unfinished(tx, shop_id)
    asked = {RunKind.FULL, RunKind.INCREMENT, RunKind.NIGHTLY}
    under_way = [run for run in runs if run.is_open]
    at_work = {KINDS[run.kind] for run in under_way}
    waiting = [
        job.kind
        for job in unfinished
        if job.kind in {KINDS[kind] for kind in asked} - at_work
        and job.state is JobState.WAITING
        and not job.error
    ]
    return Standing(
        now,
        synced_at,
        fully_synced_at,
        connection,
        inbox,
        under_way,
        waiting,
        _held(runs),
        _repeatable(runs),
    )


def show_syncs(
    shop_id: ShopId, wanted: Wanted, *, page: int, database: Database, clock: Clock
) -> ShownSyncs:
    """Return a page of the shop's runs that are *wanted*."""
    standing = show_standing(shop_id, database=database, clock=clock)
    first = max(page, 1)
    with database.transaction(shop_id, read_only=True) as tx:
        runs = sync_runs.listed(
            tx,
            shop_id,
            now=standing.now,
            wanted=wanted,
            limit=PAGE + 1,
            offset=(first - 1) * PAGE,
        )
        newest = runs or sync_runs.listed(tx, shop_id, now=standing.now, limit=1)
    return ShownSyncs(standing, runs[:PAGE], first, len(runs) > PAGE, bool(newest))


def show_run(shop_id: ShopId, run: int, *, page: int, database: Database, clock: Clock) -> ShownRun:
    """Return one run and what it changed; raise `SyncRunNotFoundError` when there is none."""
    standing = show_standing(shop_id, database=database, clock=clock)
    first = max(page, 1)
    with database.transaction(shop_id, read_only=True) as tx:
        found = sync_runs.find(tx, shop_id, run, now=standing.now)
        if found is None:
            raise SyncRunNotFoundError(run)
        named = sync_runs.count_changes(tx, shop_id, found.id)
        offset = (first - 1) * CHANGES
        changes = sync_runs.changes(tx, shop_id, found.id, limit=CHANGES, offset=offset)
    return ShownRun(standing, found, changes, named, first)


def _held(runs: Iterable[Run]) -> Run | None:
    """Return the last run that saw everything, where it held something back."""
    ended = (run for run in runs if run.kind in COMPLETE and run.state is RunState.DONE)
    newest = next(ended, None)
    return newest if newest is not None and newest.held_back else None


def _repeatable(runs: Iterable[Run]) -> frozenset[RunId]:
    """Return those that went wrong and are the newest of their kind."""
    newest: dict[RunKind, Run] = {}
    for run in runs:
        newest.setdefault(run.kind, run)
    wrong = {RunState.FAILED, RunState.INTERRUPTED}
    return frozenset(run.id for run in newest.values() if run.state in wrong)
