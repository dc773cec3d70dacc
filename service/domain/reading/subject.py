"""Whether an article speaks of skin at all, or of something else that shares its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from service.domain.reading.folding import fold, is_unspaced
from service.domain.reading.phrases import Hit, PhraseFinder
from service.domain.reading.subject_words import ELSEWHERE, SKIN
from service.domain.reading.terms import TermHit

_MANY = 3
_SEVERAL = 2
_ENOUGH = 3
_OFTEN = 6
_LONG = 400
_LONG_UNSPACED = 180


@cache
def skin_words(language: str) -> tuple[str, ...]:
    """Words of skin, hair and their care, folded, in *language* and in English."""
    return _words(SKIN, language)


@cache
def other_words(language: str) -> tuple[str, ...]:
    """Words of cooking, eyes, rocks, medicine, business and the like."""
    return _words(ELSEWHERE, language)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text's words speak of: hits of `skin_words` and of `other_words`.

    *tags*: how many words of skin its tags hold.
    """

    skin: Sequence[Hit]
    elsewhere: Sequence[Hit]
    tags: int = 0

    def meant(
        self, hits: Sequence[TermHit], folded: str, block_at: Callable[[int], int]
    ) -> list[TermHit]:
        """Return those of *hits* that mean an ingredient in a text that speaks of this.

        Words of skin and names that mean nothing else together make skin its subject.
        """
        sure = len({hit.term.category for hit in hits if not hit.term.needs_skin})
        skin = len(self.skin) + self.tags
        if not hits or self._is_about_something_else(skin + self._words() + sure):
            return []
        if _is_long(folded) and self._words() + sure < _ENOUGH:
            return []
        if not skin and sure < _ENOUGH and (_is_long(folded) or self.elsewhere):
            hits = [hit for hit in hits if not hit.term.needs_skin]
        return self._outside_asides(hits, block_at) if len(self.elsewhere) >= _SEVERAL else [*hits]

    def _is_about_something_else(self, skin: int) -> bool:
        return len(self.elsewhere) >= _MANY and len(self.elsewhere) > skin

    def _words(self) -> int:
        """How many words of skin there are; to say them often weighs like one more."""
        different = len({number for number, _, _ in self.skin})
        return different + self.tags + (len(self.skin) >= _OFTEN)

    def _outside_asides(
        self, hits: Sequence[TermHit], block_at: Callable[[int], int]
    ) -> list[TermHit]:
        """Leave out what a passage names that speaks of something else and never of skin."""
        skin = Counter(block_at(start) for _, start, _ in self.skin)
        elsewhere = Counter(block_at(start) for _, start, _ in self.elsewhere)
        asides = {b: n for b, n in elsewhere.items() if n >= _SEVERAL and not skin[b]}
        return [hit for hit in hits if not _is_aside(hit, asides.get(block_at(hit.start), 0))]


def _is_aside(hit: TermHit, elsewhere: int) -> bool:
    return elsewhere >= (_SEVERAL if hit.term.needs_skin else _MANY)


def count_skin_words(folded: str, language: str) -> int:
    return len(_skin(language).find(folded)) if folded else 0


def _is_long(folded: str) -> bool:
    if len(folded) >= _LONG:
        return True
    return len(folded) >= _LONG_UNSPACED and _is_mostly_unspaced(folded)


def _is_mostly_unspaced(folded: str) -> bool:
    sample = folded[:_LONG_UNSPACED]
    return 2 * sum(map(is_unspaced, sample)) >= len(sample)


def _words(written: dict[str, str], language: str) -> tuple[str, ...]:
    own = f"{written['en']}|{written[language]}" if language in written else written["en"]
    return tuple(dict.fromkeys(fold(word) for word in own.split("|") if word))


@cache
def _skin(language: str) -> PhraseFinder:
    return PhraseFinder(skin_words(language), plural=True)
