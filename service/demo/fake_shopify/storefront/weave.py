"""Puts cards into an article's HTML without changing a word of it."""

from __future__ import annotations

from collections import abc

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.demo.fake_shopify.storefront.slots import Slot

UPGRADED = "is-upgraded"


def weave(body_html: str, slots: abc.Iterable[Slot]) -> str:
    """Return *body_html* with each slot before the top-level element that it names.

    Elements alone are counted, from 0, not text or comments; a number past the last is the end.
    Upgraded elements stay where they are, hidden.
    """
    body = LexborHTMLParser("<body>" + body_html).body  # so a leading <style> stays in the text
    waiting = sorted(slots, key=lambda slot: slot.element)
    upgraded = frozenset[int]().union(*(slot.upgraded for slot in waiting))
    parts: list[str] = []
    element = 0
    for node in body.iter(include_text=True) if body else ():
        if not _is_element(node):
            parts.append(node.html or "")
            continue
        while waiting and waiting[0].element <= element:
            parts.append(waiting.pop(0).fragment)
        parts.append(_hidden(node) if element in upgraded else node.html or "")
        element += 1
    return "".join((*parts, *(slot.fragment for slot in waiting)))


def _is_element(node: LexborNode) -> bool:
    return not (node.tag or "-").startswith("-")  # "-text", "-comment"


def _hidden(node: LexborNode) -> str:
    node.attrs["class"] = f"{node.attributes.get('class') or ''} {UPGRADED}".strip()
    node.attrs["hidden"] = ""
    return node.html or ""
