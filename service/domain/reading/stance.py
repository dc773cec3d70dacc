"""Whether a sentence recommends, merely mentions, or warns against something it names.

Scoped to the clause, after NegEx and ConText. A bare "not" decides nothing: only words that advise
do ("do not use", "is not safe"), so a negated condition never turns into a warning.
"""

from __future__ import annotations

import re

from service.domain.reading import Stance
from service.domain.reading.beside import beside
from service.domain.reading.cues import Cue, CueHit
from service.domain.reading.said import (
    MENTIONS,
    RECOMMENDS,
    SILENT,
    URGES,
    WARNS,
    WARNS_OF_COMBINING,
    Said,
    Sentence,
    Weight,
)

_WARNINGS = {
    Cue.AVOID_BEFORE: WARNS,
    Cue.COMBINE_BEFORE: WARNS_OF_COMBINING,
    Cue.COMBINED: WARNS_OF_COMBINING,
}
_BEFORE = {
    **_WARNINGS,
    Cue.STRONG_BEFORE: URGES,
    Cue.RECOMMEND_BEFORE: RECOMMENDS,
    Cue.NEUTRAL_BEFORE: MENTIONS,
}
_AFTER = {
    Cue.AVOID_AFTER: WARNS,
    Cue.COMBINED: WARNS_OF_COMBINING,
    Cue.STRONG_AFTER: URGES,
    Cue.RECOMMEND_AFTER: RECOMMENDS,
}
_NEW_PREDICATE = frozenset(
    {Cue.AVOID_BEFORE, Cue.COMBINE_BEFORE, Cue.STRONG_BEFORE, Cue.RECOMMEND_BEFORE}
)
_SPEAKS_BEFORE = frozenset({Cue.EXCEPT, Cue.SWAP, Cue.LEAVE, *_BEFORE})
_HEARD_AFTER = frozenset({Cue.ENDS, *_NEW_PREDICATE, *_AFTER})
_PUT_AWAY = re.compile(
    r"\b(?:on (?:the|your) shelf|in (?:the|your) (?:cabinet|cupboard|drawer)|out of (?:the|your)"
    r"|behind|alone|aside)\b"
)
_ENDS, _WITH, _DENIES = Cue.ENDS, Cue.WITH, Cue.DENIES
_RECOMMEND, _AVOID = Stance.RECOMMEND, Stance.AVOID
# Names of their own: to ask an enum for a member takes longer than to compare with it.
_PRODUCT_NOUN = re.compile(
    r"(?:products?|ingredients?|serums?|creams?|formulas?|formulations?|cleansers?|treatments?"
    r"|toners?"
    r"|anything|something|everything|skincare|skin care|cosmetics|moisturi[sz]ers?|masks?"
    r"|those|ones"
    r"|lotions?|items?|combin\w+|peels?)\s*(?:made |formulated )?$"
)
_FRONTED = re.compile(r"^\W*(?:in order )?to avoid\b")
_SUBJECT_STAYS = re.compile(
    r"^[\s,]*(?:(?:they|it|these|this|both|are|is|should|must|can|may|cannot|can't|shouldn't"
    r"|aren't"
    r"|isn't|not|never|also|still|all|generally|currently|usually)\s+)*$"
)


def stance_of(sentence: Sentence, start: int, end: int) -> Said:
    """Return what *sentence* says of the term at ``[start:end]``."""
    if sentence.asks:
        return MENTIONS
    return beside(sentence, start, end) or _in_clause(sentence, start, end)


def _in_clause(sentence: Sentence, start: int, end: int) -> Said:
    """What the cues that reach the term say; a warning that follows it weighs most."""
    before = _before(sentence, start, end)
    after = _after(sentence, end, may_cross=before.stance is not _RECOMMEND)
    if _is_denied(sentence, start):
        return MENTIONS
    if after.stance is _AVOID:
        return after
    if before.stance is _AVOID and after.weight is Weight.STRONG:
        return after if _begins_anew(sentence, start, end) else before
    return after if before is SILENT else before


def _is_denied(sentence: Sentence, start: int) -> bool:
    return _DENIES in sentence.kinds and any(
        cue is Cue.DENIES and end <= start for _, end, cue in sentence.cues
    )


def _begins_anew(sentence: Sentence, start: int, end: int) -> bool:
    """ "Avoid A, B is safe": B follows A and a comma, and its own verb follows it."""
    earlier = [e for _, e in sentence.terms if e <= start]
    own_verb = sentence.begins_with_verb(end)
    return bool(earlier and own_verb and "," in sentence.text[earlier[-1] : start])


def _before(sentence: Sentence, start: int, end: int) -> Said:
    """The nearest cue to the left that reaches the term."""
    if sentence.kinds.isdisjoint(_SPEAKS_BEFORE):
        return SILENT
    blocked_at: int | None = None
    for hit in reversed(sentence.cues):
        cue_start, cue_end, cue = hit
        if cue_end > start:
            continue
        if cue is _ENDS:
            break
        if cue is _WITH:
            blocked_at = cue_start
        elif cue in _WARNINGS:
            return _warning(sentence, hit, (start, end), blocked_at)
        elif cue in _SPEAKS_BEFORE and (said := _said_before(sentence, hit, (start, end))):
            return said
    return SILENT


