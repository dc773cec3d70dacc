"""Lines of plain text and Markdown: what each begins, and what of a text is no reading matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from service.domain.reading.blocks import visible
from service.domain.reading.folding import is_unspaced
from service.domain.reading.furniture import is_entry, is_menu, mark_of

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)[^`]*$")
HEADING = re.compile(r"^ {0,3}(?:(#{1,6})[ \t]+|(#{2,6})(?=\w))(.*?)[ \t]*#*[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
BULLET = re.compile(
    r"^\s*(?:[-*+\u2022\u2023\u2043\u2013\u00b7\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u25b6\u25c6"
    r"\u2705\u2713\u2714\u2610\u2611\uf0b7\u2219\u30fb]|\(?\d{1,2}[.)]|o(?=\t)|\u00a7(?=\t))(?:\s+|(?<=[\u2022\u25aa"
    r"\u25cf\u25a0\u25b6\u25c6\u2705\u2713\u2714\uf0b7\u30fb]))(?=\S)(?:\[[ xX]\]\s+)?"
)
DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
CELLS = re.compile(r"(?<!\\)\|")
MARKUP = re.compile(
    r"^\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|tr|td|th|thead|tbody|section|article|main"
    r"|header|footer|nav|aside|blockquote|figure|figcaption|pre|form|center|details|summary|hr"
    r"|br)\b",
    re.IGNORECASE,
)
_BREAKS = str.maketrans(dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n"))
_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n((?:.*\n){1,80}?)\1[ \t]*(?:\n|$)")
_KEY = re.compile(r"\s*[\w-]+\s*[:=]")
_TITLE = re.compile(r"^title\s*[:=]\s*(.+?)\s*$", re.MULTILINE | re.IGNORECASE)
_UNREAD = re.compile(r"<(!--|script|style|template|svg|noscript)(?![\w-])", re.IGNORECASE)
_ADDRESS = re.compile(
    r"^ {0,3}\[([^\]^\n]{1,200})\]:[ \t]*<?([^\s<>]*[/.#][^\s<>]*)>?[^\n]*$", re.MULTILINE
)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\n]{1,60}\]:[ \t]*(.*)$", re.MULTILINE)


@dataclass(slots=True)
class Source:
    """The lines of a text that are to be read, and what it keeps elsewhere."""

    lines: list[str]
    title: str | None = None
    addresses: dict[str, str] = field(default_factory=dict[str, str])
    footnotes: list[str] = field(default_factory=list[str])


def source_of(text: str) -> Source:
    """Return *text* without front matter, comments, addresses of links and footnotes."""
    whole = visible(text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS))
    title, whole = _without_front_matter(whole)
    if "<" in whole:
        whole = _without_unread(whole)
    source = Source([], title)
    if "]:" in whole:
        source.footnotes = _FOOTNOTE.findall(whole)
        whole = _FOOTNOTE.sub("", whole)
        source.addresses = {name.casefold(): to for name, to in _ADDRESS.findall(whole)}
        whole = _ADDRESS.sub("", whole)
    source.lines = whole.split("\n")
    return source


def without_menus(lines: list[str]) -> list[str]:
    """Without lines in a row that are a menu."""
    kept: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip() and is_entry(line.strip()):
            run.append(line)
            continue
        if not is_menu([mark_of(BULLET.sub("", each).strip() or "-") for each in run]):
            kept += run
        kept.append(line)
        run = []
    return kept[:-1]


def _without_unread(text: str) -> str:
    """Without comments and scripts, where they are closed."""
    lowered = text.lower()
    pieces: list[str] = []
    at = 0
    unclosed: set[str] = set()
    for found in _UNREAD.finditer(text):
        name = found[1].lower()
        closing = "-->" if name == "!--" else f"</{name}"
        if found.start() < at or closing in unclosed:
            continue
        end = lowered.find(closing, found.end())
        if end < 0:
            unclosed.add(closing)
            continue
        pieces.append(text[at : found.start()])
        at = lowered.find(">", end) + 1 or len(text)
    return "".join([*pieces, text[at:]])


def _without_front_matter(text: str) -> tuple[str | None, str]:
    found = _FRONT.match(text)
    if found is None or not _KEY.match(found[2]):
        return None, text
    title = _TITLE.search(found[2])
    return title[1].strip("\"'") if title else None, text[found.end() :]


_LONGEST_HEADING, _LONGEST_UNSPACED = 90, 24
_SHORTEST_WRAPPED, _WRAPPED, _LONGEST_WRAPPED = 40, 50, 110
_TWO_SENTENCES = re.compile(r"[.?!,]\s+[A-Z].*[.?!]$")
_STOPS = ".!?:;\u3002\uff01\uff1f\u2026"
_HEADING_ENDS = ")\u2019\"'\uff1f\uff09\u300d"
_VERB_ENDS = "요다죠네세すたよねいんだ"
"""How sentences of Korean and Japanese end that have no full stop."""


def is_furniture(text: str) -> bool:
    return bool(text) and mark_of(text) is not None


def is_wrapped(line: str, following: str) -> bool:
    """Whether *line* was broken for its length only."""
    line, following = line.rstrip(), following.strip()
    if len(line) < _SHORTEST_WRAPPED or line[-1] in _STOPS or not following:
        return False
    return following[0].islower() or _WRAPPED <= len(line) <= _LONGEST_WRAPPED


def looks_like_heading(text: str) -> bool:
    """Whether *text* is short and no sentence."""
    if not text or len(text) > _LONGEST_HEADING:
        return False
    first, last = text[0], text[-1]
    if is_unspaced(first):
        return len(text) <= _LONGEST_UNSPACED and (
            (last.isalnum() and last not in _VERB_ENDS) or last in _HEADING_ENDS
        )
    return (
        first.isupper()
        and (last == "?" or last.isalnum() or last in _HEADING_ENDS)
        and not (last == "?" and _TWO_SENTENCES.search(text))
    )
