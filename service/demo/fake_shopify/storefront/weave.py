"""Puts cards into an article's HTML without changing a word of it."""

from __future__ import annotations

from collections import abc

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.demo.fake_shopify.storefront.slots import Slot

UPGRADED = "is-upgraded"
WRAPPERS = frozenset({"div", "section", "article", "main"})


def weave(body_html: str, slots: abc.Iterable[Slot]) -> str:
    """Return *body_html* with each slot before the top-level element that it names.

    Elements alone are counted, from 0, not text or comments; a number past the last is the end.
    While one wrapper alone holds everything, what it holds is counted instead. Upgraded elements
    stay where they are, hidden.
    """
    body = LexborHTMLParser("<body>" + body_html).body  # so a leading <style> stays in the text
    if body is None:
        return "".join(slot.fragment for slot in slots)
    before, holder, after = _unwrapped(body)
    return "".join((*before, *_woven(holder, slots), *reversed(after)))


def _unwrapped(body: LexborNode) -> tuple[list[str], LexborNode, list[str]]:
    """What counts as the body, and the HTML around it: before it, and after it from the inside."""
    before: list[str] = []
    after: list[str] = []
    holder = body
    while (only := _only_wrapper(holder)) is not None:
        around = [node.html or "" for node in holder.iter(include_text=True)]
        at = next(i for i, node in enumerate(holder.iter(include_text=True)) if _is_element(node))
        closing = f"</{only.tag}>"
        opening = around[at].removesuffix((only.inner_html or "") + closing)
        before += [*around[:at], opening]
        after += [*reversed(around[at + 1 :]), closing]
        holder = only
    return before, holder, after


def _only_wrapper(holder: LexborNode) -> LexborNode | None:
    elements = [node for node in holder.iter() if _is_element(node)]
    return elements[0] if len(elements) == 1 and elements[0].tag in WRAPPERS else None


def _woven(holder: LexborNode, slots: abc.Iterable[Slot]) -> abc.Iterator[str]:
    waiting = sorted(slots, key=lambda slot: slot.element)
    upgraded = frozenset[int]().union(*(slot.upgraded for slot in waiting))
    element = 0
    for node in holder.iter(include_text=True):
        if not _is_element(node):
            yield node.html or ""
            continue
        while waiting and waiting[0].element <= element:
            yield waiting.pop(0).fragment
        yield _hidden(node) if element in upgraded else node.html or ""
        element += 1
    for slot in waiting:
        yield slot.fragment


def _is_element(node: LexborNode) -> bool:
    return not (node.tag or "-").startswith("-")  # "-text", "-comment"


def _hidden(node: LexborNode) -> str:
    node.attrs["class"] = f"{node.attributes.get('class') or ''} {UPGRADED}".strip()
    node.attrs["hidden"] = ""
    return node.html or ""
