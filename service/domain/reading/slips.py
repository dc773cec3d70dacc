"""Words that are a letter or two away from a term, and are none themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from service.domain.lexicon import NOTHING, Lexicon, Term, TermKind
from service.domain.reading.folding import fold, is_unspaced

SHORTEST = 6
_LONG = 10
"""From so many letters on two may be wrong."""
_WORD = re.compile(r"[^\W\d_]+")
_KINDS = frozenset({TermKind.INCI, TermKind.SYNONYM, TermKind.DRUG})


class Slip(NamedTuple):
    """``text[start:end]`` looks like *term*."""

    term: Term
    start: int
    end: int


class _Place(NamedTuple):
    """A word of a term, at *number* of its *words*."""

    term: Term
    words: Sequence[str]
    number: int


class Slips:
    """Finds them in texts of one language: words of terms, by what is left without a letter."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self._known = {w for term in lexicon.terms for w in _WORD.findall(fold(term.text))}
        self._places: dict[str, list[_Place]] = {}
        self._shortened: dict[str, str] = {}  # words, joined: a set for each takes thrice the room
        # texts share most of their words
        self._near = lru_cache(maxsize=32_768)(self._find_near)
        for term in lexicon.terms:
            if _counts(term, language):
                self._learn(term)

    def find(self, folded: str) -> Iterator[Slip]:
        """Yield those of *folded*, each word once as long as it is met in the same company."""
        words = [*_WORD.finditer(folded)]
        for number, word in enumerate(words):
            if len(word[0]) < SHORTEST or word[0] in self._known:
                continue
            found = self._meant(words, number)
            if found is not None:
                yield found

    def _learn(self, term: Term) -> None:
        words = _WORD.findall(fold(term.text))
        for number, word in enumerate(words):
            if len(word) < SHORTEST:
                continue
            if word not in self._places:
                for short in shortened(word):
                    others = self._shortened.get(short)
                    self._shortened[short] = f"{others} {word}" if others else word
            self._places.setdefault(word, []).append(_Place(term, words, number))

    def _meant(self, words: Sequence[re.Match[str]], number: int) -> Slip | None:
        """The term of most words that stands there, but for this one word."""
        best: Slip | None = None
        for near in self._near(words[number][0]):
            for place in self._places[near]:
                first = number - place.number
                around = words[max(0, first) : first + len(place.words)]
                if first < 0 or len(around) < len(place.words):
                    continue
                same = (
                    number == first + at or word[0] == place.words[at]
                    for at, word in enumerate(around)
                )
                longer = (
                    best is None or around[-1].end() - around[0].start() > best.end - best.start
                )
                if longer and all(same):
                    best = Slip(place.term, around[0].start(), around[-1].end())
        return best

    def _find_near(self, word: str) -> tuple[str, ...]:
        known = (self._shortened.get(short, "") for short in shortened(word))
        found = {near for words in known for near in words.split()}
        slips = (near for near in found if is_slip(word, near))
        return tuple(sorted(slips, key=lambda near: (distance(word, near), near)))


@lru_cache(maxsize=8)  # some 10 MB each
def slips(lexicon: Lexicon, language: str) -> Slips:
    return Slips(lexicon, language)


def shortened(word: str) -> set[str]:
    """*word*, and what is left of it without the letters that may be wrong."""
    wrong = 2 if len(word) >= _LONG else 1
    return {
        "".join(letter for at, letter in enumerate(word) if at not in gone)
        for many in range(wrong + 1)
        for gone in combinations(range(1, len(word)), many)  # the first letter is mostly right
    }


def is_slip(word: str, meant: str) -> bool:
    """Whether *word* is *meant* with one slip of the pen, two where it is long; what only goes
    on, or ends earlier, is another word: "retina", "silicone"."""
    if word.startswith(meant) or meant.startswith(word):
        return False
    return distance(word, meant) <= (2 if min(len(word), len(meant)) >= _LONG else 1)


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, mistaken or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before = before, row
        row = [i]
        for j, compared in enumerate(other, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + int(letter != compared))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == compared:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _counts(term: Term, language: str) -> bool:
    if term.category == NOTHING or term.kind not in _KINDS or is_unspaced(term.text[0]):
        return False
    return term.language in {"en", language} or term.kind is TermKind.INCI
