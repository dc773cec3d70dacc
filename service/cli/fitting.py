"""Fits the stance model: what is heard, and what of it decides for a whole article."""

from __future__ import annotations

from collections import Counter, abc
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from service.cli.labels import Example
from service.domain.reading import Stance
from service.domain.reading.stance_model import ANY_LANGUAGE, SCALE, Feature, Leaning
from service.domain.reading.wording import Place
from service.storage.stance_model import Weights

STRENGTH = 0.05
"""scikit-learn's ``C``, the inverse of how much large weights cost: chosen by cross-validation."""
ARTICLE = 4.0
"""How many sentences an article's label counts for: there are fewer, and they are what is read."""
SHARED = 2.0
"""How much easier it is for what holds in every language to gain weight than for a phrase."""
SELDOM = 3
"""What is heard in fewer texts teaches nothing."""
LEAST = 4
"""Weights smaller than this, in hundredths, are left out."""
ALWAYS = "always"
Key = tuple[str, Feature]
_STANCES = (Stance.RECOMMEND, Stance.NEUTRAL, Stance.AVOID)


def common(examples: Iterable[Example]) -> set[Key]:
    """Return what is heard more than `SELDOM`, each phrase with its language."""
    counts = Counter(key for example in examples for key in _keys(example, example.heard))
    return {key for key, count in counts.items() if count >= SELDOM}


def _keys(example: Example, heard: abc.Set[Feature]) -> Iterator[Key]:
    for feature in heard:
        shared = feature[0] is Place.SIGNAL or feature[1].startswith("<")
        yield (ANY_LANGUAGE if shared else example.language), feature


class Fit:
    """A model of what is heard, fitted to *examples*."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._common = common(examples)
        self._vectorizer = DictVectorizer()
        rows = [self._row(example, example.heard) for example in examples]
        weights = [ARTICLE if example.is_article else 1.0 for example in examples]
        self._model = LogisticRegression(C=STRENGTH, max_iter=300, class_weight="balanced")
        self._model.fit(
            self._vectorizer.fit_transform(rows),
            [example.stance for example in examples],
            sample_weight=weights,
        )
        self._order = [list(self._model.classes_).index(stance) for stance in _STANCES]

    def _row(self, example: Example, heard: abc.Set[Feature]) -> dict[Key, float]:
        return {
            key: SHARED if key[0] == ANY_LANGUAGE else 1.0
            for key in _keys(example, heard)
            if key in self._common
        }

    def lean(self, example: Example) -> tuple[Leaning, list[Leaning]]:
        """Return how far all of it together leans, and each mention."""
        heard = [example.heard, *example.mentions]
        rows = self._vectorizer.transform([self._row(example, each) for each in heard])
        odds = self._model.decision_function(rows)[:, self._order]
        together, *each = (
            _leaning(recommend, neutral, avoid) for recommend, neutral, avoid in odds
        )
        return together, each

    def weights(self) -> Weights:
        """The weights against neutral, without those that hardly matter."""
        found: Weights = {}
        names = self._vectorizer.feature_names_
        for (language, feature), odds in zip(
            names, np.asarray(self._model.coef_)[self._order].T, strict=True
        ):
            scaled = odds * (SHARED if language == ANY_LANGUAGE else 1.0)
            leaning = _leaning(*scaled)
            if max(map(abs, leaning)) >= LEAST:
                found.setdefault(language, {})[feature] = leaning
        base = _leaning(*np.asarray(self._model.intercept_)[self._order])
        found.setdefault(ANY_LANGUAGE, {})[Place.SIGNAL, ALWAYS] = base
        return found


def _leaning(recommend: float, neutral: float, avoid: float) -> Leaning:
    """The odds against neutral as a model keeps them."""
    return Leaning(round(float(recommend - neutral) * SCALE), round(float(avoid - neutral) * SCALE))


class OverallFit:
    """A model of what decides for whole articles, fitted to what they lean towards."""

    def __init__(self, inputs: Sequence[dict[str, int]], stances: Sequence[str]) -> None:
        self._vectorizer = DictVectorizer()
        rows = self._vectorizer.fit_transform(inputs) / SCALE
        self._model = LogisticRegression(
            max_iter=1000, class_weight="balanced", fit_intercept=False
        )
        self._model.fit(rows, stances)

    def stances(self, inputs: Sequence[dict[str, int]]) -> list[str]:
        rows = self._vectorizer.transform(inputs) / SCALE
        return [str(stance) for stance in self._model.predict(rows)]

    def weights(self) -> dict[Feature, Leaning]:
        order = [list(self._model.classes_).index(stance) for stance in _STANCES]
        names = self._vectorizer.feature_names_
        return {
            (Place.OVERALL, name): _leaning(*odds)
            for name, odds in zip(names, np.asarray(self._model.coef_)[order].T, strict=True)
        }
