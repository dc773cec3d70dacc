"""What a heading, a lead-in or a table header says of the things under it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from service.domain.reading.folding import fold


class Polarity(StrEnum):
    AVOID = "avoid"
    RECOMMEND = "recommend"


_NOT_A_WARNING = re.compile(
    r"\b(?:(?:how|ways|tips|steps|tricks)\b.{0,20}\bto (?:avoid|prevent|stop|skip)\b"
    r"|(?:mistakes?|myths?|errors?)\b"
    r"|avoid(?:s|ed|ing)? (?:breakouts?|acne|irritation|wrinkles|redness|dryness|milia"
    r"|pimples|flare)"
    r"|(?:don'?t|do not|never|not) (?:skip|forget|avoid|give up|miss|be afraid)"
    r"|no need to\b|not (?:only|just)\b)"
)
_AVOID = re.compile(
    r"\b(?:not to (?:use|do|apply|mix|combine|put|try|eat|include)"
    r"|to (?:avoid|skip|limit|leave out)"
    r"|avoid(?:ing)?|steer clear|stay away|keep away|off[ -]limits|unsafe"
    r"|not (?:be )?(?:safe|recommended|advised|suitable|used|use)|isn'?t (?:safe|recommended)"
    r"|aren'?t (?:safe|recommended)|(?:the )?don'?ts"
    r"|(?:do not|don'?t|never|shouldn'?t) (?:use|mix|combine|apply)"
    r"|skip|no[ -]go(?:e?s)?|worst|contraindicated|harmful|say no|red flags?|banned|forbidden"
    r"|(?:a|zu) ?(?:eviter|vermeiden)|vermeiden|que evitar|evitar|verboten"
    r"|a bannir|a proscrire|tabu|undvik|de evitat|proibidos?|prohibidos?|interzise?)\b"
)
_AVOID_UNSPACED = re.compile(
    "避ける|避けた|使わない成分|控えたい|避免|避开|避開|不能用|不要用|피해야|피할"
)
_RECOMMEND = re.compile(
    r"\b(?:^reach for|^try|(?:what|ingredients?|products?|things?) (?:to|you can) (?:use|try"
    r"|look for|apply|choose)|instead|alternatives?|safe(?:r)?|look for|best|what (?:works|helps)"
    r"|recommended|(?:the )?do'?s|treatments?|how to (?:treat|get rid|prevent|use|choose)|to try"
    r"|helpful|essential|favou?rites?|benefits? of|heroes|must[ -]haves?|you can use|allowed)\b"
)
_QUESTION = re.compile(r"(?:is|are|can|could|should|does|do i|do you|will|why)\b.*\?$")
_BOTH = re.compile(
    r"\b(?:do'?s (?:and|&) don'?ts|safe (?:and|or|vs\.?) unsafe"
    r"|(?:and|or) (?:what )?(?:to )?avoid)\b"
)


@lru_cache(maxsize=2048)
def polarity_of_heading(text: str) -> Polarity | None:
    """Return what stands under *text* (a heading, a lead-in ending in a colon) is told to be."""
    folded = fold(text)
    if _QUESTION.match(folded):
        return None
    if _BOTH.search(folded) and _RECOMMEND.search(folded):
        return None
    if _warns(folded) and not _NOT_A_WARNING.search(folded):
        return Polarity.AVOID
    return Polarity.RECOMMEND if _RECOMMEND.search(folded) else None


def _warns(folded: str) -> bool:
    if _AVOID.search(folded):
        return True
    return not folded.isascii() and _AVOID_UNSPACED.search(folded) is not None
