"""Steps 5 and 6: what leads from an article to products."""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from service.domain.articles import Article
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import Rule
from service.domain.reading import CategoryReading
from service.domain.recommendations.evidence import Evidence
from service.domain.recommendations.rules import RuleBook
from service.domain.recommendations.shelf import Shelf

Fired = abc.Mapping[CategoryId, tuple[Rule, ...]]
"""For each usable category of an article, the rules that speak for it."""


Places = Iterable[tuple[int, ProductId]]
"""Products in their order, each with its 1-based place."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What leads from a category of an article to products. *products*: the set of them.

    *rule* is ``None`` where the products' own readings lead to them.
    """

    found: CategoryReading
    rule: Rule | None
    places: Places
    products: int

    @property
    def category(self) -> CategoryId:
        return self.found.category

    @property
    def weight(self) -> float:
        return self.rule.weight if self.rule else 1.0

    def without(self, refused: Callable[[ProductId], bool]) -> Lead:
        """Leave *refused* products out; the others keep their places."""
        return replace(self, places=_Left(self.places, refused))


@dataclass(frozen=True, slots=True)
class _Left:
    """Looked at only as far as somebody asks: a category can have most of a shop's products."""

    places: Places
    refused: Callable[[ProductId], bool]

    def __iter__(self) -> Iterator[tuple[int, ProductId]]:
        return (each for each in self.places if not self.refused(each[1]))


def fire(article: Article, evidence: Evidence, rules: RuleBook) -> Fired:
    """Return the rules that speak for each usable category."""
    return {c: rules.fired(c, article, evidence) for c in evidence.usable}


def lead(fired: Fired, evidence: Evidence, shelf: Shelf) -> Iterator[Lead]:
    """Yield all that leads somewhere, also to products that may not be shown.

    A category that a rule speaks for is led by rules alone, even when none of their products can
    be shown: what a marketer decided is not filled up with guesses. What is too general to sell
    by itself leads nowhere without a rule.
    """
    for category, found in evidence.usable.items():
        for rule in fired[category]:
            meant = enumerate(_meant(rule, category, shelf), 1)
            yield Lead(found, rule, tuple(meant), shelf.named(rule.products))
        if not fired[category] and not evidence.lexicon.categories[category].needs_rule:
            line = shelf.line(category)
            yield Lead(found, None, line, line.near)


def _meant(rule: Rule, category: CategoryId, shelf: Shelf) -> Iterable[ProductId]:
    """Return the rule's products; those active in *category* first, when it is a child's."""
    if rule.category == category:
        return rule.products
    return sorted(rule.products, key=lambda p: category not in shelf.read(p))
