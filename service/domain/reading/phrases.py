"""Finds many phrases in one pass over folded text, on word boundaries, longest first."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from service.domain.reading.edges import has_room
from service.domain.reading.folding import is_word

Hit = tuple[int, int, int]
"""Number of the phrase, where it starts, where it ends."""


class PhraseFinder:
    """The compiled form of *phrases*, which are folded already.

    *plural*: a hit also takes in an "s" or "es" that ends its word. *anywhere*: phrases that are
    found within words too. *stems*: phrases that need not end where their word ends. *inflects*:
    phrases that a word may begin with, when *endings* accepts the rest of it. *apart*: phrases
    that are looked at twice, with what stands around them.
    """

    def __init__(
        self,
        phrases: Sequence[str],
        *,
        plural: bool = False,
        anywhere: Container[str] = (),
        stems: Container[str] = (),
        inflects: Container[str] = (),
        apart: Container[str] = (),
        endings: Callable[[str], bool] = bool,
    ) -> None:
        self._plural = plural
        self._endings = endings
        self._inflects = [p in inflects for p in phrases]
        self._apart = {n: p for n, p in enumerate(phrases) if p in apart}
        self._automaton = AhoCorasick(
            phrases,
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.DFA if len(phrases) < 3000 else None,
        )
        self._free_start = [p in anywhere or not is_word(p[0]) for p in phrases]
        self._free_end = [p in anywhere or p in stems or not is_word(p[-1]) for p in phrases]

    def find(self, text: str) -> list[Hit]:
        """Return hits from left to right that do not overlap: leftmost first, then longest."""
        return longest(self.find_all(text))

    def find_all(self, text: str) -> list[Hit]:
        """Return every hit on word boundaries, overlapping ones too, in no order."""
        size = len(text)
        free_start, free_end = self._free_start, self._free_end
        found: list[Hit] = []
        for hit in self._automaton.find_matches_as_indexes(text, overlapping=True):
            number, start, end = hit
            if start and not free_start[number]:
                before = text[start - 1]  # most often a blank: not worth a call
                if before != " " and is_word(before):
                    continue
            if end == size or free_end[number] or text[end] == " ":
                found.append(hit)
            elif not is_word(text[end]):
                if not text.startswith("'t", end):  # "can" is not in "can't"
                    found.append(hit)
            elif longer := self._longer_end(number, text, end):
                found.append((number, start, longer))
        return self._with_room(found, text) if self._apart else found

    def _longer_end(self, number: int, text: str, end: int) -> int:
        """Where the word ends that goes on at *end*, when that only inflects the phrase; else 0."""
        if self._plural and (longer := _plural_end(text, end, len(text))):
            return longer
        if not self._inflects[number]:
            return 0
        word_end = _word_end(text, end)
        return word_end if self._endings(text[end:word_end]) else 0

    def _with_room(self, hits: list[Hit], text: str) -> list[Hit]:
        """Those of *hits* that are no part of a longer word of a script without spaces."""
        apart = self._apart
        return [h for h in hits if h[0] not in apart or has_room(apart[h[0]], text, h[1], h[2])]


class GroupFinder:
    """Finds groups of phrases in one pass: passing over a text takes longer than what is found."""

    def __init__(
        self,
        *groups: Sequence[str],
        anywhere: Container[str] = (),
        inflects: Container[str] = (),
        apart: Container[str] = (),
        endings: Callable[[str], bool] = bool,
    ) -> None:
        phrases = [phrase for group in groups for phrase in group]
        self._finder = PhraseFinder(
            phrases, plural=True, anywhere=anywhere,
            inflects=inflects, apart=apart, endings=endings,
        )  # fmt: skip
        self._groups = len(groups)
        self._place = [(g, n) for g, group in enumerate(groups) for n in range(len(group))]

    def find(self, text: str) -> list[list[Hit]]:
        """Return the hits of each group as if it had been looked for alone."""
        found: list[list[Hit]] = [[] for _ in range(self._groups)]
        for number, start, end in self._finder.find_all(text):
            group, own_number = self._place[number]
            found[group].append((own_number, start, end))
        return [longest(hits) for hits in found]


def most_specific(hits: list[Hit]) -> list[Hit]:
    """Resolve overlaps of a few hits: the longest wins, wherever it starts."""
    if not _overlap(hits):
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=_longest_leftmost):
        if all(hit[2] <= other[1] or other[2] <= hit[1] for other in kept):
            kept.append(hit)
    kept.sort(key=_leftmost_longest)
    return kept


def _overlap(hits: list[Hit]) -> bool:
    """Whether any hit begins before the one found before it has ended."""
    reached = 0
    for _, start, end in hits:
        if start < reached:
            return True
        reached = end
    return False


def _longest_leftmost(hit: Hit) -> tuple[int, int, int]:
    return hit[1] - hit[2], hit[1], hit[0]


def longest(hits: list[Hit]) -> list[Hit]:
    """Resolve overlaps: what starts first wins, of those the longest."""
    hits.sort(key=_leftmost_longest)
    kept: list[Hit] = []
    reached = 0
    for hit in hits:
        if hit[1] >= reached:
            kept.append(hit)
            reached = hit[2]
    return kept


def _leftmost_longest(hit: Hit) -> tuple[int, int, int]:
    return hit[1], -hit[2], hit[0]


def _plural_end(text: str, end: int, size: int) -> int:
    """Where the word ends when all that follows *end* is a plural ending, else 0."""
    for ending in ("s", "es"):
        after = end + len(ending)
        if text.startswith(ending, end) and (after >= size or not is_word(text[after])):
            return after
    return 0


def _word_end(text: str, start: int) -> int:
    """Where the word ends that goes on at *start*."""
    end = start
    while end < len(text) and is_word(text[end]):
        end += 1
    return end
