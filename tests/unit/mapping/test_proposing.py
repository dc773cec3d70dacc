"""What rules a shop's products propose."""

from __future__ import annotations

from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Mapping, propose_mapping
from service.domain.reading import Presence, ProductCategory, ProductReading
from service.storage.lexicon import load_default_lexicon
from tests.builders import NOW, a_product

LEXICON: Lexicon = load_default_lexicon()
NIACINAMIDE = "niacinamide"


def found(
    category: str, source: str, position: int | None = None, *, trace: bool = False
) -> ProductCategory:
    presence = Presence.TRACE if trace else Presence.ACTIVE
    return ProductCategory(CategoryId(category), presence, source, "", position)


def proposed(
    readings: dict[int, list[ProductCategory]], **changes: dict[str, object]
) -> dict[str, tuple[int, ...]]:
    products = {
        ProductId(n): a_product(n, **changes.get(f"product_{n}", {})) for n in sorted(readings)
    }
    read = {ProductId(n): ProductReading(tuple(r), LEXICON.version) for n, r in readings.items()}
    mapping: Mapping = propose_mapping(products, read, lexicon=LEXICON, now=NOW)
    return {rule.category: rule.products for rule in mapping.rules}


def test_a_name_goes_before_a_list_and_an_early_place_before_a_late_one() -> None:
    rules = proposed(
        {
            1: [found(NIACINAMIDE, "ingredients", 7)],
            2: [found(NIACINAMIDE, "ingredients", 3)],
            3: [found(NIACINAMIDE, "title")],
        }
    )

    assert {NIACINAMIDE: (3, 2, 1)} == rules


def test_what_is_for_little_else_goes_before_what_is_for_many_things() -> None:
    rules = proposed(
        {1: [found(NIACINAMIDE, "title"), found("urea", "title")], 2: [found(NIACINAMIDE, "title")]}
    )

    assert {NIACINAMIDE: (2, 1), "urea": (1,)} == rules


def test_a_trace_proposes_nothing() -> None:
    assert {} == proposed({1: [found(NIACINAMIDE, "ingredients", 20, trace=True)]})


def test_what_can_not_be_sold_is_left_out_but_not_what_is_sold_out() -> None:
    rules = proposed(
        {n: [found(NIACINAMIDE, "title")] for n in (1, 2, 3)},
        product_1={"available": False},
        product_2={"is_gift_card": True},
    )

    assert {NIACINAMIDE: (1, 3)} == rules


def test_a_rule_names_the_best_six() -> None:
    rules = proposed({n: [found(NIACINAMIDE, "title")] for n in range(1, 10)})

    assert {NIACINAMIDE: (1, 2, 3, 4, 5, 6)} == rules


def test_the_order_of_the_products_decides_nothing() -> None:
    one = {1: [found(NIACINAMIDE, "tag")], 2: [found(NIACINAMIDE, "type")]}
    other = {2: one[2], 1: one[1]}

    assert proposed(one) == proposed(other)
