"""What a heading, a lead-in or a table header says of the things under it."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from service.domain.reading.folding import fold


class Polarity(Enum):
    AVOID = "avoid"
    RECOMMEND = "recommend"


_NOT_A_WARNING = re.compile(
    r"\b(?:how|ways|tips|steps|tricks)\b.{0,20}\bto (?:avoid|prevent|stop|skip)\b"
    r"|\b(?:mistakes?|myths?|errors?)\b"
    r"|\bavoid(?:s|ed|ing)? (?:breakouts?|acne|irritation|wrinkles|redness|dryness|milia"
    r"|pimples|flare)"
    r"|\b(?:don'?t|do not|never|not) (?:skip|forget|avoid|give up|miss|be afraid)"
    r"|\bno need to\b|\bnot (?:only|just)\b"
)
_AVOID = re.compile(
    r"\bnot to (?:use|do|apply|mix|combine|put|try|eat|include)\b|\bto (?:avoid|skip|limit"
    r"|leave out)\b"
    r"|\bavoid(?:ing)?\b|\bsteer clear\b|\bstay away\b|\bkeep away\b|\boff[ -]limits\b|\bunsafe\b"
    r"|\bnot (?:be )?(?:safe|recommended|advised|suitable|used|use)\b|\bisn'?t (?:safe"
    r"|recommended)\b"
    r"|\baren'?t (?:safe|recommended)\b|\b(?:the )?don'?ts\b|\b(?:do not|don'?t|never"
    r"|shouldn'?t) (?:use|mix|combine|apply)\b"
    r"|\bskip\b|\bno[ -]go(?:e?s)?\b|\bworst\b|\bcontraindicated\b|\bharmful\b|\bsay no\b"
    r"|\bred flags?\b|\bbanned\b"
    r"|\bforbidden\b|\b(?:a|zu) ?(?:eviter|vermeiden)\b|\ba eviter\b|\bzu vermeiden\b"
    r"|\bvermeiden\b|\bque evitar\b|\bevitar\b|\bverboten\b"
    r"|避ける|避けた|避免|피해야"
)
_RECOMMEND = re.compile(
    r"^reach for\b|^try\b|\b(?:what|ingredients?|products?|things?) (?:to|you can) (?:use|try"
    r"|look for|apply|choose)\b|\binstead\b"
    r"|\balternatives?\b|\bsafe(?:r)?\b|\blook for\b|\bbest\b|\bwhat (?:works|helps)\b"
    r"|\brecommended\b|\b(?:the )?do'?s\b"
    r"|\btreatments?\b|\bhow to (?:treat|get rid|prevent|use|choose)\b|\bto try\b|\bhelpful\b"
    r"|\bessential\b|\bfavou?rites?\b"
    r"|\bbenefits? of\b|\bheroes\b|\bmust[ -]haves?\b|\byou can use\b|\ballowed\b"
)
_QUESTION = re.compile(r"(?:is|are|can|could|should|does|do i|do you|will|why)\b.*\?$")
_BOTH = re.compile(
    r"\bdo'?s (?:and|&) don'?ts\b|\bsafe (?:and|or|vs\.?) unsafe\b|\b(?:and"
    r"|or) (?:what )?(?:to )?avoid\b"
)


@lru_cache(maxsize=2048)
def polarity_of_heading(text: str) -> Polarity | None:
    """Return what stands under *text* (a heading, a lead-in ending in a colon) is told to be."""
    folded = fold(text)
    if _QUESTION.match(folded):
        return None
    if _BOTH.search(folded) and _RECOMMEND.search(folded):
        return None
    warns = _AVOID.search(folded) is not None and not _NOT_A_WARNING.search(folded)
    if warns:
        return Polarity.AVOID
    return Polarity.RECOMMEND if _RECOMMEND.search(folded) else None
