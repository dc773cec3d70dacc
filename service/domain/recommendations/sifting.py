"""Which ways stay open once the gate has looked at every product, and why the others closed."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import Pin, Rule
from service.domain.recommendations.evidence import in_words
from service.domain.recommendations.obstacles import Gate
from service.domain.recommendations.rules import RuleBook, obstacle
from service.domain.recommendations.strength import Way
from service.domain.recommendations.values import Candidate, Dropped, Step
from service.domain.recommendations.ways import Fired


@dataclass(frozen=True, slots=True)
class Sifted:
    """What passed the gate. *refused*: every product that had some way in, with why not."""

    pins: tuple[Pin, ...]
    open: tuple[Way, ...]
    fallback: tuple[ProductId, ...]
    refused: abc.Mapping[ProductId, Dropped]

    def dropped(self, candidates: Iterable[Candidate]) -> tuple[Dropped, ...]:
        """Return, by product id, what is not among the *candidates*."""
        shown = {candidate.product for candidate in candidates}
        return tuple(self.refused[p] for p in sorted(self.refused) if p not in shown)


def sift(
    article: Article, ways: tuple[Way, ...], fired: Fired, gate: Gate, rules: RuleBook
) -> Sifted:
    """Let every product that has some way in through the *gate* once."""
    reasons = _first(_NotLed(article, fired, gate, rules).explain())
    pins = sorted(gate.override.pins, key=lambda pin: (pin.position, pin.product))
    asked = [*gate.override.never_show, *gate.mapping.fallback, *(pin.product for pin in pins)]
    led = {way.product: _beyond(way.product) for way in ways}
    products = {*led, *reasons, *asked}
    refused = {product: found for product in products if (found := gate.drop(product))}
    return Sifted(
        tuple(pin for pin in pins if _stands(pin, refused)),
        tuple(way for way in ways if way.product not in refused),
        tuple(p for p in dict.fromkeys(gate.mapping.fallback) if p not in refused),
        {**reasons, **led, **refused},
    )


def _stands(pin: Pin, refused: abc.Mapping[ProductId, Dropped]) -> bool:
    found = refused.get(pin.product)
    return found is None or (found.step is Step.WARNING and bool(pin.reason.strip()))


def _beyond(product: ProductId) -> Dropped:
    return Dropped(product, Step.LIMIT, "many others come before it")


def _first(reasons: Iterable[Dropped]) -> dict[ProductId, Dropped]:
    found: dict[ProductId, Dropped] = {}
    for each in reasons:
        found.setdefault(each.product, each)
    return found


@dataclass(frozen=True, slots=True)
class _NotLed:
    """Explains the products that something in the article is near to, yet does not lead to."""

    article: Article
    fired: Fired
    gate: Gate
    rules: RuleBook

    def explain(self) -> Iterator[Dropped]:
        """Yield reasons, the most telling first for each product."""
        evidence = self.gate.evidence
        usable = sorted(evidence.usable.values(), key=lambda c: (-c.salience, c.category))
        for found in usable:
            yield from self._silent_rules(found.category)
        for category, reason in sorted(evidence.unusable.items()):
            step = Step.WARNING if evidence.warns_of(category) else Step.NO_EVIDENCE
            for product in self._near(category):
                yield Dropped(product, step, reason)
        for found in usable:
            yield from self._passed_over(found.category)

    def _silent_rules(self, category: CategoryId) -> Iterator[Dropped]:
        """Explain the rules for *category* whose conditions do not hold here."""
        found = self.gate.evidence.usable[category]
        for rule in self.rules.by_category.get(category, ()):
            if reason := obstacle(rule, self.article, found, now=self.rules.now):
                yield from self._drop(rule, reason)

    def _passed_over(self, category: CategoryId) -> Iterator[Dropped]:
        """Explain the products of *category* where rules decide that do not name them."""
        if self.fired[category]:
            rules = ", ".join(sorted({self._name(rule) for rule, _ in self.fired[category]}))
            for product in self._near(category):
                reason = f"the rule for {rules} decides here, and does not name it"
                yield Dropped(product, Step.NO_EVIDENCE, reason)

    def _near(self, category: CategoryId) -> Iterator[ProductId]:
        yield from self.gate.shelf.reached.get(category, ())
        for each in (category, *self.gate.evidence.lexicon.ancestors(category)):
            for rule in self.rules.by_category.get(each, ()):
                yield from rule.products

    def _drop(self, rule: Rule, reason: str) -> Iterator[Dropped]:
        return (Dropped(product, Step.NO_EVIDENCE, reason) for product in rule.products)

    def _name(self, rule: Rule) -> str:
        return in_words(rule.category, self.gate.evidence.lexicon)
