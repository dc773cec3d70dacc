"""Everything that the page of product rules prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.auth.current import services
from service.domain.catalog import Product, ProductId, ShopId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Change, Problem, Rule, claim_in, diff, validate
from service.storage import articles as stored_articles
from service.storage import catalog, mappings
from service.storage.mappings import Draft, MappingVersion
from service.web.articles.cards import ProductCard, product_card
from service.web.rules.sayings import Titles
from service.web.shell import lexicon as shop_lexicon


@dataclass(frozen=True, slots=True)
class RuleRow:
    rule: Rule
    name: str
    path: str
    products: tuple[ProductCard, ...]

    @property
    def claim(self) -> str | None:
        """The word of the label that shoppers would read as a medical promise."""
        return claim_in(self.rule.label)


@dataclass(frozen=True, slots=True)
class Board:
    draft: Draft
    published: MappingVersion
    rules: tuple[RuleRow, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    products: Mapping[ProductId, Product]
    titles: Titles
    now: datetime

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    def row(self, rule_id: str) -> RuleRow | None:
        return next((row for row in self.rules if row.rule.id == rule_id), None)

    def title(self, product: ProductId) -> str:
        found = self.products.get(product)
        return found.title if found else f"product {product}"


def load_board(shop_id: ShopId) -> Board:
    now, lexicon = services().clock(), shop_lexicon()
    with services().database.transaction(shop_id, read_only=True) as tx:
        draft, published = mappings.draft(tx, shop_id), mappings.published(tx, shop_id)
        products = catalog.all_products(tx, shop_id)
        articles = {line.id: line.title for line in stored_articles.lines(tx, shop_id)}
    problems = validate(draft.mapping, products=products, lexicon=lexicon, now=now)
    return Board(
        draft,
        published,
        tuple(_row(rule, products, lexicon, now) for rule in draft.mapping.rules),
        diff(published.mapping, draft.mapping),
        problems,
        products,
        Titles(products, articles, lexicon),
        now,
    )


def category_name(lexicon: Lexicon, category: CategoryId) -> str:
    """Return the category's name, also of one that the lexicon knows no longer."""
    known = lexicon.categories.get(category)
    return known.name if known else category.replace("_", " ").capitalize()


def category_path(lexicon: Lexicon, category: CategoryId) -> str:
    """Return what is above the category, such as ``Exfoliant › Chemical exfoliant``."""
    if category not in lexicon.categories:
        return ""
    above = reversed(lexicon.ancestors(category))
    return " › ".join(lexicon.categories[each].name for each in above)


def _row(
    rule: Rule, products: Mapping[ProductId, Product], lexicon: Lexicon, now: datetime
) -> RuleRow:
    return RuleRow(
        rule,
        category_name(lexicon, rule.category),
        category_path(lexicon, rule.category),
        tuple(product_card(products, product, now=now) for product in rule.products),
    )
