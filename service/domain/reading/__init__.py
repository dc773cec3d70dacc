"""What was understood of an article and of a product; the first heart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.domain.articles import ArticleText, Zone
from service.domain.lexicon import CategoryId

READER_VERSION = 3
"""Grows with every change of what is read from the same text; stored readings follow it."""


class Stance(StrEnum):
    RECOMMEND = "recommend"
    NEUTRAL = "neutral"
    AVOID = "avoid"


class Role(StrEnum):
    """What an ingredient does to the condition that the article is about."""

    PREVENTS = "prevents"
    TREATS = "treats"
    SOOTHES = "soothes"
    CAUSES = "causes"


class Setting(StrEnum):
    AT_HOME = "at_home"
    PROFESSIONAL = "professional"
    PRESCRIPTION = "prescription"


class Population(StrEnum):
    INFANT = "infant"
    PREGNANCY = "pregnancy"


class BodySite(StrEnum):
    EYE_AREA = "eye_area"


class Topic(StrEnum):
    """Topics that always wait for a person before anything is shown."""

    PREGNANCY = "pregnancy"
    INFANTS = "infants"
    CANCER = "cancer"
    PRESCRIPTION = "prescription"


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence around a mention: ``text[start:end]`` of the plain text, with a little before
    and after, so that it can be found again after an edit."""

    text: str
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in an article; offsets refer to the plain text."""

    category: CategoryId
    term: str
    start: int
    end: int
    zone: Zone
    stance: Stance
    role: Role | None
    setting: Setting
    population: Population | None
    body_site: BodySite | None
    quote: Quote

    @property
    def sells(self) -> bool:
        """Whether it may lead to a recommendation by itself."""
        return self.stance is not Stance.AVOID and self.setting is Setting.AT_HOME


@dataclass(frozen=True, slots=True)
class CategoryReading:
    """What an article says of one category, over all its counted mentions.

    *salience*: 0..1, over all categories of an article at most 1 together.
    *sells*: some mention recommends or mentions it for use at home.
    *advised_against*: what the article says is, on the whole, not to use it.
    *evidence*: index into ``Reading.mentions`` of the mention that speaks best for *stance*.
    """

    category: CategoryId
    salience: float
    stance: Stance
    role: Role | None
    sells: bool
    advised_against: bool
    evidence: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one article, most salient category first."""

    text: ArticleText
    mentions: tuple[Mention, ...]
    categories: tuple[CategoryReading, ...]
    topics: frozenset[Topic]
    lexicon_version: str

    def quote_of(self, reading: CategoryReading) -> Quote:
        return self.mentions[reading.evidence].quote


_NEARNESS = {"title": 0, "type": 1, "tag": 2}


class Presence(StrEnum):
    """*trace*: in the formula, but not what the product is for (a pH adjuster far down)."""

    ACTIVE = "active"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class ProductCategory:
    """A category found in a product. *source*: ``ingredients|title|description|type|tag``;
    *position*: 1-based place in the INCI list, when found there."""

    category: CategoryId
    presence: Presence
    source: str
    evidence: str
    position: int | None = None

    @property
    def nearness(self) -> tuple[int, int]:
        """How plainly it is said, the plainest smallest: a name before the end of an INCI list."""
        return _NEARNESS.get(self.source, 3), self.position or 999


@dataclass(frozen=True, slots=True)
class ProductReading:
    categories: tuple[ProductCategory, ...]
    lexicon_version: str

    @property
    def active(self) -> frozenset[CategoryId]:
        return frozenset(c.category for c in self.categories if c.presence is Presence.ACTIVE)

    @property
    def trace(self) -> frozenset[CategoryId]:
        return frozenset(c.category for c in self.categories) - self.active
