"""The products of a shop at one moment, looked through once for all of its articles."""

from __future__ import annotations

from array import array
from collections import abc, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Rule
from service.domain.recommendations.numbering import Numbering, joined
from service.domain.recommendations.stock import Stock

RINSE_OFF = 10
UNKNOWN_STEP = 40
GONE = "no longer in the shop"

NO_CATEGORIES: frozenset[CategoryId] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """The products that are active in a category. Iterating yields those that can be bought, the
    plainest first, each with its 1-based place among all. *near*: the set of all."""

    places: array[int]
    bits: array[int]
    near: int
    numbering: Numbering

    def __iter__(self) -> Iterator[tuple[int, ProductId]]:
        products = self.numbering.products
        return ((place, products[bit]) for place, bit in zip(self.places, self.bits, strict=True))


@dataclass(frozen=True, slots=True)
class Shelf:
    """What each product is, in categories and everything above them.

    What is asked of a category, a rule or a product is found once, when it is asked for first.
    *said*: what the rules that name a product are about.
    """

    stock: Stock
    lexicon: Lexicon
    said: abc.Mapping[ProductId, frozenset[CategoryId]]
    _lines: dict[CategoryId, Line] = field(default_factory=dict[CategoryId, Line])
    _holders: dict[CategoryId, int] = field(default_factory=dict[CategoryId, int])
    _named: dict[tuple[ProductId, ...], int] = field(
        default_factory=dict[tuple[ProductId, ...], int]
    )
    _read: dict[tuple[CategoryId, ...], frozenset[CategoryId]] = field(
        default_factory=dict[tuple[CategoryId, ...], frozenset[CategoryId]]
    )

    @classmethod
    def of(cls, stock: Stock, rules: Iterable[Rule], lexicon: Lexicon) -> Shelf:
        said: dict[ProductId, set[CategoryId]] = defaultdict(set)
        for rule in rules:
            for product in rule.products:
                said[product].add(rule.category)
        return cls(stock, lexicon, {p: closure(about, lexicon) for p, about in said.items()})

    def __contains__(self, product: ProductId) -> bool:
        return self._active(product) is not None

    @property
    def numbering(self) -> Numbering:
        return self.stock.numbering

    def line(self, category: CategoryId) -> Line:
        """Return the products that are active in *category*, or in what is below it."""
        if category not in self._lines:
            self._lines[category] = self._line(category)
        return self._lines[category]

    def holders(self, category: CategoryId) -> int:
        """Return the set of products of this kind."""
        if category not in self._holders:
            believed = (p for p, about in self.said.items() if category in about)
            held = self.numbering.set_of(p for p in believed if category in self.kinds(p))
            self._holders[category] = self.line(category).near | held
        return self._holders[category]

    def named(self, products: tuple[ProductId, ...]) -> int:
        """Return what a rule names, as a set."""
        if products not in self._named:
            self._named[products] = self.numbering.set_of(products)
        return self._named[products]

    def read(self, product: ProductId) -> frozenset[CategoryId]:
        """Return what it is active in by its own reading."""
        return self._closed(self._active(product) or ())

    def kinds(self, product: ProductId) -> frozenset[CategoryId]:
        """Return what it is: as `read`, or, where nothing active could be read, what the rules
        that name it are about. Who cannot be read is believed to be what a marketer says, so that
        a warning still reaches it."""
        if product not in self:
            return NO_CATEGORIES
        return self.read(product) or self.said.get(product, NO_CATEGORIES)

    def traces(self, product: ProductId) -> frozenset[CategoryId]:
        """Return what it holds and is not active in."""
        bit = self.numbering.bits.get(product)
        held = self.stock.traces[bit] if bit is not None else ()
        return self._closed(held) - self.kinds(product)

    def routine_step(self, product: ProductId, led: CategoryId | None) -> int:
        """Return its place in a routine when *led* is what led to it.

        What rinses off stays first whatever led to it; else the step of *led* as this product
        holds it; a product that nothing led to stands where the last of its categories does.
        """
        active = self._active(product) or ()
        steps = {category: self.lexicon.categories[category].routine_step for category in active}
        if any(step <= RINSE_OFF for step in steps.values()):
            return RINSE_OFF
        if led is None:
            return max(steps.values(), default=UNKNOWN_STEP)
        family = self.lexicon.family(led)
        own = [step for category, step in steps.items() if category in family]
        return min(own, default=self.lexicon.categories[led].routine_step)

    def _active(self, product: ProductId) -> tuple[CategoryId, ...] | None:
        bit = self.numbering.bits.get(product)
        return self.stock.active[bit] if bit is not None else None

    def _closed(self, categories: tuple[CategoryId, ...]) -> frozenset[CategoryId]:
        if categories not in self._read:
            self._read[categories] = closure(categories, self.lexicon)
        return self._read[categories]

    def _line(self, category: CategoryId) -> Line:
        size, ineligible = len(self.numbering.products), self.stock.ineligible
        found = dict.fromkeys(self.stock.by_nearness(self.lexicon.family(category)))
        places, bits = array("I"), array("I")
        for place, bit in enumerate(found, 1):
            if self.numbering.products[bit] not in ineligible:
                places.append(place)
                bits.append(bit)
        return Line(places, bits, joined(found, size), self.numbering)


def closure(categories: Iterable[CategoryId], lexicon: Lexicon) -> frozenset[CategoryId]:
    """Return the *categories* that the lexicon knows, with everything above them."""
    return frozenset(
        each
        for category in categories
        if category in lexicon.categories
        for each in (category, *lexicon.ancestors(category))
    )
