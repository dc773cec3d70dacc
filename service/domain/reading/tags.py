"""What each HTML tag does to the text in it and around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, auto

from service.domain.articles import BlockKind

WRAPPERS = frozenset({"div", "section", "article", "main"})
"""Elements that may hold a whole article; then what counts as top-level is what they hold."""


class Does(IntEnum):
    """What an element does to the text around it."""

    NOTHING = auto()
    HIDES = auto()
    BREAKS = auto()
    PARTS = auto()
    LINKS = auto()
    BOLDS = auto()


Attributes = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Tag:
    """*kind* and *level*: of the blocks in it. *cells*: its name, where it makes up a table.

    *has_say*: its attributes matter: whether it is hidden, where it leads, how it is called.
    """

    does: Does
    kind: BlockKind | None = None
    level: int | None = None
    furniture: bool = False
    cells: str | None = None
    has_say: bool = False


_HIDING = (
    "script style template noscript svg math iframe object video audio canvas select button"
    " textarea head title meta link xmp noembed noframes plaintext"
)
_PARTING = (
    "p div section article main header footer nav aside ul ol li dl dt dd table thead tbody tfoot"
    " tr td th caption blockquote figure figcaption pre address hr h1 h2 h3 h4 h5 h6 form fieldset"
    " details summary center menu dialog search hgroup"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "td": BlockKind.TABLE_CELL,
    "th": BlockKind.TABLE_CELL,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
}
_FURNITURE_TAGS = frozenset({"nav", "footer", "form"})
_CELLS = frozenset({"table", "tr", "td", "th"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|newsletter|breadcrumbs?|pagination|byline|"
    r"author-bio|post-meta|article-meta|comments?|subscribe)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PERHAPS_FURNITURE = re.compile(
    r"(?:^|\s)(?!(?:has|with|no|without)[_-])(?:[\w-]*[_-])?"
    r"(?:g?nav|navbar|navigation|menu|topbar|sidebar|widget|ads?|advert|advertisement|promo"
    r"|banner|announcement|popup|modal|pop|cookies?|consent|gdpr|author|author-box|bio"
    r"|recommend|recommended|recommendations?|teasers?|upsell|cross-sell|card|refs)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Themes also name what an article stands in so; what holds much is no furniture."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _tags() -> Iterator[tuple[str, Tag]]:
    for name in _HIDING.split():
        yield name, Tag(Does.HIDES)
    for name in _PARTING.split():
        yield (
            name,
            Tag(
                Does.PARTS,
                _KINDS.get(name),
                int(name[1]) if name in _HEADINGS else None,
                name in _FURNITURE_TAGS,
                name if name in _CELLS else None,
                has_say=True,
            ),
        )
    yield from dict.fromkeys(("b", "strong"), Tag(Does.BOLDS)).items()
    yield "br", Tag(Does.BREAKS)
    yield "a", Tag(Does.LINKS, has_say=True)


TAGS = dict(_tags())
PLAIN = Tag(Does.NOTHING)
"""Any other."""


def is_unseen(attributes: Attributes) -> bool:
    return "hidden" in attributes or bool(_UNSEEN.search(attributes.get("style") or ""))


def is_furniture(tag: Tag, attributes: Attributes) -> bool:
    """Whether it is navigation, a share bar, a form, by its tag or by what it is called."""
    if tag.furniture:
        return True
    if not attributes or tag.level is not None or tag.does is not Does.PARTS:
        return False
    return bool(_FURNITURE.search(_names(attributes)))


def may_be_furniture(tag: Tag, attributes: Attributes) -> bool:
    """Whether it is called like furniture that may as well hold the article."""
    if tag.does is not Does.PARTS or tag.level is not None:
        return False
    return tag.cells is None and bool(_PERHAPS_FURNITURE.search(_names(attributes)))


def _names(attributes: Attributes) -> str:
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
