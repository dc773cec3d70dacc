"""Where sentences begin and end, without being fooled by "e.g." or "0.5 %"."""

from __future__ import annotations

import re

LONGEST = 600
_END = re.compile(r"[.!?][\"')\]\u201d\u2019]*\s+|[\u3002\uff01\uff1f]|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|dr|mr|mrs|ms|prof|st|no|approx|fig|al|ca|incl|z\.b|bzw|p\.ex|cf"
    r"|ej|u\.a)"
    r"|\b[a-z])\.$",
    re.IGNORECASE,
)


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Return where each sentence of ``text[start:end]`` begins; the first is *start*.

    A text without full stops is cut into windows, so that no sentence is longer than `LONGEST`
    and a mention's surroundings stay small whatever is given.
    """
    starts = [start]
    for gap in _END.finditer(text, start, end):
        if gap.end() >= end or _goes_on(text, starts[-1], gap):
            continue
        _cut(text, starts, gap.end())
        starts.append(gap.end())
    _cut(text, starts, end)
    return starts


def _goes_on(text: str, sentence: int, gap: re.Match[str]) -> bool:
    """Whether the full stop before *gap* ended an abbreviation only."""
    if "\n" in gap[0] or gap[0][0] != ".":
        return False
    follows = text[gap.end()]
    if follows.islower() or follows in ",;:":
        return True
    return bool(_ABBREVIATION.search(text[max(sentence, gap.start() - 8) : gap.start() + 1]))


def _cut(text: str, starts: list[int], end: int) -> None:
    while end - starts[-1] > LONGEST:
        at = text.rfind(" ", starts[-1] + LONGEST // 2, starts[-1] + LONGEST)
        starts.append(at + 1 if at > 0 else starts[-1] + LONGEST)
