"""
What a theme shows before any request: a shop's cards as metafields that Liquid reads.

``service/README.md`` says how they look and how Liquid finds those of an article. In short: the
*head* says in how many *shards* the articles lie, and a shard holds those whose id leaves its
number when it is divided by that.

Shards are named by their division, so that a new one stands complete before the head points to it,
and the old one goes afterwards. A division is a prime: Shopify's ids go in steps of powers of two,
and would all fall into a few shards of an even number.
"""

from __future__ import annotations

import hashlib
import json
from collections import abc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.mappings import SlotName

NAMESPACE = "endcap"
HEAD = "first_paint"
JSON = "json"

ARTICLE_NAMESPACE = "$app:endcap"
PRODUCTS = "products"
PRODUCT_LIST = "list.product_reference"

LARGEST = 128 * 1024
"""Bytes that Shopify lets a value of JSON have."""
USUAL = 32 * 1024
"""Bytes that a shard is meant to have: Liquid reads all of it to show one article."""
FIRST_GUESS = 640
"""Bytes of an article, before any have been counted."""

DIVISIONS = (1, 5, 11, 23, 47, 97, 197, 397, 797, 1597, 3203, 6421)
"""Numbers of shards: primes, each about twice the one before."""


@dataclass(frozen=True, slots=True)
class PaintedCard:
    """*label*: as a rule says it, for every language."""

    product: ProductId
    handle: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaintedSlot:
    """*element*: where it stands in the article's HTML (`Placement`), if it has a place."""

    set_id: str
    cards: tuple[PaintedCard, ...]
    element: int | None = None


@dataclass(frozen=True, slots=True)
class PaintedArticle:
    """What stands in the slots of an article, those alone that show something."""

    article: ArticleId
    mapping_version: int
    arm: str
    slots: abc.Mapping[SlotName, PaintedSlot]


def division_for(articles: int, mean_bytes: int, now: int) -> int:
    """Return how many shards *articles* want; *now*: how many there are, 0 for none.

    Those that there are stay while they are neither twice as full as meant nor nearly empty, for
    another number has all of them written again.
    """
    wanted = max(1, -(-articles * mean_bytes // USUAL))
    if now in DIVISIONS and now <= 8 * wanted and wanted <= 2 * now:
        return now
    return next((each for each in DIVISIONS if each >= wanted), DIVISIONS[-1])


def more_than(shards: int) -> int | None:
    """Return the next larger division, ``None`` after the last."""
    return next((each for each in DIVISIONS if each > shards), None)


def shard_of(article: ArticleId, shards: int) -> int:
    return article % shards


def shard_key(shards: int, number: int) -> str:
    return f"cards_{shards}_{number}"


def head_value(shards: int) -> str:
    return _compact({"shards": shards})


def shard_value(painted: Iterable[PaintedArticle]) -> str:
    """Return the JSON of one shard, empty where no article shows anything."""
    entries = {str(each.article): _entry(each) for each in painted if each.slots}
    return _compact(entries) if entries else ""


def products_value(painted: PaintedArticle | None) -> str:
    """Return the article's list of products, those of its first slot; empty where it has none."""
    if painted is None or not painted.slots:
        return ""
    first = next(iter(painted.slots.values()))
    return _compact([f"gid://shopify/Product/{card.product}" for card in first.cards])


def is_too_large(value: str) -> bool:
    """Whether Shopify would refuse *value*."""
    return len(value.encode()) > LARGEST


def digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _entry(painted: PaintedArticle) -> dict[str, object]:
    slots: dict[str, dict[str, object]] = {}
    shown: dict[tuple[PaintedCard, ...], SlotName] = {}
    for name, slot in painted.slots.items():
        same = shown.setdefault(slot.cards, name)
        slots[name] = {
            "set_id": slot.set_id,
            **({} if slot.element is None else {"element": slot.element}),
            **({"items": _items(slot.cards)} if same == name else {"repeats": same}),
        }
    return {"mapping_version": painted.mapping_version, "arm": painted.arm, "slots": slots}


def _items(cards: Sequence[PaintedCard]) -> list[dict[str, object]]:
    return [
        {
            "id": card.product,
            "handle": card.handle,
            "labels": {"default": card.label} if card.label else {},
            **({"note": card.note} if card.note else {}),
        }
        for card in cards
    ]


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
