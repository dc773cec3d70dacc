"""Which texts a change of the lexicon can be heard in: those that hold a term it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.lexicon import CategoryId, Lexicon, Term, TermKind
from service.domain.reading.claims import product_terms
from service.domain.reading.terms import TermFinder


class Spelling(NamedTuple):
    """What decides where a term may be found."""

    text: str
    language: str
    category: CategoryId


@dataclass(frozen=True, slots=True)
class Touched:
    """*terms*: a text that holds none of them reads as before. *categories*: names, places in the
    tree or in the routine changed too, which is heard in every decision."""

    terms: frozenset[Spelling] = frozenset()
    categories: bool = False

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.terms | other.terms, self.categories or other.categories)


def touched_by(before: Lexicon, after: Lexicon) -> Touched:
    """
    Return what differs for a reader of texts.

    Every term that came, went or changed; and all terms of a category that stands elsewhere in the
    tree, or weighs otherwise, with those above and below it: what is said of them covers it.
    """
    terms = {*map(_spelling, set(before.terms) ^ set(after.terms))}
    weights = _weights(before), _weights(after)
    moved = {c for c in weights[0].keys() | weights[1] if weights[0].get(c) != weights[1].get(c)}
    for lexicon in (before, after) if moved else ():
        around = _around(moved & lexicon.categories.keys(), lexicon)
        terms |= {_spelling(term) for term in lexicon.terms if term.category in around}
    return Touched(frozenset(terms), dict(before.categories) != dict(after.categories))


def _spelling(term: Term) -> Spelling:
    return Spelling(term.text, term.language, term.category)


def _weights(lexicon: Lexicon) -> dict[CategoryId, object]:
    """All of each category that a reading depends on, beside its terms themselves."""
    listed = {term.category for term in lexicon.terms if term.kind is TermKind.INCI}
    return {
        c.id: (c.parent, c.trace_after, c.low_dose, c.needs_rule, c.id in listed)
        for c in lexicon.categories.values()
    }


def _around(categories: Iterable[CategoryId], lexicon: Lexicon) -> frozenset[CategoryId]:
    """The *categories* with everything above and below them."""
    found: set[CategoryId] = set()
    for category in categories:
        found |= lexicon.family(category)
        found.update(lexicon.ancestors(category))
    return frozenset(found)


class TouchFinder:
    """Tells texts that hold a touched term, in one pass, as the reader would find it at its
    widest: of any language, inflected, in any casing."""

    def __init__(self, touched: Touched) -> None:
        self._finder = _finder(touched.terms) if touched.terms else None

    def holds(self, folded: str) -> bool:
        """Whether *folded* holds a touched term."""
        return self._finder is not None and self._finder.may_stand_in(folded)


def _finder(spellings: frozenset[Spelling]) -> TermFinder:
    terms = (Term(s.text, s.category, TermKind.SYNONYM, s.language) for s in sorted(spellings))
    return product_terms(Lexicon("touched", {}, tuple(terms)))
