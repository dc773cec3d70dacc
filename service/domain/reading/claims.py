"""What a title, a type, a tag or a sentence says that a product is made with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from service.domain.lexicon import Lexicon, Term, TermKind
from service.domain.reading import Stance
from service.domain.reading.cues import find_cues
from service.domain.reading.folding import fold
from service.domain.reading.said import Sentence
from service.domain.reading.stance import stance_of
from service.domain.reading.terms import Nearby, TermFinder, TermHit

SUN_CARE = frozenset({"sunscreen", "sunscreen_mineral", "sunscreen_chemical"})

_WITH = r"(?:but|just|only|with|mit|avec|con|com|med|cu)\b"
_ABSENT = re.compile(
    r"\b(?:free (?:of|from)|without|never|zero|0 ?%|contains no|ohne|frei von|kein|keine|keinen"
    r"|sans|exempt de|exempte de|sin|libre de|sem|livre de|utan|fri fran|fritt fran|fara|senza"
    rf"|instead of|rather than|alternative (?:to|a|au|zu))\b(?:(?!\b{_WITH})[^.;:!?|])*$"
    r"|\b(?:no|non|not|nao)(?: \w+)? $|\bafter $"
    r"|\b(?:like|unlike|than|versus|vs|replaces?|statt|anstatt)\b[^.]{0,20}$"
    r"|(?:不含|不添加|零添加|无添加|無添加の|无|無)[^。、，,]{0,6}$"
)
"""Stands before what is not in it."""
_ABSENT_AFTER = re.compile(
    r"(?:\s{0,2}|['\" ]{2})(?:free|frei\w{0,2}|fri|fritt)\b(?! (?:from|of|von|fran))"
    r"|\W{0,2}(?:inspired|replacement|substitute|alternative|alternativ\w*)\b"
    r"|(?:\w{0,4})?(?:無添加|不使用|フリー|ゼロ|무첨가|\s?프리(?:\s|$)|不添加|を含まない|が入っていない)"
)
_BESIDES = re.compile(
    r"\b(?:pairs?|paired|layer|layered|layering|follow|followed|combine|combined|mix|mixing"
    r"|alternate|compatible|use|used|using|apply|safe|works?|before|after|alongside|together)\b"
    r"[^.]{0,40}\b(?:with|by|after|before|alongside|over|under)\b[^.]{0,30}$"
    r"|\b(?:avoid|avoiding|(?:do not|don't|not be|never) (?:use|used|combine|mix|apply|layer)\b"
    r"|(?:nights?|days?|evenings?|mornings?) (?:when |that )?you\b"
    r"|(?:if|when|while|whenever|unless) (?:you )?(?:are )?us(?:e|ing))\b[^.]{0,50}$"
    r"|\b(?:kombin\w+|combin\w+|associ\w+|altern(?:er|ez|ar|ieren|era)\b|evit\w+|vermeid\w+|undvik\w*)\b[^.]{0,40}$"
    r"|\b(?:removes?|removing|dissolves?|melts?|washes?|lifts?|takes?) (?:off |away )?"
    r"[^.]{0,40}$"
)
"""Stands before what it goes with, or takes off."""
_BESIDES_ANYWHERE = re.compile(
    "併用|一緒に使|避けて|함께 사용|같이 사용|피하|避免|同时使用|同時使用|搭配"
)
"""Languages that put the verb last."""
_ADVICE = re.compile(
    r"\b(?:wear|wearing|apply|use|using|reapply|follow\w*|finish\w*|need|always|every|forget"
    r"|remember|protect\w* with|limit\w*|mettre|mettez|appliqu\w+|utilis\w+|verwend\w+|trag\w+"
    r"|benutz\w+|usa|use|usar|utiliz\w+|aplic\w+|anvand\w*|folosi\w*|foloseste)\b[^.]{0,60}$"
)
"""Stands before the sunscreen that a shopper should wear over it."""
_ADVICE_ANYWHERE = re.compile("塗|ご使用|お使い|併用|사용하|바르|발라|使用|涂|塗抹")


@lru_cache(maxsize=16)
def product_terms(lexicon: Lexicon) -> TermFinder:
    """Return a finder of the terms of all languages: a shop mixes them, and titles are too short
    to tell."""
    return TermFinder(lexicon, "en", mixed=True)


def claims(text: str, finder: TermFinder, *, prose: bool = False) -> Iterator[Term]:
    """The terms that *text* says the product has: not "retinol-free", not "pairs with retinol".

    *prose*: it is a sentence of a description, which may also say how to use the product.
    """
    folded = fold(text)
    hits = finder.find(text, folded)
    if not hits:
        return
    nearby = Nearby(folded)
    sentence = Sentence(folded, find_cues(folded, "en"), [(h.start, h.end) for h in hits])
    for hit in hits:
        if hit.term.kind is TermKind.PROCEDURE or (hit.unless and hit.unless.stands_in(nearby)):
            continue
        if _is_absent(folded, hit) or (prose and _is_for_use_beside(folded, hit)):
            continue
        if stance_of(sentence, hit.start, hit.end).stance is not Stance.AVOID:
            yield hit.term


def _is_absent(folded: str, hit: TermHit) -> bool:
    return bool(_ABSENT.search(folded[: hit.start]) or _ABSENT_AFTER.match(folded[hit.end :]))


def _is_for_use_beside(folded: str, hit: TermHit) -> bool:
    before = folded[: hit.start]
    if _BESIDES.search(before) or _BESIDES_ANYWHERE.search(folded):
        return True
    is_sun_care = hit.term.category in SUN_CARE
    return is_sun_care and bool(_ADVICE.search(before) or _ADVICE_ANYWHERE.search(folded))
