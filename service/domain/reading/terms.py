"""Every term of a lexicon, compiled once, found in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.domain.lexicon import Lexicon, Term, TermKind
from service.domain.reading.folding import fold
from service.domain.reading.phrases import PhraseFinder


@dataclass(frozen=True, slots=True)
class TermHit:
    term: Term
    start: int
    end: int


class TermFinder:
    """The terms of a lexicon that can stand in a text of one language: its own and English."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        by_text: dict[str, Term] = {}
        for term in sorted(lexicon.terms, key=lambda t: t.language == language):
            if term.language in {"en", language}:
                by_text[fold(term.text)] = term
        self._terms = list(by_text.values())
        self._finder = PhraseFinder(list(by_text), plural=True)

    def find(self, text: str, folded: str) -> list[TermHit]:
        """Return the terms in *text*, longest first where they overlap."""
        return [
            TermHit(self._terms[number], start, end)
            for number, start, end in self._finder.find(folded)
            if _in_its_casing(self._terms[number], text[start:end])
        ]


@lru_cache(maxsize=64)
def term_finder(lexicon: Lexicon, language: str) -> TermFinder:
    return TermFinder(lexicon, language)


def base_language(language: str) -> str:
    """``pt`` for ``pt-BR``."""
    return re.split(r"[-_]", language or "en", maxsplit=1)[0].lower()


def means_something_else(term: Term, sentence: str) -> bool:
    """Whether a word near it in the folded *sentence* says that no ingredient is meant."""
    return bool(term.not_near) and _elsewhere(term.not_near).search(sentence) is not None


@lru_cache(maxsize=1024)
def _elsewhere(not_near: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(fold(word)) for word in not_near)
    return re.compile(rf"(?<!\w)(?:{words})(?:s|es)?(?!\w)")


def _in_its_casing(term: Term, written: str) -> bool:
    return term.kind is not TermKind.ABBREVIATION or written.removesuffix("s") == term.text
