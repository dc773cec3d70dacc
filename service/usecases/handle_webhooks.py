"""Acts on the webhooks that wait: asks Shopify for the truth, and takes it over."""

from __future__ import annotations

import logging
from datetime import timedelta

from service.domain.errors import ShopNotFoundError
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.ports import Clock, Doorbell, ShopFeeds
from service.storage import jobs, shops, webhooks
from service.storage.database import Database
from service.usecases.uninstall_shop import NOT_INSTALLED
from service.usecases.webhook_inbox import Inbox

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=4)
"""After that another job goes on: the task that runs this one has an end of its own."""


def handle_webhooks(
    job: Job,
    *,
    database: Database,
    feeds: ShopFeeds,
    lexicon: Lexicon,
    doorbell: Doorbell,
    clock: Clock,
) -> None:
    """
    Act on every webhook of the shop that is due; what can't be acted on now waits for later.

    Each is tried under its own count, so that none holds up the others. Killed at any point, the
    next worker begins with what is not settled; everything here may be done twice.
    """
    try:
        with database.transaction(job.shop_id, read_only=True) as tx:
            shop = shops.get(tx, job.shop_id)
    except ShopNotFoundError:
        with database.transaction(job.shop_id) as tx:
            webhooks.pass_over_all(tx, job.shop_id, NOT_INSTALLED, now=clock())
        return
    inbox = Inbox(job, shop, database=database, feeds=feeds, lexicon=lexicon, clock=clock)
    began_at = clock()
    while clock() - began_at < PATIENCE and inbox.take():
        pass
    if inbox.ended:
        return
    with database.transaction(job.shop_id) as tx:
        inbox.end(tx)
        later = webhooks.next_due(tx, job.shop_id)
        if later is not None:
            jobs.add(tx, job.shop_id, job.kind, {}, clock(), run_after=max(later, clock()))
    logger.info("webhooks_acted_on", extra={"shop": shop.domain, **inbox.counted})
    if inbox.counted["due"]:
        doorbell.ring(JobKind.COMPUTE_RECOMMENDATIONS)
