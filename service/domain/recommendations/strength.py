"""How strong the ways from an article to its products are, so that they have one order."""

from __future__ import annotations

from collections import abc, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.recommendations.evidence import Evidence
from service.domain.recommendations.rules import conditions
from service.domain.recommendations.ways import Lead


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

    central: abc.Mapping[CategoryId, float]
    ceiling: abc.Mapping[CategoryId, float]
    depth: abc.Mapping[CategoryId, int]

    @classmethod
    def of(cls, leads: abc.Mapping[CategoryId, list[Lead]], evidence: Evidence) -> Scores:
        central = _central(frozenset(leads), evidence)
        depth = {c: len(evidence.lexicon.ancestors(c)) for c in leads}
        return cls(central, _ceilings(leads, central, depth, evidence.lexicon), depth)

    def strengths(self, lead: Lead) -> Iterator[tuple[Strength, Lead]]:
        """Yield the strength of each of the lead's ways, strongest first."""
        score = min(_score(lead, self.central), self.ceiling[lead.category])
        narrow = conditions(lead.rule) if lead.rule else 0
        rule = lead.rule.id if lead.rule else ""
        same = (-score, -self.depth[lead.category], -narrow)
        for place, product in lead.places:
            yield Strength(*same, place, product, lead.category, rule), lead


def by_category(leads: Iterable[Lead]) -> dict[CategoryId, list[Lead]]:
    """Return the *leads* by their category."""
    found: dict[CategoryId, list[Lead]] = defaultdict(list)
    for each in leads:
        found[each.category].append(each)
    return found


def _score(lead: Lead, central: abc.Mapping[CategoryId, float]) -> float:
    return round(central[lead.category] * lead.weight, 6)


def _central(live: frozenset[CategoryId], evidence: Evidence) -> dict[CategoryId, float]:
    families = {c: evidence.lexicon.family(c) & live for c in evidence.usable}
    central = {c: evidence.usable[c].salience for c in live}
    for category, found in sorted(evidence.usable.items()):
        leaves = [c for c in families[category] - {category} if families[c] == frozenset({c})]
        if leaves:
            heir = min(leaves, key=lambda c: (-evidence.usable[c].salience, c))
            central[heir] += found.salience
    return central


def _ceilings(
    leads: abc.Mapping[CategoryId, list[Lead]],
    central: abc.Mapping[CategoryId, float],
    depth: abc.Mapping[CategoryId, int],
    lexicon: Lexicon,
) -> dict[CategoryId, float]:
    """Return, for each category, the lowest score of any way of a category below it."""
    lowest: dict[CategoryId, float] = {}
    ceiling: dict[CategoryId, float] = {}
    for category in sorted(leads, key=lambda c: -depth[c]):
        below = lexicon.family(category) - {category}
        ceiling[category] = min((lowest[c] for c in below if c in lowest), default=inf)
        own = min(_score(lead, central) for lead in leads[category])
        lowest[category] = min(own, ceiling[category])
    return ceiling
