"""Whether an element is what a theme puts around an article: by its tag, its names, its content."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from service.domain.reading.signs import names_price
from service.domain.reading.tags import CUSTOM, Attributes, Called, Does, Tag, called, names_of

_LITTLE, _MOST_NODES = 400, 200
_LINKED_SHARE = 0.3
_TOUCHED = frozenset({"button", "input", "select"})
_UNSAID = frozenset({"script", "style", "template"})


@dataclass(slots=True)
class _Held:
    """What the first nodes in an element say. *headline*: what an article is called is in it."""

    said: int = 0
    linked: int = 0
    headline: bool = False
    touched: bool = False
    priced: bool = False

    @property
    def is_little(self) -> bool:
        return self.said <= _LITTLE and not self.headline

    @property
    def is_for_sale(self) -> bool:
        """Whether it leads elsewhere, or has a price or a button."""
        return self.touched or self.priced or self.linked > _LINKED_SHARE * self.said


def is_furniture(node: LexborNode, name: str, tag: Tag, attributes: Attributes) -> bool:
    """Whether *node* is navigation, a share bar, a form, things for sale: never the article.

    A theme may call what holds the whole article so, too; then the headline is in it, or much.
    """
    if tag.furniture:
        held = _held(node)
        return held.is_little if name == "form" else not held.headline
    if tag.does is not Does.PARTS or tag.level is not None:
        return False
    names = names_of(attributes)
    if tag is CUSTOM:
        names = f"{name} {names}"
    what = called(names) if names else Called.NOTHING
    if what is Called.FURNITURE:
        return not _held(node).headline
    if what is Called.NOTHING or tag.cells is not None:
        return False
    held = _held(node)
    return held.is_little and (what is Called.PERHAPS or held.is_for_sale)


def may_follow_article(node: LexborNode, tag: Tag) -> bool:
    """Whether *node*, which stands behind the page's `article`, only leads on from it."""
    return tag.does is Does.PARTS and tag.level is None and _held(node).is_little


def _held(node: LexborNode) -> _Held:
    held = _Held()
    ahead: list[tuple[LexborNode | None, bool]] = [(node.first_child, False)]
    for _ in range(_MOST_NODES):
        if not ahead:
            break
        at, linked = ahead.pop()
        if at is None:
            continue
        _look_at(held, at, linked=linked)
        ahead.append((at.next, linked))
        if at.tag not in _UNSAID:
            ahead.append((at.first_child, linked or at.tag == "a"))
    return held


def _look_at(held: _Held, node: LexborNode, *, linked: bool) -> None:
    text = node.text_content
    if text is None:
        held.headline = held.headline or node.tag == "h1"
        held.touched = held.touched or node.tag in _TOUCHED
        return
    size = len(text.strip())
    held.said += size
    held.linked += size * linked
    held.priced = held.priced or names_price(text)
