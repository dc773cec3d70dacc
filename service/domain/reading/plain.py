"""Plain text and Markdown as blocks: headings, lists, tables and paragraphs, told by their looks.

It becomes HTML first, so that there is one reader for what both may hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.reading.blocks import RawText, visible
from service.domain.reading.folding import fold
from service.domain.reading.forms import is_html
from service.domain.reading.furniture import Mark, mark_of
from service.domain.reading.lines import HEADING, UNDERLINE, Source, source_of, without_menus
from service.domain.reading.markdown import Inline, shown
from service.domain.reading.markup import read_markup
from service.domain.reading.page import Page
from service.domain.reading.signs import is_offer

_LONGEST_TITLE, _LONGEST_ENTRY, _MOST_BEFORE_TITLE = 200, 80, 30
_MARKS_BEFORE_TITLE = frozenset({Mark.LINE, Mark.MENU, Mark.END, Mark.CALL, Mark.MORE})


def read_plain(text: str, *, title: str | None) -> tuple[str, RawText]:
    """Return the title (the first line, when none is given) and the blocks of the rest."""
    if is_html(text):
        return " ".join(visible(title or "").split()), read_markup(text)
    source = source_of(text)
    source.lines = without_menus(source.lines)
    inline = Inline(source.addresses)
    if title is None:
        title = _title_of(source, inline)
    else:
        _drop_above(source, title, inline)
    raw = read_markup(Page(inline).html(source.lines, source.footnotes))
    raw.plain = True
    return " ".join(visible(title).split()), raw


def _title_of(source: Source, inline: Inline) -> str:
    """Take the title out of *source*: what is above it is no reading matter."""
    if source.title is not None:
        return source.title
    at = _place_of_title(source.lines, inline)
    if at is None:
        return ""
    heading = HEADING.match(source.lines[at])
    title = shown(inline.html(heading[3] if heading else source.lines[at]))
    underlined = at + 1 < len(source.lines) and UNDERLINE.match(source.lines[at + 1])
    del source.lines[: at + 1 + bool(underlined)]
    return title


def _drop_above(source: Source, title: str, inline: Inline) -> None:
    """Where the text has its *title* once more, what is above it is a menu, if it is short."""
    wanted = fold(" ".join(title.split()))
    for at, line in enumerate(source.lines[:_MOST_BEFORE_TITLE]):
        heading = HEADING.match(line)
        said = shown(inline.html(heading[3] if heading else line))
        if wanted and fold(said) == wanted:
            del source.lines[:at]
        if len(said) > _LONGEST_ENTRY or (said and fold(said) == wanted):
            return


def _place_of_title(lines: Sequence[str], inline: Inline) -> int | None:
    """Where the headline is, else the first line that is not a menu."""
    first: int | None = None
    for at, line in enumerate(lines[:_MOST_BEFORE_TITLE]):
        heading = HEADING.match(line)
        if heading and heading[1] == "#":
            return at
        if first is None and line.strip():
            said = shown(inline.html(line))
            if len(said) > _LONGEST_TITLE:
                return None
            if said and mark_of(said) not in _MARKS_BEFORE_TITLE and not is_offer(said):
                first = at
    return first