def _said_before(sentence: Sentence, hit: CueHit, term: tuple[int, int]) -> Said | None:
    """What a cue that is no warning says; ``None`` where "leave" says nothing of the term."""
    cue = hit[2]
    if cue is Cue.LEAVE:
        return WARNS if _is_put_away(sentence, term[1]) else None
    if cue is Cue.EXCEPT:
        return _exception(sentence, hit[0], term[1])
    return _swapped(sentence.text[hit[1] : term[0]]) if cue is Cue.SWAP else _BEFORE[cue]


def _is_put_away(sentence: Sentence, end: int) -> bool:
    """ "Leave X on the shelf", "leave X out of your routine": not "leave X on overnight"."""
    ends = (start for start, _, cue in sentence.cues if cue is _ENDS and start >= end)
    return _PUT_AWAY.search(sentence.text, end, next(ends, len(sentence.text))) is not None


def _warning(
    sentence: Sentence, hit: CueHit, term: tuple[int, int], blocked_at: int | None
) -> Said:
    cue_start, cue_end, cue = hit
    start, end = term
    warning = _WARNINGS[cue]
    if not warning.combining and _names_something_else(sentence.text, cue_end, blocked_at):
        return SILENT
    fronted = _FRONTED.match(sentence.text[cue_start:]) and "," in sentence.text[cue_end:start]
    if fronted and not sentence.text[:cue_start].strip(" ,\"'"):
        return SILENT
    if any(c is Cue.WITHOUT and s >= end for s, _, c in sentence.cues):
        return MENTIONS
    if not warning.combining and _limited(sentence, end):
        return MENTIONS
    return warning


def _names_something_else(text: str, cue_end: int, with_at: int | None) -> bool:
    """ "Avoid breakouts with A" warns of breakouts; "avoid products with A" of A."""
    if with_at is None or with_at <= cue_end + 1:
        return False
    return _PRODUCT_NOUN.search(text[cue_end:with_at]) is None


def _limited(sentence: Sentence, end: int) -> bool:
    """Whether the warning is about how much or when, not about the thing."""
    if Cue.LIMITS not in sentence.kinds:
        return False
    for start, _, cue in sentence.cues:
        if start >= end:
            if cue is _ENDS:
                return False
            if cue is Cue.LIMITS:
                return True
    return False


def _exception(sentence: Sentence, cue_start: int, end: int) -> Said:
    """What is excepted from a warning is recommended, and the other way round."""
    rest = [(s, cue) for s, _, cue in sentence.cues if s < cue_start or s >= end]
    if any(cue in {Cue.AVOID_BEFORE, Cue.AVOID_AFTER} for _, cue in rest):
        return URGES
    if any(cue in {Cue.STRONG_AFTER, Cue.RECOMMEND_AFTER} and s >= end for s, cue in rest):
        return WARNS
    return SILENT


def _swapped(between: str) -> Said:
    """ "Swap A for B": away from A, towards B."""
    towards = re.search(r"\b(?:for|with|to)\b", between)
    return URGES if towards else WARNS


def _after(sentence: Sentence, end: int, *, may_cross: bool) -> Said:
    """The first cue to the right whose subject is the term."""
    said = SILENT
    if sentence.kinds.isdisjoint(_AFTER):
        return said
    aside_ends = end
    for cue_start, cue_end, cue in sentence.cues:
        if cue_start < aside_ends or cue not in _HEARD_AFTER:
            continue
        if not _is_subject(sentence, aside_ends, cue_start):
            continue
        if cue is _ENDS:
            aside_ends = _end_of_aside(sentence.text, cue_start, cue_end)
            if not aside_ends:
                warns = may_cross and _elliptical(sentence, cue_start, cue_end)
                return WARNS if warns else said
        elif cue in _NEW_PREDICATE:
            return said
        elif _AFTER[cue].stance is _AVOID:
            return _AFTER[cue]
        elif said is SILENT:
            said = _AFTER[cue]
    return said


def _end_of_aside(text: str, start: int, end: int) -> int:
    """Where ", which is so and so," ends; 0 when it is no such aside."""
    if text[start:end] != "which":
        return 0
    return text.find(",", end) + 1


def _is_subject(sentence: Sentence, end: int, cue_start: int) -> bool:
    """Whether no other term with a verb of its own stands between."""
    later = [s for s, _ in sentence.terms if end <= s < cue_start]
    return not later or not sentence.has_verb(end, later[-1])


def _elliptical(sentence: Sentence, ends_at: int, ends_end: int) -> bool:
    """ "X works well, but (they) should be avoided": the subject stays over the "but"."""
    warning = next((s for s, _, c in sentence.cues if s > ends_at and c is Cue.AVOID_AFTER), None)
    if warning is None:
        return False
    return bool(_SUBJECT_STAYS.match(sentence.text[ends_end:warning] + " "))
