"""Every term of a lexicon, compiled once, found in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from service.domain.lexicon import NOTHING, Lexicon, Term, TermKind
from service.domain.reading.edges import needs_room
from service.domain.reading.folding import fold, is_unspaced
from service.domain.reading.inflections import (
    MIXED,
    forms,
    is_ending,
    makes_product,
    takes_endings,
)
from service.domain.reading.misspellings import misspellings
from service.domain.reading.phrases import Hit, PhraseFinder
from service.domain.reading.shared_nouns import halves, partner_of

UNKNOWN = "und"
_ABBREVIATION = TermKind.ABBREVIATION
_WORD = re.compile(r"\w+")
_PUNCTUATION = {n: " " for n in range(128) if not _WORD.match(chr(n))}


class TermHit(NamedTuple):
    """*unless*: with what in its sentence the term means something else. *everyday*: it counts
    only in an article that speaks of skin."""

    term: Term
    start: int
    end: int
    unless: Elsewhere | None = None
    everyday: bool = False


class TermFinder:
    """The terms of a lexicon that can stand in a text of one language: its own and English.

    In a language that we can not tell only the names of ingredient lists can.
    """

    def __init__(self, lexicon: Lexicon, language: str, *, mixed: bool = False) -> None:
        """*mixed*: texts may be of any language; where two share a spelling, English goes first."""
        own = "en" if mixed else language
        known = own != UNKNOWN
        spoken = [
            term
            for term in sorted(lexicon.terms, key=lambda t: t.language == own)
            if mixed or term.language in {"en", own}
            if known or term.kind is TermKind.INCI
        ]
        by_text = {
            form: term for term in spoken for form in forms(term.text, term.language, within=own)
        }
        self._halves: dict[str, dict[str, Term]] = {}
        for term in spoken:
            partner = partner_of(term.category)
            if partner and term.kind is TermKind.SYNONYM:
                for half, adjective in halves(term.text, term.language):
                    if adjective not in by_text:
                        self._halves.setdefault(half, {})[partner] = by_text[half] = term
        by_text = {
            wrong: term
            for term in spoken
            if term.language == "en"
            for wrong in misspellings(fold(term.text))
        } | by_text
        by_text |= {fold(term.text): term for term in spoken}  # what is written goes before forms
        by_text = dict(sorted(by_text.items(), key=lambda item: -len(item[0])))
        self.written = tuple(by_text)
        self._half_names = frozenset(
            n for n, text in enumerate(self.written) if text in self._halves
        )
        self.language = MIXED if mixed else language
        self.inflects = frozenset(
            form
            for form, term in by_text.items()
            if term.kind is not _ABBREVIATION and takes_endings(form, self.language)
        )
        self.apart = frozenset(filter(needs_room, self.written))
        self._terms = [
            (term, _elsewhere(term.not_near, term.language) if term.not_near else None)
            for term in by_text.values()
        ]

    def ends(self, tail: str) -> bool:
        """Whether the word of a term may go on with *tail*."""
        return is_ending(tail, self.language)

    @cached_property
    def _finder(self) -> PhraseFinder:
        return PhraseFinder(
            self.written, plural=True,
            inflects=self.inflects, apart=self.apart, endings=self.ends,
        )  # fmt: skip

    def find(self, text: str, folded: str) -> list[TermHit]:
        """Return the terms in *text*, longest first where they overlap."""
        return self.name(text, self._finder.find(folded))

    def may_stand_in(self, folded: str) -> bool:
        """Whether *folded* holds what could be one of the terms, whatever stands around it."""
        return bool(self._finder.find_all(folded))

    def name(self, text: str, hits: Iterable[Hit]) -> list[TermHit]:
        """Return the terms that the *hits* of what is `written` are, in their own casing."""
        found: list[TermHit] = []
        hits = [*hits]
        for place, (number, start, end) in enumerate(hits):
            term, unless = self._terms[number]
            if term.category == NOTHING:
                continue  # it takes its place in the text, and says nothing
            if number in self._half_names:
                found += self._completed(hits, place)
            elif _in_its_casing(term, text, start, end):
                everyday = term.needs_skin and not self._is_product(number, text, start, end)
                found.append(TermHit(term, start, end, unless, everyday))
        return found

    def _completed(self, hits: Sequence[Hit], place: int) -> Iterator[TermHit]:
        """Yield the kind that half a name means next to another kind, which lends it its noun."""
        number, start, end = hits[place]
        meant = self._halves[self.written[number]]
        for other, low, high in (*hits[max(0, place - 1) : place], *hits[place + 1 : place + 2]):
            category = self._terms[other][0].category
            if category in meant and max(start - high, low - end) <= 1:
                yield TermHit(meant[category], start, end)
                return

    def _is_product(self, number: int, text: str, start: int, end: int) -> bool:
        """Whether the word goes on and names what is sold: "Zink" is a metal, "Zinkcreme" none."""
        known = start + len(self.written[number])
        return end > known + 1 and makes_product(fold(text[known:end]))


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
        self._phrases: dict[str, list[str]] = {}
        for words in split:
            if len(words) > 1:
                phrases = self._phrases.setdefault(words[0], [])
                phrases += (f" {' '.join(words)}{end} " for end in ("", "s"))

    def stands_in(self, sentence: Nearby) -> bool:
        """Whether any of them stands in *sentence*."""
        words = sentence.words
        if not self._words.isdisjoint(words):
            return True
        if self._parts and any(map(sentence.holds, self._parts)):
            return True
        return any(
            phrase in sentence.joined
            for first in self._phrases.keys() & words
            for phrase in self._phrases[first]
        )


@cache
def _elsewhere(not_near: tuple[str, ...], language: str) -> Elsewhere:
    if language == "zh":
        return Elsewhere([form for entry in not_near for form in forms(entry, language)])
    return Elsewhere(not_near)


def _in_its_casing(term: Term, text: str, start: int, end: int) -> bool:
    if term.kind is not _ABBREVIATION:
        return True
    written = text[start:end].removesuffix("s")
    return written == term.text or unicodedata.normalize("NFKC", written) == term.text
