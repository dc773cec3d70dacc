"""Ends an installation: the storefront is silent, the tokens are gone, all work stops."""

from __future__ import annotations

import logging
from datetime import datetime

from service.domain.catalog import ShopDomain
from service.ports import Clock
from service.storage import jobs, shops, webhooks
from service.storage.database import Database

logger = logging.getLogger(__name__)

NOT_INSTALLED = "passed over: the shop is not installed"


def uninstall_shop(
    domain: ShopDomain, *, triggered_at: datetime, database: Database, clock: Clock
) -> bool:
    """
    Uninstall the shop, unless it has been installed (again) since *triggered_at*; return whether
    this ended anything. What the shop decided stays, for the case that it comes back.
    """
    with database.system() as tx:
        shop_id = shops.uninstall(tx, domain, told_at=triggered_at, now=clock())
        if shop_id is None:
            return False
        jobs.stop_all(tx, shop_id)
        webhooks.pass_over_all(tx, shop_id, NOT_INSTALLED, now=clock())
    logger.info("shop_uninstalled", extra={"shop": domain, "shop_id": shop_id})
    return True
