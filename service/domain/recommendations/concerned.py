"""Which articles a change of some products can reach."""

from __future__ import annotations

from collections import abc
from collections.abc import Container, Iterable
from dataclasses import dataclass

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import ArticleOverride, Mapping, RuleId
from service.domain.reading import ProductReading
from service.domain.recommendations.shelf import closure


@dataclass(frozen=True, slots=True)
class Concerned:
    """Articles that speak of one of *categories*, and those of *articles*; or *everything*."""

    categories: frozenset[CategoryId]
    articles: frozenset[ArticleId]
    everything: bool = False


def concerned(
    products: abc.Mapping[ProductId, Iterable[ProductReading]],
    mapping: Mapping,
    lexicon: Lexicon,
    *,
    rules: Container[RuleId] = (),
) -> Concerned:
    """
    Return what changes of *products*, each with its readings before and after, and what *rules*
    that began or ended can reach.

    A product stands beside an article because of what it is itself active in, because a rule for a
    category around those of the article names it, because a person chose it for this article, or
    because it fills up whatever has too little.
    """
    read = {
        found.category
        for readings in products.values()
        for reading in readings
        for found in reading.categories
    }
    ruled = {
        each
        for rule in mapping.rules
        if rule.id in rules or not products.keys().isdisjoint(rule.products)
        if rule.category in lexicon.categories
        for each in (*lexicon.family(rule.category), *lexicon.ancestors(rule.category))
    }
    chosen = {a for a, override in mapping.articles.items() if _names(override, products.keys())}
    fills = not products.keys().isdisjoint(mapping.fallback)
    return Concerned(closure(read, lexicon) | ruled, frozenset(chosen), fills)


def _names(override: ArticleOverride, products: abc.Set[ProductId]) -> bool:
    pinned = {pin.product for pin in override.pins}
    return not products.isdisjoint(pinned | override.never_show)
