"""A shop's additions to the lexicon, and changes of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.lexicon import CategoryId, IngredientCategory, Term
from service.domain.reading.folding import fold

MOST_TERMS = 50_000
MOST_CATEGORIES = 500


class TermKey(NamedTuple):
    """What may stand once in a lexicon: a spelling, folded, in a language."""

    folded: str
    language: str


def key_of(text: str, language: str = "en") -> TermKey:
    return TermKey(fold(clean(text)), language)


def clean(text: str) -> str:
    """Return *text* as it is kept: composed characters, single blanks, none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class ShopLexicon:
    """*ignored*: spellings of default terms that mean nothing in this shop, in any language.

    Of a category only id, name, parent and routine step are a shop's to say.
    """

    terms: tuple[Term, ...] = ()
    categories: tuple[IngredientCategory, ...] = ()
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.categories or self.ignored)


@dataclass(frozen=True, slots=True)
class LexiconChanges:
    """What is to be changed, all of it or nothing; what is removed goes before what is added.

    *add_categories*: one of the shop's own ids takes the new name, parent and step over.
    *heed*: spellings that are ignored no longer.
    """

    add_terms: tuple[Term, ...] = ()
    remove_terms: tuple[TermKey, ...] = ()
    ignore: tuple[str, ...] = ()
    heed: tuple[str, ...] = ()
    add_categories: tuple[IngredientCategory, ...] = ()
    remove_categories: tuple[CategoryId, ...] = ()
