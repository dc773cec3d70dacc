"""An article's HTML as blocks of plain text, even where it is no HTML but plain text or escaped."""

from __future__ import annotations

from html import unescape

from service.domain.reading.blocks import RawText
from service.domain.reading.forms import is_escaped, is_markup
from service.domain.reading.markup import read_markup
from service.domain.reading.plain import read_plain


def read_html(html: str) -> RawText:
    """Return the visible blocks of *html* and the product links among them.

    Where it is plain text, none of them stands in an element.
    """
    if is_escaped(html):
        return _without_elements(read_markup(unescape(html)))
    if is_markup(html):
        return read_markup(html)
    return _without_elements(read_plain(html, title="")[1])


def _without_elements(raw: RawText) -> RawText:
    """What it stands in is not in the page, so nothing can be placed there."""
    raw.elements = 0
    raw.picture_links.clear()
    for block in raw.blocks:
        block.element = 0
    return raw
