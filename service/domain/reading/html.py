"""An article's HTML as blocks of plain text, even where it is no HTML but plain text or escaped."""

from __future__ import annotations

from html import unescape

from service.domain.reading.blocks import RawText
from service.domain.reading.forms import is_escaped, is_markup
from service.domain.reading.markup import read_markup
from service.domain.reading.plain import read_plain


def read_html(html: str) -> RawText:
    """Return the visible blocks of *html* and the product links among them.

    Where it is plain text, nothing can be placed but after all of it.
    """
    if is_escaped(html):
        return _in_one_piece(read_markup(unescape(html)), 0)
    if is_markup(html):
        return read_markup(html)
    return _in_one_piece(read_plain(html, title="")[1], read_markup(html).elements)


def _in_one_piece(raw: RawText, elements: int) -> RawText:
    """What its blocks stand in is not in the page, which has *elements* of its own."""
    raw.elements = elements
    raw.picture_links.clear()
    for block in raw.blocks:
        block.element = max(elements - 1, 0)
    return raw
