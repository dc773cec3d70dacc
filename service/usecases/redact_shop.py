"""Erases a shop that has left, wholly: rows, files, keys."""

from __future__ import annotations

import logging
from collections.abc import Callable

from service.domain.catalog import ShopId
from service.domain.errors import ShopifyRefusedError
from service.domain.jobs import Job
from service.ports import Clock, ShopFeeds
from service.storage import jobs, shops, webhooks
from service.storage.database import Database
from service.storage.erasure import compact, erase_shop
from service.usecases.store_segments import Segments, store_segments

logger = logging.getLogger(__name__)

BACK_AGAIN = "passed over: the shop has been installed again since"


def redact_shop(
    job: Job,
    *,
    database: Database,
    feeds: ShopFeeds,
    segments: Segments,
    forget_keys: Callable[[str], None],
    clock: Clock,
) -> None:
    """
    Erase the shop unless it is back: installed since Shopify said so, or still open to us.

    Shopify sends the order 48 hours after the end of the installation; that end may have been
    missed, so a shop that seems to be installed is asked. What waits in files is stored first, so
    that it goes with the rows; from the files themselves it has been blanked once it is stored.
    """
    with database.transaction(job.shop_id, read_only=True) as tx:
        told = webhooks.redaction(tx, job.shop_id)
        domain, installed_at, uninstalled_at = shops.installation(tx, job.shop_id)
    if told is None:
        return
    if uninstalled_at is None and (
        (told.triggered_at is not None and told.triggered_at <= installed_at)
        or _answers(job.shop_id, database, feeds)
    ):
        with database.transaction(job.shop_id) as tx:
            webhooks.settle_redactions(tx, job.shop_id, BACK_AGAIN, now=clock())
        return
    store_segments(database=database, segments=segments, clock=clock)
    with database.system() as tx:
        jobs.report(tx, job, {}, now=clock())
        rows = erase_shop(tx, job.shop_id, domain)
    forget_keys(domain)
    compact(database)
    logger.info("shop_erased", extra={"shop_id": job.shop_id, "rows": rows})


def _answers(shop_id: ShopId, database: Database, feeds: ShopFeeds) -> bool:
    """Whether Shopify still lets us in; that it is away is no answer, and raises."""
    with database.transaction(shop_id, read_only=True) as tx:
        shop = shops.get(tx, shop_id)
    try:
        feeds(shop).facts()
    except ShopifyRefusedError:
        return False
    return True
