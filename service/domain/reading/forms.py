"""Which form a given text has: HTML, Markdown or plain, whatever it is said to be."""

from __future__ import annotations

import re

_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--")
_BLOCK = (
    r"(?:p|div|h[1-6]|[uo]l|li|d[ltd]|t(?:able|r|d|h|body|head)|section|article|main|header"
    r"|footer|nav|aside|blockquote|figure|pre|body|html|form|center|details)\b"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK}|[bh]r\b)", re.IGNORECASE)
_CLOSING = re.compile(rf"</{_BLOCK}", re.IGNORECASE)
_DOCUMENT = re.compile(r"\s*<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_ESCAPED_TAG = re.compile(
    r"&lt;/?(?:p|div|h[1-6]|[uo]l|li|table|section|article|br|strong|span|b|em|a)\b", re.IGNORECASE
)
_MARKS = re.compile(
    r"^#{1,6} +\S|^ {0,3}(?:[-*+]|\d{1,2}[.)]) +\S|\]\(|\*\*\S|^\|.*\|[ \t]*$", re.MULTILINE
)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_FEW = 2


def is_markup(html: str) -> bool:
    """Whether what is called HTML is: it has tags that part its text, or nothing else does."""
    return bool(_BLOCK_TAG.search(html)) or not (_MARKS.search(html) or _EMPTY_LINE.search(html))


def is_escaped(html: str) -> bool:
    """Whether it is HTML whose every tag was escaped."""
    return not _TAG.search(html) and bool(_ESCAPED_TAG.search(html))


def is_html(text: str) -> bool:
    """Whether what is called a text is HTML: it begins with a tag, closes some, and is not marked
    as Markdown, in which tags may stand as well."""
    if "<" not in text:
        return False
    if _DOCUMENT.match(text):
        return True
    begins = text.lstrip("\ufeff \n\r\t").startswith("<")
    closed = len(_CLOSING.findall(text))
    return closed >= (1 if begins else _FEW) and not _MARKS.search(text)
