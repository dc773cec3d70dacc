"""An article's HTML as blocks of plain text; nothing recurses, so no nesting is too deep."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.domain.articles import BlockKind
from service.domain.reading.blocks import RawBlock, RawLink, RawText, product_handle, visible
from service.domain.reading.cells import Cells
from service.domain.reading.held import is_furniture, may_follow_article
from service.domain.reading.tags import (
    CUSTOM,
    HEADINGS,
    PLAIN,
    TAGS,
    WRAPPERS,
    Attributes,
    Does,
    Tag,
    is_unseen,
)
from service.domain.reading.tame import tame

_HEADING, _PARAGRAPH, _TABLE_CELL = (
    BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE_CELL,
)  # fmt: skip
PSEUDO_HEADING_LEVEL = 6
_LONGEST_PSEUDO_HEADING = 90
_LONGEST_HEADING = 240
_LONG_ARTICLE = 250
_ARTICLE = TAGS["article"]
_ESCAPED_TWICE = re.compile(r"&amp;(?=(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});)")
_HIDING = ("hidden", "none", "sr-only", "screen-reader")
_SPACE, _BREAK = " ", "\n"
_ODD_SPACES = "\t\v\f\r\x1c\x1d\x1e\x1f"
_GAPS = frozenset({_SPACE, _BREAK})
_HIDES, _BREAKS, _PARTS, _LINKS, _BOLDS = (
    Does.HIDES, Does.BREAKS, Does.PARTS, Does.LINKS, Does.BOLDS,
)  # fmt: skip


def read_markup(html: str) -> RawText:
    """Return the visible blocks of *html* and the product links among them."""
    clean = html if html.isascii() else html.encode("utf-8", "replace").decode()
    if "&amp;" in clean:
        clean = _ESCAPED_TWICE.sub("&", clean)
    body = LexborHTMLParser("<body>" + tame(clean)).body
    walk = _Walk(_words_of(clean), hides=any(word in clean for word in _HIDING))
    return walk.over(body) if body is not None else RawText([], 0)


def _words_of(html: str) -> Callable[[str], str]:
    """Return how the texts of *html* become single-spaced: few have more than line breaks."""
    odd = any(space in html for space in _ODD_SPACES) or "&#" in html or "&Tab" in html
    return _respaced if odd else _single_spaced


def _single_spaced(text: str) -> str:
    """Most texts, without odd spaces, are so already."""
    if text == "\n":
        return ""
    if "\n" not in text and "  " not in text and text.isascii():
        return text.strip(_SPACE)
    return _respaced(text)


def _respaced(text: str) -> str:
    """The visible words of *text* with one space between."""
    return "" if text.isspace() else " ".join(visible(text).split())


def wrappers(body: LexborNode) -> int:
    """Return how many elements, one in the other, hold all others and are not counted."""
    depth = 0
    only = _only_element(body)
    while only is not None and only.tag in WRAPPERS:
        depth += 1
        only = _only_element(only)
    return depth


def _only_element(node: LexborNode) -> LexborNode | None:
    found = None
    child = node.first_child
    while child is not None:
        if (child.tag or "-")[0] != "-":  # neither text nor comment
            if found is not None:
                return None
            found = child
        child = child.next
    return found


def _tag_of(name: str) -> Tag:
    """What an element does that HTML does not know, or that says nothing of its own."""
    return CUSTOM if "-" in name else PLAIN


def _is_touched(node: LexborNode) -> bool:
    """Whether a heading that opens what is under it has its words in it."""
    parent = node.parent
    return node.tag == "button" and parent is not None and parent.tag in HEADINGS


class _Walk:
    """One pass over a tree, from the first node to the last."""

    def __init__(self, words: Callable[[str], str], *, hides: bool) -> None:
        self._words = words
        self._hides = hides
        self._found = RawText([], 0)
        self._element = -1
        self._furniture = 0
        self._article: tuple[int, int] | None = None
        self._told_at = -1
        self._kinds: list[tuple[BlockKind, int | None]] = [(BlockKind.PARAGRAPH, None)]
        self._cells = Cells()
        self._link: RawLink | None = None
        self._link_said = False
        self._in_link = False
        self._bold_depth = 0
        self._begin_block()

    def _begin_block(self) -> None:
        self._pieces: list[str] = []
        self._bold = self._linked = 0
        self._anchors = int(self._in_link)
        self._links: list[RawLink] = []
        self._block_element = 0

    def over(self, body: LexborNode) -> RawText:
        top = wrappers(body)
        open_nodes: list[tuple[LexborNode, Tag, bool]] = []
        node = body.first_child
        while node is not None:
            text = node.text_content
            if text is not None:
                self._add(text, at_top=len(open_nodes) <= top)
                following = node.next
            else:
                following = self._enter(node, open_nodes, top) or node.next
            while following is None and open_nodes:
                parent, tag, furniture = open_nodes.pop()
                self._leave(tag, furniture=furniture)
                if tag is _ARTICLE:
                    self._leave_article(len(open_nodes))
                following = parent.next
            node = following
        self._flush()
        self._found.elements = self._element + 1
        return self._found

    def _enter(
        self, node: LexborNode, open_nodes: list[tuple[LexborNode, Tag, bool]], top: int
    ) -> LexborNode | None:
        """Take in an element; return its first child when that is to be visited."""
        name = node.tag
        if name is None or name[0] == "-":  # a comment
            return None
        if len(open_nodes) == top:
            self._element += 1
        tag = TAGS.get(name) or _tag_of(name)
        furniture = False
        if tag.has_say:
            attributes = node.attributes
            if attributes and is_unseen(attributes):
                return None
            furniture = self._is_furniture(node, tag, attributes, len(open_nodes))
            self._open(tag, attributes)
            if tag is _ARTICLE and self._article is None:
                self._article = len(open_nodes), len(self._found.blocks)
            self._furniture += furniture  # what came before it has been written
        elif not self._goes_on(node, tag):
            return None
        child = node.first_child
        if child is not None:
            text = child.text_content
            if text is None or child.next is not None:
                open_nodes.append((node, tag, furniture))
                return child
            self._add(text, at_top=len(open_nodes) < top)  # most hold a text and nothing else
        self._leave(tag, furniture=furniture)
        return None

    def _is_furniture(self, node: LexborNode, tag: Tag, attributes: Attributes, depth: int) -> bool:
        behind = depth <= self._told_at
        if behind:
            self._told_at = depth
        if self._furniture:
            return False
        if (attributes or tag.named) and is_furniture(node, node.tag or "", tag, attributes):
            return True
        return behind and may_follow_article(node, tag)

    def _leave_article(self, depth: int) -> None:
        """Note where the page's `article` ended: it is long, and the headline is told."""
        if self._article is None or self._article[0] != depth:
            return
        blocks, begins, self._article = self._found.blocks, self._article[1], None
        said = sum(len(block.text) for block in blocks[begins:])
        if said > _LONG_ARTICLE and any(block.level == 1 for block in blocks):
            self._told_at = depth

    def _goes_on(self, node: LexborNode, tag: Tag) -> bool:
        """Take in what parts no text; say whether a browser shows it."""
        if tag.does is _HIDES:
            return _is_touched(node)
        if self._hides and is_unseen(node.attributes):
            return False
        if tag.does is _BOLDS:
            self._bold_depth += 1
        elif tag.does is _BREAKS and self._pieces:
            self._pieces.append(_BREAK)
        return True

    def _open(self, tag: Tag, attributes: Attributes) -> None:
        """Begin what parts the text around it, or a link."""
        if tag.does is _LINKS:
            self._open_link(attributes.get("href") or "")
            return
        if self._pieces:
            self._flush()
        if tag.kind is not None:
            self._kinds.append((tag.kind, tag.level))
        if tag.cells is not None:
            self._cells.enter(tag.cells)

    def _leave(self, tag: Tag, *, furniture: bool) -> None:
        if tag.does is _PARTS:
            if self._pieces:
                self._flush()
            if tag.kind is not None:
                self._kinds.pop()
            if tag.cells is not None:
                self._cells.leave(tag.cells)
            self._furniture -= furniture
        elif tag.does is _BOLDS:
            self._bold_depth -= 1
        elif tag.does is _LINKS:
            self._close_link()

    def _add(self, text: str, *, at_top: bool) -> None:
        said = self._words(text)
        if not said:
            self._space()
            return
        trimmed = len(said) != len(text)
        if not self._pieces:
            self._block_element = self._element + at_top
        elif trimmed and text[0].isspace():
            self._space()
        self._pieces.append(said)
        if self._bold_depth:
            self._bold += len(said)
        if self._in_link:
            self._linked += len(said)
        if trimmed and text[-1].isspace():
            self._pieces.append(_SPACE)

    def _space(self) -> None:
        if self._pieces and self._pieces[-1] not in _GAPS:
            self._pieces.append(_SPACE)

    def _open_link(self, href: str) -> None:
        self._in_link = True
        self._anchors += 1
        handle = product_handle(href)
        if handle is not None:
            written = sum(map(len, self._pieces))
            self._link = RawLink(handle, href, written, written)
            self._link_said = False

    def _close_link(self) -> None:
        self._in_link = False
        link, self._link = self._link, None
        if link is None:
            return
        self._keep(link)
        if not self._link_said:
            self._found.picture_links.append((self._element, link.product_handle, link.url))

    def _keep(self, link: RawLink) -> None:
        """Keep what *link* says in this block, if it says anything."""
        said = "".join(self._pieces)[link.start :]
        if said.strip():
            start = link.start + len(said) - len(said.lstrip())
            end = link.start + len(said.rstrip())
            self._links.append(RawLink(link.product_handle, link.url, start, end))
            self._link_said = True

    def _flush(self) -> None:
        """End the block that is being written, if it says anything."""
        if not self._pieces:
            return
        if self._link is not None:
            self._keep(self._link)
            self._link = RawLink(self._link.product_handle, self._link.url, 0, 0)
        kind, level = self._kinds[-1]
        text = "".join(self._pieces).rstrip()
        if kind is _HEADING and len(text) > _LONGEST_HEADING:
            kind, level = _PARAGRAPH, None  # it was never closed
        if self._bold and kind is _PARAGRAPH and self._looks_like_heading(text):
            kind, level = _HEADING, PSEUDO_HEADING_LEVEL
        self._found.blocks.append(
            RawBlock(
                kind,
                text,
                self._block_element,
                level,
                self._links,
                self._furniture > 0,
                self._cells.current if kind is _TABLE_CELL else None,
                self._linked,
                self._anchors,
            )
        )
        self._begin_block()

    def _looks_like_heading(self, text: str) -> bool:
        """Whether all of it is bold, short, and not a sentence: a heading in all but name."""
        return (
            len(text) <= _LONGEST_PSEUDO_HEADING
            and self._bold == sum(len(piece) for piece in self._pieces if piece not in _GAPS)
            and not self._links
            and "\n" not in text
            and text[-1] not in ".!;,"
        )
