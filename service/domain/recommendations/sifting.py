"""Which products pass the gate, and why the others that something is near to do not stand here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from service.domain.articles import Article
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import Pin
from service.domain.recommendations.evidence import in_words
from service.domain.recommendations.gate import Gate
from service.domain.recommendations.numbering import without
from service.domain.recommendations.rules import RuleBook, obstacle
from service.domain.recommendations.values import Candidate, Dropped, Step
from service.domain.recommendations.ways import Fired, Lead

Reason = tuple[Step, str]
BEYOND: Reason = (Step.LIMIT, "many others come before it")


@dataclass(frozen=True, slots=True)
class Sifted:
    """What passed the gate, and what is known of the rest.

    *led*: all that something leads to; *refused*: what the gate stops of that, of what was asked
    for, and of what is *near*, each with why it is led to by nothing.
    """

    pins: tuple[Pin, ...]
    open: tuple[Lead, ...]
    fallback: tuple[ProductId, ...]
    gate: Gate
    led: int
    refused: int
    near: tuple[tuple[int, Reason], ...]

    def dropped(self, candidates: Iterable[Candidate], *, limit: int) -> tuple[Dropped, ...]:
        """Return, by product id, the *limit* most telling of what is not among *candidates*.

        A shop has more products near an article than anybody asks about: of each reason those with
        the smallest ids are told.
        """
        shown = self.gate.numbering.set_of(candidate.product for candidate in candidates)
        told = dict(islice(self._reasons(shown), limit))
        return tuple(Dropped(product, *told[product]) for product in sorted(told))

    def _reasons(self, shown: int) -> Iterator[tuple[ProductId, Reason]]:
        """Yield what is not *shown* once, the most telling reasons first."""
        lowest = self.gate.numbering.lowest
        for product in lowest(without(self.refused, shown)):
            if found := self.gate.drop(product):
                yield product, (found.step, found.reason)
        past = self.refused | shown
        for products, reason in (*self.near, (self.led, BEYOND)):
            yield from ((product, reason) for product in lowest(without(products, past)))
            past |= products


def sift(
    article: Article, leads: tuple[Lead, ...], fired: Fired, gate: Gate, rules: RuleBook
) -> Sifted:
    """Let every product that has some way in through the *gate* once."""
    pins = sorted(gate.override.pins, key=lambda pin: (pin.position, pin.product))
    led = reduce(or_, (each.products for each in leads), 0)
    told = tuple(_Near(article, fired, gate, rules).told())
    near = tuple((without(products, led), reason) for products, reason in told)
    asked = (*gate.override.never_show, *gate.bars.mapping.fallback, *(p.product for p in pins))
    around = reduce(or_, (products for products, _ in near), gate.numbering.set_of(asked))
    open_ = (each for each in leads if without(each.products, gate.stopped))
    return Sifted(
        tuple(pin for pin in pins if _stands(pin, gate.drop(pin.product))),
        tuple(each.without(gate.refuses) for each in open_),
        tuple(p for p in dict.fromkeys(gate.bars.mapping.fallback) if not gate.refuses(p)),
        gate,
        led,
        (led | around) & gate.stopped,
        near,
    )


def _stands(pin: Pin, found: Dropped | None) -> bool:
    return found is None or (found.step is Step.WARNING and bool(pin.reason.strip()))


@dataclass(frozen=True, slots=True)
class _Near:
    """Explains the products that something in the article is near to, yet does not lead to."""

    article: Article
    fired: Fired
    gate: Gate
    rules: RuleBook

    def told(self) -> Iterator[tuple[int, Reason]]:
        """Yield what sets of products have in common, the most telling first; some come again."""
        yield from self._silent()
        yield from self._unusable()
        yield from self._passed_over()
        yield from self._too_general()

    def _silent(self) -> Iterator[tuple[int, Reason]]:
        """The rules for usable categories whose conditions do not hold here."""
        for category, found in sorted(self.gate.evidence.usable.items()):
            for rule in self.rules.by_category.get(category, ()):
                if reason := obstacle(rule, self.article, found, now=self.rules.now):
                    yield self.gate.shelf.named(rule.products), (Step.NO_EVIDENCE, reason)

    def _unusable(self) -> Iterator[tuple[int, Reason]]:
        for category, reason in sorted(self.gate.evidence.unusable.items()):
            warns = self.gate.evidence.warns_of(category)
            step = Step.WARNING if warns else Step.NO_EVIDENCE
            yield self._around(category), (step, reason)

    def _passed_over(self) -> Iterator[tuple[int, Reason]]:
        """The products of a category where rules decide that do not name them."""
        for category, fired in sorted(self.fired.items()):
            if fired:
                names = {in_words(r.category, self.gate.evidence.lexicon) for r in fired}
                named = ", ".join(sorted(names))
                reason = f"the rule for {named} decides here, and does not name it"
                yield self._around(category), (Step.NO_EVIDENCE, reason)

    def _too_general(self) -> Iterator[tuple[int, Reason]]:
        """The products of a category that sells by a rule alone, and has none here."""
        lexicon = self.gate.evidence.lexicon
        for category, fired in sorted(self.fired.items()):
            if not fired and lexicon.categories[category].needs_rule:
                reason = f"{in_words(category, lexicon)}: too general to sell without a rule"
                yield self._around(category), (Step.NO_EVIDENCE, reason)

    def _around(self, category: CategoryId) -> int:
        around = self.gate.shelf.line(category).near
        for each in (category, *self.gate.evidence.lexicon.ancestors(category)):
            for rule in self.rules.by_category.get(each, ()):
                around |= self.gate.shelf.named(rule.products)
        return around
