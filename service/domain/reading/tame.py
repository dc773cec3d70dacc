"""Keeps absurd nesting away from the HTML parser, whose time grows with the square of depth."""

from __future__ import annotations

import re

DEEPEST = 150
DEEPEST_FORMATTING = 16
_MANY = 3000

_LONGEST_TAG = 5000
_ATTRIBUTES = r"""(?:[^=>]+|=\s*(?:"[^"]*"?|'[^']*'?)?)*"""
_OPENING = re.compile(
    r"<!--(?:-?>|.*?--!?>|.*)"
    rf"|<(?P<raw>(?i:script|style|textarea|title|xmp|iframe|noembed|noframes))(?=[\s/>]){_ATTRIBUTES}"
    r"(?P<text>>(?:.*?(?=</(?i:(?P=raw)))|.*))?"
    rf"|<(?P<name>[a-zA-Z][^\s/>]*){_ATTRIBUTES}>?",
    re.DOTALL,
)
"""Opening tags as a parser sees them: a quoted ">" ends none, comments and scripts hold none."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_FORMATTING = frozenset(
    ("b", "big", "code", "em", "font", "i", "nobr", "s", "small", "span", "strike", "strong", "tt",
     "u")
)  # fmt: skip
_ENDS_BY_ITSELF = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option")
)  # fmt: skip


def tame(html: str) -> str:
    """Return *html* as it is, unless it nests deeper than any article: then without those tags.

    Attributes by the thousand go too: their number costs its square as well.
    """
    lean = html
    if any(found.end() - found.start() > _LONGEST_TAG for found in _OPENING.finditer(html)):
        lean = _OPENING.sub(_without_many_attributes, html)
    return lean if lean.count("<") < _MANY else _TAG.sub(_Depth().keep, lean)


def _without_many_attributes(opening: re.Match[str]) -> str:
    name = opening["name"] or opening["raw"]
    text = opening["text"] or ""
    if name is None or len(opening[0]) - len(text) <= _LONGEST_TAG:
        return opening[0]
    return f"<{name}{text or '>'}"


class _Depth:
    """Follows how deep the tags nest, by counting alone."""

    def __init__(self) -> None:
        self._kept: dict[bool, list[bool]] = {True: [], False: []}

    def keep(self, tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in _ENDS_BY_ITSELF:
            return tag[0]
        formatting = name in _FORMATTING
        kept = self._kept[formatting]
        if tag[1]:
            return tag[0] if not kept or kept.pop() else ""
        kept.append(len(kept) < (DEEPEST_FORMATTING if formatting else DEEPEST))
        return tag[0] if kept[-1] else ""
