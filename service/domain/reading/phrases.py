"""Finds many phrases in one pass over folded text, on word boundaries, longest first."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from service.domain.reading.folding import is_unspaced, is_word

Hit = tuple[int, int, int]
"""Number of the phrase, where it starts, where it ends."""


class PhraseFinder:
    """The compiled form of *phrases*, which are folded already.

    *plural*: a hit also takes in an "s" or "es" that ends its word.
    """

    def __init__(self, phrases: Sequence[str], *, plural: bool = False) -> None:
        self._plural = plural
        self._automaton = AhoCorasick(
            phrases,
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.DFA if len(phrases) < 3000 else None,
        )
        self._free_start = [is_unspaced(p[0]) or not is_word(p[0]) for p in phrases]
        self._free_end = [is_unspaced(p[-1]) or not is_word(p[-1]) for p in phrases]

    def find(self, text: str) -> list[Hit]:
        """Return hits from left to right that do not overlap: leftmost first, then longest."""
        return longest(self.find_all(text))

    def find_all(self, text: str) -> list[Hit]:
        """Return every hit on word boundaries, overlapping ones too, in no order."""
        size = len(text)
        found: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and not self._free_start[number] and is_word(text[start - 1]):
                continue
            if end < size and not self._free_end[number]:
                if is_word(text[end]):
                    longer = _plural_end(text, end, size) if self._plural else 0
                    if not longer:
                        continue
                    found.append((number, start, longer))
                    continue
                if text.startswith("'t", end):  # "can" is not in "can't"
                    continue
            found.append((number, start, end))
        return found


def most_specific(hits: list[Hit]) -> list[Hit]:
    """Resolve overlaps of a few hits: the longest wins, wherever it starts."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=_longest_leftmost):
        if all(hit[2] <= other[1] or other[2] <= hit[1] for other in kept):
            kept.append(hit)
    kept.sort(key=_leftmost_longest)
    return kept


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
