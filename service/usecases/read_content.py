"""Reads the products and articles that are new, changed, or may read otherwise by now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.jobs import Job, JobKind, JobState
from service.domain.lexicon import Lexicon
from service.ports import Clock, Doorbell
from service.storage import articles, content, jobs, shops
from service.storage.content import Noun, Span
from service.storage.database import Database
from service.usecases.read_batches import ContentReader

ALONE = 1000
"""So much is read by the worker that finds it; of more each worker takes parts of this size."""
MOST_UNREAD = 100_000
LOOK_AGAIN = timedelta(seconds=15)
DECIDE_TOGETHER = timedelta(seconds=20)
"""While parts are still being read, their answers wait a little for one another."""
PROPOSE_LATER = timedelta(seconds=20)
"""What shoppers see goes before what marketers may think about; the next sweep rings for it."""

COUNTED = ("products_read", "articles_read")


def read_content(
    job: Job, *, database: Database, lexicon: Lexicon, doorbell: Doorbell, clock: Clock
) -> None:
    """
    Read what is stale, or the part of it that *job* is; then ask for the answers that changed.

    A whole that is too long for one worker is shared out, and ends; its parts are jobs of their
    own. Killed at any point, a job goes on behind the last row that it has looked at.
    """
    with database.transaction(job.shop_id, read_only=True) as tx:
        shop = shops.get(tx, job.shop_id)
    reader = ContentReader(job, shop, database, lexicon, clock)
    if job.part:
        span = Span(reader.progress.get("cursor", job.payload["after"]), job.payload["until"])
        doorbell.ring(JobKind.READ_CONTENT)  # whoever is idle may take the next part
        reader.read_span(Noun(job.payload["noun"]), span)
    else:
        _read_whole(job, reader, database=database, lexicon=lexicon, clock=clock)
    with database.transaction(job.shop_id) as tx:
        asked = _ask_for_answers(tx, job, reader.progress, clock())
        jobs.report(tx, job, {**dict.fromkeys(COUNTED, 0), **reader.progress}, now=clock())
        if any(reader.progress.get(name) for name in COUNTED):
            later = clock() + PROPOSE_LATER
            jobs.add(tx, job.shop_id, JobKind.PROPOSE_TERMS, {}, clock(), run_after=later)
        shared = jobs.open_parts(tx, job.shop_id, job.kind) > 0
    if asked:
        doorbell.ring(JobKind.COMPUTE_RECOMMENDATIONS)
    if shared:
        doorbell.ring(JobKind.READ_CONTENT)


def _read_whole(
    job: Job, reader: ContentReader, *, database: Database, lexicon: Lexicon, clock: Clock
) -> None:
    """Read it here when it is little; share it out when it is much; while it is shared out
    already, read only what has just come, and look again later."""
    fresh, stale = dict[Noun, list[int]](), dict[Noun, int]()
    with database.transaction(job.shop_id) as tx:
        shared = jobs.open_parts(tx, job.shop_id, job.kind) > 0
        if shared:
            fresh = {noun: _fresh(tx, noun, job) for noun in Noun}
            jobs.add(tx, job.shop_id, job.kind, {}, clock(), run_after=clock() + LOOK_AGAIN)
        else:
            stale = {n: _count(tx, n, job.shop_id, lexicon) for n in Noun}
            if sum(stale.values()) > ALONE:
                _share_out(tx, job, lexicon, clock())
                return
    if shared:
        for noun, ids in fresh.items():
            reader.read(noun, ids)
        return
    reader.expect(sum(stale.values()))
    for noun in Noun:
        reader.read_span(noun, Span())


def _fresh(tx: Connection, noun: Noun, job: Job) -> list[int]:
    """The ids of what has come or changed since, newest first, but for what parts will come to."""
    ahead = sorted(_spans_ahead(tx, noun, job), key=lambda span: span.after)
    begins = [span.after for span in ahead]

    def is_ahead(number: int) -> bool:
        at = bisect_left(begins, number) - 1
        return at >= 0 and number <= ahead[at].until

    unread = content.unread_ids(tx, noun, job.shop_id, limit=MOST_UNREAD)
    return [number for number in unread if not is_ahead(number)][:ALONE]


def _spans_ahead(tx: Connection, noun: Noun, job: Job) -> Iterator[Span]:
    """What is left of the parts that wait or run."""
    whole = jobs.newest_whole(tx, job.shop_id, job.kind)
    for part in jobs.parts(tx, job.shop_id, whole) if whole is not None else ():
        is_open = part.state in {JobState.WAITING, JobState.RUNNING}
        if is_open and part.payload["noun"] == noun.value:
            after = part.progress.get("cursor", part.payload["after"])
            yield Span(after, part.payload["until"])


def _count(tx: Connection, noun: Noun, shop_id: ShopId, lexicon: Lexicon) -> int:
    return content.count_stale(tx, noun, shop_id, lexicon_version=lexicon.version)


def _share_out(tx: Connection, job: Job, lexicon: Lexicon, now: datetime) -> None:
    payloads = [
        {"noun": noun.value, "after": span.after, "until": span.until, "of": count}
        for noun in Noun
        for span, count in content.spans(
            tx, noun, job.shop_id, lexicon_version=lexicon.version, size=ALONE
        )
    ]
    jobs.share_out(tx, job, payloads, now=now)


def _ask_for_answers(tx: Connection, job: Job, progress: Mapping[str, Any], now: datetime) -> bool:
    """Ask for all answers where products read otherwise or *job* says so, else for those of the
    articles that do; return whether any were asked for."""
    everything = bool(job.payload.get("compute")) or progress.get("products_changed", 0) > 0
    if not everything and not articles.is_any_due(tx, job.shop_id):
        return False
    others = jobs.open_parts(tx, job.shop_id, job.kind) - (job.part > 0)
    jobs.add(
        tx,
        job.shop_id,
        JobKind.COMPUTE_RECOMMENDATIONS,
        {} if everything else {"only_due": True},
        now,
        run_after=now + DECIDE_TOGETHER if others else now,
    )
    return others == 0
