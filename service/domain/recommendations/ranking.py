"""Steps 7 and 8: one order for all ways to products, and what each of them covers."""

from __future__ import annotations

from collections import abc, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice, zip_longest
from operator import itemgetter

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.recommendations.evidence import Evidence
from service.domain.recommendations.strength import Scores, Strength, by_category
from service.domain.recommendations.ways import Lead

Read = Callable[[ProductId], frozenset[CategoryId]]
"""Returns what a product is active in, with everything above."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to one product that may be shown, with what showing it *covers*."""

    lead: Lead
    strength: Strength
    covers: frozenset[CategoryId]

    @property
    def product(self) -> ProductId:
        return self.strength.product

    @property
    def score(self) -> float:
        return -self.strength.score


def rank(leads: Iterable[Lead], evidence: Evidence, read: Read, *, limit: int) -> tuple[Way, ...]:
    """Return at most *limit* ways, strongest first.

    When there are more, the first of every category is kept, then the second of every category,
    …, so that the rule with the longest list does not push the others out.
    """
    found = by_category(leads)
    scores = Scores.of(found, evidence)
    lines = [_line(found[category], scores) for category in sorted(found)]
    kept = sorted(islice(_by_rounds(lines), limit), key=itemgetter(0))
    named = {id(each): _named(each, found, evidence, read) for each in chain(*found.values())}
    usable = frozenset(evidence.usable)
    return _without_idle(
        (
            Way(lead, strength, usable & (named[id(lead)] | read(strength.product)))
            for strength, lead in kept
        ),
        evidence,
    )


def _line(leads: Sequence[Lead], scores: Scores) -> Iterator[tuple[Strength, Lead]]:
    return merge(*(scores.strengths(lead) for lead in leads), key=itemgetter(0))


def _named(
    lead: Lead, leads: abc.Mapping[CategoryId, list[Lead]], evidence: Evidence, read: Read
) -> frozenset[CategoryId]:
    """Return what every product of *lead* covers, whatever it is active in.

    The category that leads to it; every other that the same rule speaks for without a product
    that is active in it (one rule brings one product before any brings a second); and all that is
    above these.
    """
    named = {lead.category}
    if lead.rule is not None:
        named.update(
            category
            for category, others in leads.items()
            for other in others
            if other.rule is lead.rule
            if not any(category in read(product) for _, product in other.places)
        )
    return frozenset(named.union(*(evidence.lexicon.ancestors(c) for c in named)))


def _by_rounds(
    lines: Sequence[Iterator[tuple[Strength, Lead]]],
) -> Iterator[tuple[Strength, Lead]]:
    """Yield the first of each line, then the second of each, …"""
    for together in zip_longest(*lines):
        yield from (each for each in together if each is not None)


def _without_idle(ways: Iterable[Way], evidence: Evidence) -> tuple[Way, ...]:
    """Leave out a second way to a product from the same category, or from an umbrella of it."""
    kept: dict[ProductId, set[CategoryId]] = defaultdict(set)
    left: list[Way] = []
    for way in ways:
        if way.lead.category not in kept[way.product]:
            left.append(way)
            line = evidence.lexicon.ancestors(way.lead.category)
            kept[way.product].update((way.lead.category, *line))
    return tuple(left)
