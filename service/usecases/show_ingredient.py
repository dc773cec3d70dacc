"""Shows one ingredient: its terms, where it was found and what is said of it there."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection

from service.domain.catalog import Product, ShopId
from service.domain.errors import CategoryNotFoundError
from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon
from service.domain.reading import Presence, Stance
from service.storage import articles, catalog, ingredients, shop_lexicon
from service.storage.articles import ReadArticle
from service.storage.database import Database
from service.storage.ingredients import FoundIn
from service.storage.shop_lexicon import Added
from service.usecases.group_terms import Terms, group_terms
from service.usecases.list_ingredients import counts
from service.usecases.shop_lexicons import ShopLexicons

PAGE = 10


@dataclass(frozen=True, slots=True)
class Discussing:
    """An article with what it says of the ingredient, and the sentence that says so."""

    read: ReadArticle
    category: CategoryId
    stance: Stance
    advised_against: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A product that has it. *evidence*: where that is said."""

    product: Product
    category: CategoryId
    presence: Presence
    evidence: str


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The *number*-th of *of*, counted from 1, of *total* items."""

    items: Sequence[Item]
    number: int
    total: int

    @property
    def of(self) -> int:
        return _pages(self.total)


@dataclass(frozen=True, slots=True)
class ShownIngredient:
    """*category* as the shop has it; *below*: what stands directly under it.

    *articles* and *products* are a page of all that speak of it or hold it, or anything below.
    """

    category: IngredientCategory
    above: Sequence[IngredientCategory]
    below: Sequence[tuple[IngredientCategory, FoundIn]]
    added: Added | None
    terms: Sequence[Terms]
    stances: abc.Mapping[Stance, int]
    articles: Page[Discussing]
    products: Page[Holding]
    revision: int
    lexicon: Lexicon


def show_ingredient(
    shop_id: ShopId,
    category_id: CategoryId,
    *,
    article_page: int = 1,
    product_page: int = 1,
    database: Database,
    lexicons: ShopLexicons,
) -> ShownIngredient:
    """Raise `CategoryNotFoundError` where the shop's lexicon has none of that id."""
    with database.transaction(shop_id, read_only=True) as tx:
        lexicon = lexicons.load(tx, shop_id)
        category = lexicon.categories.get(category_id)
        if category is None:
            raise CategoryNotFoundError(category_id)
        found, family = counts(tx, shop_id, lexicon), lexicon.family(category_id)
        own = {each.category.id: each.added for each in shop_lexicon.categories(tx, shop_id)}
        below = [lexicon.categories[c] for c in lexicon.children.get(category_id, ())]
        return ShownIngredient(
            category,
            [lexicon.categories[c] for c in reversed(lexicon.ancestors(category_id))],
            [(c, found.get(c.id, FoundIn())) for c in sorted(below, key=lambda c: c.name)],
            own.get(category_id) if category_id not in lexicons.default.categories else None,
            group_terms(tx, shop_id, category_id, lexicons.default),
            ingredients.stances_of(tx, shop_id, family),
            _discussing(tx, shop_id, family, article_page),
            _holding(tx, shop_id, family, product_page),
            shop_lexicon.revision(tx, shop_id).revision,
            lexicon,
        )


def _discussing(
    tx: Connection, shop_id: ShopId, family: frozenset[CategoryId], page: int
) -> Page[Discussing]:
    total = ingredients.count_articles_with(tx, shop_id, family)
    number = min(max(1, page), _pages(total))
    offset = (number - 1) * PAGE
    ids = ingredients.articles_with(tx, shop_id, family, limit=PAGE, offset=offset)
    read = {each.article.id: each for each in articles.all_read(tx, shop_id, ids)}
    return Page([*_said([read[i] for i in ids if i in read], family)], number, total)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _said(read: Iterable[ReadArticle], family: frozenset[CategoryId]) -> abc.Iterator[Discussing]:
    for each in read:
        said = [c for c in each.reading.categories if c.category in family]
        if said:
            most = max(said, key=lambda c: (c.salience, c.category))
            quote = each.reading.quote_of(most).text
            yield Discussing(each, most.category, most.stance, most.advised_against, quote)


def _holding(
    tx: Connection, shop_id: ShopId, family: frozenset[CategoryId], page: int
) -> Page[Holding]:
    total = ingredients.count_products_with(tx, shop_id, family)
    number = min(max(1, page), _pages(total))
    offset = (number - 1) * PAGE
    found = ingredients.products_with(tx, shop_id, family, limit=PAGE, offset=offset)
    ids = [product for product, _ in found]
    products, readings = catalog.find(tx, shop_id, ids), catalog.readings(tx, shop_id, ids)
    held = [
        Holding(products[product], c.category, presence, c.evidence)
        for product, presence in found
        if product in products and product in readings
        for c in [c for c in readings[product].categories if c.category in family][:1]
    ]
    return Page(held, number, total)
