"""Step 7, coverage: which of the candidates a slot takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import Slot
from service.domain.recommendations.values import Candidate, Source


def choose(pool: Sequence[Candidate], slot: Slot) -> tuple[Candidate, ...]:
    """Return at most the slot's limit of *pool*, or nothing below its minimum."""
    choice = _Choice([], set(), set())
    choice.take((c for c in pool if _is_pin(c, slot.limit)), slot.limit)
    led = [candidate for candidate in pool if candidate.led_by]
    choice.take_covering(led, slot.limit)
    choice.take_rounds(led, slot.limit if slot.repeats_categories else slot.minimum)
    if len(choice.chosen) < slot.minimum:
        filler = (c for c in pool if c.because.source is Source.FALLBACK)
        choice.take(filler, slot.limit)
    return tuple(choice.chosen) if len(choice.chosen) >= slot.minimum else ()


def _is_pin(candidate: Candidate, limit: int) -> bool:
    return candidate.position is not None and candidate.position <= limit


@dataclass(slots=True)
class _Choice:
    chosen: list[Candidate]
    products: set[ProductId]
    covered: set[CategoryId]

    def take(self, candidates: Iterable[Candidate], limit: int) -> None:
        """Add *candidates* whose product is not there yet, up to *limit* in all."""
        for candidate in candidates:
            if len(self.chosen) < limit and candidate.product not in self.products:
                self.chosen.append(candidate)
                self.products.add(candidate.product)
                self.covered |= candidate.covers

    def take_covering(self, candidates: Iterable[Candidate], limit: int) -> bool:
        """Add those whose category is not covered yet; return whether there was one.

        A product that is there already and is the next best for such a category covers it too.
        """
        before = len(self.chosen)
        for candidate in candidates:
            if candidate.led_by[0] not in self.covered:
                self.take([candidate], limit)
                self.covered |= candidate.covers
        return len(self.chosen) > before

    def take_rounds(self, candidates: Sequence[Candidate], limit: int) -> None:
        """Begin again with nothing covered, until no category has more to give."""
        going = True
        while going and len(self.chosen) < limit:
            self.covered.clear()
            fresh = [c for c in candidates if c.product not in self.products]
            going = self.take_covering(fresh, limit)
