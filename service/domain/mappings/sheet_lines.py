"""One line of a sheet of rules, understood; what is wrong with it is said with its column."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite
from typing import NamedTuple, NoReturn, TypeVar

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.cells import Row, items_of
from service.domain.lexicon import CategoryId
from service.domain.mappings import sheet
from service.domain.mappings.limits import MAX_POSITION, MAX_PRODUCTS, label_problem
from service.domain.mappings.sheet import NO, YES, Names
from service.domain.mappings.values import Pin, Rule, RuleId, Slot, SlotName, SlotOrder
from service.domain.reading import Role

E = TypeVar("E", bound=StrEnum)
MOST_IN_SLOT = MAX_POSITION
_ID = re.compile(r"#[1-9][0-9]{0,17}")
_RULE_ID = re.compile(r"[\w.:-]{1,64}")


class CellError(Exception):
    """*column* cannot be as it is; *reason* says why, and what may stand there."""

    def __init__(self, column: str, reason: str, /) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


class NeverShow(NamedTuple):
    """*article*: where; ``None``: in the whole shop."""

    products: tuple[ProductId, ...]
    article: ArticleId | None


class Pinned(NamedTuple):
    pin: Pin
    article: ArticleId


class Ignored(NamedTuple):
    categories: tuple[CategoryId, ...]
    article: ArticleId


class Filler(NamedTuple):
    products: tuple[ProductId, ...]


Item = Rule | Slot | Filler | NeverShow | Pinned | Ignored


class LineReader:
    """Reads lines in terms of what the shop has."""

    def __init__(self, names: Names) -> None:
        self._products = {handle: product for product, handle in names.products.items()}
        self._articles = {path: article for article, path in names.articles.items()}
        self._categories = names.categories
        self._read: dict[str, Callable[[Row], Item]] = {
            sheet.RULE: self._rule,
            sheet.SLOT: _slot,
            sheet.FILLER: lambda row: Filler(self._some_products(row)),
            sheet.NEVER_SHOW: self._never_show,
            sheet.PIN: self._pin,
            sheet.IGNORE: self._ignored,
        }

    def read(self, row: Row | None) -> Item:
        """Return what *row* says; raise `CellError`."""
        if row is None:
            _wrong("what", "has another number of cells than line 1")
        what = row.get("what") or sheet.RULE
        if what not in self._read:
            _wrong("what", f"{what!r} is none of {', '.join(sheet.WHAT)}")
        return self._read[what](row)

    def _rule(self, row: Row) -> Rule:
        category = self._category(row.get("category", ""))
        rule_id = row.get("rule") or category
        if not _RULE_ID.fullmatch(rule_id):
            _wrong("rule", "up to 64 letters, digits, and . : - _")
        label = row.get("label", "")
        if problem := label_problem(label):
            _wrong("label", problem)
        products = self._listed_products(row)
        if len(products) > MAX_PRODUCTS:
            _wrong("products", f"at most {MAX_PRODUCTS}; these are {len(products)}")
        starts, ends = _time(row, "starts_at"), _time(row, "ends_at")
        if starts and ends and ends <= starts:
            _wrong("ends_at", "must be after starts_at")
        return Rule(
            id=RuleId(rule_id),
            category=category,
            products=products,
            label=label,
            weight=_weight(row.get("weight", "")),
            role=_one_of(Role, row, "role") if row.get("role") else None,
            tags=_items(row, "tags"),
            blogs=_items(row, "blogs"),
            languages=_items(row, "languages"),
            starts_at=starts,
            ends_at=ends,
            enabled=_yes(row, "on", default=True),
        )

    def _never_show(self, row: Row) -> NeverShow:
        article = self._article(row) if row.get("article") else None
        return NeverShow(self._some_products(row), article)

    def _pin(self, row: Row) -> Pinned:
        products = self._some_products(row)
        if len(products) != 1:
            _wrong("products", "a pin has one product")
        position = _number(row, "position", 1, MAX_POSITION)
        return Pinned(Pin(products[0], position, row.get("reason", "")), self._article(row))

    def _ignored(self, row: Row) -> Ignored:
        categories = tuple(map(self._category, _items(row, "category")))
        if not categories:
            _wrong("category", "names what is ignored")
        return Ignored(categories, self._article(row))

    def _some_products(self, row: Row) -> tuple[ProductId, ...]:
        return self._listed_products(row) or _wrong("products", "names no product")

    def _listed_products(self, row: Row) -> tuple[ProductId, ...]:
        found = tuple(map(self._product, _items(row, "products")))
        if len(set(found)) < len(found):
            _wrong("products", "names a product twice")
        return found

    def _product(self, handle: str) -> ProductId:
        if handle in self._products:
            return self._products[handle]
        if not _ID.fullmatch(handle):
            _wrong("products", f"there is no product {handle!r} in the shop")
        return ProductId(int(handle[1:]))

    def _article(self, row: Row) -> ArticleId:
        path = row.get("article", "")
        if path in self._articles:
            return self._articles[path]
        if not _ID.fullmatch(path):
            _wrong("article", f"there is no article {path!r} in the shop; write blog/handle")
        return ArticleId(int(path[1:]))

    def _category(self, name: str) -> CategoryId:
        if name not in self._categories:
            _wrong("category", f"there is no ingredient {name!r}")
        return CategoryId(name)


def _slot(row: Row) -> Slot:
    name = row.get("slot", "")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        _wrong("slot", "a name of small letters, digits and _")
    limit = _number(row, "limit", 1, MOST_IN_SLOT)
    return Slot(
        name=SlotName(name),
        limit=limit,
        minimum=_number(row, "minimum", 1, limit),
        order=_one_of(SlotOrder, row, "order"),
        repeats=SlotName(row["repeats"]) if row.get("repeats") else None,
        repeats_categories=_yes(row, "repeats_categories", default=False),
    )


def _wrong(column: str, reason: str) -> NoReturn:
    raise CellError(column, reason)


def _items(row: Row, column: str) -> tuple[str, ...]:
    try:
        return items_of(row.get(column, ""))
    except csv.Error:
        _wrong(column, "has quotation marks that do not match")


def _number(row: Row, column: str, least: int, most: int) -> int:
    cell = row.get(column, "")
    if not re.fullmatch(r"[0-9]{1,4}", cell) or not least <= int(cell) <= most:
        _wrong(column, f"a whole number from {least} to {most}, not {cell!r}")
    return int(cell)


def _weight(cell: str) -> float:
    try:
        weight = float(cell or 1)
    except ValueError:
        weight = -1.0
    if not (isfinite(weight) and 0 < weight <= 100):
        _wrong("weight", f"a number above 0, 100 at most, not {cell!r}")
    return weight


def _yes(row: Row, column: str, *, default: bool) -> bool:
    cell = row.get(column, "").lower()
    if cell not in {YES, NO, ""}:
        _wrong(column, f"yes or no, not {cell!r}")
    return cell == YES if cell else default


def _time(row: Row, column: str) -> datetime | None:
    cell = row.get(column, "")
    if not cell:
        return None
    try:
        time = datetime.fromisoformat(cell)
    except ValueError:
        _wrong(column, f"a time such as 2026-11-28T09:00+00:00, not {cell!r}")
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _one_of(kind: type[E], row: Row, column: str) -> E:
    cell = row.get(column, "")
    try:
        return kind(cell)
    except ValueError:
        _wrong(column, f"{cell!r} is none of {', '.join(kind)}")
