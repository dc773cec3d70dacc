"""What of a shop's products is gone through once, so that no article asks for all of them again."""

from __future__ import annotations

from array import array
from collections import abc, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from service.domain.catalog import Ineligible, Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import Presence, ProductReading
from service.domain.recommendations.numbering import Numbering

_NOT_READ = ProductReading((), "")
_POSITION = 28
_BIT = 32

Categories = tuple[CategoryId, ...]


class Stocked(NamedTuple):
    """A product, as far as decisions ask. *obstacle*: why it cannot be bought now."""

    product: ProductId
    obstacle: Ineligible | None
    reading: ProductReading | None


def stocked(
    products: abc.Mapping[ProductId, Product],
    readings: abc.Mapping[ProductId, ProductReading],
    now: datetime,
) -> Iterator[Stocked]:
    """Yield the *products*, the smallest id first."""
    for product in sorted(products):
        obstacle = ineligibility(products[product], now=now)
        yield Stocked(product, obstacle, readings.get(product))


@dataclass(frozen=True, slots=True)
class Stock:
    """The products by bit, and by category.

    *active* and *traces*: what each holds, ``None`` of what is only named. *direct*: for each
    category the products that say it themselves, as nearness above bit, so that sorting them puts
    the plainest first.
    """

    numbering: Numbering
    ineligible: abc.Mapping[ProductId, str]
    active: Sequence[Categories | None]
    traces: Sequence[Categories]
    direct: abc.Mapping[CategoryId, array[int]]

    @classmethod
    def of(cls, products: Iterable[Stocked], named: Iterable[ProductId], lexicon: Lexicon) -> Stock:
        """Go once through *products*, which come the smallest id first, and what is *named*."""
        taking = _Taking(lexicon)
        for product, known in _with_named(products, named):
            taking.take(product, known)
        numbering = Numbering.of(taking.ids)
        return cls(numbering, taking.ineligible, taking.active, taking.traces, taking.direct)

    def by_nearness(self, categories: Iterable[CategoryId]) -> Iterator[int]:
        """Yield the bits of what is active in one of *categories*, the plainest first, some again
        where they are active in several."""
        found = sorted(chain(*(self.direct.get(category, ()) for category in categories)))
        return (key & ((1 << _BIT) - 1) for key in found)


class _Taking:
    """Keeps little of each product: equal things are kept once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._known: dict[CategoryId, CategoryId] = {c: c for c in lexicon.categories}
        self._same: dict[Categories, Categories] = {}
        self.ids: list[ProductId] = []
        self.ineligible: dict[ProductId, str] = {}
        self.active: list[Categories | None] = []
        self.traces: list[Categories] = []
        self.direct: dict[CategoryId, array[int]] = defaultdict(lambda: array("Q"))

    def take(self, product: ProductId, known: Stocked | None) -> None:
        bit = len(self.ids)
        self.ids.append(product)
        if known is None:
            self.active.append(None)
            self.traces.append(())
            return
        if known.obstacle:
            self.ineligible[product] = known.obstacle.value
        reading = known.reading or _NOT_READ
        self.active.append(self._kept(reading.active))
        self.traces.append(self._kept(reading.trace))
        for found in reading.categories:
            if found.presence is Presence.ACTIVE and found.category in self._known:
                source, position = found.nearness
                near = source << _POSITION | min(position, (1 << _POSITION) - 1)
                self.direct[self._known[found.category]].append(near << _BIT | bit)

    def _kept(self, categories: Iterable[CategoryId]) -> Categories:
        known = tuple(sorted(self._known[c] for c in categories if c in self._known))
        return self._same.setdefault(known, known)


def _with_named(
    products: Iterable[Stocked], named: Iterable[ProductId]
) -> Iterator[tuple[ProductId, Stocked | None]]:
    """Yield each id once, the smallest first, with the product if there is one."""
    there = ((each.product, each) for each in products)
    asked = ((product, None) for product in sorted(set(named)))
    both = merge(there, asked, key=itemgetter(0))
    for product, same in groupby(both, key=itemgetter(0)):
        yield product, next((known for _, known in same if known), None)
