"""What each sync did: written in the transactions of its work, so that no kill makes it lie.

One job works on a run at a time. A run whose job was taken over goes on; a run whose job is gone,
or whose lease has run out, is shown as interrupted without anybody having to say so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from service.domain.catalog import ShopId
from service.domain.jobs import Job, JobState
from service.domain.sync_runs import OPEN, ChangeKind, RunId, RunKind, RunState
from service.storage.content import Noun
from service.storage.tables import articles, jobs, products, sync_changes, sync_runs
from service.storage.upserts import upsert

KEPT = 200
"""So many runs of each kind are kept of a shop."""
MOST_NAMED = 1_000
"""So many changes of a run are kept by name; the rest is counted."""
_TITLES = {Noun.PRODUCTS: products, Noun.ARTICLES: articles}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were looked at, and what became of them."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def differs(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What was missing and is kept until a second run agrees. *suspected*: what names it."""

    missing: int
    stored: int
    suspected: str

    @property
    def percent(self) -> int:
        return round(100 * self.missing / self.stored) if self.stored else 0


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is now. *expected*: how much it will have seen at its end, where that is known.

    *will_try_again*: it failed, or was interrupted, and its job waits for another try.
    """

    id: RunId
    kind: RunKind
    state: RunState
    stage: str
    expected: int | None
    products: Counts
    articles: Counts
    held_back: Mapping[Noun, HeldBack]
    error: str | None
    attempts: int
    will_try_again: bool
    started_at: datetime
    alive_at: datetime
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def seen(self) -> int:
        return self.products.seen + self.articles.seen

    @property
    def total(self) -> Counts:
        """Products and articles together."""
        one, other = self.products, self.articles
        return Counts(
            one.seen + other.seen,
            one.new + other.new,
            one.changed + other.changed,
            one.gone + other.gone,
        )


@dataclass(frozen=True, slots=True)
class Change:
    noun: Noun
    change: ChangeKind
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs are asked for; empty: all. *changing*: only those that changed something."""

    kinds: Collection[RunKind] = ()
    states: Collection[RunState] = ()
    changing: bool = False


