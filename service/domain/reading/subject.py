"""Whether an article speaks of skin at all, or of something else that shares its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from service.domain.reading.folding import fold, is_unspaced
from service.domain.reading.other_words import ELSEWHERE
from service.domain.reading.phrases import Hit, PhraseFinder
from service.domain.reading.subject_words import BARE, SKIN, TOUCH, WITHIN
from service.domain.reading.terms import TermHit

_ALSO_TAKEN = frozenset(
    {
        "antioxidants", "caffeine", "collagen", "hyaluronic_humectants", "peptides", "probiotics",
        "vitamin_c", "zinc",
    }
)  # fmt: skip
"""What is eaten, drunk or injected under the same name."""
_SENTENCE_ENDS = (". ", "! ", "? ", "\n", "\u3002")
_MANY = 3
_SEVERAL = 2
_ENOUGH = 3
_OFTEN = 6
_STORY = 140
_STORY_UNSPACED = 70
_LONG = 400
_LONG_UNSPACED = 180


@cache
def skin_words(language: str) -> tuple[str, ...]:
    """Words of skin, hair and their care, folded, in *language* and in English."""
    return _words(SKIN, language)


@cache
def other_words(language: str) -> tuple[str, ...]:
    """Words of cooking, eyes, rocks, medicine, business and the like."""
    return _words(ELSEWHERE, language)


@cache
def touch_words(language: str) -> tuple[str, ...]:
    """Words of putting something on, which many other crafts say as well."""
    return _words(TOUCH, language)


@cache
def joined_words(language: str) -> frozenset[str]:
    """Those of `skin_words` that count within a longer word too: "Koffeinshampoo"."""
    return frozenset(WITHIN.get(language, "").split("|")) & frozenset(skin_words(language))


@cache
def bare_words(language: str) -> frozenset[int]:
    """The numbers of those `skin_words` that a text on food or medicine says as well."""
    bare = frozenset(_words(BARE, language))
    return frozenset(n for n, word in enumerate(skin_words(language)) if word in bare)


class Tally:
    """How many words of care, of bare skin and of something else each passage holds."""

    def __init__(self, subject: Subject, passages: Passages) -> None:
        self._passages = passages
        self._care = Counter(passages.at(start) for _, start, _ in subject.touch)
        self._bare = Counter[int]()
        for number, start, _ in subject.skin:
            counts = self._bare if number in subject.bare else self._care
            counts[passages.at(start)] += 1
        self._elsewhere = Counter(passages.at(start) for _, start, _ in subject.elsewhere)
        self.care = subject.tags + sum(n not in subject.bare for n, _, _ in subject.skin)
        said = self.care + len(subject.touch)
        others = len(subject.elsewhere)
        self._foreign = not self.care and others >= max(_MANY, len(subject.skin))
        self._cares = self.care >= _SEVERAL and said >= others

    def is_aside(self, block: int, *, everyday: bool) -> bool:
        """Whether the passage speaks of something else, so that an everyday word, or any name,
        means something else."""
        within = self._passages.within(block)
        if any(self._care[b] for b in within):
            return False
        elsewhere = sum(self._elsewhere[b] for b in within)
        if self._foreign:
            return elsewhere > 0 or everyday
        elsewhere += sum(self._speaks_of_other(b) for b in self._passages.over(block))
        cared = self._cares or any(self._bare[b] for b in within)
        if everyday:
            return elsewhere >= (_SEVERAL if cared else 1)
        return elsewhere >= (_MANY if cared else _SEVERAL)

    def _speaks_of_other(self, heading: int) -> bool:
        return bool(self._elsewhere[heading]) and not self._care[heading]


@dataclass(frozen=True, slots=True)
class Passages:
    """Where which passage stands: *at* tells the block at an offset, *sections* the heading over
    each block, itself for a heading, -1 where there is none; *title*: whether block 0 is one;
    *size*: how long the article's own words are."""

    at: Callable[[int], int]
    sections: Sequence[int]
    title: bool
    size: int

    def within(self, block: int) -> Sequence[int]:
        """The blocks that a block speaks for: a heading for its section, a title for all."""
        if block == 0 and self.title:
            return range(len(self.sections))
        if self.sections[block] == block:
            return [b for b, heading in enumerate(self.sections) if heading == block]
        return (block,)

    def over(self, block: int) -> list[int]:
        """The title and the heading that a block stands under."""
        heading = self.sections[block]
        over = [0] if self.title and block else []
        return over if heading in {block, -1, 0} else [*over, heading]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text's words speak of: hits of `skin_words`, `other_words` and `touch_words`.

    *bare*: the numbers of words that do not tell care from food. *tags*: how many words of skin
    its tags hold.
    """

    skin: Sequence[Hit]
    elsewhere: Sequence[Hit]
    touch: Sequence[Hit] = ()
    bare: frozenset[int] = frozenset()
    tags: int = 0

    def without(self, hits: Sequence[TermHit]) -> Subject:
        """Leave out words of something else that are part of a name, the bees of beeswax, and
        words of skin that are part of something else, the cream of ice cream."""
        elsewhere = _outside(self.elsewhere, [(hit.start, hit.end) for hit in hits])
        skin = _outside(self.skin, [(start, end) for _, start, end in elsewhere])
        return replace(self, elsewhere=elsewhere, skin=skin)

    def meant(self, hits: Sequence[TermHit], folded: str, passages: Passages) -> list[TermHit]:
        """Return those of *hits* that mean an ingredient in a text that speaks of this.

        Words of skin and names that mean nothing else together make skin its subject.
        """
        sure = len({hit.term.category for hit in hits if not hit.everyday})
        skin = len(self.skin) + self.tags
        if not hits or self._is_about_something_else(skin + self._words() + sure):
            return []
        if _is_long(folded) and self._words() + sure < _ENOUGH:
            return []
        alone = self.elsewhere or self._tells_a_story(folded, passages.size)
        if not skin and sure < _ENOUGH and alone:
            hits = [hit for hit in hits if not hit.everyday]
        if not self.elsewhere:
            return [*hits]
        hits = [hit for hit in hits if not _is_everyday(hit) or self._cares_around(hit, folded)]
        if len(self.elsewhere) < _SEVERAL:
            return hits
        return self._outside_asides(hits, Tally(self, passages), passages)

    def _cares_around(self, hit: TermHit, folded: str) -> bool:
        """Whether the sentence of an everyday word does not speak of something else alone."""
        start = max(folded.rfind(end, 0, hit.start) for end in _SENTENCE_ENDS)
        ends = [at for end in _SENTENCE_ENDS if (at := folded.find(end, hit.end)) >= 0]
        end = min(ends, default=len(folded))
        others = _within(self.elsewhere, start, end) - (not hit.everyday)
        if others <= 0 or _within(self.touch, start, end):
            return True
        skin = [n for n, low, _ in self.skin if start <= low < end]
        return any(n not in self.bare for n in skin) or (bool(skin) and others < _SEVERAL)

    def _is_about_something_else(self, skin: int) -> bool:
        return len(self.elsewhere) >= _MANY and len(self.elsewhere) > skin

    def _tells_a_story(self, folded: str, size: int) -> bool:
        """Whether it is too long to be a note on an ingredient, and never of putting one on."""
        if _is_long(folded):
            return True
        shortest = _STORY_UNSPACED if _is_mostly_unspaced(folded) else _STORY
        return not self.touch and size >= shortest

    def _words(self) -> int:
        """How many words of skin there are; to say them often weighs like one more."""
        different = len({number for number, _, _ in self.skin})
        return different + self.tags + (len(self.skin) >= _OFTEN)

    def _outside_asides(
        self, hits: Sequence[TermHit], tally: Tally, passages: Passages
    ) -> list[TermHit]:
        """Leave out what a passage names that speaks of something else and never of care."""
        asides: dict[tuple[int, bool], bool] = {}
        kept: list[TermHit] = []
        for hit in hits:
            key = passages.at(hit.start), hit.everyday
            if key not in asides:
                asides[key] = tally.is_aside(key[0], everyday=key[1])
            if not asides[key]:
                kept.append(hit)
        return kept


def _is_everyday(hit: TermHit) -> bool:
    return hit.everyday or hit.term.category in _ALSO_TAKEN


def _outside(hits: Sequence[Hit], covered: Sequence[tuple[int, int]]) -> list[Hit]:
    """Those of *hits* that do not begin within what is *covered*."""
    places = {at for start, end in covered for at in range(start, end)}
    return [hit for hit in hits if hit[1] not in places]


def _within(hits: Sequence[Hit], start: int, end: int) -> int:
    return sum(start <= low < end for _, low, _ in hits)


def count_skin_words(folded: str, language: str) -> int:
    return len(_skin(language).find(folded)) if folded else 0


def _is_long(folded: str) -> bool:
    if len(folded) >= _LONG:
        return True
    return len(folded) >= _LONG_UNSPACED and _is_mostly_unspaced(folded)


def _is_mostly_unspaced(folded: str) -> bool:
    sample = folded[:_LONG_UNSPACED]
    return 2 * sum(map(is_unspaced, sample)) >= len(sample)


def _words(written: dict[str, str], language: str) -> tuple[str, ...]:
    own = f"{written['en']}|{written[language]}" if language in written else written["en"]
    return tuple(dict.fromkeys(fold(word) for word in own.split("|") if word))


@cache
def _skin(language: str) -> PhraseFinder:
    return PhraseFinder(skin_words(language), plural=True)
