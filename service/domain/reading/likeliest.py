"""Which category a name that the lexicon does not know most likely belongs to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from service.domain.lexicon import NOTHING, CategoryId, Lexicon
from service.domain.reading.folding import fold

_WORD = re.compile(r"\w+")
_ENDS = (6, 5, 4)
"""So many last letters of a word tell its kind: "-peptide", "-ferment"."""
_OF_END, _OF_START = 0.25, 0.4
_START = 6
_LEAST = 0.4


def likeliest(name: str, lexicon: Lexicon) -> CategoryId | None:
    """Return the category whose terms are most like *name*; ``None`` where none is much like it."""
    traits, scores = _traits(lexicon), defaultdict[CategoryId, float](float)
    for trait, weight in _of(fold(name)):
        known = traits.get(trait)
        if known:
            total = sum(known.values())
            for category, times in known.items():
                # seen once is a hint, seen often is a rule
                scores[category] += weight * times / (total + 1)
    if not scores:
        return None
    best = min(scores, key=lambda category: (-scores[category], category))
    return best if scores[best] >= _LEAST else None


@lru_cache(maxsize=8)  # some 10 MB each
def _traits(lexicon: Lexicon) -> dict[str, Counter[CategoryId]]:
    found: defaultdict[str, Counter[CategoryId]] = defaultdict(Counter)
    for term in lexicon.terms:
        if term.category != NOTHING:
            for trait in {trait for trait, _ in _of(fold(term.text))}:
                found[trait][term.category] += 1
    return dict(found)


def _of(name: str) -> Iterator[tuple[str, float]]:
    """The words of *name*, and how they begin and end, each with what it weighs."""
    for word in _WORD.findall(name):
        yield word, 1.0
        yield from ((f"…{word[-n:]}", _OF_END) for n in _ENDS if len(word) > n)
        if len(word) > _START:
            yield f"{word[:_START]}…", _OF_START
