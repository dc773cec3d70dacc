"""Which products pass the gate, and why the others that something is near to do not stand here."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import Pin
from service.domain.recommendations.evidence import in_words
from service.domain.recommendations.gate import Gate
from service.domain.recommendations.rules import RuleBook, obstacle
from service.domain.recommendations.values import Candidate, Dropped, Step
from service.domain.recommendations.ways import Fired, Lead

Reason = tuple[Step, str]
BEYOND: Reason = (Step.LIMIT, "many others come before it")


@dataclass(frozen=True, slots=True)
class Sifted:
    """What passed the gate. *reasons*: for every product that had some way in or was near one,
    why it would not stand here, the most telling reasons first."""

    pins: tuple[Pin, ...]
    open: tuple[Lead, ...]
    fallback: tuple[ProductId, ...]
    reasons: abc.Mapping[ProductId, Reason]

    def dropped(self, candidates: Iterable[Candidate], *, limit: int) -> tuple[Dropped, ...]:
        """Return, by product id, the *limit* most telling of what is not among *candidates*."""
        shown = {candidate.product for candidate in candidates}
        told = [product for product in self.reasons if product not in shown][:limit]
        return tuple(Dropped(product, *self.reasons[product]) for product in sorted(told))


def sift(
    article: Article, leads: tuple[Lead, ...], fired: Fired, gate: Gate, rules: RuleBook
) -> Sifted:
    """Let every product that has some way in through the *gate* once."""
    pins = sorted(gate.override.pins, key=lambda pin: (pin.position, pin.product))
    led = {product for each in leads for product in each.products}
    near = {p: r for p, r in _Near(article, fired, gate, rules).reasons() if p not in led}
    asked = {*gate.override.never_show, *gate.bars.mapping.fallback, *(p.product for p in pins)}
    refused = {p: found for p in sorted(led.union(asked, near)) if (found := gate.drop(p))}
    stopped = {product: (found.step, found.reason) for product, found in refused.items()}
    return Sifted(
        tuple(pin for pin in pins if _stands(pin, refused)),
        tuple(each.without(refused) for each in leads),
        tuple(p for p in dict.fromkeys(gate.bars.mapping.fallback) if p not in refused),
        _first(stopped, near, dict.fromkeys(sorted(led), BEYOND)),
    )


def _first(*told: abc.Mapping[ProductId, Reason]) -> dict[ProductId, Reason]:
    """Return the reasons in their order, the first where there are several."""
    found: dict[ProductId, Reason] = {}
    for each in told:
        found = {**found, **each, **found}
    return found


def _stands(pin: Pin, refused: abc.Mapping[ProductId, Dropped]) -> bool:
    found = refused.get(pin.product)
    return found is None or (found.step is Step.WARNING and bool(pin.reason.strip()))


@dataclass(frozen=True, slots=True)
class _Near:
    """Explains the products that something in the article is near to, yet does not lead to."""

    article: Article
    fired: Fired
    gate: Gate
    rules: RuleBook

    def reasons(self) -> Iterator[tuple[ProductId, Reason]]:
        """Yield each product once, with the most telling reason, the most telling first."""
        told: dict[ProductId, Reason] = {}
        for products, reason in self._told():
            for product in sorted(products):
                told.setdefault(product, reason)
        yield from told.items()

    def _told(self) -> Iterator[tuple[Iterable[ProductId], Reason]]:
        yield from self._silent()
        yield from self._unusable()
        yield from self._passed_over()
        yield from self._too_general()

    def _silent(self) -> Iterator[tuple[Iterable[ProductId], Reason]]:
        """The rules for usable categories whose conditions do not hold here."""
        for category, found in sorted(self.gate.evidence.usable.items()):
            for rule in self.rules.by_category.get(category, ()):
                if reason := obstacle(rule, self.article, found, now=self.rules.now):
                    yield rule.products, (Step.NO_EVIDENCE, reason)

    def _unusable(self) -> Iterator[tuple[Iterable[ProductId], Reason]]:
        for category, reason in sorted(self.gate.evidence.unusable.items()):
            warns = self.gate.evidence.warns_of(category)
            step = Step.WARNING if warns else Step.NO_EVIDENCE
            yield self._around(category), (step, reason)

    def _passed_over(self) -> Iterator[tuple[Iterable[ProductId], Reason]]:
        """The products of a category where rules decide that do not name them."""
        for category, fired in sorted(self.fired.items()):
            if fired:
                names = {in_words(r.category, self.gate.evidence.lexicon) for r in fired}
                named = ", ".join(sorted(names))
                reason = f"the rule for {named} decides here, and does not name it"
                yield self._around(category), (Step.NO_EVIDENCE, reason)

    def _too_general(self) -> Iterator[tuple[Iterable[ProductId], Reason]]:
        """The products of a category that sells by a rule alone, and has none here."""
        lexicon = self.gate.evidence.lexicon
        for category, fired in sorted(self.fired.items()):
            if not fired and lexicon.categories[category].needs_rule:
                reason = f"{in_words(category, lexicon)}: too general to sell without a rule"
                yield self._around(category), (Step.NO_EVIDENCE, reason)

    def _around(self, category: CategoryId) -> set[ProductId]:
        around = set(self.gate.shelf.reached.get(category, ()))
        for each in (category, *self.gate.evidence.lexicon.ancestors(category)):
            around.update(p for rule in self.rules.by_category.get(each, ()) for p in rule.products)
        return around
