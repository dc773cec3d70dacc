"""A sentence with its cues and terms, and what can be said of a term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from service.domain.reading import Stance
from service.domain.reading.cues import Cue, CueHit

_QUESTION = re.compile(r"^\W*(?:is|are|can|could|should|does|do|will|would|why)\b")
_VERB = re.compile(
    r"\b(?:is|are|was|were|can|could|may|might|should|must|will|would|have|has|helps?|works?"
    r"|do|does"
    r"|need|needs|makes?)\b"
)


class Weight(IntEnum):
    """How plainly a stance is said."""

    NONE = 0
    WEAK = 1
    PLAIN = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Said:
    stance: Stance
    weight: Weight
    combining: bool = False
    """The warning is only about using things together."""


SILENT = Said(Stance.NEUTRAL, Weight.NONE)
MENTIONS = Said(Stance.NEUTRAL, Weight.PLAIN)
WARNS = Said(Stance.AVOID, Weight.STRONG)
WARNS_OF_COMBINING = Said(Stance.AVOID, Weight.STRONG, combining=True)
RECOMMENDS = Said(Stance.RECOMMEND, Weight.PLAIN)
URGES = Said(Stance.RECOMMEND, Weight.STRONG)


class Sentence:
    """A folded sentence with its cues and the places of all terms in it, in order.

    *kinds*: which cues it has at all, so that what has no cue costs nothing. *asks*: it is a
    question.
    """

    __slots__ = ("asks", "cues", "kinds", "terms", "text")

    def __init__(self, text: str, cues: Sequence[CueHit], terms: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.cues = cues
        self.terms = terms
        self.kinds: set[Cue] = {cue for _, _, cue in cues}
        self.asks = "?" in text and text.rstrip()[-1] == "?" and bool(_QUESTION.match(text))

    def has_term(self, after: int, before: int) -> bool:
        return any(after <= s and e <= before for s, e in self.terms)

    def has_verb(self, after: int, before: int) -> bool:
        return _VERB.search(self.text[after:before]) is not None

    def belongs_to_another(self, low: int, high: int) -> bool:
        """Whether between the two places stands another term, and a verb that parts them."""
        return len(self.terms) > 1 and self.has_term(low, high) and self.has_verb(low, high)

    def begins_with_verb(self, at: int) -> bool:
        """Whether the next word is one."""
        return _VERB.match(self.text[at:].lstrip()) is not None
