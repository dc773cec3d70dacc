"""Ingredient categories, the terms that name them, and the lexicon that holds both."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from service.domain.reading.stance_model import StanceModel

CategoryId = NewType("CategoryId", str)
"""A stable snake_case name such as ``physical_exfoliants``."""

NOTHING = CategoryId("")
"""Of a term that a shop ignores: what it stands for is no ingredient, nor is any part of it."""

LANGUAGES = ("en", "fr", "de", "es", "pt", "sv", "ro", "ja", "ko", "zh")
"""The languages that a term can be of."""

ROUTINE_STEPS = (10, 20, 30, 40, 50)
LONGEST_TERM = 128


class CautionKind(StrEnum):
    PREGNANCY = "pregnancy"
    SAME_ROUTINE = "same_routine"
    SUN = "sun"
    EYE_AREA = "eye_area"


class TermKind(StrEnum):
    INCI = "inci"
    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"  # matched in its own casing only
    DRUG = "drug"  # prescription-only: names the category, sells nothing by itself
    PROCEDURE = "procedure"  # done by a professional, unless the text says at home


@dataclass(frozen=True, slots=True)
class Caution:
    """A safety note for marketers; never medical advice. *strength*: ``weak|moderate|strong``."""

    kind: CautionKind
    text: str
    source: str
    strength: str
    date: str
    with_categories: tuple[CategoryId, ...] = ()
    """For ``same_routine``: the categories it should not share a routine with."""


@dataclass(frozen=True, slots=True)
class IngredientCategory:
    id: CategoryId
    name: str
    """Neutral singular label shown on cards, such as ``Retinoid``."""
    parent: CategoryId | None
    routine_step: int
    """Place in a routine: 10 rinse-off or physical exfoliant, 20 leave-on chemical exfoliant,
    30 treatment, 40 moisturiser, 50 sunscreen."""
    cautions: tuple[Caution, ...] = ()
    trace_after: int = 15
    """Place in an ingredient list beyond which it is a trace."""
    low_dose: bool = False
    """Works far below one per cent, so a place after the preservatives does not make it a trace."""
    needs_rule: bool = False
    """Too general to lead to products by itself (``exfoliants``): only a rule sells for it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A way to write an ingredient of a category."""

    text: str
    category: CategoryId
    kind: TermKind
    language: str = "en"
    not_near: tuple[str, ...] = ()
    """Words that, standing in the same sentence, say that something else is meant."""
    needs_skin: bool = False
    """An everyday word (clay, honey): counts only in an article that speaks of skin."""
    trace_after: int | None = None
    """Overrides the category's, for what is mostly added for another reason (a pH adjuster)."""


@dataclass(frozen=True)
class Lexicon:
    """All categories and terms at one *version*; equal versions read equally."""

    version: str
    categories: abc.Mapping[CategoryId, IngredientCategory]
    terms: tuple[Term, ...]
    stances: StanceModel | None = None
    """Weighs what is said of what the terms name; without it the rules alone decide."""

    def __hash__(self) -> int:
        return hash(self.version)

    def with_stances(self, stances: StanceModel | None) -> Lexicon:
        """Return the same names with another stance model, at a version that says so."""
        base = self.version.partition(".stances")[0]
        version = f"{base}.stances-{stances.version}" if stances else base
        return replace(self, version=version, stances=stances)

    def ancestors(self, category: CategoryId) -> tuple[CategoryId, ...]:
        """The categories above *category*, nearest first."""
        return self._above[category] if category != NOTHING else ()

    @cached_property
    def _above(self) -> abc.Mapping[CategoryId, tuple[CategoryId, ...]]:
        return {category: tuple(self._climb(category)) for category in self.categories}

    def _climb(self, category: CategoryId) -> Iterator[CategoryId]:
        parent = self.categories[category].parent
        while parent is not None:
            yield parent
            parent = self.categories[parent].parent

    @cached_property
    def children(self) -> abc.Mapping[CategoryId, frozenset[CategoryId]]:
        """The categories directly below each."""
        below: dict[CategoryId, set[CategoryId]] = {}
        for category in self.categories.values():
            if category.parent is not None:
                below.setdefault(category.parent, set()).add(category.id)
        return {parent: frozenset(ids) for parent, ids in below.items()}

    def family(self, category: CategoryId) -> frozenset[CategoryId]:
        """*category* and everything below it."""
        found = {category}
        for child in self.children.get(category, ()):
            found |= self.family(child)
        return frozenset(found)
