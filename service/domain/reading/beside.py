"""What the words right next to a term say: "no X", "X-free", "X: avoid"."""

from __future__ import annotations

import re

from service.domain.reading.cues import Cue
from service.domain.reading.said import MENTIONS, URGES, WARNS, Said, Sentence

_LABELLED = re.compile(
    r"^\s*[:(|;\u2013-]\s*(?:avoid|skip|no\b|not safe|unsafe|\u274c|\u2717|\u2718)"
    r"|^\s*[\u274c\u2717\u2718]"
)
_LABELS = frozenset(":(|;\u2013-\u274c\u2717\u2718")
_IS_NOT = re.compile(r"\s+(?:is|are|were|was)(?: not|n't)\s*(?:[.;,!)]|$)")
_CROSSED_OUT = re.compile(r"[\u274c\u2717\u2718\U0001f6ab]\s*$")
_SAFETY = frozenset({Cue.STRONG_AFTER, Cue.AVOID_AFTER})
"""Where one of them stands, "is not", left short, can only mean "is not safe"."""
_NEXT = frozenset({Cue.AVOID_NEXT, Cue.WITHOUT})
_NEAR = _NEXT | {Cue.FREE_AFTER}
_STOPS_NEXT = frozenset(
    {Cue.ENDS, Cue.STRONG_BEFORE, Cue.RECOMMEND_BEFORE, Cue.WITH, Cue.AVOID_BEFORE}
)
_JOINING = frozenset({"and", "or", "any", "the"})


def beside(sentence: Sentence, start: int, end: int) -> Said | None:
    """Return what stands right beside the term, if it decides."""
    if _is_marked(sentence, start, end):
        return WARNS
    if sentence.kinds.isdisjoint(_NEAR):
        return None
    for cue_start, cue_end, cue in sentence.cues:
        if cue is Cue.FREE_AFTER and 0 <= cue_start - end <= 1:
            return WARNS
        if cue_end <= start and cue in _NEXT and _reaches(sentence, cue_end, start):
            return _without(sentence, cue_start, end) if cue is Cue.WITHOUT else WARNS
    return None


def _is_marked(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a label follows the term, a short "is not", or a cross stands before it."""
    text = sentence.text
    if text[end : end + 30].lstrip()[:1] in _LABELS and _LABELLED.match(text[end : end + 30]):
        return True
    if not sentence.kinds.isdisjoint(_SAFETY) and _IS_NOT.match(text[end : end + 20]):
        return True
    return not text.isascii() and bool(_CROSSED_OUT.search(text[max(0, start - 4) : start]))


def _reaches(sentence: Sentence, cue_end: int, start: int) -> bool:
    """Whether only a few words, or other terms of a list, lie between."""
    if any(cue_end <= s < start and cue in _STOPS_NEXT for s, _, cue in sentence.cues):
        return False
    between = sentence.text[cue_end:start]
    if ":" in between or "." in between:
        return False
    for term_start, term_end in reversed(sentence.terms):
        if cue_end <= term_start and term_end <= start:
            between = between[: term_start - cue_end] + " " + between[term_end - cue_end :]
    words = [w for w in re.findall(r"\w+", between) if w not in _JOINING]
    return len(words) <= 3 and ("," not in between or sentence.has_term(cue_end, start))


def _without(sentence: Sentence, cue_start: int, end: int) -> Said:
    """ "Never use A without B" recommends B; "acne care without B" does not."""
    if cue_start < 2 and sentence.text[end : end + 1] == ",":
        return MENTIONS  # "Without B, A can irritate"
    for start, _, cue in reversed(sentence.cues):
        if start < cue_start:
            if cue is Cue.ENDS:
                break
            if cue in {Cue.AVOID_BEFORE, Cue.COMBINE_BEFORE}:
                return URGES
    return WARNS
