"""An umbrella beside its kind: "zinc oxide sunscreen" names the kind alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.lexicon import Lexicon, Term
from service.domain.reading.terms import TermHit

_ONE_NAME = re.compile(
    r"[\s\d+%'-]*(?:(?:based|based on|with|with an?|containing|using|liquid|leave on|gel|cream"
    r"|broad spectrum|tinted|daily|face|facial|body|avec|a base de|aux?|a|l'|mit|mit einem|con|con"
    r" el|de|com|cu|med)\s+)*[\s\d+%]*"
    r"|\s?(?:の|を使った|を使用した|配合の|系|タイプの|인|의|형|类|類|性|型)?(?:的)?\s?"
)
"""Stands between two names of one thing: "zinc oxide sunscreen with SPF 50"."""
_LONGEST = 30
_NAMED_BY_KIND = frozenset({"sunscreen"})
"""Where a kind stands near in the same sentence, that is what the sentence speaks of: "as sun
protection, products with zinc oxide"."""
_NEAR = 45
_ENDS = re.compile(r"[.;!?\n\u3002]")


def without_umbrellas(hits: Sequence[TermHit], folded: str, lexicon: Lexicon) -> list[TermHit]:
    """Leave out an umbrella that is part of the name of one of its kinds."""
    spare: set[int] = set()
    for number in range(1, len(hits)):
        left, right = hits[number - 1], hits[number]
        above = _above(left.term, right.term, lexicon)
        if above is not None and _are_one(left, right, above, folded):
            spare.add(number - 1 if above is left.term else number)
    return [hit for number, hit in enumerate(hits) if number not in spare] if spare else [*hits]


def _are_one(left: TermHit, right: TermHit, above: Term, folded: str) -> bool:
    gap = right.start - left.end
    if above.category in _NAMED_BY_KIND and gap <= _NEAR:
        return _ENDS.search(folded, left.end, right.start) is None
    return gap <= _LONGEST and _ONE_NAME.fullmatch(folded, left.end, right.start) is not None


def _above(one: Term, other: Term, lexicon: Lexicon) -> Term | None:
    """The one of two terms whose category is over the other's."""
    if one.category == other.category:
        return None
    if one.category in lexicon.ancestors(other.category):
        return one
    return other if other.category in lexicon.ancestors(one.category) else None
