"""Whether an ingredient of a list is what the product is for, or merely in it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from service.domain.lexicon import CategoryId, Lexicon, Term
from service.domain.reading import Presence
from service.domain.reading.claims import SUN_CARE
from service.domain.reading.inci import Ingredient

BASES = frozenset(
    {"hyaluronic_humectants", "occlusives", "plant_oils", "squalane", "soothing_agents"}
)
"""What any formula has to be a cream: no place in a list makes a product be about it."""
_PLAIN = 4
"""A list of so few is a product made of its first ingredient."""
_HIGHEST = 3
"""So high in a list, an ingredient works even where the name speaks of another."""
_HIGH = 8
"""So high, it works where nothing is spoken of."""
_KEEPERS = ("tocopher", "toco", "トコフェロール", "토코페", "生育酚")
"""Antioxidants that keep the oils fresh."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What decides over a whole list. *claimed*: what name and description speak of.

    *adorns*: make-up, scent and the like, which nobody buys for an active.
    """

    size: int
    claimed: AbstractSet[CategoryId]
    adorns: bool = False

    @property
    def shields(self) -> bool:
        """Whether it is sold as sun care."""
        return not SUN_CARE.isdisjoint(self.claimed)


def presence(ingredient: Ingredient, term: Term, formula: Formula, lexicon: Lexicon) -> Presence:
    """Active where the list says so, or stands high enough for what that kind needs to work."""
    if ingredient.optional:
        return Presence.TRACE
    active = ingredient.declared_active or _works(ingredient, term, formula, lexicon)
    return Presence.ACTIVE if active else Presence.TRACE


def _works(ingredient: Ingredient, term: Term, formula: Formula, lexicon: Lexicon) -> bool:
    if term.category in SUN_CARE:
        return formula.shields and not _is_pigment(ingredient) and not ingredient.after_one_percent
    if formula.adorns:
        return False
    if _is_base(term):
        return not formula.claimed and _stands_alone(ingredient, term, formula)
    if (ingredient.percent or 0) >= 1:
        return True
    return _stands_high(ingredient, term, formula, lexicon)


def _is_pigment(ingredient: Ingredient) -> bool:
    return "ci 77" in ingredient.name.lower() or "ci77" in ingredient.name.lower()


def _is_base(term: Term) -> bool:
    return term.category in BASES or (
        term.category == "antioxidants" and term.text.lower().startswith(_KEEPERS)
    )


def _stands_alone(ingredient: Ingredient, term: Term, formula: Formula) -> bool:
    if "hyaluron" in term.text.lower():
        return ingredient.position <= _HIGHEST and not ingredient.after_one_percent
    return ingredient.position == 1 and formula.size <= _PLAIN


def _stands_high(ingredient: Ingredient, term: Term, formula: Formula, lexicon: Lexicon) -> bool:
    category = lexicon.categories[term.category]
    last = category.trace_after if term.trace_after is None else term.trace_after
    if ingredient.position > min(last, _HIGHEST if formula.claimed else _HIGH):
        return False
    return category.low_dose or not ingredient.after_one_percent