def start_run(tx: Connection, job: Job, kind: RunKind, *, now: datetime) -> RunId:
    """
    Begin a run, or go on with the one that this job, or the job before it, is not done with.

    What was seen is counted anew; what was changed stays, for it is. Old runs are forgotten.
    """
    left = tx.execute(
        select(sync_runs)
        .where(
            sync_runs.c.shop_id == job.shop_id,
            sync_runs.c.kind == kind.value,
            sync_runs.c.state != RunState.DONE.value,
        )
        .order_by(sync_runs.c.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    now_at_it: dict[str, Any] = {
        "job_id": job.id,
        "job_kind": job.kind.value,
        "attempts": job.attempts,
        "state": RunState.RUNNING.value,
        "stage": "",
        "error": None,
        "alive_at": now,
        "ended_at": None,
    }
    if left is not None and (left.state == RunState.WAITING.value or left.job_id == job.id):
        seen_anew = {"products_seen": 0, "articles_seen": 0, "held_back": {}}
        _change(tx, job.shop_id, RunId(left.id), {**now_at_it, **seen_anew})
        return RunId(left.id)
    _close_open(tx, job.shop_id, kind, now)
    _forget_old(tx, job.shop_id, kind)
    values: dict[str, Any] = {
        "shop_id": job.shop_id,
        "kind": kind.value,
        "held_back": {},
        "started_at": now,
    }
    begun = insert(sync_runs).values(**values, **now_at_it).returning(sync_runs.c.id)
    return RunId(tx.execute(begun).scalar_one())


def progress(
    tx: Connection,
    shop_id: ShopId,
    run: RunId,
    seen: Mapping[Noun, int] | None = None,
    *,
    now: datetime,
    expected: int | None = None,
    stage: str | None = None,
) -> None:
    """Say how much has been *seen* until now, of how much, and what is being done (a sentence)."""
    values: dict[str, Any] = {f"{noun.value}_seen": count for noun, count in (seen or {}).items()}
    if expected is not None:
        values["expected"] = expected
    if stage is not None:
        values["stage"] = stage[:64]
    _change(tx, shop_id, run, {**values, "alive_at": now})


def note(
    tx: Connection,
    shop_id: ShopId,
    run: RunId,
    noun: Noun,
    *,
    change: ChangeKind,
    ids: Collection[int],
    count: int | None = None,
) -> None:
    """
    Add to what the run changed; their titles are looked up, so what goes is noted before it goes.

    *count*: how many they are, where *ids* names but some of them. Call it in the transaction of
    the change: what is counted has then happened, once.
    """
    column = sync_runs.c[f"{noun.value}_{change.value}"]
    more = len(ids) if count is None else count
    if not more:
        return
    _change(tx, shop_id, run, {column.name: column + more})
    kept = select(func.count()).where(
        sync_changes.c.shop_id == shop_id, sync_changes.c.run_id == run
    )
    room = MOST_NAMED - tx.execute(kept).scalar_one()
    if room <= 0:
        return
    table = _TITLES[noun]
    named = sorted(set(ids))[:room]
    titles = tx.execute(
        select(table.c.id, table.c.title).where(table.c.shop_id == shop_id, table.c.id.in_(named))
    )
    rows = [
        {
            "shop_id": shop_id,
            "run_id": run,
            "noun": noun.value,
            "item_id": row.id,
            "change": change.value,
            "title": row.title,
        }
        for row in titles
    ]
    upsert(tx, sync_changes, rows)


def hold_back(
    tx: Connection, shop_id: ShopId, run: RunId, noun: Noun, held: HeldBack, *, now: datetime
) -> None:
    """Note that much was missing, and is kept until another run agrees."""
    its = sync_runs.c.shop_id == shop_id, sync_runs.c.id == run
    before = tx.execute(select(sync_runs.c.held_back).where(*its)).scalar_one()
    said = {"missing": held.missing, "stored": held.stored, "suspected": held.suspected}
    _change(tx, shop_id, run, {"held_back": {**before, noun.value: said}, "alive_at": now})


def pause(tx: Connection, shop_id: ShopId, run: RunId, *, stage: str, now: datetime) -> None:
    """Put the run aside: another job of the same kind waits and goes on with it."""
    values = {"state": RunState.WAITING.value, "stage": stage[:64], "alive_at": now}
    _change(tx, shop_id, run, values)


def finish(tx: Connection, shop_id: ShopId, run: RunId, *, now: datetime) -> None:
    _change(tx, shop_id, run, _ended(RunState.DONE, now))


def fail(tx: Connection, shop_id: ShopId, run: RunId, error: str, *, now: datetime) -> None:
    """End the run with what went wrong, as a sentence; its job, tried again, goes on with it."""
    _change(tx, shop_id, run, {**_ended(RunState.FAILED, now), "error": error})


def fail_of_job(tx: Connection, job: Job, error: str, *, now: datetime) -> None:
    """As `fail`, for whatever run the job was at; whoever runs jobs says it for all of them."""
    tx.execute(
        update(sync_runs)
        .where(
            sync_runs.c.shop_id == job.shop_id,
            sync_runs.c.job_id == job.id,
            sync_runs.c.job_kind == job.kind.value,
            sync_runs.c.state.in_(OPEN),
        )
        .values(**_ended(RunState.FAILED, now), error=error)
    )


def listed(
    tx: Connection,
    shop_id: ShopId,
    *,
    now: datetime,
    wanted: Wanted | None = None,
    limit: int,
    offset: int = 0,
) -> Sequence[Run]:
    """Return the shop's runs, newest first."""
    its = [sync_runs.c.shop_id == shop_id, *_wanted(wanted or Wanted())]
    rows = tx.execute(select(sync_runs).where(*its).order_by(sync_runs.c.id.desc())).all()
    runs = _runs(tx, shop_id, rows, now)
    if wanted is not None and wanted.states:
        runs = [run for run in runs if run.state in wanted.states]
    return runs[offset : offset + limit]


def find(tx: Connection, shop_id: ShopId, run: int, *, now: datetime) -> Run | None:
    query = select(sync_runs).where(sync_runs.c.shop_id == shop_id, sync_runs.c.id == run)
    found = _runs(tx, shop_id, tx.execute(query).all(), now)
    return found[0] if found else None


def newest(
    tx: Connection, shop_id: ShopId, *, now: datetime, state: RunState | None = None
) -> Run | None:
    """Return the run that began last, of those in *state* where one is given."""
    wanted = Wanted(states=(state,)) if state is not None else None
    found = listed(tx, shop_id, now=now, wanted=wanted, limit=1)
    return found[0] if found else None


def changes(
    tx: Connection, shop_id: ShopId, run: RunId, *, limit: int, offset: int = 0
) -> Sequence[Change]:
    """Return what the run changed, by name, as far as names are kept."""
    rows = tx.execute(
        select(sync_changes)
        .where(sync_changes.c.shop_id == shop_id, sync_changes.c.run_id == run)
        .order_by(sync_changes.c.noun.desc(), sync_changes.c.title, sync_changes.c.item_id)
        .limit(limit)
        .offset(offset)
    )
    return [Change(Noun(row.noun), ChangeKind(row.change), row.item_id, row.title) for row in rows]


def count_changes(tx: Connection, shop_id: ShopId, run: RunId) -> int:
    """Return how many changes of the run are kept by name."""
    counted = select(func.count()).where(
        sync_changes.c.shop_id == shop_id, sync_changes.c.run_id == run
    )
    return tx.execute(counted).scalar_one()


def _change(tx: Connection, shop_id: ShopId, run: RunId, values: Mapping[str, Any]) -> None:
    its = sync_runs.c.shop_id == shop_id, sync_runs.c.id == run
    tx.execute(update(sync_runs).where(*its).values(dict(values)))


def _ended(state: RunState, now: datetime) -> dict[str, Any]:
    return {"state": state.value, "stage": "", "alive_at": now, "ended_at": now}


def _close_open(tx: Connection, shop_id: ShopId, kind: RunKind, now: datetime) -> None:
    """A shop runs one job of a kind at a time: what is still open has been left by a dead one."""
    left = {"state": RunState.INTERRUPTED.value, "ended_at": sync_runs.c.alive_at, "stage": ""}
    tx.execute(
        update(sync_runs)
        .where(
            sync_runs.c.shop_id == shop_id,
            sync_runs.c.kind == kind.value,
            sync_runs.c.state.in_(OPEN),
        )
        .values(**left)
    )


def _forget_old(tx: Connection, shop_id: ShopId, kind: RunKind) -> None:
    """Leave room for one more."""
    of_kind = sync_runs.c.shop_id == shop_id, sync_runs.c.kind == kind.value
    oldest_kept = tx.scalar(
        select(sync_runs.c.id)
        .where(*of_kind)
        .order_by(sync_runs.c.id.desc())
        .limit(1)
        .offset(KEPT - 2)
    )
    if oldest_kept is not None:
        tx.execute(delete(sync_runs).where(*of_kind, sync_runs.c.id < oldest_kept))


def _wanted(wanted: Wanted) -> list[Any]:
    which: list[Any] = []
    if wanted.kinds:
        which.append(sync_runs.c.kind.in_([kind.value for kind in wanted.kinds]))
    if wanted.changing:
        names = [f"{noun.value}_{change.value}" for noun in Noun for change in ChangeKind]
        which.append(or_(*(sync_runs.c[name] > 0 for name in names)))
    return which


def _runs(tx: Connection, shop_id: ShopId, rows: Sequence[Row[Any]], now: datetime) -> list[Run]:
    """Tell for each open run whether somebody is at it, and for each failed one who goes on."""
    unsettled = [row.job_id for row in rows if row.state != RunState.DONE.value]
    kinds = {row.job_kind for row in rows if row.state == RunState.WAITING.value}
    at_work = tx.execute(
        select(jobs.c.id, jobs.c.kind, jobs.c.state, jobs.c.leased_until).where(
            jobs.c.shop_id == shop_id,
            jobs.c.state.in_((JobState.WAITING.value, JobState.RUNNING.value)),
            or_(jobs.c.id.in_(unsettled), and_(jobs.c.kind.in_(kinds), jobs.c.part == 0)),
        )
    ).all()
    by_id: dict[int, Any] = {job.id: job for job in at_work}
    waited_for = {job.kind for job in at_work}
    return [_run(row, by_id.get(row.job_id), row.job_kind in waited_for, now) for row in rows]


def _run(row: Row[Any], job: Any, is_waited_for: bool, now: datetime) -> Run:
    same = job is not None and job.kind == row.job_kind
    state = RunState(row.state)
    held = job is not None and same and job.state == JobState.RUNNING.value
    held = held and job is not None and job.leased_until >= now
    if (state is RunState.RUNNING and not held) or (
        state is RunState.WAITING and not is_waited_for
    ):
        state = RunState.INTERRUPTED
    return Run(
        id=RunId(row.id),
        kind=RunKind(row.kind),
        state=state,
        stage=row.stage,
        expected=row.expected,
        products=_counts(row, Noun.PRODUCTS),
        articles=_counts(row, Noun.ARTICLES),
        held_back={Noun(noun): HeldBack(**said) for noun, said in row.held_back.items()},
        error=row.error,
        attempts=row.attempts,
        will_try_again=same and state in {RunState.FAILED, RunState.INTERRUPTED},
        started_at=row.started_at,
        alive_at=row.alive_at,
        ended_at=row.ended_at or (row.alive_at if state is RunState.INTERRUPTED else None),
    )


def _counts(row: Row[Any], noun: Noun) -> Counts:
    names = ("seen", *(change.value for change in ChangeKind))
    return Counts(**{name: getattr(row, f"{noun.value}_{name}") for name in names})
