"""Blocks as they come out of HTML or plain text, before they have a zone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import unquote

from service.domain.articles import BlockKind

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MOSTLY = 0.75
_PRODUCT = re.compile(
    r"^(?:(?:https?:)?//[^/]+)?(?:/[a-z]{2}(?:-[a-z]{2,4})?)?(?:/collections/[^/?#]+)?"
    r"/products/([^/?#]+)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class RawLink:
    """A link to a product; ``start`` and ``end`` are offsets into its block's text."""

    product_handle: str
    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in which table a table cell stands."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class RawBlock:
    kind: BlockKind
    text: str
    element: int
    level: int | None = None
    links: list[RawLink] = field(default_factory=list[RawLink])
    furniture: bool = False
    """Inside navigation, a share bar, a form: never part of the article."""
    cell: Cell | None = None
    linked: int = 0
    """How many of its characters are links, wherever they lead."""
    anchors: int = 0
    """How many links those are."""

    @property
    def is_linked(self) -> bool:
        """Whether it is hardly more than links."""
        return self.linked > 0 and self.linked >= _MOSTLY * len(self.text)


@dataclass(slots=True)
class RawText:
    """An article's blocks, with the number of top-level elements they came from."""

    blocks: list[RawBlock]
    elements: int
    picture_links: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    """Element, product handle and URL of product links that hold no text."""
    plain: bool = False
    """It came from plain text, which has no links."""


def visible(text: str) -> str:
    """Return *text* composed (NFC) and without characters that take no room."""
    if text.isascii():
        return text
    for character in _INVISIBLE:
        text = text.replace(character, "")
    return unicodedata.normalize("NFC", text)


def product_handle(url: str) -> str | None:
    """Return the handle of the product that *url* leads to, if it leads to one."""
    found = _PRODUCT.match(url.strip())
    return unquote(found[1]).lower() if found else None
