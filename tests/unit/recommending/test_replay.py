"""What a shopper would see otherwise, article by article and product by product."""

from __future__ import annotations

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.mappings import AFTER_INTRO, END
from service.domain.recommendations import Source
from service.domain.replay import (
    ArticleChange,
    ProductMoves,
    Shown,
    ShownProduct,
    ShownSlot,
    tally,
)


def a_slot(*products: int, label: str = "Retinoid", source: Source = Source.RULE) -> ShownSlot:
    items = tuple(ShownProduct(ProductId(number), label, source) for number in products)
    return ShownSlot(AFTER_INTRO, items)


def a_change(before: ShownSlot, after: ShownSlot) -> ArticleChange:
    return ArticleChange(ArticleId(1), (before,), (after,))


def test_says_which_products_come_and_which_go() -> None:
    change = a_change(a_slot(1, 2), a_slot(2, 3))

    assert ((3,), (1,)) == (change.gained, change.lost)
    assert change.is_change


def test_another_order_is_a_change_that_gains_nothing() -> None:
    change = a_change(a_slot(1, 2), a_slot(2, 1))

    assert ((), (), True) == (change.gained, change.lost, change.is_change)


def test_another_label_is_a_change() -> None:
    assert a_change(a_slot(1), a_slot(1, label="Night serum")).is_change


def test_another_way_to_the_same_card_is_none() -> None:
    assert not a_change(a_slot(1, source=Source.READING), a_slot(1)).is_change


def test_a_slot_that_was_empty_and_stays_so_is_no_change() -> None:
    after: Shown = (a_slot(1), ShownSlot(END, ()))

    assert not ArticleChange(ArticleId(1), (a_slot(1),), after).is_change


def test_an_article_becomes_empty_when_it_showed_something() -> None:
    assert a_change(a_slot(1), a_slot()).becomes_empty
    assert not a_change(a_slot(), a_slot(1)).becomes_empty


def test_an_article_falls_back_when_fillers_come() -> None:
    fillers = a_slot(9, source=Source.FALLBACK)

    assert a_change(a_slot(1), fillers).falls_back
    assert not a_change(fillers, fillers).falls_back


def test_a_product_moved_to_another_slot_is_neither_gained_nor_lost() -> None:
    later = ShownSlot(END, a_slot(1).items)
    change = ArticleChange(ArticleId(1), (a_slot(1),), (later,))

    assert ((), (), True) == (change.gained, change.lost, change.is_change)


def test_counts_product_by_product_what_moves_most_first() -> None:
    one, two, three = (ProductId(number) for number in (1, 2, 3))

    found = tally([((two,), (one,)), ((two, three), (one,)), ((), (two,))])

    assert (
        ProductMoves(two, 2, 1),
        ProductMoves(one, 0, 2),
        ProductMoves(three, 1, 0),
    ) == found
