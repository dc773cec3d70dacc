"""How a mention is worded: the phrases around it, each with its place, as the stance model counts.

A sentence becomes tokens between ``^`` and ``$``; the mention itself is ``@`` and every other term
``#``, so that "instead of @" is told from "@ instead of #" whatever the ingredients are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from service.domain.reading.folding import fold, is_unspaced

THIS, OTHER, BEGIN, END = "@", "#", "^", "$"
LONGEST = 3
"""Words that a phrase has at most; characters of an unspaced script count one more."""
STEM = 5
"""Letters that stand for a longer word, so that its endings do not matter."""
BEYOND = 16
"""Tokens of a neighbouring sentence that are heard."""

_SPLITS_CHARACTERS = frozenset({"ja", "zh"})
_CLAUSE_ENDS = frozenset(",;:.!?()\u3001\u3002")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MASKS = str.maketrans(dict.fromkeys(f"{THIS}{OTHER}{BEGIN}{END}~*<>", " "))
"""Marks that say something in a phrase or a concept's word, and so stand for nothing in a text."""
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|0|[^\w\s]")
_CHARACTERS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]"
    r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+(?:'[^\W\d_\u3040-\u30ff\u3400-\u9fff]+)*|0|[^\w\s]"
)
_ALONE = frozenset(",;:?!#\u3001")
"""What says something by itself in a script whose characters seldom do."""


class Place(StrEnum):
    """Where a phrase stands, seen from the mention."""

    AROUND = "around"  # the mention is part of it
    BEFORE = "before"  # in its clause
    AFTER = "after"
    EARLIER = "earlier"  # in its sentence, in a clause before
    LATER = "later"
    SENTENCE = "sentence"  # anywhere in its sentence
    PREVIOUS = "previous"  # the sentence before, if it names nothing
    PREVIOUS_NAMING = "previous naming"  # the sentence before, which names something itself
    FOLLOWING = "following"
    FOLLOWING_NAMING = "following naming"
    REST = "rest"  # what goes on after that
    UNDER = "under"  # the section that the mention heads
    OVER = "over"  # a heading, a lead-in, a table's header
    TITLE = "title"
    SIGNAL = "signal"  # nowhere: what the rules understood
    OVERALL = "overall"  # nowhere: what decides for a whole article


class Masked:
    """A sentence's *tokens* with every term as ``#``; *terms*: where those are."""

    __slots__ = ("_ends", "_starts", "_text", "terms", "tokens")

    def __init__(self, tokens: list[str], terms: list[int]) -> None:
        self.tokens = tokens
        self.terms = terms
        self._text = joined(tokens)
        # Where the blank before each token stands, and before those that end a clause.
        self._starts = [0, *accumulate(map(_size, tokens))]
        self._ends = [self._starts[n] for n, token in enumerate(tokens) if token in _CLAUSE_ENDS]

    def view(self, term: int) -> View:
        """Return the sentence as seen from the term of that number."""
        this = self._starts[self.terms[term]]
        seen = f"{self._text[: this + 1]}{THIS}{self._text[this + 2 :]}"
        clause = bisect_left(self._ends, this)
        before = self._ends[clause - 1] + 2 if clause else 0
        after = self._ends[clause] if clause < len(self._ends) else self._starts[-1]
        return View(seen, this + 1, before, after + 1)


def _size(token: str) -> int:
    return len(token) + 1


def tokens_of(text: str, language: str) -> list[str]:
    """Return the words and marks of a folded *text*; numbers are all alike."""
    pattern = _CHARACTERS if language in _SPLITS_CHARACTERS else _WORDS
    return pattern.findall(_NUMBER.sub("0", text.translate(_MASKS)))


def mask(text: str, terms: Sequence[tuple[int, int]], language: str) -> Masked:
    """Return the tokens of a folded sentence with each of its *terms* (in order) masked."""
    tokens, places = [BEGIN], []
    at = 0
    for start, end in terms:
        if start >= at:
            tokens += tokens_of(text[at:start], language)
            tokens.append(OTHER)
            at = end
        places.append(len(tokens) - 1)
    tokens += tokens_of(text[at:], language)
    tokens.append(END)
    return Masked(tokens, places)


def apart(text: str, language: str) -> list[str]:
    """Return the tokens of what stands apart from the sentence."""
    return cut_out(tokens_of(text, language))


def cut_out(tokens: list[str], *, first: int = 0, last: int = 0) -> list[str]:
    """Return *tokens* as a sentence of their own: the *first* or *last* ones, or all."""
    if first:
        tokens = tokens[:first]
    return [BEGIN, *(tokens[-last:] if last else tokens), END]


class View(NamedTuple):
    """A masked sentence as seen from one of its terms, a blank around every token.

    *at*: where the term is; *before*, *after*: where its clause begins and ends.
    """

    text: str
    at: int
    before: int
    after: int

    def place(self, start: int, end: int) -> Place:
        """Where ``text[start:end]`` stands, with the blanks around it."""
        if end <= self.at:
            return Place.BEFORE if start >= self.before else Place.EARLIER
        if start > self.at:
            return Place.AFTER if end <= self.after else Place.LATER
        return Place.AROUND


def joined(tokens: Sequence[str]) -> str:
    """Return *tokens* with a blank around each, as phrases are looked for."""
    return f" {' '.join(tokens)} "


def phrases(tokens: Sequence[str], language: str) -> Iterator[tuple[str, int, int]]:
    """Yield every phrase that a model may weigh, and where it stands in the joined tokens."""
    starts = list(accumulate((len(token) + 1 for token in tokens), initial=0))
    words = LONGEST + (language in _SPLITS_CHARACTERS)
    for first, token in enumerate(tokens):
        for last in range(first, min(first + words, len(tokens))):
            phrase = " ".join(tokens[first : last + 1])
            if last > first or _speaks_alone(token, language):
                yield phrase, starts[first], starts[last + 1] + 1
        for part, offset in _parts(token, language):
            start = starts[first] + offset
            yield part, start, start + len(pattern_of(part))


def _speaks_alone(token: str, language: str) -> bool:
    if token == THIS:
        return False
    if language not in _SPLITS_CHARACTERS or len(token) > 1:
        return True
    return token in _ALONE


def _parts(token: str, language: str) -> Iterator[tuple[str, int]]:
    """Yield the stem of a long word, or what a Korean word holds, and where."""
    if language == "ko" and is_unspaced(token[0]):
        for size in range(2, 5):
            for start in range(len(token) - size + 1):
                yield f"~{token[start : start + size]}", start + 1
    elif language not in _SPLITS_CHARACTERS and len(token) >= STEM and token.isalpha():
        yield f"{token[:STEM]}*", 0


def pattern_of(phrase: str) -> str:
    """Return what to look for in joined tokens to find *phrase*."""
    if phrase.startswith("~"):
        return phrase[1:]
    return f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} "


def pattern_of_word(word: str, language: str) -> str:
    """Return what to look for in joined tokens to find a *word* or phrase of a concept.

    A star at its end stands for any ending. Japanese and Chinese words stand anywhere, Korean ones
    go on with any ending, and with ``~`` before them stand within words too.
    """
    open_end = word.endswith("*") or language == "ko"
    folded = fold(word.removesuffix("*"))
    if folded.startswith("~"):
        return folded[1:].strip()
    tokens = " ".join(tokens_of(folded, language))
    return f" {tokens}" if open_end else f" {tokens} "
