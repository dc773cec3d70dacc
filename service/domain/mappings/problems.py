"""What a check of a mapping finds, and what all checks look at."""

from __future__ import annotations

from collections import Counter, abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from service.domain.catalog import Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId, Lexicon

T = TypeVar("T")


class Severity(StrEnum):
    """An *error* stops a publish; a *warning* is worth a look."""

    ERROR = "error"
    WARNING = "warning"


class Place(StrEnum):
    """What kind of thing a problem or a change is at."""

    RULE = "rule"
    ARTICLE = "article"
    SLOT = "slot"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. *where*: the rule id, article id or slot name; empty for the whole shop."""

    severity: Severity
    place: Place
    where: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


Found = tuple[Severity, str]
"""A problem before it is said where."""


@dataclass(frozen=True, slots=True)
class Goods:
    """The products of the shop as they are now."""

    products: abc.Mapping[ProductId, Product]
    now: datetime

    def name(self, product: ProductId) -> str:
        known = self.products.get(product)
        return known.title if known else f"product {product}"

    def sells(self, product: ProductId) -> bool:
        return not list(self.problems([product]))

    def problems(self, products: Iterable[ProductId]) -> Iterator[Found]:
        for product in dict.fromkeys(products):
            known = self.products.get(product)
            if known is None:
                text = f"{self.name(product)} is not in the shop; take it out"
                yield Severity.ERROR, text
            elif reason := ineligibility(known, now=self.now):
                yield Severity.WARNING, f"{known.title} cannot be shown: {reason.value}"


def name_of(category: CategoryId, lexicon: Lexicon) -> str:
    known = lexicon.categories.get(category)
    return known.name if known else category.replace("_", " ")


def repeated(items: Iterable[T]) -> list[T]:
    return [item for item, count in Counter(items).items() if count > 1]
