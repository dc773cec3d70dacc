"""Which terms a shop may add or ignore, and the sentence that says why another one can't be."""

from __future__ import annotations

import unicodedata
from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from service.domain.lexicon import (
    LANGUAGES,
    LONGEST_TERM,
    CategoryId,
    IngredientCategory,
    Lexicon,
    Term,
    TermKind,
)
from service.domain.reading.folding import fold
from service.domain.shop_lexicon.values import TermKey, key_of

Fault = tuple[str, str]

_PATTERN_SIGNS = frozenset("*\\^|{}$")
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs"))


@dataclass(frozen=True, slots=True)
class Room:
    """What new terms have to fit beside."""

    default: Lexicon
    categories: abc.Mapping[CategoryId, IngredientCategory]
    ignored: frozenset[str]
    terms: abc.Mapping[TermKey, Term]

    def name_of(self, category: CategoryId) -> str:
        known = self.categories.get(category) or self.default.categories.get(category)
        return known.name if known else category

    def holder(self, key: TermKey) -> Term | None:
        """The term that has this spelling already, unless the shop ignores it."""
        if key in self.terms:
            return self.terms[key]
        return None if key.folded in self.ignored else default_terms(self.default).get(key)


@lru_cache(maxsize=4)
def default_terms(default: Lexicon) -> abc.Mapping[TermKey, Term]:
    return {TermKey(fold(term.text), term.language): term for term in default.terms}


@lru_cache(maxsize=4)
def _spellings(default: Lexicon) -> frozenset[str]:
    return frozenset(fold(term.text) for term in default.terms)


def check_terms(terms: Sequence[Term], room: Room) -> Iterator[Fault]:
    """Yield what is wrong with each of the new *terms*, the first fault only."""
    seen: dict[TermKey, Term] = {}
    for number, term in enumerate(terms):
        reason = (
            next(_wrong_text(term), None) or _wrong_place(term, room) or _taken(term, room, seen)
        )
        if reason:
            yield f"add_terms.{number}", f"{term.text!r} {reason}"
        seen[key_of(term.text, term.language)] = term


def check_ignored(default: Lexicon, ignored: Sequence[str]) -> Iterator[Fault]:
    """Only default terms are ignored: a shop's own are removed."""
    for number, text in enumerate(ignored):
        if fold(text) not in _spellings(default):
            yield (
                f"ignore.{number}",
                f"{text!r} is none of the default terms; a term of your own is removed instead",
            )


def _wrong_text(term: Term) -> Iterator[str]:
    text = term.text
    letters = [c for c in text if c.isalnum()]
    if not text:
        yield "is empty"
    if len(text) > LONGEST_TERM:
        yield f"has {len(text)} characters; {LONGEST_TERM} are the most"
    if any(unicodedata.category(c) in _UNSEEN for c in text):
        yield "holds a character that can not be seen"
    if not letters:
        yield "is only punctuation"
    if not any(c.isalpha() for c in letters):
        yield "is only digits"
    if len(letters) == 1:
        yield "is a single letter; it would be found in places that mean something else"
    for sign in set(text) & _PATTERN_SIGNS:
        yield f"is a pattern: {sign!r} stands for itself, and no text has it; write the word out"
    if term.kind is TermKind.ABBREVIATION and text == text.lower():
        yield "is no abbreviation: those are found in their own capitals alone"


def _wrong_place(term: Term, room: Room) -> str | None:
    if term.language not in LANGUAGES:
        return f"is in {term.language!r}, which is not read; one of {', '.join(LANGUAGES)} is"
    known = (*room.categories, *room.default.categories)
    if term.category in known:
        return None
    near = get_close_matches(term.category, known, n=1)
    return f"has no category: there is no {term.category!r}" + (
        f"; did you mean {near[0]!r}?" if near else ""
    )


def _taken(term: Term, room: Room, seen: abc.Mapping[TermKey, Term]) -> str | None:
    key = key_of(term.text, term.language)
    if key in seen:
        return "stands twice in what you add"
    holder = room.holder(key)
    if holder is None or holder == term:
        return None
    name = room.name_of(holder.category)
    if key in room.terms:
        return f"is a term of yours already, for {name}; remove it first"
    if holder.category == term.category:
        return f"is a default term of {name} already"
    return f"is a default term of {name}; ignore it there first"
