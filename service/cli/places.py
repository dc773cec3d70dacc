"""Finds what was read again in the text as it was given: marks, tags and white space differ."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from service.domain.reading.blocks import visible

MOST_TRIES = 200_000
_ENTITY = re.compile(r"&(?:amp;)?(?:[A-Za-z]{2,10}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});")
_UNSAID = re.compile(
    r"\s+|!\[[^\]\n]*\]\([^)\n]*\)"
    r"|\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\s?\[[^\]\n]*\]|\[\^[^\]\n]*\]|<!--.*?-->"
    r"|<(?P<raw>script|style|template|svg|noscript)\b.*?</(?P=raw)\s*>|</?[A-Za-z][^<>]*>|<(?=https?:)"
    r"|\{\{.*?\}\}|\{%.*?%\}|\{[#.:][^{}\n]*\}|[*_~`\\|>\[\]#=\u00ad\u200b-\u200d\u2060\ufeff-]",
    re.DOTALL | re.IGNORECASE,
)
"""What may stand between two letters of a sentence and is not shown."""


class Finder:
    """Finds sentences in *given*; tries a bounded number of places, whatever is given."""

    def __init__(self, given: str) -> None:
        self._given = given
        self._tries = MOST_TRIES

    def find(self, said: str, at: int) -> tuple[int, int] | None:
        """Return where *said* stands from *at* on, or before."""
        for begin in (at, 0) if at else (0,):
            start = self._given.find(said, begin)
            if start >= 0:
                return start, start + len(said)
            found = self._find_marked(said, begin)
            if found:
                return found
        return None

    def _find_marked(self, said: str, begin: int) -> tuple[int, int] | None:
        letters = "".join(said.split())
        start = self._next(letters, begin)
        while start >= 0 and self._tries > 0:
            self._tries -= 1
            end = self._end(letters, start)
            if end:
                return start, end
            start = self._next(letters, start + 1)
        return None

    def _next(self, letters: str, begin: int) -> int:
        """The next place where it might begin: its first letter, or an entity."""
        if not letters:
            return -1
        places = [self._given.find(mark, begin) for mark in (letters[0], "&")]
        return min((place for place in places if place >= 0), default=-1)

    def _end(self, letters: str, at: int) -> int:
        """Where *letters* end when they begin at *at*, else 0."""
        said = end = 0
        size = len(self._given)
        while said < len(letters):
            if at >= size:
                return 0
            taken, following = self._taken(letters, said, at)
            if taken:
                said += taken
                end = following
            elif following == at:
                gap = _UNSAID.match(self._given, at) if said else None
                if gap is None:
                    return 0
                following = gap.end()
            at = following
        return end

    def _taken(self, letters: str, said: int, at: int) -> tuple[int, int]:
        """How many of *letters* stand at *at*, and where what is there ends."""
        given = self._given
        if given[at] == "&" and (entity := _ENTITY.match(given, at)):
            shown = "".join(visible(unescape(unescape(entity[0]))).split())
            if letters.startswith(shown, said):
                return len(shown), entity.end()
        if given[at] == letters[said]:
            return 1, at + 1
        if unicodedata.normalize("NFC", given[at : at + 2]) == letters[said]:
            return 1, at + 2
        return 0, at
