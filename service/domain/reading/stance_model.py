"""How far what stands around a mention leans towards advice for it or against it.

A linear model: every phrase adds its weight, by where it stands, and so does what the rules of
`stance` heard. The weights are learned from labelled sentences (``endcap learn``) and lie as data
in ``config/stance``; they are whole numbers, so that sums are the same everywhere.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from service.domain.reading import Stance
from service.domain.reading.wording import Place, View, pattern_of

SCALE = 100
"""Weights are logarithms of odds against `neutral`, times this."""


class Leaning(NamedTuple):
    """Odds of recommending and of warning, against merely mentioning: logarithms times `SCALE`."""

    recommend: int
    avoid: int

    @property
    def stance(self) -> Stance:
        """The likeliest stance."""
        if self.avoid > 0 and self.avoid >= self.recommend:
            return Stance.AVOID
        return Stance.RECOMMEND if self.recommend > 0 else Stance.NEUTRAL


Weights = abc.Mapping[str, abc.Mapping[Place, Leaning]]
"""By phrase, then by place."""


@dataclass(frozen=True)
class StanceModel:
    """*signals*: weights of what the rules heard, in any language; *phrases*: by language."""

    version: str
    signals: abc.Mapping[str, Leaning]
    phrases: abc.Mapping[str, Weights]

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def _finders(self) -> dict[str, Finder]:
        return {}

    def finder(self, language: str) -> Finder:
        """Return what finds and weighs the phrases of *language*; of an unknown one, none."""
        found = self._finders.get(language)
        if found is None:
            found = self._finders[language] = Finder(self.phrases.get(language, {}))
        return found


class Finder:
    """Weighs the phrases of one language."""

    def __init__(self, weights: Weights) -> None:
        written = sorted(weights)
        self._automaton = AhoCorasick(
            [pattern_of(phrase) for phrase in written],
            matchkind=MatchKind.Standard,
            store_patterns=False,
        )
        self._weights = [weights[phrase] for phrase in written]

    def around(self, view: View) -> Leaning:
        """What the mention's own sentence adds."""
        recommend = avoid = 0
        for number, start, end in self._automaton.find_matches_as_indexes(
            view.text, overlapping=True
        ):
            weights = self._weights[number]
            place = view.place(start, end)
            said = weights.get(place)
            if said is not None:
                recommend += said.recommend
                avoid += said.avoid
            if place is not Place.AROUND and (said := weights.get(Place.SENTENCE)) is not None:
                recommend += said.recommend
                avoid += said.avoid
        return Leaning(recommend, avoid)

    def apart(self, text: str, place: Place) -> Leaning:
        """What the joined tokens of something that stands apart add."""
        recommend = avoid = 0
        for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            said = self._weights[number].get(place)
            if said is not None:
                recommend += said.recommend
                avoid += said.avoid
        return Leaning(recommend, avoid)
