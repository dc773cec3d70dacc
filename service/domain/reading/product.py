"""Reads a product: which kinds of ingredient it is for, which it merely holds a trace of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from service.domain.catalog import Product
from service.domain.lexicon import CategoryId, Lexicon, Term, TermKind
from service.domain.reading import Presence, ProductCategory, ProductReading, Stance
from service.domain.reading.cues import find_cues
from service.domain.reading.folding import fold
from service.domain.reading.html import read_html
from service.domain.reading.inci import Ingredient, parse_ingredients, spellings
from service.domain.reading.said import Sentence
from service.domain.reading.sentences import sentence_starts
from service.domain.reading.stance import stance_of
from service.domain.reading.terms import Nearby, TermFinder, term_finder

_SOURCES = ("title", "ingredients", "type", "tag", "description")
_LIST_HEAD = re.compile(
    r"(?<!key )(?<!hero )(?<!star )(?<!main )(?<!powerful )\b(?:(?:in-?)?active ingredients?"
    r"|ingredients?(?: list| \(inci\))?"
    r"|inci|ingr\u00e9dients|inhaltsstoffe|ingredientes)\s*:",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(
    r"^(?:(?:full|all|complete) )?(?:ingredients?(?: list)?|inci|ingr\u00e9dients"
    r"|inhaltsstoffe)\W*$",
    re.IGNORECASE,
)
_FEWEST_COMMAS = 3
_BESIDES = re.compile(
    r"\b(?:pairs?|paired|layer|follow|followed|combine|combined|mix|alternate|compatible|use"
    r"|used|apply"
    r"|safe|works?|works well|before|after|alongside|together)\b[^.]{0,40}\b(?:with|by|after"
    r"|before|alongside|over|under)\b[^.]{0,30}$"
    r"|\b(?:alternative to|instead of|like|unlike|than|versus|vs)\b[^.]{0,20}$"
    r"|\balternate with\b[^.]{0,20}$"
)


def read_product(product: Product, lexicon: Lexicon) -> ProductReading:
    """Return the categories of *product*, those it is for first, each with its evidence."""
    finder = term_finder(lexicon, "en")
    description = _description(product.description_html)
    ingredients = parse_ingredients(product.ingredients or _list_in(description))
    found = [
        *_named(product.title, "title", finder),
        *_listed(ingredients, finder, lexicon),
        *_named(product.product_type, "type", finder),
        *(category for tag in product.tags for category in _named(tag, "tag", finder)),
        *_described(description, finder),
    ]
    kept = [c for c in found if _is_believed(c, found, ingredients, lexicon)]
    return ProductReading(_best_of_each(kept, lexicon), lexicon.version)


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
            if keeps_head or listed.count(",") >= _FEWEST_COMMAS:
                return listed
        elif _LIST_TITLE.match(text) and following.count(",") >= _FEWEST_COMMAS:
            return following
    return ""


def _listed(
    ingredients: Iterable[Ingredient], finder: TermFinder, lexicon: Lexicon
) -> Iterator[ProductCategory]:
    for ingredient in ingredients:
        term = _term_of(ingredient.name, finder)
        if term is not None:
            yield ProductCategory(
                term.category,
                _presence(ingredient, term, lexicon),
                "ingredients",
                ingredient.name,
                ingredient.position,
            )


@lru_cache(maxsize=8192)  # a shop's products share most of their ingredients
def _term_of(ingredient: str, finder: TermFinder) -> Term | None:
    """The term that names the ingredient: the longest within any of its spellings."""
    if "copolymer" in ingredient.lower():
        return None  # a polymer of it, such as glycolic acid's, is something else
    best: tuple[int, Term] | None = None
    for spelling in spellings(ingredient):
        for hit in finder.find(spelling, fold(spelling)):
            if best is None or hit.end - hit.start > best[0]:
                best = hit.end - hit.start, hit.term
    return best[1] if best else None


def _presence(ingredient: Ingredient, term: Term, lexicon: Lexicon) -> Presence:
    """Active where the list says so or the place allows it, by what that kind needs to work."""
    category = lexicon.categories[term.category]
    if ingredient.optional:
        return Presence.TRACE
    if ingredient.declared_active or (ingredient.percent or 0) >= 1:
        return Presence.ACTIVE
    if ingredient.position > (term.trace_after or category.trace_after):
        return Presence.TRACE
    if ingredient.after_one_percent and not category.low_dose:
        return Presence.TRACE
    return Presence.ACTIVE


def _named(text: str, source: str, finder: TermFinder) -> Iterator[ProductCategory]:
    for term in _named_terms(text, finder):
        yield ProductCategory(term.category, Presence.ACTIVE, source, text)


@lru_cache(maxsize=8192)  # types and tags repeat
def _named_terms(text: str, finder: TermFinder) -> tuple[Term, ...]:
    return tuple(_meant(text, finder))


def _described(description: Sequence[str], finder: TermFinder) -> Iterator[ProductCategory]:
    for text in description:
        starts = [*sentence_starts(text, 0, len(text)), len(text)]
        for start, end in pairwise(starts):
            sentence = text[start:end].strip()
            for term in _meant(sentence, finder):
                yield ProductCategory(term.category, Presence.ACTIVE, "description", sentence)


def _meant(text: str, finder: TermFinder) -> Iterator[Term]:
    """The terms that *text* says the product has: not "retinol-free", not "pairs with retinol"."""
    folded = fold(text)
    hits = finder.find(text, folded)
    if not hits:
        return
    cues = find_cues(folded, "en")
    nearby = Nearby(folded)
    sentence = Sentence(folded, cues, [(hit.start, hit.end) for hit in hits])
    for hit in hits:
        if hit.term.kind is TermKind.PROCEDURE or (hit.unless and hit.unless.stands_in(nearby)):
            continue
        if _BESIDES.search(folded[: hit.start]):
            continue
        if stance_of(sentence, hit.start, hit.end).stance is not Stance.AVOID:
            yield hit.term


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


def _best_of_each(
    found: Iterable[ProductCategory], lexicon: Lexicon
) -> tuple[ProductCategory, ...]:
    """One per category: what its name says before what its list says, before the rest.

    A list that holds only a trace outweighs tags and descriptions, never the name.
    """
    best: dict[CategoryId, ProductCategory] = {}
    for category in sorted(found, key=_rank):
        kept = best.get(category.category)
        if kept is None:
            best[category.category] = category
        elif kept.position is None and category.position is not None:
            best[category.category] = ProductCategory(
                kept.category, kept.presence, kept.source, kept.evidence, category.position
            )
    return tuple(sorted(best.values(), key=lambda c: (c.presence is Presence.TRACE, *_rank(c))))


def _rank(category: ProductCategory) -> tuple[int, bool, int, CategoryId]:
    return (
        _SOURCES.index(category.source),
        category.presence is Presence.TRACE,
        category.position or 0,
        category.category,
    )
