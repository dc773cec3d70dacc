"""The marks of Markdown within a line, turned into HTML: what a reader of the page would see."""

from __future__ import annotations

import re
from collections import abc
from html import escape, unescape

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile("[\\\\`*_~=\\[\\]<>&{\ue000\ue001]")
_LITERAL = re.compile(r"\\([!-/:-@\[-`{-~])|(`+)([^`](?:.{0,500}?[^`])?)\2(?!`)", re.DOTALL)
_SHORTCODE = re.compile(r"\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}|\{[#.:][^{}\n]{0,80}\}")
_TARGET = r"\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s()]*)*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE = re.compile(rf"!\[[^\[\]]{{0,400}}\](?:{_TARGET}|\[[^\[\]]*\])")
_LINK = re.compile(rf"\[([^\[\]]{{0,400}})\]{_TARGET}")
_REFERENCE = re.compile(r"\[([^\[\]]{1,400})\](?: ?\[([^\[\]]{0,200})\])?")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,60}\]")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+|[^@<>\s]+@[^<>\s]+)>")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)(?:\s[^<>]*)?/?>")
_TAGS = (
    "a abbr address article aside b blockquote body br caption center cite code dd del details div"
    " dl dt em figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr html i iframe img"
    " ins kbd li main mark nav ol p pre q s section small span strike strong sub summary sup table"
    " tbody td tfoot th thead time tr u ul video button input label"
)
_KNOWN = frozenset(_TAGS.split())
_ENTITY = re.compile(r"&(?!(?:[A-Za-z]{2,10}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3}|~~|==)")
_SHOWN = re.compile(r"<[^<>]*>")
_KEPT = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


class Inline:
    """Turns lines into HTML; *addresses*: where the names of links lead."""

    def __init__(self, addresses: abc.Mapping[str, str]) -> None:
        self._addresses = addresses
        self._kept: list[str] = []

    def html(self, text: str) -> str:
        """Return *text* as HTML that shows what its marks mean."""
        if not _MARK.search(text):
            return text
        self._kept = []
        bare = text.replace(_OPEN, "").replace(_CLOSE, "")
        bare = _LITERAL.sub(self._literal, bare)
        bare = _SHORTCODE.sub("", bare) if "{" in bare else bare
        if "[" in bare:
            bare = self._without_links(bare)
        if "<" in bare:
            bare = _TAG.sub(self._tag, _ADDRESS.sub(lambda m: self._keep(escape(m[1])), bare))
        bare = _ENTITY.sub("&amp;", bare).replace("<", "&lt;").replace(">", "&gt;")
        return self._restored(_emphasized(bare))

    def _keep(self, html: str) -> str:
        self._kept.append(html)
        return f"{_OPEN}{len(self._kept) - 1}{_CLOSE}"

    def _restored(self, text: str) -> str:
        """What was kept may hold something that was kept before it."""
        kept: list[str] = []
        for html in self._kept:
            kept.append(_KEPT.sub(lambda m: kept[int(m[1])], html))
        return _KEPT.sub(lambda m: kept[int(m[1])], text)

    def _literal(self, found: re.Match[str]) -> str:
        return self._keep(escape(found[1] or found[3]))

    def _without_links(self, text: str) -> str:
        text = _FOOTNOTE.sub("", _IMAGE.sub("", text))
        text = _LINK.sub(lambda m: self._link(m[1], m[2]), text)
        return _REFERENCE.sub(self._reference, text) if self._addresses else text

    def _link(self, said: str, address: str) -> str:
        opening = self._keep(f'<a href="{escape(_KEPT.sub("", address))}">')
        return f"{opening}{said}{self._keep('</a>')}"

    def _reference(self, found: re.Match[str]) -> str:
        address = self._addresses.get((found[2] or found[1]).casefold())
        return found[0] if address is None else self._link(found[1], address)

    def _tag(self, found: re.Match[str]) -> str:
        name = found[1].lower()
        return self._keep(found[0]) if name in _KNOWN or "-" in name else found[0]


def shown(html: str) -> str:
    """What of a line of HTML can be read."""
    return " ".join(unescape(_SHOWN.sub("", html)).split())


def _emphasized(text: str) -> str:
    """Drop the marks of emphasis, and keep strong words strong."""
    parts = _EMPHASIS.split(text)
    strong = False
    for i in range(1, len(parts), 2):
        before = parts[i - 1][-1:] or (" " if i == 1 or not parts[i - 2] else "*")
        after = parts[i + 1][:1] or " "
        mark = parts[i]
        opens, closes = not after.isspace(), not before.isspace()
        if not (opens or closes) or (mark[0] == "_" and before.isalnum() and after.isalnum()):
            continue
        parts[i] = ""
        if len(mark) > 1 and mark[0] in "*_" and (closes if strong else opens):
            parts[i] = "</b>" if strong else "<b>"
            strong = not strong
    return "".join(parts) + ("</b>" if strong else "")
