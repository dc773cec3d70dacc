"""Writes candidates down: each with its reason, its place in a routine, and its safety notes."""

from __future__ import annotations

from collections import Counter, abc
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Pin
from service.domain.reading import CategoryReading
from service.domain.recommendations.advisories import Notes
from service.domain.recommendations.gate import Gate
from service.domain.recommendations.ranking import Way
from service.domain.recommendations.rules import label
from service.domain.recommendations.values import Advisory, Because, Candidate, Source


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the candidates of one article."""

    lexicon: Lexicon
    gate: Gate
    notes: Notes
    advisories: abc.Mapping[ProductId, tuple[Advisory, ...]]

    @classmethod
    def of(cls, article: Article, gate: Gate, products: frozenset[ProductId]) -> Writer:
        """*products*: all that will stand in the decision, for notes on their neighbours."""
        lexicon = gate.evidence.lexicon
        beside = Counter(kind for product in products for kind in gate.shelf.kinds(product))
        notes = Notes(article, gate, lexicon, beside)
        return cls(lexicon, gate, notes, {product: notes.of(product) for product in products})

    def pinned(self, pin: Pin) -> Candidate:
        """A pin rests on the most central category that its product is active in, if any."""
        covers = self._covers(pin.product)
        found = self._most_central(covers)
        led = found.category if found else None
        because = Because(
            led,
            Source.PIN,
            None,
            self.lexicon.categories[led].name if led else "",
            found.stance if found else None,
            found.role if found else None,
            self.gate.evidence.reading.quote_of(found) if found else None,
            self.notes.of(pin.product, pinned_because=pin.reason.strip()),
        )
        return self._candidate(
            pin.product,
            because,
            led,
            covers,
            score=found.salience if found else 0.0,
            priority=pin.position,
            position=pin.position,
        )

    def led_to(self, way: Way) -> Candidate:
        """A rule or the product's own reading leads to it."""
        rule, found = way.lead.rule, self._rests_on(way)
        led = rule.category if rule else way.lead.category
        because = Because(
            found.category,
            Source.RULE if rule else Source.READING,
            rule.id if rule else None,
            label(rule, self.lexicon) if rule else self.lexicon.categories[led].name,
            found.stance,
            found.role,
            self.gate.evidence.reading.quote_of(found),
            self.advisories[way.product],
        )
        line = (way.lead.category, *self.lexicon.ancestors(way.lead.category))
        return self._candidate(
            way.product,
            because,
            led,
            way.covers,
            score=way.score,
            priority=way.strength.priority,
            led_by=line,
        )

    def _rests_on(self, way: Way) -> CategoryReading:
        """Return the evidence: of the umbrella, where its rule speaks and the article names it."""
        rule, found = way.lead.rule, way.lead.found
        above = self.lexicon.ancestors(way.lead.category)
        if rule and rule.category in above:
            return self.gate.evidence.usable.get(rule.category, found)
        return found

    def filler(self, product: ProductId, place: int) -> Candidate:
        """Nothing in the article leads to it, and it says so."""
        notes = self.advisories[product]
        because = Because(None, Source.FALLBACK, None, "", None, None, None, notes)
        covers = self._covers(product)
        return self._candidate(product, because, None, covers, score=0.0, priority=place)

    def _candidate(
        self,
        product: ProductId,
        because: Because,
        led: CategoryId | None,
        covers: frozenset[CategoryId],
        *,
        score: float,
        priority: int,
        position: int | None = None,
        led_by: tuple[CategoryId, ...] = (),
    ) -> Candidate:
        step = self.gate.shelf.routine_step(product, led)
        kinds = self.gate.shelf.kinds(product)
        return Candidate(product, because, score, priority, step, covers, position, kinds, led_by)

    def _covers(self, product: ProductId) -> frozenset[CategoryId]:
        read = self.gate.shelf.read(product)
        return frozenset(self.gate.evidence.usable.keys() & read)

    def _most_central(self, covers: frozenset[CategoryId]) -> CategoryReading | None:
        usable = self.gate.evidence.usable
        found = sorted(covers, key=lambda c: (-usable[c].salience, c))
        return usable[found[0]] if found else None


def write(
    article: Article,
    gate: Gate,
    *,
    pins: Sequence[Pin],
    ways: Sequence[Way],
    fallback: Sequence[ProductId],
) -> tuple[Candidate, ...]:
    """Return the candidates: pins, then what was led to, best first, then what fills up."""
    led = {*(pin.product for pin in pins), *(way.product for way in ways)}
    fillers = [product for product in fallback if product not in led]
    writer = Writer.of(article, gate, frozenset(led.union(fillers)))
    return (
        *(writer.pinned(pin) for pin in pins),
        *(writer.led_to(way) for way in ways),
        *(writer.filler(product, place) for place, product in enumerate(fillers, 1)),
    )
