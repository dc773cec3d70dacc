"""The products of a shop at one moment, looked through once for all of its articles."""

from __future__ import annotations

from collections import abc, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from service.domain.catalog import Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Rule
from service.domain.reading import Presence, ProductReading

RINSE_OFF = 10
UNKNOWN_STEP = 40
GONE = "no longer in the shop"

NO_CATEGORIES: frozenset[CategoryId] = frozenset()
_NOT_READ = ProductReading((), "")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What each product is, in categories and everything above them.

    *read*: what it is active in by its own reading. *kinds*: the same, or, where nothing active
    could be read, what the rules that name it are about: who cannot be read is believed to be
    what a marketer says, so that a warning still reaches it. *holders*: the products of a kind.
    *traces*: what a product holds and is not active in. *reached*: the products active in a
    category, the plainest first; *near*: the same as sets. *steps*: the routine steps of what a
    product is active in.
    """

    ineligible: abc.Mapping[ProductId, str]
    read: abc.Mapping[ProductId, frozenset[CategoryId]]
    kinds: abc.Mapping[ProductId, frozenset[CategoryId]]
    holders: abc.Mapping[CategoryId, frozenset[ProductId]]
    traces: abc.Mapping[ProductId, frozenset[CategoryId]]
    reached: abc.Mapping[CategoryId, tuple[ProductId, ...]]
    near: abc.Mapping[CategoryId, frozenset[ProductId]]
    steps: abc.Mapping[ProductId, tuple[tuple[CategoryId, int], ...]]

    @classmethod
    def of(
        cls,
        products: abc.Mapping[ProductId, Product],
        readings: abc.Mapping[ProductId, ProductReading],
        rules: Iterable[Rule],
        lexicon: Lexicon,
        *,
        now: datetime,
    ) -> Shelf:
        """Look through *products*; categories unknown to the *lexicon* are left out."""
        found = {product: readings.get(product, _NOT_READ) for product in products}
        read = {product: closure(r.active, lexicon) for product, r in found.items()}
        said = _said_by(rules)
        reached = _reached(found, lexicon)
        kinds = {p: read[p] or closure(said.get(p, ()), lexicon) for p in products}
        return cls(
            ineligible=dict(_ineligible(products.values(), now)),
            read=read,
            kinds=kinds,
            holders=_holders(kinds),
            traces={p: closure(r.trace, lexicon) - kinds[p] for p, r in found.items()},
            reached=reached,
            near={category: frozenset(products) for category, products in reached.items()},
            steps={p: _steps(r.active, lexicon) for p, r in found.items()},
        )

    def routine_step(self, product: ProductId, led: CategoryId | None, lexicon: Lexicon) -> int:
        """Return its place in a routine when *led* is what led to it.

        What rinses off stays first whatever led to it; else the step of *led* as this product
        holds it; a product that nothing led to stands where the last of its categories does.
        """
        steps = self.steps.get(product, ())
        if any(step <= RINSE_OFF for _, step in steps):
            return RINSE_OFF
        if led is None:
            return max((step for _, step in steps), default=UNKNOWN_STEP)
        family = lexicon.family(led)
        own = [step for category, step in steps if category in family]
        return min(own, default=lexicon.categories[led].routine_step)


def closure(categories: Iterable[CategoryId], lexicon: Lexicon) -> frozenset[CategoryId]:
    """Return the *categories* that the lexicon knows, with everything above them."""
    return frozenset(
        each
        for category in categories
        if category in lexicon.categories
        for each in (category, *lexicon.ancestors(category))
    )


def _ineligible(products: Iterable[Product], now: datetime) -> Iterator[tuple[ProductId, str]]:
    for product in products:
        if reason := ineligibility(product, now=now):
            yield product.id, reason.value


def _said_by(rules: Iterable[Rule]) -> dict[ProductId, set[CategoryId]]:
    said: dict[ProductId, set[CategoryId]] = defaultdict(set)
    for rule in rules:
        for product in rule.products:
            said[product].add(rule.category)
    return said


def _holders(
    kinds: abc.Mapping[ProductId, frozenset[CategoryId]],
) -> dict[CategoryId, frozenset[ProductId]]:
    holders: dict[CategoryId, set[ProductId]] = defaultdict(set)
    for product, categories in kinds.items():
        for category in categories:
            holders[category].add(product)
    return {category: frozenset(found) for category, found in holders.items()}


def _steps(active: Iterable[CategoryId], lexicon: Lexicon) -> tuple[tuple[CategoryId, int], ...]:
    known = (lexicon.categories[c] for c in sorted(active) if c in lexicon.categories)
    return tuple((category.id, category.routine_step) for category in known)


def _reached(
    readings: abc.Mapping[ProductId, ProductReading], lexicon: Lexicon
) -> dict[CategoryId, tuple[ProductId, ...]]:
    """Sort by where a category was found: the name says more than the end of an INCI list."""
    best: dict[CategoryId, dict[ProductId, tuple[int, int]]] = defaultdict(dict)
    for product, reading in readings.items():
        for found in reading.categories:
            if found.presence is not Presence.ACTIVE:
                continue
            for category in closure([found.category], lexicon):
                known = best[category].get(product, found.nearness)
                best[category][product] = min(known, found.nearness)
    return {
        category: tuple(product for _, product in sorted((n, p) for p, n in near.items()))
        for category, near in best.items()
    }
