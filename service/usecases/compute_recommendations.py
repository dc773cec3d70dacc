"""Decides what stands beside the articles of a shop, and stores the answers that differ."""

from __future__ import annotations

from service.domain.jobs import Job
from service.domain.lexicon import Lexicon
from service.domain.recommendations import Recommender
from service.ports import Clock
from service.storage import answers, articles, catalog, jobs, mappings, shops
from service.storage.database import Database

BATCH = 100


def compute_recommendations(
    job: Job, *, database: Database, lexicon: Lexicon, clock: Clock
) -> None:
    """
    Decide for every article that has been read, a transaction a batch of articles.

    A job that is ``only_due`` decides for those alone that read otherwise than when they were last
    decided on.
    """
    now = clock()
    with database.transaction(job.shop_id, read_only=True) as tx:
        seen = shops.generation(tx, job.shop_id)
        version = mappings.published(tx, job.shop_id)
        recommender = Recommender.of(
            mapping=version.mapping,
            mapping_version=version.version,
            products=catalog.all_products(tx, job.shop_id),
            product_readings=catalog.readings(tx, job.shop_id),
            lexicon=lexicon,
            now=now,
        )
        only_due = job.payload.get("only_due") is True
        ids = articles.due_ids(tx, job.shop_id) if only_due else articles.read_ids(tx, job.shop_id)
    progress = {"articles": 0, "of": len(ids), "changed": 0}
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
            jobs.report(tx, job, progress, now=clock())
            if changed:
                shops.raise_generation(tx, job.shop_id)
                seen += unchanged
