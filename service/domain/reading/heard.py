"""All that is heard of a mention: its sentence, what stands beside and over it, what rules say."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from service.domain.lexicon import CategoryId
from service.domain.reading import Population, Role, Setting, Stance, overall
from service.domain.reading.polarity import Polarity
from service.domain.reading.said import Said
from service.domain.reading.stance_model import Feature, Leaning, StanceModel, named
from service.domain.reading.wording import Masked, Place, pattern_of_word, phrases


class Heard(NamedTuple):
    """What the stance model may weigh of a mention.

    *term*: its number in the sentence. *beside*: tokens of what stands apart, and where that is.
    *signals*: what the rules understood, in words that mean the same in every language.
    """

    sentence: Masked
    term: int
    beside: tuple[tuple[Place, str], ...]
    signals: tuple[str, ...]


class Impression(NamedTuple):
    """The numbers of all that is heard of a mention, in *parts*, and how far they lean together."""

    parts: Sequence[Set[int]]
    leaning: Leaning


class _Beside(NamedTuple):
    """What is heard beside a sentence: none of it can be heard in the sentence too."""

    features: set[int]
    sum: int


class Listener:
    """Weighs what is heard in one text; what stands beside many mentions is looked through once."""

    def __init__(self, model: StanceModel, language: str) -> None:
        self._hearing = model.hearing(language)
        self._apart: dict[tuple[Place, str], set[int]] = {}
        self._beside: dict[tuple[tuple[Place, str], ...], _Beside] = {}

    def impression(self, heard: Heard) -> Impression:
        """Return what *heard* makes of a mention."""
        hearing = self._hearing
        found = hearing.around(heard.sentence.view(heard.term))
        found |= hearing.signals(heard.signals)
        beside = self._beside.get(heard.beside)
        if beside is None:
            beside = self._beside[heard.beside] = self._looked_through(heard.beside)
        leaning = hearing.unpacked(hearing.sum(found) + beside.sum)
        return Impression((found, beside.features), leaning)

    def _looked_through(self, beside: tuple[tuple[Place, str], ...]) -> _Beside:
        features: set[int] = set()
        for each in beside:
            apart = self._apart.get(each)
            if apart is None:
                apart = self._apart[each] = self._hearing.apart(each[1], each[0])
            features |= apart
        return _Beside(features, self._hearing.sum(features))

    def overall(
        self, mentions: Sequence[Impression], *, categories: int, in_title: bool
    ) -> Leaning:
        """Return how far an article leans towards what made these impressions."""
        features = set[int]().union(*(part for mention in mentions for part in mention.parts))
        each = [mention.leaning for mention in mentions]
        said = overall.inputs(
            self._hearing.lean(features), each, categories=categories, in_title=in_title
        )
        return self._hearing.overall(said)


def countable(heard: Heard, language: str, concepts: ConceptFinder) -> set[Feature]:
    """Return all that a model may learn to weigh of a mention."""
    seen = heard.sentence.view(heard.term)
    found = {(Place.SIGNAL, signal) for signal in heard.signals}
    for phrase, start, end in (*phrases(seen.text.split(), language), *concepts.find(seen.text)):
        place = seen.place(start, end)
        found.add((place, phrase))
        if place is not Place.AROUND:
            found.add((Place.SENTENCE, phrase))
    for place, text in heard.beside:
        found |= {(place, phrase) for phrase, _, _ in phrases(text.split(), language)}
        found |= {(place, concept) for concept, _, _ in concepts.find(text)}
    return found


class ConceptFinder:
    """Finds the words of the concepts of one language."""

    def __init__(self, concepts: abc.Mapping[str, Sequence[str]], language: str) -> None:
        words = [(named(concept), word) for concept in concepts for word in concepts[concept]]
        self._names = [name for name, _ in words]
        self._automaton = AhoCorasick([pattern_of_word(word, language) for _, word in words])

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield each concept in joined tokens, and where its word stands."""
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield self._names[number], start, end


def signals(
    said: Said,
    *,
    rules: Stance,
    over: Polarity | None,
    role: Role | None,
    setting: Setting,
    population: Population | None,
    category: CategoryId,
    short: bool,
    own: bool,
) -> Iterator[str]:
    """Yield what the rules understood; *short*: in a heading, *own*: the body's own substance."""
    yield f"said {said.stance} {said.weight}{' together' if said.combining else ''}"
    yield f"rules {rules}"
    yield f"over {over or 'nothing'}"
    yield f"role {role or 'none'}"
    yield f"setting {setting}"
    yield f"category {category}"
    if population is not None:
        yield f"population {population}"
        yield f"category {category} population {population}"
    if short:
        yield "in a heading"
    if own:
        yield "of the body"


def shape(sentence: Masked) -> Sequence[str]:
    """What the form of a sentence says: how many terms, how long, a question, a bare name."""
    terms = min(4, len(sentence.terms))
    words = min(6, len(sentence.tokens) // 5)
    found = ["always", f"terms {terms}", f"words {words}"]
    if "?" in sentence.tokens:
        found.append("asks")
    if len(sentence.tokens) <= 4:
        found.append("a bare name")
    return found
