"""The serving half: what one slot of an article shows now, from what was decided before."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from service.domain.catalog import ProductId, Sellable, ineligibility
from service.domain.lexicon import CategoryId, CautionKind
from service.domain.mappings import Slot, SlotName, SlotOrder
from service.domain.recommendations.choosing import choose
from service.domain.recommendations.values import (
    Advisory,
    Candidate,
    Decision,
    Recommendation,
    RecommendationSet,
    Source,
)

LONGEST = 10
"""The most that a slot ever shows."""


def arrange(
    decision: Decision,
    slot: SlotName,
    *,
    products: abc.Mapping[ProductId, Sellable],
    now: datetime,
    limit: int | None = None,
    exclude: AbstractSet[ProductId] = frozenset(),
    categories: AbstractSet[CategoryId] = frozenset(),
) -> RecommendationSet:
    """
    Return what *slot* shows: a subset of the decision's candidates, or nothing.

    Products are looked at again as they are now in *products*; one that is not in it is gone, and
    the next product of its category takes its place. *exclude* leaves products out, *categories*
    leaves only what one of them leads to, *limit* overrides the slot's own (1 to 10).

    Pins go first. Then each category of the article gets the best product that it leads to, the
    most central category first, unless a product shown already covers it (`Candidate.covers`).
    Second products of a category come only up to the slot's minimum, or up to its limit when it
    ``repeats_categories``; fallback only up to the limit of a slot that would else miss its
    minimum. Still fewer than the minimum: nothing. What was selected is arranged by the slot's
    order, around the pins, with fallback last.

    A slot that repeats another shows what that one selects; any other slot shows nothing that
    the slots before it show, leaving out those that have no place in this article. A slot that
    the decision does not know shows nothing.
    """
    slots = {each.name: each for each in decision.slots}
    if slot not in slots:
        return RecommendationSet(slot, ())
    pool = _open(decision.candidates, products, now, exclude, categories)
    asked = slots[slot]
    shown = _Page(decision, slots, pool).select(asked, limit)
    return RecommendationSet(slot, _numbered(_in_order(shown, asked.order)))


def _open(
    candidates: Iterable[Candidate],
    products: abc.Mapping[ProductId, Sellable],
    now: datetime,
    exclude: AbstractSet[ProductId],
    categories: AbstractSet[CategoryId],
) -> tuple[Candidate, ...]:
    return tuple(
        candidate
        for candidate in candidates
        if candidate.product not in exclude
        and (not categories or not categories.isdisjoint(candidate.led_by or candidate.covers))
        and (product := products.get(candidate.product)) is not None
        and ineligibility(product, now=now) is None
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The slots of one article, which know of each other. *pool*: what may be shown, best first."""

    decision: Decision
    slots: abc.Mapping[SlotName, Slot]
    pool: Sequence[Candidate]

    def select(self, slot: Slot, limit: int | None = None) -> tuple[Candidate, ...]:
        """Return the selection of *slot*, the best first, pins at the front."""
        source = self._source(slot)
        most = limit if limit is not None else min(slot.limit, source.limit)
        taken = self._shown_before(source)
        pool = [candidate for candidate in self.pool if candidate.product not in taken]
        chosen = choose(pool, _within(source, most))
        return chosen if len(chosen) >= _within(slot, most).minimum else ()

    def _source(self, slot: Slot) -> Slot:
        """Return the slot that *slot* repeats in the end; a ring or an unknown name ends there."""
        seen = {slot.name}
        while slot.repeats and slot.repeats in self.slots and slot.repeats not in seen:
            slot = self.slots[slot.repeats]
            seen.add(slot.name)
        return slot

    def _shown_before(self, slot: Slot) -> set[ProductId]:
        taken: set[ProductId] = set()
        for earlier in self.decision.slots:
            if earlier.name == slot.name:
                break
            if earlier.repeats is None and self._has_place(earlier.name):
                fresh = [c for c in self.pool if c.product not in taken]
                taken.update(candidate.product for candidate in choose(fresh, earlier))
        return taken

    def _has_place(self, slot: SlotName) -> bool:
        return not self.decision.placements or slot in self.decision.placements


def _within(slot: Slot, most: int) -> Slot:
    """A caller who asks for one card is content with one, whatever the slot's minimum."""
    most = max(1, min(most, LONGEST))
    return replace(slot, limit=most, minimum=min(slot.minimum, most))


def _in_order(chosen: Sequence[Candidate], order: SlotOrder) -> list[Candidate]:
    """Arrange by *order*, ties as selected, fallback last; then put the pins in their places."""
    pins = [candidate for candidate in chosen if candidate.position is not None]
    rest = [candidate for candidate in chosen if candidate.position is None]
    rest.sort(key=lambda c: (c.because.source is Source.FALLBACK, _rank(c, order)))
    for pin in sorted(pins, key=lambda pin: pin.position or 0):
        rest.insert((pin.position or 1) - 1, pin)
    return rest


def _rank(candidate: Candidate, order: SlotOrder) -> int:
    ranks = {
        SlotOrder.ROUTINE: candidate.routine_step,
        SlotOrder.PRIORITY: candidate.priority,
        SlotOrder.SALIENCE: 0,
    }
    return ranks[order]


def _numbered(chosen: Sequence[Candidate]) -> tuple[Recommendation, ...]:
    return tuple(
        Recommendation(position, c.product, replace(c.because, advisories=_standing(c, chosen)))
        for position, c in enumerate(chosen, 1)
    )


def _standing(candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[Advisory, ...]:
    """Leave out what is said of a neighbour that is not shown."""
    others = [c.kinds for c in chosen if c.product != candidate.product]
    return tuple(
        advisory
        for advisory in candidate.because.advisories
        if advisory.kind != CautionKind.SAME_ROUTINE
        or any(not kinds.isdisjoint(advisory.with_categories) for kinds in others)
    )
