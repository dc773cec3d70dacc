"""The default lexicon and a shop's own are one lexicon, which reads as one."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon, Term, TermKind
from service.domain.reading.article import read_article
from service.domain.reading.product import read_product
from service.domain.reading.stance_model import StanceModel
from service.domain.shop_lexicon import ShopLexicon, merge
from service.storage.lexicon import load_default_lexicon
from tests.builders import AHA, a_product

SNAIL = IngredientCategory(CategoryId("snail"), "Snail", CategoryId("soothing_agents"), 40)
MUCIN = Term("moon nacre", SNAIL.id, TermKind.SYNONYM)
OWN = ShopLexicon((MUCIN,), (SNAIL,))


@pytest.fixture(scope="module")
def default() -> Lexicon:
    return load_default_lexicon()


def found_in(text: str, lexicon: Lexicon) -> set[str]:
    html = f"<p>{text}</p><p>It calms dry skin.</p>"
    return {m.category for m in read_article(html, title="For the skin", lexicon=lexicon).mentions}


def test_without_additions_it_is_the_default_itself(default: Lexicon) -> None:
    assert merge(default, ShopLexicon()) is default


def test_keeps_all_else_of_the_default(default: Lexicon) -> None:
    weighing = replace(default, stances=cast("StanceModel", "weighs stances"))

    merged = merge(weighing, OWN)

    assert weighing == replace(
        merged, version=default.version, categories=default.categories, terms=default.terms
    )


def test_reads_the_terms_of_the_shop(default: Lexicon) -> None:
    text = "We recommend moon nacre for your skin."

    assert (set(), {"snail"}) == (found_in(text, default), found_in(text, merge(default, OWN)))


def test_does_not_read_what_the_shop_ignores(default: Lexicon) -> None:
    lexicon = merge(default, ShopLexicon(ignored=("Glycolic-Acid",)))

    assert set() == found_in("We recommend glycolic acid for your skin.", lexicon)


def test_what_is_ignored_is_not_read_by_its_parts(default: Lexicon) -> None:
    lexicon = merge(default, ShopLexicon(ignored=("glycolic acid",)))

    assert {"aha"} == found_in("We recommend glycolic for your skin.", lexicon)
    assert set() == found_in("We recommend glycolic acid for your skin.", lexicon)


def test_a_term_of_the_shop_goes_before_one_that_is_ignored(default: Lexicon) -> None:
    moved = Term("glycolic acid", SNAIL.id, TermKind.INCI)
    lexicon = merge(default, ShopLexicon((moved,), (SNAIL,), ("glycolic acid",)))

    assert {"snail"} == found_in("We recommend glycolic acid for your skin.", lexicon)


def test_an_ignored_term_is_no_ingredient_of_a_product(default: Lexicon) -> None:
    toner = a_product(title="Night toner", ingredients="Aqua, Glycolic Acid, Lactic Acid")
    without = a_product(title="Night toner", ingredients="Aqua, Glycolic Acid")
    lexicon = merge(default, ShopLexicon(ignored=("glycolic acid",)))

    found = [read_product(product, lexicon).active for product in (toner, without)]

    assert [{AHA}, set()] == found


def test_a_category_of_the_shop_stands_in_the_tree(default: Lexicon) -> None:
    merged = merge(default, OWN)

    assert "soothing_agents" in merged.ancestors(SNAIL.id)
    assert SNAIL.id in merged.family(CategoryId("soothing_agents"))


def test_the_version_speaks_of_the_default_and_of_what_is_added(default: Lexicon) -> None:
    newer = replace(default, version="2027.01-0")
    fewer = replace(OWN, terms=())

    versions = {merge(lexicon, own).version for lexicon in (default, newer) for own in (OWN, fewer)}

    assert 4 == len(versions)
    assert all(v.startswith((f"{default.version}+", "2027.01-0+")) for v in versions)


def test_the_version_does_not_depend_on_the_order(default: Lexicon) -> None:
    milk = Term("moon milk", AHA, TermKind.SYNONYM)

    assert (
        merge(default, ShopLexicon((MUCIN, milk), (SNAIL,))).version
        == merge(default, ShopLexicon((milk, MUCIN), (SNAIL,))).version
    )


@pytest.mark.parametrize(
    "change",
    [
        {"text": "moon nacres"},
        {"language": "fr"},
        {"kind": TermKind.INCI},
        {"needs_skin": True},
        {"category": AHA},
    ],
)
def test_everything_said_of_a_term_is_in_the_version(
    default: Lexicon, change: dict[str, object]
) -> None:
    other = replace(MUCIN, **change)  # type: ignore[arg-type]

    assert merge(default, OWN).version != merge(default, replace(OWN, terms=(other,))).version


def test_leaves_out_what_a_newer_default_has_no_room_for(default: Lexicon) -> None:
    orphan = replace(MUCIN, category=CategoryId("gone"))
    adopted = IngredientCategory(CategoryId("muds"), "Mud", CategoryId("gone"), 10)
    taken = IngredientCategory(AHA, "Mine", None, 50)

    merged = merge(default, ShopLexicon((orphan,), (adopted, taken)))

    assert orphan not in merged.terms
    assert merged.categories[adopted.id].parent is None
    assert default.categories[AHA] == merged.categories[AHA]
