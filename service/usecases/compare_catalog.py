"""Compares all that a shop has with all that is stored: the net under webhooks and increments."""

from __future__ import annotations

import logging
from datetime import timedelta

from service.domain.deletions import judge
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.sync_runs import RunKind
from service.ports import Clock, Doorbell, ShopFeeds
from service.storage import change_marks, content, jobs, shops
from service.storage.change_marks import Feed
from service.storage.database import Database
from service.storage.sync_runs import HeldBack
from service.usecases.follow_changes import MOST, NOUNS
from service.usecases.intake import Intake
from service.usecases.recording import Recording

logger = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(minutes=15)
"""After so long a second list is asked for where the first lacked too much to be believed."""


def compare_catalog(
    job: Job,
    *,
    database: Database,
    feeds: ShopFeeds,
    lexicon: Lexicon,
    doorbell: Doorbell,
    clock: Clock,
) -> None:
    """
    Ask for what is missing or older here, and delete what the shop has no longer.

    Nothing is deleted before a list has come whole, and much only when a second list agrees. What
    was stored while the list came is asked for by its id, so that it is not taken for gone.
    """
    with database.transaction(job.shop_id, read_only=True) as tx:
        shop = shops.get(tx, job.shop_id)
    recording = Recording(job, RunKind.NIGHTLY, clock=clock)
    recording.begin(database)
    feed = feeds(shop)
    intake = Intake(
        job, shop, feed, recording=recording, database=database, lexicon=lexicon, clock=clock
    )
    suspected: dict[str, str] = {}
    for subject, noun in NOUNS.items():
        with database.transaction(job.shop_id, read_only=True) as tx:
            stored = content.updated_ats(tx, noun, shop.id)
        listed = {line.id: line.updated_at for page in feed.listed(subject) for line in page}
        before = job.payload.get("suspected", {}).get(noun.value, "")
        verdict = judge(stored.keys(), listed.keys(), suspected=before)
        if verdict.suspected:
            suspected[noun.value] = verdict.suspected
            told = {"shop": shop.domain, "noun": noun.value, "listed": len(listed)}
            logger.error("list_lacks_too_much", extra={**told, "stored": len(stored)})
        with database.transaction(job.shop_id) as tx:
            recording.see(tx, noun, len(listed))
            if verdict.suspected:
                missing = len(stored.keys() - listed.keys())
                held = HeldBack(missing, len(stored), verdict.suspected)
                recording.hold_back(tx, noun, held)
        news = {
            number for number, at in listed.items() if number not in stored or at > stored[number]
        }
        if len(news) > MOST:
            with database.transaction(job.shop_id) as tx:
                jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {"full": True}, clock())
            doorbell.ring(JobKind.SYNC_CATALOG)
            news = set()
        intake.refresh(subject, sorted(news.union(verdict.gone)))
    with database.transaction(job.shop_id) as tx:
        if suspected:
            later = clock() + LOOK_AGAIN
            payload = {"suspected": suspected}
            jobs.add(tx, shop.id, job.kind, payload, clock(), run_after=later)
        change_marks.advance(tx, shop.id, Feed.COMPARED, clock())
    for kind in intake.end():
        doorbell.ring(kind)
