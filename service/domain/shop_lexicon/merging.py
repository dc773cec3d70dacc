"""The default lexicon and a shop's additions as one lexicon, with a version of its own."""

from __future__ import annotations

import hashlib
from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.domain.lexicon import NOTHING, CategoryId, IngredientCategory, Lexicon, Term
from service.domain.reading.folding import fold
from service.domain.shop_lexicon.values import ShopLexicon


def merge(default: Lexicon, additions: ShopLexicon) -> Lexicon:
    """
    Return the lexicon that the shop is read with; *default* itself where nothing is added.

    An addition that a newer default lexicon has no room for is left out: a category that it has
    itself, a parent or a category that it has no longer. The version is the default's and a digest
    of the additions, so equal additions read equally in every shop.
    """
    if not additions:
        return default
    categories = {**_own_categories(default, additions), **default.categories}
    own = [term for term in additions.terms if term.category in categories]
    terms = (*_heeded(default.terms, own, additions.ignored), *own)
    version = f"{default.version}+{digest_of(additions)}"
    return Lexicon(version, categories, terms, default.stances)


def _heeded(terms: Iterable[Term], own: Iterable[Term], ignored: Iterable[str]) -> Iterator[Term]:
    """The default *terms*; those that are ignored stand for nothing, or give way to one's own."""
    meaningless, taken = set(map(fold, ignored)), {fold(term.text) for term in own}
    for term in terms:
        if not meaningless or (folded := fold(term.text)) not in meaningless:
            yield term
        elif folded not in taken:
            yield replace(term, category=NOTHING)


def digest_of(additions: ShopLexicon) -> str:
    """Return a digest of what reading depends on, whatever the order."""
    digest = hashlib.blake2b(digest_size=8)
    for line in sorted(_lines(additions)):
        digest.update(line.encode())
    return digest.hexdigest()


def _lines(additions: ShopLexicon) -> Iterator[str]:
    for term in additions.terms:
        said = ("t", term.text, term.language, term.category, term.kind, str(term.needs_skin))
        yield "\0".join(said) + "\n"
    for c in additions.categories:
        yield "\0".join(("c", c.id, c.name, c.parent or "", str(c.routine_step))) + "\n"
    for text in additions.ignored:
        yield f"i\0{fold(text)}\n"


def _own_categories(
    default: Lexicon, additions: ShopLexicon
) -> abc.Mapping[CategoryId, IngredientCategory]:
    own = {c.id: c for c in additions.categories}
    known = own.keys() | default.categories.keys()
    return {
        c.id: c if c.parent is None or c.parent in known else replace(c, parent=None)
        for c in own.values()
    }
