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


class Nearby:
    """The words of a folded sentence, asked whether something other than an ingredient is meant."""

    def __init__(self, sentence: str) -> None:
        words = _WORD.findall(sentence)
        self._words = frozenset(words)
        self._joined = f" {' '.join(words)} "

    def mean_something_else(self, term: Term) -> bool:
        if not term.not_near:
            return False
        words, phrases = _elsewhere(term.not_near)
        return not words.isdisjoint(self._words) or any(p in self._joined for p in phrases)


_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1024)
def _elsewhere(not_near: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Single words, with their plurals, and phrases between spaces."""
    split = [_WORD.findall(fold(entry)) for entry in not_near]
    single = {words[0] + ending for words in split if len(words) == 1 for ending in ("", "s", "es")}
    phrases = (f" {' '.join(words)}{e} " for words in split if len(words) > 1 for e in ("", "s"))
    return frozenset(single), tuple(phrases)


def _in_its_casing(term: Term, written: str) -> bool:
    return term.kind is not TermKind.ABBREVIATION or written.removesuffix("s") == term.text
