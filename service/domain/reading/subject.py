"""Whether an article speaks of skin at all, or of something else that shares its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from service.domain.reading.folding import is_unspaced
from service.domain.reading.passages import Passages, Spoken, Tally
from service.domain.reading.phrases import Hit
from service.domain.reading.terms import TermHit

_ALSO_TAKEN = frozenset(
    {
        "antioxidants", "caffeine", "collagen", "hyaluronic_humectants", "peptides", "probiotics",
        "sunscreen_mineral", "vitamin_c", "zinc",
    }
)  # fmt: skip
"""What is eaten, drunk, injected or painted under the same name."""
_SUNSCREEN = "sunscreen"
_NOT_ONLY_FOR_SKIN = _ALSO_TAKEN | {_SUNSCREEN}
"""What a car, a window or a wall is given under the same name as well."""
_SENTENCE_ENDS = (". ", "! ", "? ", "\n", "\u3002")
_FAR = 400
_MANY = 3
_SEVERAL = 2
_ENOUGH = 3
_OFTEN = 6
_MUCH, _MUCH_MORE = 7, 3
_STORY = 140
_STORY_UNSPACED = 70
_LONG = 400
_LONG_UNSPACED = 180


class Subject(Spoken):
    """Tells from what a text speaks of which of its terms mean an ingredient."""

    def without(self, hits: Sequence[TermHit]) -> Subject:
        """Leave out words of something else that are part of a name, the bees of beeswax, and
        words of skin that are part of something else, the cream of ice cream, or of a word that
        cars and windows share."""
        elsewhere = _outside(self.elsewhere, [(hit.start, hit.end) for hit in hits])
        shades = [(h.start, h.end) for h in hits if h.term.category == _SUNSCREEN]
        skin = _outside(_outside(self.skin, [(s, e) for _, s, e in elsewhere]), shades)
        return replace(self, elsewhere=elsewhere, skin=skin)

    def meant(self, hits: Sequence[TermHit], folded: str, passages: Passages) -> list[TermHit]:
        """Return those of *hits* that mean an ingredient in a text that speaks of this.

        Words of skin and names that mean nothing else together make skin its subject; such a
        name in the title counts twice.
        """
        sure = len({hit.term.category for hit in hits if not hit.everyday})
        first = passages.first if passages.title else 0  # a title speaks for the whole text
        sure += any(hit.start < first and not _is_everyday(hit) for hit in hits[:_SEVERAL])
        skin = len(self.skin) + self.tags
        if not hits or self._is_about_something_else(skin + self._words() + sure):
            return []
        if _is_long(folded) and self._words() + sure < _ENOUGH:
            return []
        alone = self.elsewhere or self._tells_a_story(folded, passages.size)
        if not skin and len(self.touch) < _SEVERAL and sure < _ENOUGH and alone:
            hits = [hit for hit in hits if not self._may_be_other(hit)]
        if _is_long(folded) and self._hardly_cares(len({hit.term.category for hit in hits})):
            return []
        if not self.elsewhere:
            return [*hits]
        sentences = [_sentence(folded, start, end) for _, start, end in self.elsewhere]
        hits = [h for h in hits if h.start < first or not self._is_alone_with(sentences, h)]
        if len(self.elsewhere) < _SEVERAL:
            return hits
        return self._outside_asides(hits, Tally(self, passages), passages)

    def _is_alone_with(self, sentences: Sequence[tuple[int, int]], hit: TermHit) -> bool:
        """Whether an everyday word stands in a sentence that speaks of something else alone.

        *sentences*: those of the words of something else.
        """
        shared = [place for place in sentences if place[0] <= hit.start < place[1]]
        others = len(shared) - (not hit.everyday)
        if others <= 0 or not _is_everyday(hit):
            return False
        if len(shared) == 1 and hit.term.category not in _ALSO_TAKEN and self._is_about_care():
            return False
        start, end = shared[0]
        if _within(self.touch, start, end):
            return False
        skin = [n for n, low, _ in self.skin if start <= low < end]
        return all(n in self.bare for n in skin) and (not skin or others >= _SEVERAL)

    def _is_about_care(self) -> bool:
        """Whether it speaks of care so much more that a stray word tells nothing."""
        return len(self.skin) + len(self.touch) >= max(_MUCH, _MUCH_MORE * len(self.elsewhere))

    def _hardly_cares(self, named: int) -> bool:
        """Whether it has many words of something else, hardly any of care, and names little."""
        care = sum(number not in self.bare for number, _, _ in self.skin)
        others = len({number for number, _, _ in self.elsewhere})
        if others < _SEVERAL or _SEVERAL * (care + len(self.touch)) > others:
            return False
        return named <= _SEVERAL or (not care and others > _MANY and named <= _SEVERAL * _SEVERAL)

    def _is_about_something_else(self, skin: int) -> bool:
        return len(self.elsewhere) >= _MANY and len(self.elsewhere) > skin

    def _may_be_other(self, hit: TermHit) -> bool:
        """Whether it names nothing for skin in a text that never speaks of any."""
        never_put_on = not self.touch and hit.term.category in _NOT_ONLY_FOR_SKIN
        return hit.everyday or never_put_on

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
    """Those of *hits* that do not begin within what is *covered*, in order."""
    starts = [start for start, _ in covered]
    kept: list[Hit] = []
    for hit in hits:
        number = bisect_right(starts, hit[1]) - 1
        if number < 0 or covered[number][1] <= hit[1]:
            kept.append(hit)
    return kept


def _sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a word begins and ends, as far as one looks."""
    low, high = max(0, start - _FAR), min(len(folded), end + _FAR)
    before = [folded.rfind(mark, low, start) for mark in _SENTENCE_ENDS]
    after = [at for mark in _SENTENCE_ENDS if (at := folded.find(mark, end, high)) >= 0]
    return max(*before, low - 1), min(after, default=high)


def _within(hits: Sequence[Hit], start: int, end: int) -> int:
    return sum(start <= low < end for _, low, _ in hits)


def _is_long(folded: str) -> bool:
    if len(folded) >= _LONG:
        return True
    return len(folded) >= _LONG_UNSPACED and _is_mostly_unspaced(folded)


def _is_mostly_unspaced(folded: str) -> bool:
    sample = folded[:_LONG_UNSPACED]
    return 2 * sum(map(is_unspaced, sample)) >= len(sample)
