"""All that is heard of a mention: its sentence, what stands beside and over it, what rules say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.domain.lexicon import CategoryId
from service.domain.reading import Population, Role, Setting, Stance
from service.domain.reading.polarity import Polarity
from service.domain.reading.said import Said
from service.domain.reading.stance_model import Finder, Leaning, StanceModel
from service.domain.reading.wording import Masked, Place, phrases, view


class Heard(NamedTuple):
    """What the stance model may weigh of a mention.

    *term*: its number in the sentence. *beside*: tokens of what stands apart, and where that is.
    *signals*: what the rules understood, in words that mean the same in every language.
    """

    sentence: Masked
    term: int
    beside: tuple[tuple[Place, str], ...]
    signals: tuple[str, ...]


class Listener:
    """Weighs what is heard in one text; what stands beside many mentions is weighed once."""

    def __init__(self, model: StanceModel, language: str) -> None:
        self._finder: Finder = model.finder(language)
        self._signals = model.signals
        self._weighed: dict[tuple[Place, str], Leaning] = {}

    def lean(self, heard: Heard) -> Leaning:
        """Return how far all of it together leans."""
        recommend, avoid = self._finder.around(view(heard.sentence, heard.term))
        for each in heard.beside:
            leaning = self._weighed.get(each)
            if leaning is None:
                leaning = self._weighed[each] = self._finder.apart(each[1], each[0])
            recommend += leaning[0]
            avoid += leaning[1]
        for signal in heard.signals:
            weight = self._signals.get(signal)
            if weight is not None:
                recommend += weight[0]
                avoid += weight[1]
        return Leaning(recommend, avoid)


def countable(heard: Heard, language: str) -> Counter[tuple[str, str]]:
    """Return how often each phrase, by place, and each signal is heard: what a model learns from.

    The key of a phrase is its place and itself, that of a signal ``("signal", itself)``.
    """
    seen = view(heard.sentence, heard.term)
    found: Counter[tuple[str, str]] = Counter(("signal", signal) for signal in heard.signals)
    for phrase, start, end in phrases(seen.text.split(), language):
        place = seen.place(start, end)
        found[place, phrase] += 1
        if place is not Place.AROUND:
            found[Place.SENTENCE, phrase] += 1
    for place, text in heard.beside:
        for phrase, _, _ in phrases(text.split(), language):
            found[place, phrase] += 1
    return found


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
    yield f"said {said.stance.value} {said.weight.value}{' together' if said.combining else ''}"
    yield f"rules {rules.value}"
    yield f"over {over.value if over else 'nothing'}"
    yield f"role {role.value if role else 'none'}"
    yield f"setting {setting.value}"
    yield f"category {category}"
    if population is not None:
        yield f"population {population.value}"
        yield f"category {category} population {population.value}"
    if short:
        yield "in a heading"
    if own:
        yield "of the body"


def shape(sentence: Masked) -> Sequence[str]:
    """What the form of a sentence says: how many terms, how long, a question, a bare name."""
    terms = min(4, len(sentence.terms))
    words = min(6, len(sentence.tokens) // 5)
    found = [f"terms {terms}", f"words {words}"]
    if "?" in sentence.tokens:
        found.append("asks")
    if len(sentence.tokens) <= 4:
        found.append("a bare name")
    return found
