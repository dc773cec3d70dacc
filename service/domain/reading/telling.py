"""The words that tell what a text is about, folded, by language."""

from __future__ import annotations

from functools import cache

from service.domain.reading.folding import fold
from service.domain.reading.other_words import ELSEWHERE
from service.domain.reading.phrases import PhraseFinder
from service.domain.reading.subject_words import BARE, SKIN, TOUCH, WITHIN

_OTHERWISE = {
    "fr": frozenset(("court",)),
    "es": frozenset(("pasta",)),
    "pt": frozenset(("ate", "pasta", "come")),
    "sv": frozenset(("vet",)),
    "ro": frozenset(("ore", "pasta", "face")),
}
"""English words that are everyday words of another language: "até", "vet", "ore"."""


@cache
def skin_words(language: str) -> tuple[str, ...]:
    """Words of skin, hair and their care, folded, in *language* and in English."""
    return _words(SKIN, language)


@cache
def other_words(language: str) -> tuple[str, ...]:
    """Words of cooking, eyes, rocks, medicine, business and the like."""
    return _words(ELSEWHERE, language)


@cache
def touch_words(language: str) -> tuple[str, ...]:
    """Words of putting something on, which many other crafts say as well."""
    return _words(TOUCH, language)


@cache
def joined_words(language: str) -> frozenset[str]:
    """Those of `skin_words` that count within a longer word too: "Koffeinshampoo"."""
    return frozenset(WITHIN.get(language, "").split("|")) & frozenset(skin_words(language))


@cache
def bare_words(language: str) -> frozenset[int]:
    """The numbers of those `skin_words` that a text on food or medicine says as well."""
    bare = frozenset(_words(BARE, language))
    return frozenset(n for n, word in enumerate(skin_words(language)) if word in bare)


def count_skin_words(folded: str, language: str) -> int:
    return len(_skin(language).find(folded)) if folded else 0


def _words(written: dict[str, str], language: str) -> tuple[str, ...]:
    own = written[language].split("|") if language in written else []
    borrowed = [w for w in written["en"].split("|") if w not in _OTHERWISE.get(language, ())]
    return tuple(dict.fromkeys(fold(word) for word in (*borrowed, *own) if word))


@cache
def _skin(language: str) -> PhraseFinder:
    return PhraseFinder(skin_words(language), plural=True)
