"""Reads a product: which kinds of ingredient it is for, which it merely holds a trace of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from service.domain.catalog import Product
from service.domain.lexicon import CategoryId, Lexicon, Term, TermKind
from service.domain.reading import Presence, ProductCategory, ProductReading
from service.domain.reading.claims import claims, product_terms
from service.domain.reading.html import read_html
from service.domain.reading.inci import LIST_NAMES, Ingredient, parse_ingredients
from service.domain.reading.kinds import adorns, is_for_diapers, is_no_care
from service.domain.reading.naming import term_of
from service.domain.reading.presence import BASES, Formula, presence
from service.domain.reading.sentences import sentence_starts
from service.domain.reading.terms import TermFinder

_SOURCES = ("title", "ingredients", "type", "tag", "description")
_LIST_HEAD = re.compile(
    r"(?<!key )(?<!hero )(?<!star )(?<!main )(?<!powerful )\b"
    rf"(?:(?:in-?)?active ingredients?|{LIST_NAMES}(?: list| \(inci\))?)\s*[\]】)]?\s*[:：]",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(
    rf"^\W*(?:(?:full|all|complete) )?{LIST_NAMES}(?: list)?\W*$", re.IGNORECASE
)
_COMMA = re.compile("[,、，]")
_FEWEST_COMMAS = 3
_FILTER, _ZINC = CategoryId("sunscreen_mineral"), CategoryId("zinc")


def read_product(product: Product, lexicon: Lexicon) -> ProductReading:
    """Return the categories of *product*, those it is for first, each with its evidence."""
    description = _description(product.description_html)
    listed = product.ingredients or _list_in(description)
    if is_no_care(product.title, product.product_type, lists_ingredients=bool(listed)):
        return ProductReading((), lexicon.version)
    ingredients = parse_ingredients(listed)
    said = _said(product, description, product_terms(lexicon))
    claimed = frozenset(c.category for c in said)
    formula = Formula(len(ingredients), claimed, adorns(product.title, product.product_type))
    found = [*said, *_listed(ingredients, formula, lexicon)]
    if is_for_diapers(product.title, product.product_type):
        found = [_as_zinc(category) for category in found]
    kept = [c for c in found if _is_believed(c, found, ingredients, lexicon)]
    best = _without_umbrellas(_best_of_each(kept, lexicon), lexicon)
    return ProductReading(best, lexicon.version)


def _said(
    product: Product, description: Sequence[str], finder: TermFinder
) -> list[ProductCategory]:
    """What words say of it; its type speaks of a mere base only where nothing else speaks."""
    named = [*_named(product.title, "title", finder), *_described(description, finder)]
    typed = [
        *_named(product.product_type, "type", finder),
        *(category for tag in product.tags for category in _named(tag, "tag", finder)),
    ]
    return named + [c for c in typed if not named or c.category not in BASES]


def listed_in(product: Product) -> str:
    """Return the ingredient list that *product* has, as it is printed; empty without one."""
    return product.ingredients or _list_in(_description(product.description_html))


def _description(html: str) -> list[str]:
    return [block.text for block in read_html(html).blocks if not block.furniture]


def _list_in(description: Sequence[str]) -> str:
    """The ingredient list within a description: after "Ingredients:", or under that heading."""
    for number, text in enumerate(description):
        head = _LIST_HEAD.search(text)
        following = description[number + 1] if number + 1 < len(description) else ""
        if head is not None:
            rest = text[head.end() :].strip()
            keeps_head = "active" in head[0].lower()
            listed = (text[head.start() :] if keeps_head else rest) if rest else following
            if keeps_head and "active" in following.lower()[:30]:
                listed += "\n" + following
            if keeps_head or _commas(listed) >= _FEWEST_COMMAS:
                return listed
        elif _LIST_TITLE.match(text) and _commas(following) >= _FEWEST_COMMAS:
            return following
    return ""


def _commas(text: str) -> int:
    return len(_COMMA.findall(text))


def _listed(
    ingredients: Iterable[Ingredient], formula: Formula, lexicon: Lexicon
) -> Iterator[ProductCategory]:
    finder = product_terms(lexicon)
    for ingredient in ingredients:
        term = term_of(ingredient.name, finder)
        if term is not None:
            yield ProductCategory(
                term.category,
                presence(ingredient, term, formula, lexicon),
                "ingredients",
                ingredient.name,
                ingredient.position,
            )


def _named(text: str, source: str, finder: TermFinder) -> Iterator[ProductCategory]:
    for term in _named_terms(text, finder):
        yield ProductCategory(term.category, Presence.ACTIVE, source, text)


@lru_cache(maxsize=8192)  # types and tags repeat
def _named_terms(text: str, finder: TermFinder) -> tuple[Term, ...]:
    return tuple(claims(text, finder))


def _described(description: Sequence[str], finder: TermFinder) -> Iterator[ProductCategory]:
    for text in description:
        starts = [*sentence_starts(text, 0, len(text)), len(text)]
        for start, end in pairwise(starts):
            sentence = text[start:end].strip()
            for term in claims(sentence, finder, prose=True):
                yield ProductCategory(term.category, Presence.ACTIVE, "description", sentence)


def _as_zinc(category: ProductCategory) -> ProductCategory:
    """Zinc oxide is a filter in the sun only."""
    if category.category == _FILTER and "titan" not in category.evidence.lower():
        return replace(category, category=_ZINC)
    return category


def _is_believed(
    category: ProductCategory,
    found: Sequence[ProductCategory],
    ingredients: Sequence[Ingredient],
    lexicon: Lexicon,
) -> bool:
    """A tag or a description does not outweigh an ingredient list that knows nothing of it."""
    if lexicon.categories[category.category].needs_rule:
        return False
    if category.source in {"title", "ingredients", "type"} or not ingredients:
        return True
    family = lexicon.family(category.category) | set(lexicon.ancestors(category.category))
    if any(c.source in {"ingredients", "title"} and c.category in family for c in found):
        return True
    return category.category not in _in_lists(lexicon)


@lru_cache(maxsize=64)
def _in_lists(lexicon: Lexicon) -> frozenset[CategoryId]:
    """The categories that an ingredient list can show, by a name of their own or of one below."""
    named = {term.category for term in lexicon.terms if term.kind is TermKind.INCI}
    return frozenset(each for c in named for each in (c, *lexicon.ancestors(c)))


def _without_umbrellas(
    found: tuple[ProductCategory, ...], lexicon: Lexicon
) -> tuple[ProductCategory, ...]:
    """The most specific stands alone: no sunscreen beside its mineral filter."""
    active = [c.category for c in found if c.presence is Presence.ACTIVE]
    above = {upper for category in active for upper in lexicon.ancestors(category)}
    return tuple(c for c in found if c.category not in above)


def _best_of_each(
    found: Iterable[ProductCategory], lexicon: Lexicon
) -> tuple[ProductCategory, ...]:
    """One per category: what says that the product is for it before what holds a trace of it,
    its name before its list, that before the rest."""
    best: dict[CategoryId, ProductCategory] = {}
    for category in sorted(found, key=_rank):
        kept = best.get(category.category)
        if kept is None:
            best[category.category] = category
        elif kept.position is None and category.position is not None:
            best[category.category] = ProductCategory(
                kept.category, kept.presence, kept.source, kept.evidence, category.position
            )
    return tuple(sorted(best.values(), key=_rank))


def _rank(category: ProductCategory) -> tuple[bool, int, int, CategoryId]:
    return (
        category.presence is Presence.TRACE,
        _SOURCES.index(category.source),
        category.position or 0,
        category.category,
    )
