"""Which term of the lexicon names an ingredient of a list."""

from __future__ import annotations

from functools import lru_cache

from service.domain.lexicon import Term, TermKind
from service.domain.reading.folding import fold, is_unspaced
from service.domain.reading.inci import spellings
from service.domain.reading.terms import TermFinder, TermHit


@lru_cache(maxsize=16_384)  # a shop's products share most of their ingredients
def term_of(ingredient: str, finder: TermFinder) -> Term | None:
    """The term that names the ingredient: the longest within any of its spellings."""
    if "copolymer" in ingredient.lower():
        return None  # a polymer of it, such as glycolic acid's, is something else
    best: tuple[int, Term] | None = None
    for spelling in spellings(ingredient):
        for hit in finder.find(spelling, fold(spelling)):
            longer = best is None or hit.end - hit.start > best[0]
            if longer and _is_its_name(hit, spelling):
                best = hit.end - hit.start, hit.term
    return best[1] if best else None


def _is_its_name(hit: TermHit, spelling: str) -> bool:
    """An everyday word must be the whole name: "Zinc Stearate" is no zinc, "BHA" no acid."""
    if hit.term.kind is TermKind.ABBREVIATION:
        return False
    if hit.term.kind is TermKind.INCI or " " in hit.term.text or is_unspaced(hit.term.text[0]):
        return True
    return hit.start == 0 and hit.end == len(spelling)
