"""A small lexicon, readings and products of skincare, so that a test says only what matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from service.domain.articles import Article, ArticleId, ArticleText, Placement, Zone
from service.domain.catalog import Product, ProductId
from service.domain.lexicon import (
    CategoryId,
    Caution,
    CautionKind,
    IngredientCategory,
    Lexicon,
)
from service.domain.mappings import ArticleOverride, Mapping, Rule
from service.domain.reading import (
    BodySite,
    CategoryReading,
    Mention,
    Presence,
    ProductCategory,
    ProductReading,
    Quote,
    Reading,
    Role,
    Setting,
    Stance,
    Topic,
)
from service.domain.recommendations import Decision, recommend
from tests import builders
from tests.builders import NOW, a_product, an_article

EXFOLIANTS = CategoryId("exfoliants")
PHYSICAL = CategoryId("physical_exfoliants")
CHEMICAL = CategoryId("chemical_exfoliants")
AHA = CategoryId("aha")
BHA = CategoryId("bha")
RETINOIDS = CategoryId("retinoids")
CLAY = CategoryId("clay_charcoal")
CERAMIDES = CategoryId("ceramides")
NIACINAMIDE = CategoryId("niacinamide")
SUNSCREEN = CategoryId("sunscreen")


def a_caution(kind: CautionKind, text: str = "", *beside: CategoryId) -> Caution:
    return Caution(kind, text or kind.value, "a textbook", "moderate", "2025-06-01", beside)


def a_category(
    category: CategoryId,
    name: str,
    step: int,
    parent: CategoryId | None = None,
    *cautions: Caution,
) -> IngredientCategory:
    return IngredientCategory(category, name, parent, step, cautions)


NOT_SAME_DAY = a_caution(CautionKind.SAME_ROUTINE, "Not all on the same day", EXFOLIANTS)
SUNBURN = a_caution(CautionKind.SUN, "Skin burns more easily")
PREGNANCY = a_caution(CautionKind.PREGNANCY, "Not during pregnancy")
EYES = a_caution(CautionKind.EYE_AREA, "Keep away from the eyes")

CATEGORIES = (
    a_category(EXFOLIANTS, "Exfoliant", 20),
    a_category(PHYSICAL, "Physical exfoliant", 10, EXFOLIANTS),
    a_category(CHEMICAL, "Chemical exfoliant", 20, EXFOLIANTS, SUNBURN),
    a_category(AHA, "AHA", 20, CHEMICAL),
    a_category(BHA, "BHA", 20, CHEMICAL),
    a_category(RETINOIDS, "Retinoid", 30, None, PREGNANCY, NOT_SAME_DAY, EYES),
    a_category(CLAY, "Clay", 10),
    a_category(CERAMIDES, "Ceramide", 40),
    a_category(NIACINAMIDE, "Niacinamide", 30),
    a_category(SUNSCREEN, "Sunscreen", 50),
)
LEXICON = Lexicon("test-1", {category.id: category for category in CATEGORIES}, ())


def found(category: CategoryId, salience: float = 0.2, **changes: Any) -> CategoryReading:
    """What an article says of *category*: recommended, for use at home."""
    values: dict[str, Any] = {
        "category": category,
        "salience": salience,
        "stance": Stance.RECOMMEND,
        "role": None,
        "sells": True,
        "advised_against": False,
        "evidence": 0,
    }
    return CategoryReading(**{**values, **changes})


def warned(category: CategoryId, salience: float = 0.1) -> CategoryReading:
    return found(category, salience, stance=Stance.AVOID, sells=False, advised_against=True)


AFTER_FIRST_ELEMENT = Placement(1)


def a_reading(
    *categories: CategoryReading,
    topics: Iterable[Topic] = (),
    body_site: BodySite | None = None,
    after_intro: Placement | None = AFTER_FIRST_ELEMENT,
) -> Reading:
    """A reading in which one sentence speaks for everything."""
    return Reading(
        text=ArticleText("Glycolic acid helps.", (), (), after_intro, Placement(2)),
        mentions=(a_mention(body_site),),
        categories=categories,
        topics=frozenset(topics),
        lexicon_version=LEXICON.version,
    )


QUOTE = Quote("Glycolic acid helps.", 0, 20)


def a_mention(body_site: BodySite | None = None) -> Mention:
    return Mention(
        AHA,
        "glycolic acid",
        0,
        13,
        Zone.BODY,
        Stance.RECOMMEND,
        Role.PREVENTS,
        Setting.AT_HOME,
        None,
        body_site,
        QUOTE,
    )


def a_rule(category: CategoryId, *products: int, **changes: Any) -> Rule:
    return builders.a_rule(*products, category=category, **changes)


def active_in(*categories: CategoryId, trace: Iterable[CategoryId] = ()) -> ProductReading:
    active = [ProductCategory(c, Presence.ACTIVE, "ingredients", c, 3) for c in categories]
    traces = [ProductCategory(c, Presence.TRACE, "ingredients", c, 20) for c in trace]
    return ProductReading((*active, *traces), LEXICON.version)


def products(*numbers: int) -> dict[ProductId, Product]:
    return {ProductId(number): a_product(number) for number in numbers}


def ids(*numbers: int) -> frozenset[ProductId]:
    return frozenset(ProductId(number) for number in numbers)


def override(article: Article | int = 1, **changes: Any) -> dict[ArticleId, ArticleOverride]:
    article_id = article if isinstance(article, int) else article.id
    return {ArticleId(article_id): ArticleOverride(**changes)}


def decide(
    *categories: CategoryReading,
    reading: Reading | None = None,
    mapping: Mapping | None = None,
    rules: Iterable[Rule] = (),
    shop: dict[ProductId, Product] | None = None,
    read: dict[int, ProductReading] | None = None,
    article: Article | None = None,
    lexicon: Lexicon = LEXICON,
) -> Decision:
    """Decide for an article that says *categories*, with products 1 to 9 in the shop."""
    return recommend(
        article or an_article(1),
        reading or a_reading(*categories),
        mapping=mapping or Mapping(rules=tuple(rules)),
        mapping_version=7,
        products=products(*range(1, 10)) if shop is None else shop,
        product_readings={ProductId(p): r for p, r in (read or {}).items()},
        lexicon=lexicon,
        now=NOW,
    )


def candidates(decision: Decision) -> list[int]:
    return [candidate.product for candidate in decision.candidates]


def reasons(decision: Decision) -> dict[int, tuple[str, str]]:
    return {each.product: (each.step.value, each.reason) for each in decision.dropped}
