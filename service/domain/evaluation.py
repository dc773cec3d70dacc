"""How well readings agree with a careful editor's labels: precision, recall, F1, stance, traps."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field

from service.domain.lexicon import CategoryId
from service.domain.reading import Stance

Labels = abc.Mapping[CategoryId, str]
"""What is said of each category: a stance for an article, ``active`` or ``trace`` for a product."""


@dataclass(slots=True)
class Counts:
    """Agreements and disagreements on one category."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return _ratio(self.right, self.right + self.invented)

    @property
    def recall(self) -> float:
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall: ``2TP / (2TP + FP + FN)``."""
        return _ratio(2 * self.right, 2 * self.right + self.invented + self.missed)


@dataclass(slots=True)
class Agreement:
    """Counts by category over many texts."""

    by_category: dict[CategoryId, Counts] = field(default_factory=dict)

    def add(self, expected: abc.Set[CategoryId], found: abc.Set[CategoryId]) -> None:
        """Count one text."""
        for category in expected | found:
            counts = self.by_category.setdefault(category, Counts())
            counts.right += category in expected and category in found
            counts.invented += category in found and category not in expected
            counts.missed += category in expected and category not in found

    @property
    def total(self) -> Counts:
        """All categories together; its F1 is the micro average."""
        counts = self.by_category.values()
        return Counts(
            sum(c.right for c in counts),
            sum(c.invented for c in counts),
            sum(c.missed for c in counts),
        )

    @property
    def macro_f1(self) -> float:
        """The mean of the categories' F1, each counting alike."""
        scores = [counts.f1 for counts in self.by_category.values()]
        return sum(scores) / len(scores) if scores else 0.0


@dataclass(slots=True)
class StanceTable:
    """How often each labelled stance was read as which."""

    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, expected: str, found: str) -> None:
        self.seen[expected, found] = self.seen.get((expected, found), 0) + 1

    @property
    def balanced_accuracy(self) -> float:
        """The mean over the stances of the share that was read right."""
        recalls = []
        for stance in Stance:
            of_stance = sum(n for (expected, _), n in self.seen.items() if expected == stance)
            if of_stance:
                recalls.append(self.seen.get((stance, stance), 0) / of_stance)
        return sum(recalls) / len(recalls) if recalls else 0.0

    def count(self, expected: Stance, found: Stance) -> int:
        return self.seen.get((expected, found), 0)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
