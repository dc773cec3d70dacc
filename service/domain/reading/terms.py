"""Every term of a lexicon, compiled once, found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from service.domain.lexicon import NOTHING, Lexicon, Term, TermKind
from service.domain.reading.folding import fold, is_unspaced
from service.domain.reading.phrases import Hit, PhraseFinder

UNKNOWN = "und"
_ABBREVIATION = TermKind.ABBREVIATION
_WORD = re.compile(r"\w+")
_PUNCTUATION = {n: " " for n in range(128) if not _WORD.match(chr(n))}


class TermHit(NamedTuple):
    """*unless*: with what in its sentence the term means something else."""

    term: Term
    start: int
    end: int
    unless: Elsewhere | None = None


class TermFinder:
    """The terms of a lexicon that can stand in a text of one language: its own and English.

    In a language that we can not tell only the names of ingredient lists can.
    """

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        by_text: dict[str, Term] = {}
        known = language != UNKNOWN
        for term in sorted(lexicon.terms, key=lambda t: t.language == language):
            if term.language in {"en", language} and (known or term.kind is TermKind.INCI):
                by_text[fold(term.text)] = term
        self.written = tuple(by_text)
        self._terms = [
            (term, _elsewhere(term.not_near) if term.not_near else None)
            for term in by_text.values()
        ]

    @cached_property
    def _finder(self) -> PhraseFinder:
        return PhraseFinder(self.written, plural=True)

    def find(self, text: str, folded: str) -> list[TermHit]:
        """Return the terms in *text*, longest first where they overlap."""
        return self.name(text, self._finder.find(folded))

    def may_stand_in(self, folded: str) -> bool:
        """Whether *folded* holds what could be one of the terms, whatever stands around it."""
        return bool(self._finder.find_all(folded))

    def name(self, text: str, hits: Iterable[Hit]) -> list[TermHit]:
        """Return the terms that the *hits* of what is `written` are, in their own casing."""
        found: list[TermHit] = []
        for number, start, end in hits:
            term, unless = self._terms[number]
            if term.category == NOTHING:
                continue  # it takes its place in the text, and says nothing
            if _in_its_casing(term, text, start, end):
                found.append(TermHit(term, start, end, unless))
        return found


@lru_cache(maxsize=64)
def term_finder(lexicon: Lexicon, language: str) -> TermFinder:
    return TermFinder(lexicon, language)


def base_language(language: str) -> str:
    """``pt`` for ``pt-BR``."""
    return re.split(r"[-_]", language or "en", maxsplit=1)[0].lower()


class Nearby:
    """The words of a folded sentence, told apart once, when a term first asks for them."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    @cached_property
    def _in_order(self) -> list[str]:
        if self._sentence.isascii():  # the same, and faster
            return self._sentence.translate(_PUNCTUATION).split()
        return _WORD.findall(self._sentence)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self._in_order)

    def holds(self, part: str) -> bool:
        return part in self._sentence

    @cached_property
    def joined(self) -> str:
        return f" {' '.join(self._in_order)} "


class Elsewhere:
    """Words and phrases that show, in the same sentence, that no ingredient is meant."""

    def __init__(self, entries: Sequence[str]) -> None:
        folded = [part for entry in entries if (part := fold(entry))]
        self._parts = tuple(part for part in folded if is_unspaced(part[0]))
        split = [words for part in folded if (words := _WORD.findall(part))]
        self._words = frozenset(
            words[0] + ending for words in split if len(words) == 1 for ending in ("", "s", "es")
        )
        self._phrases = tuple(
            f" {' '.join(words)}{end} " for words in split if len(words) > 1 for end in ("", "s")
        )
        self._first_words = frozenset(words[0] for words in split if len(words) > 1)

    def stands_in(self, sentence: Nearby) -> bool:
        """Whether any of them stands in *sentence*."""
        if not self._words.isdisjoint(sentence.words):
            return True
        if any(map(sentence.holds, self._parts)):
            return True
        if self._first_words.isdisjoint(sentence.words):
            return False
        return any(phrase in sentence.joined for phrase in self._phrases)


@cache
def _elsewhere(not_near: tuple[str, ...]) -> Elsewhere:
    return Elsewhere(not_near)


def _in_its_casing(term: Term, text: str, start: int, end: int) -> bool:
    if term.kind is not _ABBREVIATION:
        return True
    return text[start:end].removesuffix("s") == term.text
