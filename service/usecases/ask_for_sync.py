"""Asks for a sync on behalf of a person: of what changed, of everything, or one more time."""

from __future__ import annotations

from service.domain.catalog import ShopId
from service.domain.errors import NothingHeldBackError, SyncRunNotFoundError
from service.domain.sync_runs import RunKind
from service.ports import Clock, Doorbell
from service.storage import audit, jobs, shops, sync_runs
from service.storage.database import Database
from service.storage.sync_runs import Run
from service.usecases.show_syncs import KINDS

ASKED = "sync_asked_for"
CONFIRMED = "deletion_confirmed"


def ask_for_sync(
    shop_id: ShopId,
    kind: RunKind,
    *,
    author: str,
    database: Database,
    doorbell: Doorbell,
    clock: Clock,
) -> RunKind:
    """Let a run of *kind* begin now; return which: a shop that never came in whole does so."""
    with database.transaction(shop_id, read_only=True) as tx:
        _, came_in_at = shops.synced_at(tx, shop_id)
    if came_in_at is None:
        kind = RunKind.FULL
    payload = {"full": True} if kind is RunKind.FULL else {}
    with database.transaction(shop_id) as tx:
        jobs.add(tx, shop_id, KINDS[kind], payload, clock())
        audit.add(tx, shop_id, ASKED, {"kind": kind.value}, author=author, now=clock())
    doorbell.ring(KINDS[kind])
    return kind


def repeat_run(
    shop_id: ShopId,
    run: int,
    *,
    author: str,
    database: Database,
    doorbell: Doorbell,
    clock: Clock,
) -> RunKind:
    """Try what a run did not finish once more, now."""
    kind = _find(shop_id, run, database, clock).kind
    return ask_for_sync(
        shop_id, kind, author=author, database=database, doorbell=doorbell, clock=clock
    )


def confirm_deletion(
    shop_id: ShopId,
    run: int,
    *,
    author: str,
    database: Database,
    doorbell: Doorbell,
    clock: Clock,
) -> None:
    """
    Ask the shop for all it has once more, now, and delete what *run* held back if it lacks again.

    Nobody's word alone deletes anything: a second list has to lack the very same. Raises
    `NothingHeldBackError`.
    """
    found = _find(shop_id, run, database, clock)
    if not found.held_back:
        raise NothingHeldBackError(run)
    suspected = {noun.value: held.suspected for noun, held in found.held_back.items()}
    kind, full = KINDS[RunKind.FULL], {"full": True}
    if found.kind is RunKind.NIGHTLY:
        kind, full = KINDS[RunKind.NIGHTLY], {}
    missing = {noun.value: held.missing for noun, held in found.held_back.items()}
    with database.transaction(shop_id) as tx:
        jobs.add(tx, shop_id, kind, {"suspected": suspected, **full}, clock())
        audit.add(tx, shop_id, CONFIRMED, missing, author=author, now=clock())
    doorbell.ring(kind)


def _find(shop_id: ShopId, run: int, database: Database, clock: Clock) -> Run:
    with database.transaction(shop_id, read_only=True) as tx:
        found = sync_runs.find(tx, shop_id, run, now=clock())
    if found is None:
        raise SyncRunNotFoundError(run)
    return found
