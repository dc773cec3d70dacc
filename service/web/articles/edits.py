"""The verbs for one article as a form says them: pin, never show, ignore, and their opposites."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from service.domain.articles import ArticleId
from service.domain.catalog import Product, ProductId
from service.domain.errors import InvalidError
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import (
    Mapping,
    allow,
    ignore,
    never_show,
    pin,
    unignore,
    unpin,
)
from service.web.saving import Proposal

Form = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edit happens, with the names that its sentence needs."""

    article: ArticleId
    title: str
    products: AnyMapping[ProductId, Product]
    lexicon: Lexicon

    def product(self, text: str) -> tuple[ProductId, str]:
        product_id = ProductId(_whole(text))
        found = self.products.get(product_id)
        return product_id, found.title if found else f"product {product_id}"

    def category(self, text: str) -> tuple[CategoryId, str]:
        known = self.lexicon.categories.get(CategoryId(text))
        return CategoryId(text), known.name if known else text


def part_of_page(form: Form) -> str:
    """Return the part of the page that shows what came of the edit."""
    return "found" if form.get("do", "").startswith(("ignore:", "unignore:")) else "shows"


def read_edit(form: Form, place: Place) -> Proposal:
    """Return the edit that the button ``do`` names, as ``verb:what``; raise `InvalidError`."""
    verb, _, what = form.get("do", "").partition(":")
    match verb:
        case "pin":
            return _pin(form, place, what)
        case "unpin" | "never" | "allow":
            return _product_verb(verb, place, what)
        case "ignore" | "unignore":
            return _category_verb(verb, place, what)
        case _:
            raise InvalidError("the form asks for something unknown")


def _pin(form: Form, place: Place, what: str) -> Proposal:
    number, _, position = what.partition(":")
    product, title = place.product(number)
    if product not in place.products:
        raise InvalidError("the shop has no such product")
    at = _whole(position or form.get("position", "1"))
    reason = form.get("reason", "").strip()[:300]

    def edit(mapping: Mapping) -> Mapping:
        return pin(mapping, place.article, product, at, reason=reason)

    return Proposal(edit, f"Pinned {title} at place {at} in “{place.title}”")


def _product_verb(verb: str, place: Place, what: str) -> Proposal:
    product, title = place.product(what)
    article, here = place.article, f"in “{place.title}”"
    if verb == "unpin":
        return Proposal(lambda m: unpin(m, product, article=article), f"Unpinned {title} {here}")
    if verb == "allow":
        return Proposal(
            lambda m: allow(m, product, article=article), f"Allowed {title} again {here}"
        )
    return Proposal(lambda m: never_show(m, product, article=article), f"Never show {title} {here}")


def _category_verb(verb: str, place: Place, what: str) -> Proposal:
    category, name = place.category(what)
    article, here = place.article, f"in “{place.title}”"
    if verb == "ignore":
        if category not in place.lexicon.categories:
            raise InvalidError("nothing of that name is looked for in articles")
        return Proposal(lambda m: ignore(m, article, category), f"Ignored {name} {here}")
    return Proposal(lambda m: unignore(m, article, category), f"Used {name} again {here}")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InvalidError("the form does not name a product or place")
    return int(text)
