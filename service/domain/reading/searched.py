"""The text of a product in which its terms are looked for, kept to know later what it held."""

from __future__ import annotations

from service.domain.catalog import Product
from service.domain.reading.folding import fold
from service.domain.reading.html import read_html
from service.domain.reading.inci import parse_ingredients, spellings


def searched_in(product: Product) -> str:
    """Return it folded, a line each: name, type, tags, description, and every spelling of what is
    listed. It may hold more than the reader looks at, never less."""
    described = [block.text for block in read_html(product.description_html).blocks]
    listed = parse_ingredients(product.ingredients or "\n".join(described))
    spelled = [spelling for each in listed for spelling in spellings(each.name)]
    said = (product.title, product.product_type, *product.tags, *described, *spelled)
    return fold("\n".join(dict.fromkeys(said)))
