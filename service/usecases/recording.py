"""Writes down what a job brings in and removes, in the transactions that do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from service.domain.jobs import Job
from service.domain.sync_runs import ChangeKind, RunId, RunKind
from service.ports import Clock
from service.storage import sync_runs
from service.storage.content import Noun, Stored
from service.storage.database import Database
from service.storage.sync_runs import HeldBack


class Recording:
    """
    A job's run of the sync, begun with the first that is said of it.

    A run that is begun and not ended is told from the job's lease: whoever dies need say nothing.
    """

    def __init__(self, job: Job, kind: RunKind, *, clock: Clock) -> None:
        self._job = job
        self._kind = kind
        self._clock = clock
        self._run: RunId | None = None
        self._seen = Counter[Noun]()

    def begin(self, database: Database) -> None:
        """Say that the run is under way, before Shopify is asked: it may be what fails."""
        with database.transaction(self._job.shop_id) as tx:
            self._id(tx)

    def is_at(self, tx: Connection, stage: str) -> None:
        """Say in a few words what is being done."""
        sync_runs.progress(tx, self._job.shop_id, self._id(tx), now=self._clock(), stage=stage)

    def see(self, tx: Connection, noun: Noun, more: int) -> None:
        """Count what was looked at."""
        self._seen[noun] += more
        self.seen(tx, {noun: self._seen[noun]})

    def seen(self, tx: Connection, seen: Mapping[Noun, int]) -> None:
        """Say how much has been looked at until now."""
        sync_runs.progress(tx, self._job.shop_id, self._id(tx), seen, now=self._clock())

    def keep(self, tx: Connection, noun: Noun, stored: Stored) -> None:
        """Note what has just been written."""
        for change, ids in ((ChangeKind.NEW, stored.new), (ChangeKind.CHANGED, stored.changed)):
            self._note(tx, noun, change, ids)

    def lose(self, tx: Connection, noun: Noun, ids: Collection[int]) -> None:
        """Note what is about to be deleted."""
        self._note(tx, noun, ChangeKind.GONE, ids)

    def hold_back(self, tx: Connection, noun: Noun, held: HeldBack) -> None:
        run = self._id(tx)
        sync_runs.hold_back(tx, self._job.shop_id, run, noun, held, now=self._clock())

    def pause(self, tx: Connection, stage: str) -> None:
        """Leave the run to the job that goes on with it."""
        run = self._id(tx)
        sync_runs.pause(tx, self._job.shop_id, run, stage=stage, now=self._clock())

    def finish(self, tx: Connection) -> None:
        """End the run, if there was anything to say of it."""
        if self._run is not None:
            sync_runs.finish(tx, self._job.shop_id, self._run, now=self._clock())

    def _note(self, tx: Connection, noun: Noun, change: ChangeKind, ids: Collection[int]) -> None:
        if ids:
            run = self._id(tx)
            sync_runs.note(tx, self._job.shop_id, run, noun, change=change, ids=ids)

    def _id(self, tx: Connection) -> RunId:
        if self._run is None:
            self._run = sync_runs.start_run(tx, self._job, self._kind, now=self._clock())
        return self._run
