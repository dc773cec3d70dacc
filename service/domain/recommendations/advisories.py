"""Safety notes for the marketer: what the lexicon and the article say to be careful of."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.domain.articles import Article
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Caution, CautionKind, Lexicon
from service.domain.recommendations.gate import Gate
from service.domain.recommendations.values import Advisory

ARTICLE_WARNING = "article_warning"


@dataclass(frozen=True, slots=True)
class Notes:
    """Writes the notes of one article. *beside*: how many candidates are active in a category."""

    article: Article
    gate: Gate
    lexicon: Lexicon
    beside: abc.Mapping[CategoryId, int]

    def of(self, product: ProductId, *, pinned_because: str = "") -> tuple[Advisory, ...]:
        """Return the notes on *product*, each once, the article's own first."""
        own = [*self._of_article(product, pinned_because)]
        cautions = [*self._cautions(product)]
        return tuple(dict.fromkeys([*own, *cautions]))

    def _of_article(self, product: ProductId, pinned_because: str) -> Iterator[Advisory]:
        if pinned_because and (warning := self.gate.warning(product)):
            yield self._warning(f"{warning[:1].upper()}{warning[1:]}. Pinned: {pinned_because}")
        if traces := self.gate.trace_warning(product):
            yield self._warning(f"Holds a trace of {traces}; the article warns of it", "weak")

    def _warning(self, text: str, strength: str = "strong") -> Advisory:
        date = self.article.updated_at.date().isoformat()
        return Advisory(ARTICLE_WARNING, text, "the article", strength, date)

    def _cautions(self, product: ProductId) -> Iterator[Advisory]:
        kinds = self.gate.shelf.kinds(product)
        for category in sorted(kinds):
            for caution in self.lexicon.categories[category].cautions:
                if self._applies(caution, kinds):
                    yield _advisory(caution)
        if self.gate.evidence.is_about_pregnancy:
            yield from self._traces(product)

    def _traces(self, product: ProductId) -> Iterator[Advisory]:
        for category in sorted(self.gate.shelf.traces(product)):
            for caution in self.lexicon.categories[category].cautions:
                if caution.kind is CautionKind.PREGNANCY:
                    yield _advisory(caution)

    def _applies(self, caution: Caution, kinds: frozenset[CategoryId]) -> bool:
        """Whether it holds for a candidate of these *kinds*."""
        if caution.kind is CautionKind.EYE_AREA:
            return self.gate.evidence.speaks_of_eye_area
        if caution.kind is CautionKind.SAME_ROUTINE:
            others = (self.beside.get(c, 0) - (c in kinds) for c in caution.with_categories)
            return any(count > 0 for count in others)
        return True


@cache
def _advisory(caution: Caution) -> Advisory:
    return Advisory(
        caution.kind.value,
        caution.text,
        caution.source,
        caution.strength,
        caution.date,
        caution.with_categories,
    )
