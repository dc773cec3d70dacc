"""Products as shops of ten countries print them, each with what it is sold for:
`tables/products.jsonl`."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from service.domain.lexicon import Lexicon
from service.domain.reading.product import read_product
from tests.builders import a_product

_TABLE = Path(__file__).with_name("tables") / "products.jsonl"
_LINES = [json.loads(line) for line in _TABLE.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("line", _LINES, ids=lambda line: line["title"])
def test_tells_what_a_product_is_sold_for(lexicon: Lexicon, line: dict[str, Any]) -> None:
    product = a_product(
        title=line["title"],
        product_type=line["type"],
        description_html=f"<p>{html.escape(line['highlights'])}</p>",
        ingredients=line["ingredients"],
    )

    assert set(line["active"]) == set(read_product(product, lexicon).active)
