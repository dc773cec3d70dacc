"""Whether a sentence recommends, merely mentions, or warns against something it names.

Scoped to the clause, after NegEx and ConText. A bare "not" decides nothing: only words that advise
do ("do not use", "is not safe"), so a negated condition never turns into a warning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from service.domain.reading import Stance
from service.domain.reading.cues import Cue, CueHit

_BEFORE = {
    Cue.AVOID_BEFORE: Stance.AVOID,
    Cue.COMBINE_BEFORE: Stance.AVOID,
    Cue.COMBINED: Stance.AVOID,
    Cue.STRONG_BEFORE: Stance.RECOMMEND,
    Cue.RECOMMEND_BEFORE: Stance.RECOMMEND,
    Cue.NEUTRAL_BEFORE: Stance.NEUTRAL,
}
_AFTER = {
    Cue.AVOID_AFTER: Stance.AVOID,
    Cue.STRONG_AFTER: Stance.RECOMMEND,
    Cue.RECOMMEND_AFTER: Stance.RECOMMEND,
}
_NEW_PREDICATE = frozenset(
    {Cue.AVOID_BEFORE, Cue.COMBINE_BEFORE, Cue.STRONG_BEFORE, Cue.RECOMMEND_BEFORE}
)
_COMBINING = frozenset({Cue.COMBINE_BEFORE, Cue.COMBINED})
_STRONG = frozenset({Cue.STRONG_BEFORE, Cue.STRONG_AFTER})
_PRODUCT_NOUN = re.compile(
    r"(?:products?|ingredients?|serums?|creams?|formulas?|formulations?|cleansers?|treatments?"
    r"|toners?"
    r"|anything|something|everything|skincare|skin care|cosmetics|moisturi[sz]ers?|masks?"
    r"|those|ones"
    r"|lotions?|items?|combin\w+|peels?)\s*(?:made |formulated )?$"
)
_QUESTION = re.compile(r"^\W*(?:is|are|can|could|should|does|do|will|would|why)\b")
_VERB = re.compile(
    r"\b(?:is|are|was|were|can|could|may|might|should|must|will|would|have|has|helps?|works?"
    r"|do|does"
    r"|need|needs|makes?)\b"
)
_FRONTED = re.compile(r"^\W*(?:in order )?to avoid\b")
_LABELLED = re.compile(
    r"^\s*[:(|;\u2013-]\s*(?:avoid|skip|no\b|not safe|unsafe|\u274c|\u2717|\u2718)"
    r"|^\s*[\u274c\u2717\u2718]"
)
_IS_NOT = re.compile(r"\s+(?:is|are|were|was)(?: not|n't)\s*(?:[.;,!)]|$)")
_CROSSED_OUT = re.compile(r"[\u274c\u2717\u2718\U0001f6ab]\s*$")
_SUBJECT_STAYS = re.compile(
    r"^[\s,]*(?:(?:they|it|these|this|both|are|is|should|must|can|may|cannot|can't|shouldn't"
    r"|aren't"
    r"|isn't|not|never|also|still|all|generally|currently|usually)\s+)*$"
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


_SILENT = Said(Stance.NEUTRAL, Weight.NONE)
_WARNS = Said(Stance.AVOID, Weight.STRONG)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A folded sentence with its cues and the places of all terms in it, in order."""

    text: str
    cues: Sequence[CueHit]
    terms: Sequence[tuple[int, int]]

    @property
    def asks(self) -> bool:
        return self.text.rstrip().endswith("?") and bool(_QUESTION.match(self.text))


def stance_of(sentence: Sentence, start: int, end: int) -> Said:
    """Return what *sentence* says of the term at ``[start:end]``."""
    if sentence.asks:
        return Said(Stance.NEUTRAL, Weight.PLAIN)
    return _beside(sentence, start, end) or _in_clause(sentence, start, end)


def _in_clause(sentence: Sentence, start: int, end: int) -> Said:
    """What the cues that reach the term say; a warning that follows it weighs most."""
    before = _before(sentence, start, end)
    after = _after(sentence, end, may_cross=before.stance is not Stance.RECOMMEND)
    if any(cue is Cue.DENIES and e <= start for _, e, cue in sentence.cues):
        return Said(Stance.NEUTRAL, Weight.PLAIN)
    if after.stance is Stance.AVOID:
        return after
    if before.stance is Stance.AVOID and after.weight is Weight.STRONG:
        return after if _begins_anew(sentence, start, end) else before
    if before.weight is not Weight.NONE:
        return before
    return after


