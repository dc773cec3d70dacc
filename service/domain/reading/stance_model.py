"""How far what is heard around a mention leans towards advice for it or against it.

A linear model: whatever is heard adds its weight once, by where it stands. Phrases belong to a
language; *concepts* ("warns", "harms") are sets of words that mean the same in every language, so
that what one language teaches holds for the others, as do the signals of the rules. Weights are
learned from labelled texts (``endcap learn``) and lie as data in ``config/stance``; they are whole
numbers, so that sums are the same everywhere.
"""

from __future__ import annotations

from collections import abc, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from service.domain.reading import Stance
from service.domain.reading.wording import Place, View, pattern_of, pattern_of_word

SCALE = 100
"""Weights are logarithms of odds against `neutral`, times this."""
ANY_LANGUAGE = "*"


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


Feature = tuple[Place, str]
"""A phrase, ``<concept>`` or signal, and where it is heard."""

Concepts = abc.Mapping[str, abc.Mapping[str, tuple[str, ...]]]
"""By language, then by concept: its words and phrases, a star for any ending."""


@dataclass(frozen=True)
class StanceModel:
    """*weights*: by language (`ANY_LANGUAGE` for concepts and signals), then by feature."""

    version: str
    concepts: Concepts
    weights: abc.Mapping[str, abc.Mapping[Feature, Leaning]]
    _hearing: dict[str, Hearing] = field(default_factory=dict, compare=False)

    def __hash__(self) -> int:
        return hash(self.version)

    def hearing(self, language: str) -> Hearing:
        """Return what hears *language*; of an unknown one, only what holds in all."""
        found = self._hearing.get(language)
        if found is None:
            weights = {
                **self.weights.get(ANY_LANGUAGE, {}),
                **self.weights.get(language, {}),
            }
            hearing = Hearing(self.concepts.get(language, {}), weights, language)
            found = self._hearing.setdefault(language, hearing)
        return found


class Hearing:
    """Finds the features of one language that have a weight, and adds the weights up.

    Features are numbers here: a category's are united over its mentions.
    """

    def __init__(
        self,
        concepts: abc.Mapping[str, tuple[str, ...]],
        weights: abc.Mapping[Feature, Leaning],
        language: str,
    ) -> None:
        self._packed = [0, *((r << _WIDTH) + a for r, a in weights.values())]
        by_name: dict[str, dict[Place, int]] = {}
        for number, (place, name) in enumerate(weights, start=1):
            by_name.setdefault(name, {})[place] = number
        self._signals = {
            name: places[Place.SIGNAL] for name, places in by_name.items() if Place.SIGNAL in places
        }
        self._overall = defaultdict(
            lambda: Leaning(0, 0),
            {name: leaning for (place, name), leaning in weights.items() if place is Place.OVERALL},
        )
        patterns = list(_patterns(concepts, by_name, language))
        self._features = [
            tuple(places.get(place, _NOTHING) for place in _PLACES) for _, places in patterns
        ]
        self._automaton = AhoCorasick(
            [pattern for pattern, _ in patterns],
            matchkind=MatchKind.Standard,
            store_patterns=False,
        )

    def around(self, view: View) -> set[int]:
        """Return what is heard in the mention's own sentence."""
        found: set[int] = set()
        add, features = found.add, self._features
        at, before, after = view.at, view.before, view.after
        for number, start, end in self._automaton.find_matches_as_indexes(
            view.text, overlapping=True
        ):
            places = features[number]
            if end <= at:
                add(places[_BEFORE if start >= before else _EARLIER])
            elif start > at:
                add(places[_AFTER if end <= after else _LATER])
            else:
                add(places[_AROUND])
                continue
            add(places[_SENTENCE])
        found.discard(_NOTHING)
        return found

    def apart(self, text: str, place: Place) -> set[int]:
        """Return what is heard in the joined tokens of something that stands apart."""
        features, at = self._features, _PLACES.index(place)
        found = {
            features[number][at]
            for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)
        }
        found.discard(_NOTHING)
        return found

    def signals(self, names: Iterable[str]) -> set[int]:
        """Return those of *names* that have a weight."""
        numbers = self._signals
        return {numbers[name] for name in names if name in numbers}

    def sum(self, features: Iterable[int]) -> int:
        """Return the packed odds of *features*; sums of what differs can be added up."""
        return sum(map(self._packed.__getitem__, features))

    def lean(self, features: Iterable[int]) -> Leaning:
        """Return how far all *features* together lean."""
        return self.unpacked(self.sum(features))

    @staticmethod
    def unpacked(both: int) -> Leaning:
        """Return what a packed sum says."""
        recommend = (both + _HALF) >> _WIDTH
        return Leaning(recommend, both - (recommend << _WIDTH))

    def overall(self, inputs: abc.Mapping[str, int]) -> Leaning:
        """Return how far a whole article leans by `overall.inputs`."""
        weighed = [(self._overall[name], value) for name, value in inputs.items()]
        return Leaning(
            sum(weight.recommend * value for weight, value in weighed) // SCALE,
            sum(weight.avoid * value for weight, value in weighed) // SCALE,
        )


_WIDTH = 32
"""Both odds are added up at once, as one number: to add two takes most of the time of a reading."""
_HALF = 1 << (_WIDTH - 1)
_PLACES = (*Place,)
_AROUND, _BEFORE, _AFTER, _EARLIER, _LATER, _SENTENCE = range(6)
_NOTHING = 0
"""The number of no feature, which weighs nothing: to add it is faster than to ask whether to."""
_NOWHERE = frozenset({Place.SIGNAL, Place.OVERALL})


def _patterns(
    concepts: abc.Mapping[str, tuple[str, ...]],
    by_name: abc.Mapping[str, dict[Place, int]],
    language: str,
) -> Iterator[tuple[str, dict[Place, int]]]:
    """Yield what to look for, and the feature that it is at each place."""
    for name, places in by_name.items():
        if places.keys().isdisjoint(_NOWHERE) and not name.startswith("<"):
            yield pattern_of(name), places
    for concept, words in concepts.items():
        places = by_name.get(named(concept), {})
        if places:
            yield from ((pattern_of_word(word, language), places) for word in words)


def named(concept: str) -> str:
    """Return the name of a *concept* among the features."""
    return f"<{concept}>"
