"""Lists the ingredients that a shop's texts are read for, as a tree, with where each was found."""

from __future__ import annotations

from collections import Counter, abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.lexicon import NOTHING, CategoryId, IngredientCategory, Lexicon
from service.domain.reading.folding import fold
from service.domain.shop_lexicon import ShopLexicon
from service.storage import ingredients, shop_lexicon
from service.storage.database import Database
from service.storage.ingredients import FoundIn
from service.usecases.shop_lexicons import ShopLexicons


@dataclass(frozen=True, slots=True)
class Filters:
    """*own*: only what the shop added to or ignores terms of. *unsold*: only what no product is
    about. *language*: only what has terms in it."""

    search: str = ""
    own: bool = False
    unsold: bool = False
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.search.strip() or self.own or self.unsold or self.language)


@dataclass(frozen=True, slots=True)
class ListedIngredient:
    """A category in the tree. *found*: in how many texts, with all that stands below it.

    *own_terms*, *ignored*: terms that the shop added, or ignores. *terms*: how many it has, in the
    language asked for. *named*: the term that a search found it by. *fits*: what the filters ask
    for, and not only what stands above that.
    """

    category: IngredientCategory
    depth: int
    is_own: bool
    own_terms: int
    ignored: int
    terms: int
    found: FoundIn
    named: str
    fits: bool


@dataclass(frozen=True, slots=True)
class IngredientList:
    """*fitting*: how many the filters ask for, of *total*. *is_found*: any was found anywhere."""

    items: Sequence[ListedIngredient]
    fitting: int
    total: int
    is_found: bool


def list_ingredients(
    shop_id: ShopId, filters: Filters, *, database: Database, lexicons: ShopLexicons
) -> IngredientList:
    """Return the tree in order, siblings by name, cut down to what the *filters* ask for."""
    with database.transaction(shop_id, read_only=True) as tx:
        lexicon = lexicons.load(tx, shop_id)
        own = shop_lexicon.load(tx, shop_id)
        found = counts(tx, shop_id, lexicon)
    every = [*_listed(lexicon, lexicons.default, own, found, filters)]
    kept = _with_what_stands_above(every, lexicon)
    return IngredientList(
        kept, sum(item.fits for item in kept), len(every), any(map(_is_anywhere, found.values()))
    )


def counts(tx: Connection, shop_id: ShopId, lexicon: Lexicon) -> dict[CategoryId, FoundIn]:
    """Return where each category was found together with all below it, each text counted once."""
    lines = {c: (c, *lexicon.ancestors(c))[::-1] for c in lexicon.categories}
    found = ingredients.count(tx, shop_id)
    for depth in range(max(map(len, lines.values()), default=0)):
        at_depth = {c: line[depth] for c, line in lines.items() if len(line) > depth}
        umbrellas = {c: above for c, above in at_depth.items() if above in lexicon.children}
        if umbrellas:
            found |= ingredients.count(tx, shop_id, umbrellas)
    return found


def in_order(lexicon: Lexicon) -> Iterator[tuple[IngredientCategory, int]]:
    """Yield every category with its depth, each before what stands below it, siblings by name."""
    below: dict[CategoryId | None, list[IngredientCategory]] = {}
    for category in sorted(lexicon.categories.values(), key=lambda c: (c.name.casefold(), c.id)):
        below.setdefault(category.parent, []).append(category)
    waiting = [(category, 0) for category in reversed(below.get(None, []))]
    while waiting:
        category, depth = waiting.pop()
        yield category, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(category.id, []))]


def _listed(
    lexicon: Lexicon,
    default: Lexicon,
    own: ShopLexicon,
    found: abc.Mapping[CategoryId, FoundIn],
    filters: Filters,
) -> Iterator[ListedIngredient]:
    added = Counter(term.category for term in own.terms)
    meaningless = set(map(fold, own.ignored))
    ignored = Counter(
        category
        for category, _ in {
            (term.category, fold(term.text))
            for term in default.terms
            if meaningless and fold(term.text) in meaningless
        }
    )
    spoken = Counter(
        t.category for t in lexicon.terms if t.language == filters.language or not filters.language
    )
    named = _named(lexicon, filters.search)
    for category, depth in in_order(lexicon):
        item = ListedIngredient(
            category,
            depth,
            category.id not in default.categories,
            added[category.id],
            ignored[category.id],
            spoken[category.id],
            found.get(category.id, FoundIn()),
            named.get(category.id, ""),
            fits=True,
        )
        yield item if _fits(item, filters, named) else replace(item, fits=False)


def _fits(item: ListedIngredient, filters: Filters, named: abc.Container[CategoryId]) -> bool:
    return (
        (not filters.search.strip() or item.category.id in named)
        and (not filters.own or bool(item.is_own or item.own_terms or item.ignored))
        and (not filters.unsold or item.found.products == 0)
        and (not filters.language or item.terms > 0)
    )


def _named(lexicon: Lexicon, search: str) -> dict[CategoryId, str]:
    """The categories that are called so, or have a term that holds it: the shortest such."""
    wanted = fold(search).strip()
    if not wanted:
        return {}
    found = {c.id: "" for c in lexicon.categories.values() if wanted in fold(c.name)}
    for term in sorted(lexicon.terms, key=lambda term: len(term.text)):
        if term.category != NOTHING and wanted in fold(term.text):
            found.setdefault(term.category, term.text)
    return found


def _with_what_stands_above(
    every: Sequence[ListedIngredient], lexicon: Lexicon
) -> list[ListedIngredient]:
    above = {a for item in every if item.fits for a in lexicon.ancestors(item.category.id)}
    return [item for item in every if item.fits or item.category.id in above]


def _is_anywhere(found: FoundIn) -> bool:
    return bool(found.articles or found.products)
