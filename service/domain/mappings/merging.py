"""Puts the changes of a draft on top of another mapping than the one that it was made from."""

from __future__ import annotations

from collections import abc
from collections.abc import Hashable
from typing import TypeVar

from service.domain.mappings.values import ArticleOverride, Mapping

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def merge(base: Mapping, mine: Mapping, theirs: Mapping) -> Mapping:
    """
    Return *theirs* with what *mine* changes of *base*; where both change a thing, mine stands.

    Things are a rule, a slot, what was decided for an article, each product that is never shown,
    and the fillers as a whole.
    """
    rules = _merged(
        *({rule.id: rule for rule in mapping.rules} for mapping in (base, mine, theirs))
    )
    slots = _merged(
        *({slot.name: slot for slot in mapping.slots} for mapping in (base, mine, theirs))
    )
    by_hand = _merged(base.articles, mine.articles, theirs.articles)
    return Mapping(
        rules=tuple(rules.values()),
        slots=tuple(slots.values()),
        never_show=(theirs.never_show - (base.never_show - mine.never_show))
        | (mine.never_show - base.never_show),
        articles={a: override for a, override in by_hand.items() if override != ArticleOverride()},
        fallback=theirs.fallback if mine.fallback == base.fallback else mine.fallback,
    )


def _merged(
    base: abc.Mapping[K, V], mine: abc.Mapping[K, V], theirs: abc.Mapping[K, V]
) -> dict[K, V]:
    """Keep the order of *theirs*; what only *mine* has comes last."""
    found: dict[K, V] = {}
    for key in (*theirs, *(key for key in mine if key not in theirs)):
        is_mine = mine.get(key) != base.get(key)
        source = mine if is_mine else theirs
        if key in source:
            found[key] = source[key]
    return found
