"""The values of a mapping: rules, slots, and the three verbs for an article."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.reading import Role

RuleId = NewType("RuleId", str)
SlotName = NewType("SlotName", str)

AFTER_INTRO = SlotName("after_intro")
END = SlotName("end")


class SlotOrder(StrEnum):
    """How the selected products of a slot are arranged."""

    ROUTINE = "routine"
    SALIENCE = "salience"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class Rule:
    """For *category*: these *products*, in this order. Conditions that are empty always hold."""

    id: RuleId
    category: CategoryId
    products: tuple[ProductId, ...]
    label: str = ""
    """Shown on the card; empty: the category's own neutral name."""
    weight: float = 1.0
    role: Role | None = None
    tags: tuple[str, ...] = ()
    blogs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in an article. Fewer than *minimum* products: the slot hides."""

    name: SlotName
    limit: int = 3
    minimum: int = 1
    order: SlotOrder = SlotOrder.ROUTINE
    repeats: SlotName | None = None
    """Shows what that slot shows; ``None``: only products not shown in the slots before it."""
    repeats_categories: bool = False
    """Whether free places are filled with second products of a category that has one already.
    Else a second product only takes the place of a first that cannot be shown, or helps the slot
    to its minimum."""


@dataclass(frozen=True, slots=True)
class Pin:
    """*product* at the 1-based *position*; *reason* is needed to stand against a warning."""

    product: ProductId
    position: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArticleOverride:
    """The three verbs for one article: pin, never show, ignore (a category as evidence)."""

    pins: tuple[Pin, ...] = ()
    never_show: frozenset[ProductId] = frozenset()
    ignore: frozenset[CategoryId] = frozenset()


DEFAULT_SLOTS = (Slot(AFTER_INTRO), Slot(END, repeats=AFTER_INTRO))


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that marketers decided for a shop, at one version."""

    rules: tuple[Rule, ...] = ()
    slots: tuple[Slot, ...] = DEFAULT_SLOTS
    never_show: frozenset[ProductId] = frozenset()
    articles: abc.Mapping[ArticleId, ArticleOverride] = field(default_factory=dict)
    fallback: tuple[ProductId, ...] = ()
    """Products that fill up a slot which would else miss its minimum; empty: off."""
