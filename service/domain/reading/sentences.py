"""Where sentences begin and end, without being fooled by "e.g." or "0.5 %"."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 600
_END = re.compile(r"[.!?][\"')\]\u201d\u2019]*\s+|[\u3002\uff01\uff1f]|\n+")
_CJK_MARKS = ("\u3002", "\uff01", "\uff1f")
_ABBREVIATIONS = (
    "e.g", "i.e", "etc", "vs", "dr", "mr", "mrs", "ms", "prof", "st", "no", "approx", "fig", "al",
    "ca", "incl", "z.b", "bzw", "p.ex", "cf", "ej", "u.a",
)  # fmt: skip
_ABBREVIATION = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, _ABBREVIATIONS))}|[a-z])\.$", re.IGNORECASE
)
_ABBREVIATION_ENDS = frozenset(abbreviation[-2:] for abbreviation in _ABBREVIATIONS)


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Return where each sentence of ``text[start:end]`` begins; the first is *start*.

    A text without full stops is cut into windows, so that no sentence is longer than `LONGEST`
    and a mention's surroundings stay small whatever is given.
    """
    part = text[start:end]
    size, last = len(part), 0
    starts = [0]
    for stop, following in _gaps(part):
        if following >= size or _goes_on(part, last, stop, following):
            continue
        if following - last > LONGEST:
            _cut(part, starts, following)
        starts.append(following)
        last = following
    _cut(part, starts, size)
    return [start + each for each in starts]


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where a sentence may end and the next begin.

    A full stop is looked up, which is faster than a pattern; the seldom marks are left to it.
    """
    if "\n" in text or (not text.isascii() and any(mark in text for mark in _CJK_MARKS)):
        yield from (gap.span() for gap in _END.finditer(text))
        return
    stops = text.replace("!", ".").replace("?", ".")
    at = stops.find(".")
    while at >= 0:
        if text[at + 1 : at + 2] == " " and text[at + 2 : at + 3] != " ":
            yield at, at + 2
        elif gap := _END.match(text, at):
            yield gap.span()
        at = stops.find(".", at + 1)


def _goes_on(text: str, sentence: int, stop: int, following: int) -> bool:
    """Whether the full stop at *stop* ends an abbreviation only."""
    if text[stop] != "." or "\n" in text[stop:following]:
        return False
    follows = text[following]
    if follows.islower() or follows in ",;:":
        return True
    tail = text[stop - 2 : stop]
    if stop - sentence >= 2 and tail.isalnum() and tail.casefold() not in _ABBREVIATION_ENDS:
        return False
    return bool(_ABBREVIATION.search(text[max(sentence, stop - 8) : stop + 1]))


def _cut(text: str, starts: list[int], end: int) -> None:
    while end - starts[-1] > LONGEST:
        at = text.rfind(" ", starts[-1] + LONGEST // 2, starts[-1] + LONGEST)
        starts.append(at + 1 if at > 0 else starts[-1] + LONGEST)
