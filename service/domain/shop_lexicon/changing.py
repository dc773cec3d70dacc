"""Applies changes to a shop's additions, or says of each what is wrong with it."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.domain.errors import InvalidShopLexiconError
from service.domain.lexicon import IngredientCategory, Lexicon, Term
from service.domain.reading.folding import fold
from service.domain.shop_lexicon.category_checks import check_categories
from service.domain.shop_lexicon.term_checks import Room, check_ignored, check_terms
from service.domain.shop_lexicon.values import (
    MOST_CATEGORIES,
    MOST_TERMS,
    LexiconChanges,
    ShopLexicon,
    TermKey,
    clean,
    key_of,
)

Fault = tuple[str, str]


def apply_changes(default: Lexicon, current: ShopLexicon, changes: LexiconChanges) -> ShopLexicon:
    """
    Return *current* with the *changes*; raise `InvalidShopLexiconError` that names every fault.

    To add what is there already in the same words changes nothing. Only what the changes bring is
    checked: what was once taken stays, whatever a newer default lexicon holds.
    """
    changes = _cleaned(changes)
    faults = [*_missing(current, changes)]
    kept = _without(current, changes)
    categories = {c.id: c for c in (*kept.categories, *changes.add_categories)}
    faults += check_categories(default, tuple(categories.values()), changes.add_categories)
    ignored = _ignored(kept, changes)
    room = Room(default, categories, frozenset(map(fold, ignored)), _by_key(kept.terms))
    faults += check_terms(changes.add_terms, room)
    faults += check_ignored(default, changes.ignore)
    terms = {**_by_key(kept.terms), **_by_key(changes.add_terms)}
    faults += _emptied(changes, terms.values(), categories.values())
    faults += _too_many(len(terms) + len(ignored), len(categories))
    if faults:
        raise InvalidShopLexiconError(tuple(faults))
    return ShopLexicon(tuple(terms.values()), tuple(categories.values()), ignored)


def _cleaned(changes: LexiconChanges) -> LexiconChanges:
    return replace(
        changes,
        add_terms=tuple(replace(t, text=clean(t.text)) for t in changes.add_terms),
        ignore=tuple(map(clean, changes.ignore)),
        heed=tuple(map(clean, changes.heed)),
        add_categories=tuple(replace(c, name=clean(c.name)) for c in changes.add_categories),
    )


def _by_key(terms: Sequence[Term]) -> dict[TermKey, Term]:
    return {key_of(term.text, term.language): term for term in terms}


def _without(current: ShopLexicon, changes: LexiconChanges) -> ShopLexicon:
    gone = set(changes.remove_terms)
    return replace(
        current,
        terms=tuple(t for t in current.terms if key_of(t.text, t.language) not in gone),
        categories=tuple(c for c in current.categories if c.id not in changes.remove_categories),
    )


def _ignored(current: ShopLexicon, changes: LexiconChanges) -> tuple[str, ...]:
    heeded = set(map(fold, changes.heed))
    every = {fold(text): text for text in (*current.ignored, *changes.ignore)}
    return tuple(text for folded, text in every.items() if folded not in heeded)


def _missing(current: ShopLexicon, changes: LexiconChanges) -> Iterator[Fault]:
    """What can not be taken away, because it is not there."""
    terms = _by_key(current.terms)
    for number, key in enumerate(changes.remove_terms):
        if key not in terms:
            yield f"remove_terms.{number}", f"{key.folded!r} ({key.language}) is no term of yours"
    own = {category.id for category in current.categories}
    for number, category in enumerate(changes.remove_categories):
        if category not in own:
            yield f"remove_categories.{number}", f"{category!r} is no category of yours"
    ignored = set(map(fold, current.ignored))
    for number, text in enumerate(changes.heed):
        if fold(text) not in ignored:
            yield f"heed.{number}", f"{text!r} is not ignored"


def _emptied(
    changes: LexiconChanges, terms: abc.Iterable[Term], categories: abc.Iterable[IngredientCategory]
) -> Iterator[Fault]:
    """Categories that can not go while something is in them."""
    for number, gone in enumerate(changes.remove_categories):
        place = f"remove_categories.{number}"
        held = sum(term.category == gone for term in terms)
        if held:
            yield place, f"{gone!r} still has terms ({held}); remove them first"
        below = [category.name for category in categories if category.parent == gone]
        if below:
            yield place, f"{gone!r} stands above {', '.join(below)}; move or remove that first"


def _too_many(terms: int, categories: int) -> Iterator[Fault]:
    if terms > MOST_TERMS:
        yield (
            "add_terms",
            f"a shop can have {MOST_TERMS:,} terms of its own; these are {terms:,}",
        )
    if categories > MOST_CATEGORIES:
        yield (
            "add_categories",
            f"a shop can have {MOST_CATEGORIES} categories of its own; these are {categories}",
        )
