"""Brings metafields at Shopify to what they are to be, and keeps what is known of them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from service.domain.catalog import Shop
from service.domain.errors import ShopifyUnavailableError
from service.domain.first_paint import digest
from service.domain.jobs import Job
from service.domain.metafields import (
    MOST_DELETED,
    MOST_WRITTEN,
    Fault,
    Metafield,
    Place,
)
from service.ports import Clock, ShopMetafields
from service.storage import first_paints, jobs
from service.storage.database import Database
from service.storage.first_paints import Known

logger = logging.getLogger(__name__)

MOST_HEALED = 3
"""So often digests are read again before the whole is left to another try."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand somewhere. *holds*: see `Known`."""

    type: str
    value: str
    holds: int = 0


class MetafieldWriter:
    """One job's way to a shop's metafields.

    Where something is about to be written is noted before: killed in between, whoever comes next
    knows that it may be there. Each call says what stood there when we last knew; where somebody
    else was quicker, that is read again.
    """

    def __init__(
        self, job: Job, shop: Shop, far: ShopMetafields, *, database: Database, clock: Clock
    ) -> None:
        self._job = job
        self._shop = shop
        self._far = far
        self._database = database
        self._clock = clock
        with database.transaction(shop.id, read_only=True) as tx:
            self.known = first_paints.known(tx, shop.id)
        self.counted = {"written": 0, "deleted": 0, "calls": 0}

    def compare(self) -> None:
        """Hold what is known of the installation against what stands there: what differs is in
        doubt, what is not there is forgotten, what nobody knew of is known from now on. What was
        refused is tried again."""
        there = self._far.digests()
        ours = {place: each for place, each in self.known.items() if place.article is None}
        gone = [place for place in ours if place.key not in there]
        differs = {
            Place(key): Known(compare_digest=said)
            for key, said in there.items()
            if (known := ours.get(Place(key))) is None or known.compare_digest != said
        }
        differs |= {
            place: replace(each, digest=None, refused=None)
            for place, each in self.known.items()
            if each.refused is not None and place not in gone
        }
        with self._database.transaction(self._shop.id) as tx:
            self._forget(tx, gone)
            self._keep(tx, differs)

    def put(self, wanted: Mapping[Place, Wanted]) -> None:
        """Write what is not there as it is *wanted*."""
        differing = [
            place
            for place, each in wanted.items()
            if place not in self.known or self.known[place].digest != digest(each.value)
        ]
        for some in _batches(differing, MOST_WRITTEN):
            self._write({place: wanted[place] for place in some})

    def drop(self, places: Collection[Place], *, known: bool = True) -> None:
        """Delete those of *places* that we know of, or all."""
        there = [place for place in places if not known or place in self.known]
        for some in _batches(there, MOST_DELETED):
            self._far.delete(some)
            self.counted["calls"] += 1
            self.counted["deleted"] += len(some)
            with self._database.transaction(self._shop.id) as tx:
                self._report(tx)
                self._forget(tx, some)

    def note_made_of(self, made_of: Mapping[Place, str]) -> None:
        """Note that these shards, and all that comes of them, stand as they are made of."""
        noted = {
            place: replace(self.known[place], made_of=said)
            for place, said in made_of.items()
            if place in self.known
        }
        with self._database.transaction(self._shop.id) as tx:
            self._report(tx)
            self._keep(tx, noted)

    def _write(self, wanted: Mapping[Place, Wanted], heals: int = MOST_HEALED) -> None:
        self._note_doubt(wanted)
        given = [
            Metafield(place, each.type, each.value, self.known[place].compare_digest)
            for place, each in wanted.items()
        ]
        done = self._far.write(given)
        self.counted["calls"] += 1
        if done.faults:
            self._write_without(wanted, done.faults, heals)
            return
        self.counted["written"] += len(wanted)
        said = dict(zip(wanted, done.digests, strict=True))
        with self._database.transaction(self._shop.id) as tx:
            self._report(tx)
            self._keep(tx, {place: _known(each, said[place]) for place, each in wanted.items()})

    def _write_without(
        self, wanted: Mapping[Place, Wanted], faults: Sequence[Fault], heals: int
    ) -> None:
        """Set aside what is refused, read again what is stale, and write what is left; where
        nobody says which one is meant, halves tell."""
        places = list(wanted)
        meant = {
            places[f.index]: f for f in faults if f.index is not None and f.index < len(places)
        }
        is_stale = any(fault.is_stale for fault in faults)
        if not meant and not is_stale:
            if len(places) > 1:
                for half in _batches(places, (len(places) + 1) // 2):
                    self._write({place: wanted[place] for place in half}, heals)
                return
            meant = {places[0]: faults[0]}
        refused = {place: fault for place, fault in meant.items() if not fault.is_stale}
        self._refuse(wanted, refused)
        left = {place: each for place, each in wanted.items() if place not in refused}
        if is_stale:
            if not heals:
                raise ShopifyUnavailableError("metafields keep changing under our hands")
            self._read_digests(left)
        if left:
            self._write(left, heals - is_stale)

    def _note_doubt(self, wanted: Iterable[Place]) -> None:
        """Until an answer has come nobody knows what stands there."""
        doubted = {
            place: replace(self.known.get(place, Known()), digest=None, made_of=None)
            for place in wanted
        }
        with self._database.transaction(self._shop.id) as tx:
            self._report(tx)
            self._keep(tx, doubted)

    def _refuse(self, wanted: Mapping[Place, Wanted], refused: Mapping[Place, Fault]) -> None:
        """What stood there before stays. The same is not tried again until all is compared."""
        for place, fault in refused.items():
            told = {"shop": self._shop.domain, "key": place.key, "article": place.article}
            logger.warning("metafield_refused", extra={**told, "reason": fault.message})
        kept = {
            place: replace(
                self.known[place], digest=digest(wanted[place].value), refused=fault.message[:300]
            )
            for place, fault in refused.items()
        }
        with self._database.transaction(self._shop.id) as tx:
            self._keep(tx, kept)

    def _read_digests(self, places: Iterable[Place]) -> None:
        """Read what Shopify calls that which stands there now."""
        asked = list(places)
        here = self._far.digests() if any(each.article is None for each in asked) else {}
        found: dict[Place, str] = {Place(key): said for key, said in here.items()}
        for key in {each.key for each in asked if each.article is not None}:
            ids = [each.article for each in asked if each.key == key and each.article is not None]
            there = self._far.digests_on(key, ids)
            found |= {Place(key, article): said for article, said in there.items()}
        for place in asked:
            self.known[place] = replace(self.known[place], compare_digest=found.get(place))

    def _report(self, tx: Connection) -> None:
        jobs.report(tx, self._job, self.counted, now=self._clock())

    def _keep(self, tx: Connection, those: Mapping[Place, Known]) -> None:
        first_paints.keep(tx, self._shop.id, those)
        self.known.update(those)

    def _forget(self, tx: Connection, places: Sequence[Place]) -> None:
        first_paints.forget(tx, self._shop.id, places)
        for place in places:
            self.known.pop(place, None)


def _known(wanted: Wanted, compare_digest: str) -> Known:
    size = len(wanted.value.encode())
    return Known(digest(wanted.value), compare_digest, size=size, holds=wanted.holds)


def _batches(places: Sequence[Place], size: int) -> Iterator[Sequence[Place]]:
    for start in range(0, len(places), size):
        yield places[start : start + size]
