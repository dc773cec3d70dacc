"""Steps 1 to 3: whether a product may stand beside an article at all, wherever it comes from."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, CautionKind, Lexicon
from service.domain.mappings import ArticleOverride, Mapping
from service.domain.recommendations.evidence import Evidence, in_words
from service.domain.recommendations.numbering import Numbering
from service.domain.recommendations.shelf import GONE, NO_CATEGORIES, Shelf
from service.domain.recommendations.values import Dropped, Step


@dataclass(frozen=True, slots=True)
class Bars:
    """What holds for all articles of a shop. *stopped*: the set of what stands beside none of
    them. *dangerous*: categories with a pregnancy caution."""

    shelf: Shelf
    mapping: Mapping
    stopped: int
    dangerous: frozenset[CategoryId]

    @classmethod
    def of(cls, shelf: Shelf, mapping: Mapping, lexicon: Lexicon) -> Bars:
        gone = (p for p in shelf.numbering.products if p not in shelf)
        ids = (*mapping.never_show, *shelf.stock.ineligible, *gone)
        stopped = shelf.numbering.set_of(ids)
        return cls(shelf, mapping, stopped, _with_pregnancy_caution(lexicon))

    def drop(self, product: ProductId) -> Dropped | None:
        if product not in self.shelf:
            return Dropped(product, Step.ELIGIBILITY, GONE)
        if reason := self.shelf.stock.ineligible.get(product):
            return Dropped(product, Step.ELIGIBILITY, reason)
        if product in self.mapping.never_show:
            return Dropped(product, Step.NEVER_SHOW, "never shown in this shop")
        return None


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets products through to one article.

    *against*: the categories that a warning reaches. *stopped*: the set of all that `drop` has a
    reason for; *field*: its bits as bytes, in which one is looked up at once; *bits*: the shelf's.
    """

    bars: Bars
    override: ArticleOverride
    evidence: Evidence
    against: frozenset[CategoryId]
    stopped: int
    field: bytes
    bits: abc.Mapping[ProductId, int]

    @classmethod
    def of(cls, bars: Bars, override: ArticleOverride, evidence: Evidence) -> Gate:
        dangerous = bars.dangerous if evidence.is_about_pregnancy else NO_CATEGORIES
        against = evidence.warned | dangerous
        stopped = bars.stopped | bars.shelf.numbering.set_of(override.never_show)
        for category in against:
            stopped |= bars.shelf.holders(category)
        bits = bars.shelf.numbering.bits
        field = stopped.to_bytes(len(bits) // 8 + 1, "little")
        return cls(bars, override, evidence, against, stopped, field, bits)

    @property
    def shelf(self) -> Shelf:
        return self.bars.shelf

    @property
    def numbering(self) -> Numbering:
        return self.bars.shelf.numbering

    def refuses(self, product: ProductId) -> bool:
        """Whether `drop` has a reason for it."""
        bit = self.bits[product]
        return self.field[bit >> 3] >> (bit & 7) & 1 == 1

    def drop(self, product: ProductId) -> Dropped | None:
        """Return why *product* may not be shown, by the first step that says so."""
        if found := self.bars.drop(product):
            return found
        if product in self.override.never_show:
            return Dropped(product, Step.NEVER_SHOW, "never shown in this article")
        if reason := self.warning(product):
            return Dropped(product, Step.WARNING, reason)
        return None

    def warning(self, product: ProductId) -> str | None:
        """Return the warning that stands against what *product* is active in."""
        kinds = self.shelf.kinds(product) & self.against
        if not kinds:
            return None
        if advised_against := kinds & self.evidence.warned:
            return f"the article warns of {self._words(advised_against)}"
        return f"the article is about pregnancy, with a caution for {self._words(kinds)}"

    def trace_warning(self, product: ProductId) -> str | None:
        """Return what the article warns of and *product* holds a trace of."""
        if not self.evidence.warned:
            return None
        traces = self.shelf.traces(product) & self.evidence.warned
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
