"""What another mapping would show: article by article, and product by product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.mappings import SlotName
from service.domain.recommendations import RecommendationSet, Source


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """A card as shoppers see it, and what led to it."""

    product: ProductId
    label: str
    source: Source


@dataclass(frozen=True, slots=True)
class ShownSlot:
    slot: SlotName
    items: tuple[ShownProduct, ...]


Shown = tuple[ShownSlot, ...]


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What an article shows *before* and *after*, and what that means."""

    article: ArticleId
    before: Shown
    after: Shown

    @property
    def is_change(self) -> bool:
        """Whether a shopper would see a difference; by which way a product came is none."""
        return list(_cards(self.before)) != list(_cards(self.after))

    @property
    def gained(self) -> tuple[ProductId, ...]:
        return tuple(p for p in _products(self.after) if p not in _products(self.before))

    @property
    def lost(self) -> tuple[ProductId, ...]:
        return tuple(p for p in _products(self.before) if p not in _products(self.after))

    @property
    def becomes_empty(self) -> bool:
        return bool(_products(self.before)) and not _products(self.after)

    @property
    def falls_back(self) -> bool:
        """Whether fillers stand where none stood."""
        return _has_filler(self.after) and not _has_filler(self.before)


@dataclass(frozen=True, slots=True)
class ProductMoves:
    """In how many articles a product appears, and from how many it goes."""

    product: ProductId
    gained: int
    lost: int


def as_shown(slots: Iterable[RecommendationSet]) -> Shown:
    """Keep of what was arranged what a comparison needs."""
    return tuple(
        ShownSlot(
            each.slot,
            tuple(
                ShownProduct(item.product, item.because.label, item.because.source)
                for item in each.items
            ),
        )
        for each in slots
    )


def tally(
    moves: Iterable[tuple[Sequence[ProductId], Sequence[ProductId]]],
) -> tuple[ProductMoves, ...]:
    """Count what articles gained and lost by product, what moves most first."""
    gained, lost = Counter[ProductId](), Counter[ProductId]()
    for came, went in moves:
        gained.update(came)
        lost.update(went)
    found = [ProductMoves(product, gained[product], lost[product]) for product in gained | lost]
    return tuple(sorted(found, key=lambda each: (-each.gained - each.lost, each.product)))


def _cards(shown: Shown) -> Iterator[tuple[SlotName, ProductId, str]]:
    for slot in shown:
        yield from ((slot.slot, item.product, item.label) for item in slot.items)


def _products(shown: Shown) -> dict[ProductId, None]:
    return dict.fromkeys(item.product for slot in shown for item in slot.items)


def _has_filler(shown: Shown) -> bool:
    return any(item.source is Source.FALLBACK for slot in shown for item in slot.items)
