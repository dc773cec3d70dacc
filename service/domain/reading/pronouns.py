"""Sentences that warn of what the one before them named: "They are not safe"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.reading.cues import Cue, CueHit, last_words

_IT = re.compile(
    r"^\W*(?:(?:however|but|still|yet|sadly|unfortunately|note that),? )?(?:they|it|these|this"
    r"|both|such|those|all of (?:these|them))\b"
)
_OF_IT = re.compile(r"\s*(?:them|it|these|this|those|both)\b(?! \w+ing\b)")
_NOT_OF_IT = frozenset({Cue.LIMITS, Cue.WITHOUT, Cue.COMBINE_BEFORE, Cue.COMBINED})
_BEGINNING = 100
"""Whatever warns of "them" does so in its first words, the longest cue before it included."""
_THEM = (" them", " it", " these", " this", " those", " both")


def may_warn_of_it(sentence: str, language: str) -> bool:
    """Whether it pays to look for cues in a folded sentence: whether it begins with "they", or
    "them" follows what may be the end of a warning. Most do neither."""
    if not sentence.isascii() or _IT.match(sentence):
        return True
    endings = last_words(Cue.AVOID_BEFORE, language)
    return any(_follows(sentence, them, endings) for them in _THEM if them in sentence)


def _follows(sentence: str, them: str, endings: tuple[str, ...]) -> bool:
    at = sentence.find(them, 0, _BEGINNING)
    while at >= 0:
        if sentence.endswith(endings, 0, at):
            return True
        at = sentence.find(them, at + 1, _BEGINNING)
    return False


def warns_of_it(sentence: str, cues: Sequence[CueHit]) -> bool:
    """Whether a folded sentence warns of what the one before it named: "They are not safe"."""
    if any(cue in _NOT_OF_IT for _, _, cue in cues):
        return False
    for start, end, cue in cues:
        if cue is Cue.AVOID_AFTER:
            return bool(_IT.match(sentence)) and start <= 60
        if cue is Cue.AVOID_BEFORE:
            return bool(_OF_IT.match(sentence[end:])) and start <= 30
        if cue is Cue.ENDS and start > 15:
            return False
    return False
