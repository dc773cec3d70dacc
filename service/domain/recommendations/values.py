"""The values of a decision: candidates with their reasons, and what was dropped."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.articles import ArticleId, Placement
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import RuleId, Slot, SlotName
from service.domain.reading import Quote, Role, Stance


class Source(StrEnum):
    PIN = "pin"
    RULE = "rule"
    READING = "reading"
    FALLBACK = "fallback"


class Step(StrEnum):
    """The step of the order of operations that dropped a product."""

    ELIGIBILITY = "eligibility"
    NEVER_SHOW = "never_show"
    WARNING = "warning"
    NO_EVIDENCE = "no_evidence"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Advisory:
    """A safety note for the marketer about a product or a set of products.

    *kind*: a `CautionKind`, or ``article_warning`` where the article itself warns. With
    *with_categories* it holds only beside another product of one of these.
    """

    kind: str
    text: str
    source: str
    strength: str
    date: str
    with_categories: tuple[CategoryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Because:
    """Why a product is shown. *quote* is for editors only."""

    category: CategoryId | None
    source: Source
    rule: RuleId | None
    label: str
    stance: Stance | None
    role: Role | None
    quote: Quote | None
    advisories: tuple[Advisory, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be shown, in one of the ways that lead to it.

    A product stands once for each category that leads to it. *score*: salience times weight of
    what leads to it; *priority*: its 1-based place in its rule; *covers*: the article's
    categories that showing it covers; *position*: for a pin; *kinds*: the categories that it is
    active in, with those above them; *led_by*: the category that leads to it, then those above
    (`Because.category` may be one of these, whose rule spoke for it); empty for pin and fallback.
    """

    product: ProductId
    because: Because
    score: float
    priority: int
    routine_step: int
    covers: frozenset[CategoryId]
    position: int | None = None
    kinds: frozenset[CategoryId] = frozenset()
    led_by: tuple[CategoryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A product that is not shown: the step that dropped it and the reason in words."""

    product: ProductId
    step: Step
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything decided for an article, before a slot arranges it: best candidate first."""

    article: ArticleId
    candidates: tuple[Candidate, ...]
    dropped: tuple[Dropped, ...]
    slots: tuple[Slot, ...]
    mapping_version: int
    lexicon_version: str
    placements: abc.Mapping[SlotName, Placement] = field(default_factory=dict)
    """Where in the article's HTML each slot stands; a slot without a place is left out."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    position: int
    product: ProductId
    because: Because


@dataclass(frozen=True, slots=True)
class RecommendationSet:
    slot: SlotName
    items: tuple[Recommendation, ...]
