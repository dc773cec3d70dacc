"""Articles as a shop publishes them, and the plain text, blocks and zones they become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from service.domain.catalog import Image

ArticleId = NewType("ArticleId", int)
"""Shopify's numeric article id, unique within a shop."""


class ArticleState(StrEnum):
    """*waiting*: read and computed, shown only once a person says so."""

    ON = "on"
    WAITING = "waiting"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Article:
    id: ArticleId
    blog_handle: str
    handle: str
    title: str
    body_html: str
    tags: tuple[str, ...]
    author: str
    image: Image | None
    is_published: bool
    published_at: datetime | None
    updated_at: datetime
    language: str = ""
    """ISO 639-1 code as the shop says it; empty: told from the text when it is read."""

    def is_visible(self, *, now: datetime) -> bool:
        """Whether shoppers can see it at *now*: a scheduled article appears by the clock."""
        return self.published_at is not None and self.published_at <= now


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    QUOTE = "quote"
    CAPTION = "caption"


class Zone(StrEnum):
    """What a block is for. Only title, heading, intro and body can create a recommendation."""

    TITLE = "title"
    HEADING = "heading"
    INTRO = "intro"
    BODY = "body"
    CALL_TO_ACTION = "call_to_action"
    DISCLAIMER = "disclaimer"
    REFERENCES = "references"
    BOILERPLATE = "boilerplate"


HEADING_ZONES = frozenset({Zone.TITLE, Zone.HEADING})
SELLING_ZONES = HEADING_ZONES | {Zone.INTRO, Zone.BODY}


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the plain text: ``text[start:end]``."""

    kind: BlockKind
    zone: Zone
    start: int
    end: int
    level: int | None = None
    """1 to 6 for a heading."""
    element: int | None = None
    """0-based index of the top-level element of the article's HTML that holds it (see `Placement`);
    ``None`` for the title, which is not part of that HTML."""


@dataclass(frozen=True, slots=True)
class HandPlacedLink:
    """A link to a product that a writer placed. It never counts as evidence."""

    product_handle: str
    url: str
    text: str
    start: int
    """Where its text begins in the plain text."""
    block: int
    """Index of its block."""


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A top-level element of the article's HTML that holds nothing but a hand-placed link."""

    element: int
    product_handle: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a slot stands: before the top-level element with this 0-based index.

    An index equal to the number of elements is the end of the article. While there is exactly one
    top-level element and it is a ``div``, ``section``, ``article`` or ``main``, the elements in it
    are counted instead, and the end is the end of what it holds. *links*: the hand-placed links
    that the slot stands beside, empty when none stand there.
    """

    element: int
    links: tuple[PlacedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The plain text of an article (the title first) with its blocks in order."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[HandPlacedLink, ...]
    after_intro: Placement | None
    """Where hand-placed links first stand, else before the first heading after the intro, never
    inside a list or under a heading about what not to do; ``None`` when it has no place."""
    end: Placement
    """Where hand-placed links stand last when they stand twice, else after the text and before the
    references, disclaimer and navigation that close the article."""
