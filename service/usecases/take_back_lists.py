"""A person wants Endcap to write on articles no more."""

from __future__ import annotations

from service.domain.catalog import ShopId
from service.domain.connections import WRITE_ARTICLES
from service.domain.jobs import JobKind
from service.ports import Clock, Doorbell
from service.storage import audit, jobs
from service.storage.database import Database
from service.usecases.publish_first_paint import GIVES_BACK

TAKEN_BACK = "scope_taken_back"


def take_back_lists(
    shop_id: ShopId, *, author: str, database: Database, doorbell: Doorbell, clock: Clock
) -> None:
    """Have the lists of products taken off the articles, and then the permission given back."""
    now = clock()
    with database.transaction(shop_id) as tx:
        jobs.add(tx, shop_id, JobKind.PUBLISH_FIRST_PAINT, {GIVES_BACK: True}, now)
        audit.add(tx, shop_id, TAKEN_BACK, {"scope": WRITE_ARTICLES}, author=author, now=now)
    doorbell.ring(JobKind.PUBLISH_FIRST_PAINT)
