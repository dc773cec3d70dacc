"""Changes and problems in words, with titles where the domain only knows ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.articles import ArticleId
from service.domain.catalog import Product, ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Change, Place, Problem

PRODUCT = re.compile(r"\bproduct ([0-9]{1,19})\b")
ARTICLE = re.compile(r"^article ([0-9]{1,19})\b")
RULE = re.compile(r"^(.+?) rule\b")
OF_INGREDIENTS = (": ingredient changed", ": ignored changed")


@dataclass(frozen=True, slots=True)
class Said:
    """*before* and *after* are empty where there is nothing to compare."""

    message: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Titles:
    """Puts titles where the domain has written ids."""

    products: Mapping[ProductId, Product]
    articles: Mapping[ArticleId, str]
    lexicon: Lexicon

    def change(self, change: Change) -> Said:
        message = self._with_titles(change.message)
        if change.place is Place.RULE:
            message = RULE.sub(lambda found: f"{self._ingredient(found.group(1))} rule", message)
        is_of_ingredients = change.message.endswith(OF_INGREDIENTS)
        named = self._ingredients if is_of_ingredients else self._with_titles
        return Said(message[:1].upper() + message[1:], named(change.before), named(change.after))

    def problem(self, problem: Problem) -> str:
        message = self._with_titles(problem.message)
        if problem.place is Place.ARTICLE:
            return f"{self._article(problem.where)}: {message}"
        return message[:1].upper() + message[1:]

    def _with_titles(self, text: str) -> str:
        text = ARTICLE.sub(lambda found: self._article(found.group(1)), text)
        return PRODUCT.sub(lambda found: self._product(found.group(1)), text)

    def _ingredients(self, listed: str) -> str:
        return ", ".join(self._ingredient(each) for each in listed.split(", ") if each)

    def _ingredient(self, written: str) -> str:
        """Return the name of a category whose id the domain has *written* as words."""
        known = self.lexicon.categories.get(CategoryId(written.replace(" ", "_")))
        return known.name if known else written

    def _product(self, number: str) -> str:
        known = self.products.get(ProductId(int(number)))
        return known.title if known else f"product {number}"

    def _article(self, number: str) -> str:
        known = self.articles.get(ArticleId(int(number)))
        return f"“{known}”" if known else f"article {number}"
