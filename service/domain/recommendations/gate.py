"""Steps 1 to 3: whether a product may stand beside an article at all, wherever it comes from."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, CautionKind, Lexicon
from service.domain.mappings import ArticleOverride, Mapping
from service.domain.recommendations.evidence import Evidence, in_words
from service.domain.recommendations.shelf import GONE, NO_CATEGORIES, Shelf
from service.domain.recommendations.values import Dropped, Step


@dataclass(frozen=True, slots=True)
class Bars:
    """What holds for all articles of a shop. *dangerous*: categories with a pregnancy caution."""

    shelf: Shelf
    mapping: Mapping
    barred: abc.Mapping[ProductId, Dropped]
    barred_ids: frozenset[ProductId]
    dangerous: frozenset[CategoryId]

    @classmethod
    def of(cls, shelf: Shelf, mapping: Mapping, lexicon: Lexicon) -> Bars:
        never = {
            product: Dropped(product, Step.NEVER_SHOW, "never shown in this shop")
            for product in mapping.never_show
            if product in shelf.read
        }
        ineligible = {
            product: Dropped(product, Step.ELIGIBILITY, reason)
            for product, reason in shelf.ineligible.items()
        }
        barred = {**never, **ineligible}
        dangerous = _with_pregnancy_caution(lexicon)
        return cls(shelf, mapping, barred, frozenset(barred), dangerous)


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets products through to one article. *against*: the categories that a warning reaches."""

    bars: Bars
    override: ArticleOverride
    evidence: Evidence
    against: frozenset[CategoryId]
    warned: frozenset[ProductId]

    @classmethod
    def of(cls, bars: Bars, override: ArticleOverride, evidence: Evidence) -> Gate:
        dangerous = bars.dangerous if evidence.is_about_pregnancy else NO_CATEGORIES
        against = evidence.warned | dangerous
        holders = (bars.shelf.holders.get(category, ()) for category in against)
        warned = frozenset[ProductId]().union(*holders)
        return cls(bars, override, evidence, against, warned)

    @property
    def shelf(self) -> Shelf:
        return self.bars.shelf

    def refused(self, products: frozenset[ProductId]) -> frozenset[ProductId]:
        """Return those of *products* that `drop` has a reason for."""
        known = products & self.shelf.read.keys()
        stopped = self.bars.barred_ids, self.override.never_show, self.warned
        return (products - known).union(*(known & each for each in stopped))

    def drop(self, product: ProductId) -> Dropped | None:
        """Return why *product* may not be shown, by the first step that says so."""
        if found := self.bars.barred.get(product):
            return found
        if product not in self.shelf.read:
            return Dropped(product, Step.ELIGIBILITY, GONE)
        if product in self.override.never_show:
            return Dropped(product, Step.NEVER_SHOW, "never shown in this article")
        if reason := self.warning(product):
            return Dropped(product, Step.WARNING, reason)
        return None

    def warning(self, product: ProductId) -> str | None:
        """Return the warning that stands against what *product* is active in."""
        if product not in self.warned:
            return None
        kinds = self.shelf.kinds[product]
        if advised_against := kinds & self.evidence.warned:
            return f"the article warns of {self._words(advised_against)}"
        caution = self._words(kinds & self.against)
        return f"the article is about pregnancy, with a caution for {caution}"

    def trace_warning(self, product: ProductId) -> str | None:
        """Return what the article warns of and *product* holds a trace of."""
        if not self.evidence.warned:
            return None
        traces = self.shelf.traces.get(product, NO_CATEGORIES) & self.evidence.warned
        return self._words(traces) if traces else None

    def _words(self, categories: Iterable[CategoryId]) -> str:
        return " and ".join(sorted(in_words(c, self.evidence.lexicon) for c in categories))


def _with_pregnancy_caution(lexicon: Lexicon) -> frozenset[CategoryId]:
    """Return the categories that carry one themselves; what is below them is so by its kinds."""
    return frozenset(
        category.id
        for category in lexicon.categories.values()
        if any(caution.kind is CautionKind.PREGNANCY for caution in category.cautions)
    )
