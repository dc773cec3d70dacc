"""Products as shops of ten countries print them, each with what it is sold for:
`tables/products.jsonl`."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from service.domain.lexicon import Lexicon, Term
from service.domain.reading.claims import product_terms
from service.domain.reading.inci import parse_ingredients
from service.domain.reading.naming import term_of
from service.domain.reading.product import read_product
from tests.builders import a_product

_TABLES = Path(__file__).with_name("tables")
_LINES = [json.loads(line) for line in (_TABLES / "products.jsonl").read_text("utf-8").splitlines()]
_NAMES = [line.split(" | ") for line in (_TABLES / "inci.txt").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("line", _LINES, ids=lambda line: line["title"])
def test_tells_what_a_product_is_sold_for(lexicon: Lexicon, line: dict[str, Any]) -> None:
    product = a_product(
        title=line["title"],
        product_type=line["type"],
        description_html=f"<p>{html.escape(line['highlights'])}</p>",
        ingredients=line["ingredients"],
    )

    assert set(line["active"]) == set(read_product(product, lexicon).active)


@pytest.mark.parametrize(("category", "names"), _NAMES)
def test_knows_an_ingredient_by_the_name_that_lists_print(
    lexicon: Lexicon, category: str, names: str
) -> None:
    finder = product_terms(lexicon)

    found = {name: term_of(_listed(name), finder) for name in names.split(", ")}

    assert {} == {name: term for name, term in found.items() if not _is_of(term, category)}


def _listed(name: str) -> str:
    return parse_ingredients(f"Water, {name}, Parfum")[1].name


def _is_of(term: Term | None, category: str) -> bool:
    return term is not None and term.category == category
