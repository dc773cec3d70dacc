"""Makes the draft what shoppers see: an immutable version, and work for the workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.errors import InvalidError, StaleEditError
from service.domain.jobs import JobKind
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping, Problem, merge, validate
from service.ports import Clock, Doorbell
from service.storage import audit, catalog, jobs, mappings, shops
from service.storage.database import Database

PUBLISHED = "mapping_published"
ROLLED_BACK = "mapping_rolled_back"


class BrokenMappingError(InvalidError):
    """The draft has errors that would reach shoppers, so it was not published."""

    def __init__(self, problems: Sequence[Problem], /) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(problem.message for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Publication:
    mapping: Mapping
    action: str
    author: str
    note: str
    now: datetime


def publish_mapping(
    shop_id: ShopId,
    *,
    seen: int,
    author: str,
    note: str,
    database: Database,
    doorbell: Doorbell,
    lexicon: Lexicon,
    clock: Clock,
) -> int:
    """Publish the draft seen at revision *seen* and return the new version's number.

    Raise `StaleEditError` when it has been edited since, `BrokenMappingError` when it has errors.
    """
    now = clock()
    with database.transaction(shop_id) as tx:
        draft = mappings.draft(tx, shop_id)
        if draft.revision != seen:
            raise StaleEditError(seen, draft.revision)
        _refuse_errors(tx, shop_id, draft.mapping, lexicon=lexicon, now=now)
        publication = _Publication(draft.mapping, PUBLISHED, author, note, now)
        version = _publish(tx, shop_id, publication, draft.mapping)
    doorbell.ring(JobKind.COMPUTE_RECOMMENDATIONS)
    return version


def roll_back_mapping(
    shop_id: ShopId,
    to: int,
    *,
    author: str,
    database: Database,
    doorbell: Doorbell,
    clock: Clock,
    seen: int | None = None,
) -> int:
    """Publish version *to* again, as a new version; what the draft changes is kept on top of it.

    It is not validated: what stood once may stand again, at once, when something is wrong now.
    Raise `StaleEditError` when another version than *seen* is published by now.
    """
    now = clock()
    with database.transaction(shop_id) as tx:
        old, live = mappings.version(tx, shop_id, to), mappings.published(tx, shop_id)
        if seen is not None and seen != live.version:
            raise StaleEditError(seen, live.version)
        draft = merge(live.mapping, mappings.draft(tx, shop_id).mapping, old.mapping)
        note = f"Back to version {to}"
        publication = _Publication(old.mapping, ROLLED_BACK, author, note, now)
        version = _publish(tx, shop_id, publication, draft)
    doorbell.ring(JobKind.COMPUTE_RECOMMENDATIONS)
    return version


def _refuse_errors(
    tx: Connection, shop_id: ShopId, mapping: Mapping, *, lexicon: Lexicon, now: datetime
) -> None:
    products = catalog.all_products(tx, shop_id)
    problems = validate(mapping, products=products, lexicon=lexicon, now=now)
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        raise BrokenMappingError(errors)


def _publish(tx: Connection, shop_id: ShopId, publication: _Publication, draft: Mapping) -> int:
    """Write the version, rebase the draft, and say to everybody that answers change."""
    mapping, author, now = publication.mapping, publication.author, publication.now
    version = mappings.publish(tx, shop_id, mapping, author=author, note=publication.note, now=now)
    mappings.rebase_draft(tx, shop_id, draft, based_on=version, author=author, now=now)
    detail = {"version": version, "note": publication.note}
    audit.add(tx, shop_id, publication.action, detail, author=author, now=now)
    jobs.add(tx, shop_id, JobKind.COMPUTE_RECOMMENDATIONS, {}, now)
    shops.raise_generation(tx, shop_id)
    return version
