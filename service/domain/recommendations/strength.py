"""How strong the ways from an article to its products are, so that they have one order."""

from __future__ import annotations

from collections import abc, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Rule
from service.domain.reading import CategoryReading
from service.domain.recommendations.evidence import Evidence
from service.domain.recommendations.rules import conditions


class Way(NamedTuple):
    """A way that leads from *category* of an article to a product.

    *rests_on* is the evidence: of *category*, or of its umbrella where the umbrella's rule speaks
    for it. *rule* is ``None`` where the product's own reading leads to it.
    """

    category: CategoryId
    product: ProductId
    rests_on: CategoryReading
    rule: Rule | None
    priority: int


class Strength(NamedTuple):
    """How ways are ordered: smaller first, so that the order of the input never matters."""

    score: float
    depth: int
    conditions: int
    priority: int
    product: ProductId
    category: CategoryId
    rule: str


@dataclass(frozen=True, slots=True)
class Scores:
    """How central each category is, and how high its ways may rise.

    An umbrella that is mentioned beside its child adds nothing of its own: its salience goes to
    the most central child that leads somewhere, and its ways come after all of theirs.
    """

    ways: abc.Mapping[CategoryId, Sequence[Way]]
    central: abc.Mapping[CategoryId, float]
    ceiling: abc.Mapping[CategoryId, float]
    depth: abc.Mapping[CategoryId, int]

    @classmethod
    def of(cls, ways: Iterable[Way], evidence: Evidence) -> Scores:
        found: dict[CategoryId, list[Way]] = defaultdict(list)
        for way in ways:
            found[way.category].append(way)
        central = _central(frozenset(found), evidence)
        depth = {c: len(evidence.lexicon.ancestors(c)) for c in found}
        return cls(found, central, _ceilings(found, central, depth, evidence.lexicon), depth)

    def strength(self, way: Way) -> Strength:
        score = min(_score(way, self.central), self.ceiling[way.category])
        narrow = conditions(way.rule) if way.rule else 0
        rule = way.rule.id if way.rule else ""
        depth = self.depth[way.category]
        return Strength(-score, -depth, -narrow, way.priority, way.product, way.category, rule)


def _score(way: Way, central: abc.Mapping[CategoryId, float]) -> float:
    return round(central[way.category] * (way.rule.weight if way.rule else 1.0), 6)


def _central(live: frozenset[CategoryId], evidence: Evidence) -> dict[CategoryId, float]:
    families = {c: evidence.lexicon.family(c) & live for c in evidence.usable}
    central = {c: evidence.usable[c].salience for c in live}
    for category, found in sorted(evidence.usable.items()):
        leaves = [c for c in families[category] - {category} if families[c] == {c}]
        if leaves:
            heir = min(leaves, key=lambda c: (-evidence.usable[c].salience, c))
            central[heir] += found.salience
    return central


def _ceilings(
    ways: abc.Mapping[CategoryId, Sequence[Way]],
    central: abc.Mapping[CategoryId, float],
    depth: abc.Mapping[CategoryId, int],
    lexicon: Lexicon,
) -> dict[CategoryId, float]:
    """Return, for each category, the lowest score of any way of a category below it."""
    lowest: dict[CategoryId, float] = {}
    ceiling: dict[CategoryId, float] = {}
    for category in sorted(ways, key=lambda c: -depth[c]):
        below = lexicon.family(category) - {category}
        ceiling[category] = min((lowest[c] for c in below if c in lowest), default=inf)
        own = min(_score(way, central) for way in ways[category])
        lowest[category] = min(own, ceiling[category])
    return ceiling
