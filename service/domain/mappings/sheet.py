"""A mapping as a sheet (CSV): one row a rule, a pin, a *never show*, an *ignore*, a slot.

Products stand under their handles, articles as ``blog/handle``; what the shop does not have (any
more) as ``#`` and its id. Several in one cell have commas between. A sheet that `write_sheet` wrote
and `read_sheet` reads onto an empty mapping gives the mapping as it was.
"""

from __future__ import annotations

import csv
import io
from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.cells import Row, listed, shown
from service.domain.lexicon import CategoryId
from service.domain.mappings.values import ArticleOverride, Mapping, Rule, Slot

RULE, PIN, NEVER_SHOW, IGNORE, FILLER, SLOT = (
    "rule", "pin", "never_show", "ignore", "filler", "slot",
)  # fmt: skip
WHAT = (RULE, PIN, NEVER_SHOW, IGNORE, FILLER, SLOT)
COLUMNS: tuple[str, ...] = (
    "what", "rule", "category", "products", "label", "weight", "role", "tags", "blogs",
    "languages", "starts_at", "ends_at", "on", "article", "position", "reason",
    "slot", "limit", "minimum", "order", "repeats", "repeats_categories",
)  # fmt: skip
"""Times are UTC, in ISO 8601."""
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Names:
    """What products and articles of the shop are called in a sheet, and which categories exist."""

    products: abc.Mapping[ProductId, str]
    articles: abc.Mapping[ArticleId, str]
    categories: abc.Set[CategoryId]


class Does(StrEnum):
    """What a line of a sheet does to the mapping."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"
    WRONG = "wrong"


class Verdict(NamedTuple):
    """What a line of a sheet does.

    *line*: its number, the header being 1; of what a sheet leaves out, 0. *column*: what is wrong.
    """

    line: int
    does: Does
    message: str
    column: str = ""


def write_sheet(mapping: Mapping, names: Names) -> str:
    """Return *mapping* as CSV (RFC 4180, UTF-8)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(mapping, names):
        writer.writerow({column: shown(cell) for column, cell in row.items()})
    return out.getvalue()


def _rows(mapping: Mapping, names: Names) -> Iterator[Row]:
    for rule in mapping.rules:
        yield _rule_row(rule, names)
    for slot in mapping.slots:
        yield _slot_row(slot)
    if mapping.fallback:
        yield {"what": FILLER, "products": _products(mapping.fallback, names)}
    if mapping.never_show:
        yield {"what": NEVER_SHOW, "products": _products(sorted(mapping.never_show), names)}
    for article in sorted(mapping.articles):
        yield from _article_rows(_article(article, names), mapping.articles[article], names)


def _rule_row(rule: Rule, names: Names) -> Row:
    return {
        "what": RULE,
        "rule": rule.id,
        "category": rule.category,
        "products": _products(rule.products, names),
        "label": rule.label,
        "weight": repr(rule.weight),
        "role": rule.role or "",
        "tags": listed(rule.tags),
        "blogs": listed(rule.blogs),
        "languages": listed(rule.languages),
        "starts_at": rule.starts_at.isoformat() if rule.starts_at else "",
        "ends_at": rule.ends_at.isoformat() if rule.ends_at else "",
        "on": YES if rule.enabled else NO,
    }


def _slot_row(slot: Slot) -> Row:
    return {
        "what": SLOT,
        "slot": slot.name,
        "limit": str(slot.limit),
        "minimum": str(slot.minimum),
        "order": slot.order,
        "repeats": slot.repeats or "",
        "repeats_categories": YES if slot.repeats_categories else NO,
    }


def _article_rows(article: str, override: ArticleOverride, names: Names) -> Iterator[Row]:
    for pin in override.pins:
        yield {
            "what": PIN,
            "article": article,
            "products": _products([pin.product], names),
            "position": str(pin.position),
            "reason": pin.reason,
        }
    if override.never_show:
        products = _products(sorted(override.never_show), names)
        yield {"what": NEVER_SHOW, "article": article, "products": products}
    if override.ignore:
        yield {"what": IGNORE, "article": article, "category": listed(sorted(override.ignore))}


def _products(products: Iterable[ProductId], names: Names) -> str:
    return listed(names.products.get(each, f"#{each}") for each in products)


def _article(article: ArticleId, names: Names) -> str:
    return names.articles.get(article, f"#{article}")
