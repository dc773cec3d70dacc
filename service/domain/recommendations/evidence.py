"""What an article says, sorted into what leads to products, what warns, and what does neither."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from functools import cached_property

from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import ArticleOverride
from service.domain.reading import BodySite, CategoryReading, Reading, Role, Topic


@dataclass(frozen=True)
class Evidence:
    """*usable* leads to products; *warned* is advised against; *unusable*: the others, with why."""

    reading: Reading
    usable: abc.Mapping[CategoryId, CategoryReading]
    warned: frozenset[CategoryId]
    unusable: abc.Mapping[CategoryId, str]
    lexicon: Lexicon

    @property
    def is_about_pregnancy(self) -> bool:
        return Topic.PREGNANCY in self.reading.topics

    @cached_property
    def speaks_of_eye_area(self) -> bool:
        return any(m.body_site is BodySite.EYE_AREA for m in self.reading.mentions)

    def warns_of(self, category: CategoryId) -> CategoryId | None:
        """Return the warning that reaches *category*: a warning reaches the whole family."""
        line = (category, *self.lexicon.ancestors(category))
        return next((each for each in line if each in self.warned), None)


def weigh(reading: Reading, override: ArticleOverride, lexicon: Lexicon) -> Evidence:
    """Sort what was read. Ignoring a category takes its evidence away, never its warning."""
    known = {c.category: c for c in reading.categories if c.category in lexicon.categories}
    warned = frozenset(c for c, found in known.items() if found.advised_against)
    evidence = Evidence(reading, {}, warned, {}, lexicon)
    unusable = {
        category: reason
        for category, found in known.items()
        if (reason := _obstacle(found, evidence, override))
    }
    usable = {category: found for category, found in known.items() if category not in unusable}
    return Evidence(reading, usable, warned, unusable, lexicon)


def _obstacle(found: CategoryReading, evidence: Evidence, override: ArticleOverride) -> str | None:
    name = in_words(found.category, evidence.lexicon)
    if warning := evidence.warns_of(found.category):
        return f"the article warns of {in_words(warning, evidence.lexicon)}"
    if found.category in override.ignore:
        return f"{name}: ignored in this article"
    if found.role is Role.CAUSES:
        return f"the article says what {name} can cause"
    if not found.sells:
        return f"{name}: only warned of, or spoken of as a professional or prescription treatment"
    return None


def in_words(category: CategoryId, lexicon: Lexicon) -> str:
    """Return its name as it reads within a sentence: ``retinoids``, ``vitamin C``, ``AHA``."""
    known = lexicon.categories.get(category)
    name = known.name if known else category.replace("_", " ")
    small = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    plural = category.replace("_", " ")
    return plural if plural == f"{small}s" else small
