"""Which articles another mapping can reach: all others show under it what they show now."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Mapping, Rule
from service.domain.reading import ProductReading
from service.domain.recommendations.concerned import Concerned, concerned
from service.domain.recommendations.shelf import closure

_NOT_READ = ProductReading((), "")


def reached(
    old: Mapping,
    new: Mapping,
    readings: abc.Mapping[ProductId, ProductReading],
    lexicon: Lexicon,
) -> Concerned:
    """
    Return in which articles *new* may decide otherwise than *old*.

    Slots and fillers reach all. A rule reaches what speaks of its category, of one above or of
    one below it. A product that is never shown any more, or again, reaches as far as a change of
    itself would; so does one whose rules alone say what it is, for warnings follow them.
    """
    if old.slots != new.slots or old.fallback != new.fallback:
        return Concerned(frozenset(), frozenset(), everything=True)
    rules = _enabled(old) ^ _enabled(new)
    products = (old.never_show ^ new.never_show) | frozenset(
        _known_by_rules(rules, readings, lexicon)
    )
    read = {product: (readings.get(product, _NOT_READ),) for product in products}
    ways = [concerned(read, mapping, lexicon) for mapping in (old, new)]
    return Concerned(
        _around(rules, lexicon).union(*(way.categories for way in ways)),
        _decided_by_hand(old, new).union(*(way.articles for way in ways)),
        any(way.everything for way in ways),
    )


def in_question(old: Mapping, new: Mapping) -> frozenset[ProductId]:
    """Return the products whose readings `reached` asks for."""
    rules = _enabled(old) ^ _enabled(new)
    named = {product for rule in rules for product in rule.products}
    return (old.never_show ^ new.never_show) | named


def _enabled(mapping: Mapping) -> frozenset[Rule]:
    return frozenset(rule for rule in mapping.rules if rule.enabled)


def _known_by_rules(
    rules: Iterable[Rule],
    readings: abc.Mapping[ProductId, ProductReading],
    lexicon: Lexicon,
) -> Iterator[ProductId]:
    """Yield the products of *rules* of which nothing active could be read (`Shelf.kinds`)."""
    for product in {product for rule in rules for product in rule.products}:
        if not closure(readings.get(product, _NOT_READ).active, lexicon):
            yield product


def _around(rules: Iterable[Rule], lexicon: Lexicon) -> frozenset[CategoryId]:
    return frozenset(
        each
        for rule in rules
        if rule.category in lexicon.categories
        for each in (*lexicon.family(rule.category), *lexicon.ancestors(rule.category))
    )


def _decided_by_hand(old: Mapping, new: Mapping) -> frozenset[ArticleId]:
    named = old.articles.keys() | new.articles.keys()
    return frozenset(each for each in named if old.articles.get(each) != new.articles.get(each))