def _begins_anew(sentence: Sentence, start: int, end: int) -> bool:
    """ "Avoid A, B is safe": B follows A and a comma, and its own verb follows it."""
    earlier = [e for _, e in sentence.terms if e <= start]
    own_verb = _VERB.match(sentence.text[end:].lstrip())
    return bool(earlier and own_verb and "," in sentence.text[earlier[-1] : start])


def _beside(sentence: Sentence, start: int, end: int) -> Said | None:
    """What the words right next to the term say: "no X", "X-free", "X: avoid"."""
    if _LABELLED.match(sentence.text[end : end + 30]):
        return _WARNS
    if _IS_NOT.match(sentence.text[end : end + 20]) and _speaks_of_safety(sentence):
        return _WARNS
    if _CROSSED_OUT.search(sentence.text[max(0, start - 4) : start]):
        return _WARNS
    for cue_start, cue_end, cue in sentence.cues:
        if cue is Cue.FREE_AFTER and 0 <= cue_start - end <= 1:
            return _WARNS
        if (
            cue_end <= start
            and cue in {Cue.AVOID_NEXT, Cue.WITHOUT}
            and _reaches(sentence, cue_end, start)
        ):
            return _without(sentence, cue_start, end) if cue is Cue.WITHOUT else _WARNS
    return None


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
    words = [w for w in re.findall(r"\w+", between) if w not in {"and", "or", "any", "the"}]
    return len(words) <= 3 and ("," not in between or bool(_has_term(sentence, cue_end, start)))


_STOPS_NEXT = frozenset(
    {Cue.ENDS, Cue.STRONG_BEFORE, Cue.RECOMMEND_BEFORE, Cue.WITH, Cue.AVOID_BEFORE}
)


def _has_term(sentence: Sentence, after: int, before: int) -> bool:
    return any(after <= s and e <= before for s, e in sentence.terms)


def _speaks_of_safety(sentence: Sentence) -> bool:
    """Whether "is not", left short, can only mean "is not safe"."""
    return any(cue in {Cue.STRONG_AFTER, Cue.AVOID_AFTER} for _, _, cue in sentence.cues)


def _without(sentence: Sentence, cue_start: int, end: int) -> Said:
    """ "Never use A without B" recommends B; "acne care without B" does not."""
    if cue_start < 2 and sentence.text[end : end + 1] == ",":
        return Said(Stance.NEUTRAL, Weight.PLAIN)  # "Without B, A can irritate"
    for start, _, cue in reversed(sentence.cues):
        if start < cue_start:
            if cue is Cue.ENDS:
                break
            if cue in {Cue.AVOID_BEFORE, Cue.COMBINE_BEFORE}:
                return Said(Stance.RECOMMEND, Weight.STRONG)
    return _WARNS


def _before(sentence: Sentence, start: int, end: int) -> Said:
    """The nearest cue to the left that reaches the term."""
    blocked_at: int | None = None
    for cue_start, cue_end, cue in reversed(sentence.cues):
        if cue_end > start:
            continue
        if cue is Cue.ENDS:
            break
        if cue is Cue.WITH:
            blocked_at = cue_start
        elif cue is Cue.EXCEPT:
            return _exception(sentence, cue_start, end)
        elif cue is Cue.SWAP:
            return _swapped(sentence.text[cue_end:start])
        elif cue in _BEFORE:
            return _reaching(sentence, (cue_start, cue_end, cue), (start, end), blocked_at)
    return _SILENT


def _reaching(
    sentence: Sentence, hit: CueHit, term: tuple[int, int], blocked_at: int | None
) -> Said:
    cue = hit[2]
    stance = _BEFORE[cue]
    if stance is Stance.AVOID:
        return _warning(sentence, hit, term, blocked_at)
    return Said(stance, Weight.STRONG if cue in _STRONG else Weight.PLAIN)


def _warning(
    sentence: Sentence, hit: CueHit, term: tuple[int, int], blocked_at: int | None
) -> Said:
    cue_start, cue_end, cue = hit
    start, end = term
    combining = cue in _COMBINING
    if not combining and _names_something_else(sentence.text, cue_end, blocked_at):
        return _SILENT
    fronted = _FRONTED.match(sentence.text[cue_start:]) and "," in sentence.text[cue_end:start]
    if fronted and not sentence.text[:cue_start].strip(" ,\"'"):
        return _SILENT
    if any(c is Cue.WITHOUT and s >= end for s, _, c in sentence.cues) and cue_start < start:
        return Said(Stance.NEUTRAL, Weight.PLAIN)
    if not combining and _limited(sentence, end):
        return Said(Stance.NEUTRAL, Weight.PLAIN)
    return Said(Stance.AVOID, Weight.STRONG, combining)


