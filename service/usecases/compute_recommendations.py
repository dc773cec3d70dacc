"""Decides what stands beside the articles of a shop, and stores the answers that differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from service.domain.articles import ArticleId
from service.domain.jobs import Job
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping, Rule
from service.domain.recommendations import Recommender
from service.domain.recommendations.concerned import concerned
from service.ports import Clock
from service.storage import answers, articles, catalog, change_marks, jobs, mappings, shops
from service.storage.change_marks import Feed
from service.storage.database import Database
from service.storage.jobs import BEHIND

BATCH = 500


def compute_recommendations(
    job: Job, *, database: Database, lexicon: Lexicon, clock: Clock
) -> None:
    """
    Decide for every article that has been read, a transaction a batch of articles.

    A job that is ``only_due`` decides for those alone that read otherwise than when they were last
    decided on, or that a product or the time has changed. Killed at any point, a job goes on
    behind the last article that it decided on.
    """
    now = clock()
    with database.transaction(job.shop_id) as tx:
        seen = shops.generation(tx, job.shop_id)
        version = mappings.published(tx, job.shop_id)
        _let_time_pass(tx, job, version.mapping, lexicon, now)
        ids = _left(tx, job)
        progress = {"articles": 0, "changed": 0, **job.progress}
        progress["of"] = progress["articles"] + len(ids)
        if not _is_only_due(job):
            progress.setdefault(BEHIND, 0)
        jobs.report(tx, job, progress, now=now)
    if not ids:
        return
    with database.transaction(job.shop_id, read_only=True) as tx:
        recommender = Recommender.over(
            catalog.stocked(tx, job.shop_id, now=now),
            mapping=version.mapping,
            mapping_version=version.version,
            lexicon=lexicon,
            now=now,
        )
    for start in range(0, len(ids), BATCH):
        with database.transaction(job.shop_id, read_only=True) as tx:
            batch = articles.all_read(tx, job.shop_id, ids[start : start + BATCH])
        decisions = [recommender.recommend(read.article, read.reading) for read in batch]
        with database.transaction(job.shop_id) as tx:
            changed = answers.store(tx, job.shop_id, decisions, now=now)
            noted = tx.begin_nested()
            articles.note_decided(tx, job.shop_id, batch)
            # products may have changed since they were looked at: then what is due stays due
            unchanged = shops.generation(tx, job.shop_id) == seen
            noted.commit() if unchanged else noted.rollback()
            progress["articles"] += len(batch)
            progress["changed"] += changed
            if BEHIND in progress:
                progress[BEHIND] = max(progress[BEHIND], *ids[start : start + BATCH])
            jobs.report(tx, job, progress, now=clock())
            if changed:
                shops.raise_generation(tx, job.shop_id)
                seen += unchanged


def rules_between(mapping: Mapping, after: datetime, until: datetime) -> list[Rule]:
    """Return the rules that began or ended in ``(after, until]``."""
    return [
        rule
        for rule in mapping.rules
        if any(at and after < at <= until for at in (rule.starts_at, rule.ends_at))
    ]


def _let_time_pass(
    tx: Connection, job: Job, mapping: Mapping, lexicon: Lexicon, now: datetime
) -> None:
    """Let the articles be decided again that the time has changed: of rules that began or ended,
    and of products that appeared, since all articles were decided on, or this was looked at."""
    before = change_marks.find(tx, job.shop_id, Feed.DECIDED)
    if before is not None and (_is_only_due(job) or BEHIND in job.progress):
        rules = {rule.id for rule in rules_between(mapping, before, now)}
        appeared = catalog.published_between(tx, job.shop_id, before, now)
        if rules or appeared:
            readings = catalog.readings(tx, job.shop_id, appeared)
            moved = {p: [readings[p]] if p in readings else [] for p in appeared}
            reached = concerned(moved, mapping, lexicon, rules=rules)
            articles.make_due(tx, job.shop_id, reached)
    change_marks.advance(tx, job.shop_id, Feed.DECIDED, now)


def _left(tx: Connection, job: Job) -> Sequence[ArticleId]:
    """Return the articles that are still to be decided on."""
    due = articles.due_ids(tx, job.shop_id)
    if _is_only_due(job):
        return due
    behind = job.progress.get(BEHIND, 0)
    late = [number for number in due if number <= behind]
    return [*late, *articles.read_ids(tx, job.shop_id, after=behind)]


def _is_only_due(job: Job) -> bool:
    return job.payload.get("only_due") is True
