"""Finds work that nobody was told of: lost bells, syncs that are due, boundaries of time passed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.jobs import JobKind, JobState, JobStatus
from service.domain.webhooks import Topic
from service.ports import Clock, Doorbell
from service.storage import (
    articles,
    catalog,
    change_marks,
    connections,
    first_paints,
    jobs,
    mappings,
    shops,
    webhooks,
)
from service.storage.change_marks import Feed
from service.storage.database import Database
from service.usecases.compute_recommendations import rules_between
from service.usecases.publish_first_paint import COMPARE_EVERY as COMPARE_FIRST_PAINT_EVERY
from service.usecases.refresh_token import plan_refreshes

KEPT_DONE = timedelta(days=1)
FORGOTTEN_AT_ONCE = 1_000
COMPARE_EVERY = timedelta(days=1)
OF_THE_FEED = frozenset({JobKind.SYNC_CATALOG, JobKind.FOLLOW_CHANGES, JobKind.COMPARE_CATALOG})
COMPUTE = JobKind.COMPUTE_RECOMMENDATIONS
AFTER_DEATH = timedelta(minutes=10)
OFTEN = (JobKind.HANDLE_WEBHOOKS, JobKind.FOLLOW_CHANGES, JobKind.PUBLISH_FIRST_PAINT)
PAINT = JobKind.PUBLISH_FIRST_PAINT
PAINT_WHILE_COMPUTING_EVERY = timedelta(minutes=2)


def sweep(
    *,
    sync_every: timedelta,
    full_sync_every: timedelta,
    database: Database,
    doorbell: Doorbell,
    clock: Clock,
) -> None:
    """
    Plan what the clock asks for and ring for every kind of job that is due.

    That it ran is noted in the database: the sign that workers live and hear.
    """
    now = clock()
    with database.system() as tx:
        resting = connections.resting(tx, now=now)
        for shop in shops.all_installed(tx):
            if shop.id not in resting:
                _plan_sync(tx, shop.id, sync_every, full_sync_every, now)
            _plan_answers(tx, shop.id, now)
        _plan_first_paint(tx, resting, now)
        _plan_webhooks(tx, now)
        plan_refreshes(tx, now)
        jobs.mark(tx, jobs.SWEEP, now=now)
        due = jobs.due_kinds(tx, now=now)
    for kind in due:
        doorbell.ring(kind)
    doorbell.ring_segments()


def _plan_sync(
    tx: Connection, shop_id: ShopId, every: timedelta, full_every: timedelta, now: datetime
) -> None:
    """Ask for a full sync, a comparison of all that there is, or a look at what changed."""
    if any(job.kind in OF_THE_FEED for job in jobs.unfinished(tx, shop_id)):
        return
    synced_at, fully_synced_at = shops.synced_at(tx, shop_id)
    if fully_synced_at is None or now - fully_synced_at >= full_every:
        jobs.add(tx, shop_id, JobKind.SYNC_CATALOG, {"full": True}, now)
        return
    compared_at = change_marks.find(tx, shop_id, Feed.COMPARED) or fully_synced_at
    if now - max(compared_at, fully_synced_at) >= COMPARE_EVERY:
        jobs.add(tx, shop_id, JobKind.COMPARE_CATALOG, {}, now)
    elif synced_at is None or now - synced_at >= every:
        jobs.add(tx, shop_id, JobKind.FOLLOW_CHANGES, {}, now)


def _plan_answers(tx: Connection, shop_id: ShopId, now: datetime) -> None:
    """Ask for new answers when a rule or a scheduled product began or ended since the last look.

    What was decided for an article that appears stands already: its kept answers alone are old.
    """
    mark = f"clock:{shop_id}"
    _plan_dead_answers(tx, shop_id, now)
    before = jobs.last(tx, mark)
    jobs.mark(tx, mark, now=now)
    if before is None:
        return
    if rules_between(mappings.published(tx, shop_id).mapping, before, now) or (
        catalog.published_between(tx, shop_id, before, now)
    ):
        since = change_marks.find(tx, shop_id, Feed.DECIDED)
        jobs.add(tx, shop_id, COMPUTE, {} if since is None else {"only_due": True}, now)
    if articles.any_published_between(tx, shop_id, before, now):
        shops.raise_generation(tx, shop_id)


def _plan_dead_answers(tx: Connection, shop_id: ShopId, now: datetime) -> None:
    """Ask again for answers that were given up: what stopped them may be over."""
    newest = jobs.newest(tx, shop_id, COMPUTE)
    if newest is not None and newest.state is JobState.DEAD and not _has_just_died(newest, now):
        jobs.add(tx, shop_id, COMPUTE, newest.payload, now)


def _has_just_died(newest: JobStatus | None, now: datetime) -> bool:
    """Whether a job was given up so lately that it would be again."""
    if newest is None or newest.state is not JobState.DEAD or newest.finished_at is None:
        return False
    return now - newest.finished_at < AFTER_DEATH


def _plan_first_paint(tx: Connection, resting: Collection[ShopId], now: datetime) -> None:
    """Ask for first paint where it is not as it should be.

    While answers are being decided it is asked for now and then: each batch of them is of
    articles of all shards. Whoever hides all cards does not wait for that.
    """
    due = first_paints.due(tx, compared_before=now - COMPARE_FIRST_PAINT_EVERY)
    for shop_id, is_ in due.items():
        under_way = {job.kind for job in jobs.unfinished(tx, shop_id)}
        if shop_id in resting or PAINT in under_way:
            continue
        if _has_just_died(jobs.newest(tx, shop_id, PAINT), now):
            continue
        lately = is_.checked_at is not None and now - is_.checked_at < PAINT_WHILE_COMPUTING_EVERY
        if COMPUTE in under_way and lately and shops.get(tx, shop_id).shows_cards:
            continue
        jobs.add(tx, shop_id, PAINT, {}, now)


def _plan_webhooks(tx: Connection, now: datetime) -> None:
    """Ask for the work of webhooks whose job is gone; forget what came long ago."""
    for shop_id, topic in webhooks.waiting_for(tx, now=now):
        redacts = topic == Topic.REDACT_SHOP
        kind = JobKind.REDACT_SHOP if redacts else JobKind.HANDLE_WEBHOOKS
        if all(job.kind is not kind for job in jobs.unfinished(tx, shop_id)):
            jobs.ensure(tx, shop_id, kind, now=now)
    webhooks.forget_old(tx, now=now)
    before = now - KEPT_DONE  # there are many of them, and each says little
    for kind in OFTEN:
        jobs.forget_done(tx, kind, before=before, limit=FORGOTTEN_AT_ONCE)