def _names_something_else(text: str, cue_end: int, with_at: int | None) -> bool:
    """ "Avoid breakouts with A" warns of breakouts; "avoid products with A" of A."""
    if with_at is None or with_at <= cue_end + 1:
        return False
    return _PRODUCT_NOUN.search(text[cue_end:with_at]) is None


def _limited(sentence: Sentence, end: int) -> bool:
    """Whether the warning is about how much or when, not about the thing."""
    for start, _, cue in sentence.cues:
        if start >= end:
            if cue is Cue.ENDS:
                return False
            if cue is Cue.LIMITS:
                return True
    return False


def _exception(sentence: Sentence, cue_start: int, end: int) -> Said:
    """What is excepted from a warning is recommended, and the other way round."""
    rest = [(s, cue) for s, _, cue in sentence.cues if s < cue_start or s >= end]
    if any(cue in {Cue.AVOID_BEFORE, Cue.AVOID_AFTER} for _, cue in rest):
        return Said(Stance.RECOMMEND, Weight.STRONG)
    if any(cue in _AFTER and s >= end for s, cue in rest):
        return _WARNS
    return _SILENT


def _swapped(between: str) -> Said:
    """ "Swap A for B": away from A, towards B."""
    towards = re.search(r"\b(?:for|with|to)\b", between)
    return Said(Stance.RECOMMEND, Weight.STRONG) if towards else _WARNS


def _after(sentence: Sentence, end: int, *, may_cross: bool) -> Said:
    """The first cue to the right whose subject is the term."""
    said = _SILENT
    aside_ends = end
    for cue_start, cue_end, cue in sentence.cues:
        if cue_start < aside_ends or not _is_subject(sentence, aside_ends, cue_start):
            continue
        if cue is Cue.ENDS:
            aside_ends = _end_of_aside(sentence.text, cue_start, cue_end)
            if not aside_ends:
                warns = may_cross and _elliptical(sentence, cue_start, cue_end)
                return _WARNS if warns else said
        elif cue in _NEW_PREDICATE:
            return said
        elif cue is Cue.AVOID_AFTER:
            return _WARNS
        elif cue is Cue.COMBINED:
            return Said(Stance.AVOID, Weight.STRONG, combining=True)
        elif cue in _AFTER and said is _SILENT:
            said = Said(_AFTER[cue], Weight.STRONG if cue in _STRONG else Weight.PLAIN)
    return said


def _end_of_aside(text: str, start: int, end: int) -> int:
    """Where ", which is so and so," ends; 0 when it is no such aside."""
    if text[start:end] != "which":
        return 0
    return text.find(",", end) + 1


def _is_subject(sentence: Sentence, end: int, cue_start: int) -> bool:
    """Whether no other term with a verb of its own stands between."""
    later = [s for s, _ in sentence.terms if end <= s < cue_start]
    return not later or not _VERB.search(sentence.text[end : later[-1]])


def belongs_to_another(sentence: Sentence, low: int, high: int) -> bool:
    """Whether between the two places stands another term, and a verb that parts them."""
    between = any(low <= s and e <= high for s, e in sentence.terms)
    return between and bool(_VERB.search(sentence.text[low:high]))


def _elliptical(sentence: Sentence, ends_at: int, ends_end: int) -> bool:
    """ "X works well, but (they) should be avoided": the subject stays over the "but"."""
    warning = next((s for s, _, c in sentence.cues if s > ends_at and c is Cue.AVOID_AFTER), None)
    if warning is None:
        return False
    return bool(_SUBJECT_STAYS.match(sentence.text[ends_end:warning] + " "))


_IT = re.compile(
    r"^\W*(?:(?:however|but|still|yet|sadly|unfortunately|note that),? )?(?:they|it|these|this"
    r"|both|such|those|all of (?:these|them))\b"
)
_PRONOUN = re.compile(r"\b(?:they|it|these|this|both|such|those|them)\b")
_OF_IT = re.compile(r"\s*(?:them|it|these|this|those|both)\b(?! \w+ing\b)")


def may_speak_of_it(sentence: str) -> bool:
    """Whether a folded sentence speaks of "them" at all; most do not."""
    return _PRONOUN.search(sentence) is not None


def warns_of_it(sentence: str, cues: Sequence[CueHit]) -> bool:
    """Whether a folded sentence warns of what the one before it named: "They are not safe"."""
    kinds = {cue for _, _, cue in cues}
    if kinds & {Cue.LIMITS, Cue.WITHOUT, *_COMBINING}:
        return False
    for start, end, cue in cues:
        if cue is Cue.AVOID_AFTER:
            return bool(_IT.match(sentence)) and start <= 60
        if cue is Cue.AVOID_BEFORE:
            return bool(_OF_IT.match(sentence[end:])) and start <= 30
        if cue is Cue.ENDS and start > 15:
            return False
    return False
