"""Steps 1 to 3: whether a product may stand beside an article at all, wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, CautionKind, Lexicon
from service.domain.mappings import ArticleOverride, Mapping
from service.domain.recommendations.evidence import Evidence, in_words
from service.domain.recommendations.shelf import NO_CATEGORIES, Shelf
from service.domain.recommendations.values import Dropped, Step


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets products through to one article. *dangerous*: categories with a pregnancy caution."""

    shelf: Shelf
    mapping: Mapping
    override: ArticleOverride
    evidence: Evidence
    dangerous: frozenset[CategoryId]

    def drop(self, product: ProductId) -> Dropped | None:
        """Return why *product* may not be shown, by the first step that says so."""
        if reason := self.shelf.obstacle(product):
            return Dropped(product, Step.ELIGIBILITY, reason)
        if product in self.override.never_show:
            return Dropped(product, Step.NEVER_SHOW, "never shown in this article")
        if product in self.mapping.never_show:
            return Dropped(product, Step.NEVER_SHOW, "never shown in this shop")
        if reason := self.warning(product):
            return Dropped(product, Step.WARNING, reason)
        return None

    def warning(self, product: ProductId) -> str | None:
        """Return the warning that stands against what *product* is active in."""
        kinds = self.shelf.kinds.get(product, NO_CATEGORIES)
        if against := kinds & self.evidence.warned:
            return f"the article warns of {self._words(against)}"
        if self.evidence.is_about_pregnancy and (against := kinds & self.dangerous):
            return f"the article is about pregnancy, with a caution for {self._words(against)}"
        return None

    def trace_warning(self, product: ProductId) -> str | None:
        """Return what the article warns of and *product* holds a trace of."""
        traces = self.shelf.traces.get(product, NO_CATEGORIES) & self.evidence.warned
        return self._words(traces) if traces else None

    def _words(self, categories: Iterable[CategoryId]) -> str:
        return " and ".join(sorted(in_words(c, self.evidence.lexicon) for c in categories))


def with_pregnancy_caution(lexicon: Lexicon) -> frozenset[CategoryId]:
    """Return the categories that carry one themselves; what is below them is so by its kinds."""
    return frozenset(
        category.id
        for category in lexicon.categories.values()
        if any(caution.kind is CautionKind.PREGNANCY for caution in category.cautions)
    )
