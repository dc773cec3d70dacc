"""An article's HTML as blocks of plain text; nothing recurses, so no nesting is too deep."""

from __future__ import annotations

import re
from enum import IntEnum, auto

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.domain.articles import BlockKind
from service.domain.reading.blocks import Cell, RawBlock, RawLink, RawText, product_handle, visible
from service.domain.reading.tame import tame


class _Does(IntEnum):
    """What an element does to the text around it."""

    NOTHING = auto()
    HIDES = auto()
    BREAKS = auto()
    PARTS = auto()
    LINKS = auto()
    BOLDS = auto()


_TAGS: dict[str, _Does] = {
    **dict.fromkeys(
        [
            "script",
            "style",
            "template",
            "noscript",
            "svg",
            "math",
            "iframe",
            "object",
            "video",
            "audio",
            "canvas",
            "select",
            "button",
            "textarea",
            "head",
            "title",
            "meta",
            "link",
            "xmp",
            "noembed",
            "noframes",
            "plaintext",
        ],
        _Does.HIDES,
    ),
    **dict.fromkeys(
        [
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "nav",
            "aside",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "caption",
            "blockquote",
            "figure",
            "figcaption",
            "pre",
            "address",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "form",
            "fieldset",
            "details",
            "summary",
            "center",
            "menu",
            "dialog",
            "search",
            "hgroup",
        ],
        _Does.PARTS,
    ),
    **dict.fromkeys(("b", "strong"), _Does.BOLDS),
    "br": _Does.BREAKS,
    "a": _Does.LINKS,
}
_KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "td": BlockKind.TABLE_CELL,
    "th": BlockKind.TABLE_CELL,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
}
_FURNITURE_TAGS = frozenset({"nav", "footer", "form"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|newsletter|breadcrumbs?|pagination|byline|"
    r"author-bio|post-meta|article-meta|comments?|subscribe)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_READS_ATTRIBUTES = frozenset({_Does.PARTS, _Does.LINKS})
PSEUDO_HEADING_LEVEL = 6
_LONGEST_PSEUDO_HEADING = 90


def read_html(html: str) -> RawText:
    """Return the visible blocks of *html* and the product links among them."""
    clean = html if html.isascii() else html.encode("utf-8", "replace").decode()
    body = LexborHTMLParser("<body>" + tame(clean)).body
    return _Walk().over(body) if body is not None else RawText([], 0)


class _Walk:
    """One pass over a tree, from the first node to the last."""

    def __init__(self) -> None:
        self._found = RawText([], 0)
        self._element = -1
        self._furniture = 0
        self._kinds: list[tuple[BlockKind, int | None]] = [(BlockKind.PARAGRAPH, None)]
        self._cells = _Cells()
        self._link: RawLink | None = None
        self._link_said = False
        self._bold_depth = 0
        self._begin_block()

    def _begin_block(self) -> None:
        self._pieces: list[str] = []
        self._length = self._said = self._bold = 0
        self._links: list[RawLink] = []
        self._block_element = 0

    def over(self, body: LexborNode) -> RawText:
        open_nodes: list[tuple[LexborNode, str, bool]] = []
        node = body.first_child
        while node is not None:
            child = self._enter(node, open_nodes)
            following = child if child is not None else node.next
            while following is None and open_nodes:
                parent, tag, furniture = open_nodes.pop()
                self._leave(tag, furniture)
                following = parent.next
            node = following
        self._flush()
        self._found.elements = self._element + 1
        return self._found

    def _enter(
        self, node: LexborNode, open_nodes: list[tuple[LexborNode, str, bool]]
    ) -> LexborNode | None:
        """Take in *node*; return its first child when that is to be visited."""
        text = node.text_content
        if text is not None:
            self._add(text, at_top=not open_nodes)
            return None
        tag = node.tag
        if tag is None or tag[0] == "-":  # a comment
            return None
        if not open_nodes:
            self._element += 1
        does = _TAGS.get(tag, _Does.NOTHING)
        attributes = node.attributes if does in _READS_ATTRIBUTES else {}
        if does is _Does.HIDES or (attributes and _is_unseen(attributes)):
            return None
        furniture = does is _Does.PARTS and _is_furniture(tag, attributes)
        self._open(tag, does, attributes)
        self._furniture += furniture
        child = node.first_child
        if child is None:
            self._leave(tag, furniture)
            return None
        open_nodes.append((node, tag, furniture))
        return child

    def _open(self, tag: str, does: _Does, attributes: dict[str, str | None]) -> None:
        if does is _Does.PARTS:
            self._flush()
            if tag in _KINDS:
                self._kinds.append((_KINDS[tag], int(tag[1]) if tag in _HEADINGS else None))
            self._cells.enter(tag)
        elif does is _Does.LINKS:
            self._open_link(attributes.get("href") or "")
        elif does is _Does.BOLDS:
            self._bold_depth += 1
        elif does is _Does.BREAKS and self._pieces:
            self._pieces.append("\n")
            self._length += 1

    def _leave(self, tag: str, furniture: bool) -> None:
        does = _TAGS.get(tag, _Does.NOTHING)
        if does is _Does.PARTS:
            self._flush()
            if tag in _KINDS:
                self._kinds.pop()
            self._cells.leave(tag)
        elif does is _Does.LINKS:
            self._close_link()
        elif does is _Does.BOLDS:
            self._bold_depth -= 1
        self._furniture -= furniture

    def _add(self, text: str, *, at_top: bool) -> None:
        words = visible(text).split()
        if not words:
            self._space()
            return
        if not self._pieces:
            self._block_element = self._element + at_top
        if text[0].isspace():
            self._space()
        said = " ".join(words)
        self._pieces.append(said)
        self._length += len(said)
        self._said += len(said)
        if self._bold_depth:
            self._bold += len(said)
        if text[-1].isspace():
            self._space()

    def _space(self) -> None:
        if self._pieces and self._pieces[-1] not in {" ", "\n"}:
            self._pieces.append(" ")
            self._length += 1

    def _open_link(self, href: str) -> None:
        handle = product_handle(href)
        if handle is not None:
            self._link = RawLink(handle, href, self._length, self._length)
            self._link_said = False

    def _close_link(self) -> None:
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
        if kind is BlockKind.PARAGRAPH and self._looks_like_heading(text):
            kind, level = BlockKind.HEADING, PSEUDO_HEADING_LEVEL
        self._found.blocks.append(
            RawBlock(
                kind,
                text,
                self._block_element,
                level,
                self._links,
                self._furniture > 0,
                self._cells.current if kind is BlockKind.TABLE_CELL else None,
            )
        )
        self._begin_block()

    def _looks_like_heading(self, text: str) -> bool:
        """Whether all of it is bold, short, and not a sentence: a heading in all but name."""
        return (
            self._bold == self._said
            and not self._links
            and len(text) <= _LONGEST_PSEUDO_HEADING
            and "\n" not in text
            and text[-1] not in ".!;,"
        )


class _Cells:
    """Counts tables, rows and columns."""

    def __init__(self) -> None:
        self._tables = 0
        self._open: list[Cell] = []

    @property
    def current(self) -> Cell | None:
        return self._open[-1] if self._open else None

    def enter(self, tag: str) -> None:
        if tag == "table":
            self._open.append(Cell(self._tables, -1, -1))
            self._tables += 1
        elif self._open and tag == "tr":
            cell = self._open[-1]
            self._open[-1] = Cell(cell.table, cell.row + 1, -1)
        elif self._open and tag in {"td", "th"}:
            cell = self._open[-1]
            self._open[-1] = Cell(cell.table, cell.row, cell.column + 1)

    def leave(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._open.pop()


def _is_unseen(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_UNSEEN.search(attributes.get("style") or ""))


def _is_furniture(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in _FURNITURE_TAGS:
        return True
    if not attributes or tag in _HEADINGS:
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return len(names) > 1 and bool(_FURNITURE.search(names))
