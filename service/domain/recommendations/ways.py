"""Steps 5 to 7: the ways that lead from an article to products, how strong, and what they cover."""

from __future__ import annotations

from collections import abc, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from operator import itemgetter

from service.domain.articles import Article
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import Rule
from service.domain.reading import CategoryReading
from service.domain.recommendations.evidence import Evidence
from service.domain.recommendations.rules import RuleBook
from service.domain.recommendations.shelf import Shelf
from service.domain.recommendations.strength import Scores, Strength, Way

Fired = abc.Mapping[CategoryId, tuple[tuple[Rule, CategoryReading], ...]]
"""For each usable category of an article, the rules that speak for it."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A way whose product may be shown, with its *strength* and what it *covers*."""

    way: Way
    strength: Strength
    covers: frozenset[CategoryId]

    @property
    def score(self) -> float:
        return -self.strength.score


def fire(article: Article, evidence: Evidence, rules: RuleBook) -> Fired:
    """Return the rules that speak for each usable category."""
    return {c: rules.fired(c, article, evidence) for c in evidence.usable}


def lead(fired: Fired, evidence: Evidence, shelf: Shelf) -> Iterator[Way]:
    """Yield every way, also those to products that may not be shown.

    A category that a rule speaks for is led by rules alone, even when none of their products can
    be shown: what a marketer decided is not filled up with guesses.
    """
    for category, found in evidence.usable.items():
        for rule, rests_on in fired[category]:
            for place, product in enumerate(rule.products, 1):
                yield Way(category, product, rests_on, rule, place)
        if not fired[category]:
            for place, product in enumerate(shelf.reached.get(category, ()), 1):
                yield Way(category, product, found, None, place)


def rank(
    ways: Iterable[Way],
    evidence: Evidence,
    fired: Fired,
    read: Callable[[ProductId], frozenset[CategoryId]],
    *,
    limit: int,
) -> tuple[Reached, ...]:
    """Return about *limit* ways, strongest first: each category's first, then its second, …"""
    scores = Scores.of(ways, evidence)
    lines = [
        sorted(((scores.strength(way), way) for way in found), key=itemgetter(0))
        for found in scores.ways.values()
    ]
    lines.sort(key=lambda line: line[0][0])
    kept = sorted(islice(_by_rounds(lines), limit), key=itemgetter(0))
    covers = _Covers(evidence, fired)
    return _without_idle(
        Reached(way, strength, covers.of(way, read(way.product))) for strength, way in kept
    )


@dataclass(frozen=True, slots=True)
class _Covers:
    """Which of the article's categories a product covers when it is shown for one of them.

    That one and what is above it, whatever the product is active in, and every category that the
    same rule speaks for: one rule brings one product before any brings a second.
    """

    evidence: Evidence
    fired: Fired

    def of(self, way: Way, read: frozenset[CategoryId]) -> frozenset[CategoryId]:
        named = {way.category, *self._of_rule(way.rule)}
        line = chain.from_iterable(self.evidence.lexicon.ancestors(c) for c in named)
        return frozenset(self.evidence.usable.keys() & (named.union(line) | read))

    def _of_rule(self, rule: Rule | None) -> Iterator[CategoryId]:
        for category, fired in self.fired.items():
            if rule and any(each.id == rule.id for each, _ in fired):
                yield category


def _by_rounds(
    lines: Sequence[Sequence[tuple[Strength, Way]]],
) -> Iterator[tuple[Strength, Way]]:
    """Yield the first of each line, then the second of each, …"""
    for together in zip_longest(*lines):
        yield from (each for each in together if each is not None)


def _without_idle(reached: Iterable[Reached]) -> tuple[Reached, ...]:
    """Leave out a way that a stronger one to the same product makes needless."""
    kept: dict[ProductId, list[Reached]] = defaultdict(list)
    for each in reached:
        stronger = kept[each.way.product]
        if not any(each.covers <= other.covers for other in stronger):
            stronger.append(each)
    return tuple(sorted(chain.from_iterable(kept.values()), key=lambda each: each.strength))
