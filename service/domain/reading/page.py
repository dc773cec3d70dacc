"""Lines of plain text and Markdown written as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.domain.reading.lines import (
    BULLET,
    CELLS,
    DELIMITER,
    FENCE,
    HEADING,
    MARKUP,
    QUOTE,
    RULE,
    UNDERLINE,
    is_furniture,
    is_wrapped,
    looks_like_heading,
)
from service.domain.reading.markdown import Inline, shown

_LONG_LINE, _MANY_LINES, _FEWEST_BARS = 60, 4, 2
_SAID_IN_FENCES = frozenset(("markdown", "md", "text", "txt", "html", "plaintext"))
_SENTENCE = re.compile("[.!?\u3002\uff01\uff1f](?:</p>)?$")


class Page:
    """Writes a text as HTML, a line at a time; nothing nests, but for quotes."""

    def __init__(self, inline: Inline) -> None:
        self._inline = inline
        self._out: list[str] = []
        self._paragraph: list[str] = []
        self._item: list[str] | None = None
        self._listing = self._quoting = False
        self._by_looks: list[tuple[int, bool]] = []
        self._skipped: set[int] = set()
        self._unclosed: set[str] = set()

    def html(self, lines: Sequence[str], footnotes: Sequence[str]) -> str:
        at = 0
        while at < len(lines):
            at = self._read(lines, at)
        self._flush()
        self._quote(quoted=False)
        self._name_headings()
        notes = "".join(f"<p>{self._inline.html(note)}</p>" for note in footnotes)
        return "\n".join([*self._out, f'<div class="footnotes">{notes}</div>' if notes else ""])

    def _read(self, lines: Sequence[str], at: int) -> int:
        """Take in the line at *at*, and what belongs to it; return which comes next."""
        line = lines[at]
        if not line.strip() or at in self._skipped:
            self._flush()
            return at + 1
        if ("`" in line or "~" in line) and (fence := FENCE.match(line)):
            return self._fence(lines, at, fence)
        quote = QUOTE.match(line) if ">" in line else None
        if quote is not None or self._quoting:
            self._quote(quoted=quote is not None)
            line = line[quote.end() :] if quote else line
        if ("|" in line or "\t" in line) and not BULLET.match(line) and (rows := _rows(lines, at)):
            self._table(lines[at : at + rows])
            return at + rows
        self._plain(line)
        return at + 1

    def _plain(self, line: str) -> None:
        """Take in a line that begins or ends something by itself, or belongs to what is open."""
        if "#" in line and (heading := HEADING.match(line)):
            level = len(heading[1] or heading[2])
            self._emit(f"<h{level}>{self._inline.html(heading[3])}</h{level}>")
        elif self._paragraph and (underline := UNDERLINE.match(line)):
            said, self._paragraph = " ".join(self._paragraph), []
            level = 1 if underline[1][0] == "=" else 2
            self._emit(f"<h{level}>{self._inline.html(said)}</h{level}>")
        elif RULE.match(line):
            self._emit("<hr>")
        elif bullet := BULLET.match(line):
            self._flush()
            self._item = [line[bullet.end() :]]
        elif "<" in line and MARKUP.match(line):
            self._emit(self._inline.html(line))
        elif self._item is not None and (line[:1].isspace() or line[:1].islower()):
            self._item.append(line)
        else:
            if self._item is not None:
                self._flush()
            self._paragraph.append(line)

    def _fence(self, lines: Sequence[str], at: int, fence: re.Match[str]) -> int:
        """Pass over code; a fence around words is no code."""
        mark = fence[1]
        self._flush()
        if mark[0] in self._unclosed:
            return at + 1
        end = next((i for i in range(at + 1, len(lines)) if _closes(lines[i], mark)), None)
        if end is None:
            self._unclosed.add(mark[0])
            return at + 1
        if fence[2].lower() in _SAID_IN_FENCES or not (self._out or self._skipped):
            self._skipped.add(end)
            return at + 1
        return end + 1

    def _quote(self, *, quoted: bool) -> None:
        if quoted != self._quoting:
            self._flush()
            self._emit("<blockquote>" if quoted else "</blockquote>")
            self._quoting = quoted

    def _table(self, lines: Sequence[str]) -> None:
        rows = [line for i, line in enumerate(lines) if i != 1 or not DELIMITER.match(line)]
        cells = ("".join(f"<td>{self._inline.html(c)}</td>" for c in _cells(row)) for row in rows)
        self._emit("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")

    def _emit(self, html: str, *, listed: bool = False) -> None:
        self._flush()
        if listed != self._listing:
            self._out.append("<ul>" if listed else "</ul>")
            self._listing = listed
        self._out.append(html)

    def _flush(self) -> None:
        """End the list item or the paragraph that is being written."""
        item, self._item = self._item, None
        if item is not None:
            self._emit(f"<li>{self._inline.html(' '.join(item))}</li>", listed=True)
        lines, self._paragraph = self._paragraph, []
        if len(lines) == 1:
            self._line(lines[0], strictly=False)
        elif lines and self._stand_alone(lines):
            for line in lines:
                self._line(line, strictly=True)
        elif lines:
            self._together(lines)

    def _together(self, lines: Sequence[str]) -> None:
        """Write lines as one paragraph, under the first where that is a heading."""
        first = shown(self._inline.html(lines[0]))
        asks = first.endswith(("?", "\uff1f"))  # its answer stands best beside it
        if looks_like_heading(first) and not asks and not is_wrapped(*lines[:2]):
            self._line(lines[0], strictly=False)
            lines = lines[1:]
        html = self._inline.html(_joined(lines)).replace("\n", "<br>")
        self._emit(f"<p>{html}</p>")

    def _line(self, line: str, *, strictly: bool) -> None:
        html = self._inline.html(line.strip())
        self._emit(f"<p>{html}</p>")
        if looks_like_heading(shown(html)):
            self._by_looks.append((len(self._out) - 1, strictly))

    def _stand_alone(self, lines: Sequence[str]) -> bool:
        """Whether each line says something of its own, as in a text without empty lines."""
        if any(is_wrapped(line, following) for line, following in pairwise(lines)):
            return False
        if len(lines) >= _MANY_LINES and any(len(line) > _LONG_LINE for line in lines):
            return True
        return any(is_furniture(shown(self._inline.html(line))) for line in lines)

    def _name_headings(self) -> None:
        """What looks like a heading is one when something stands under it."""
        for at, strictly in self._by_looks:
            under = next((html for html in self._out[at + 1 : at + 4] if shown(html)), None)
            if under is None:
                continue
            if not strictly or under.startswith("<li") or _says(under):
                self._out[at] = f"<h6>{self._out[at][3:-4]}</h6>"


def _says(html: str) -> bool:
    return len(html) > _LONG_LINE or bool(_SENTENCE.search(html))


def _closes(line: str, mark: str) -> bool:
    stripped = line.strip()
    return stripped.startswith(mark) and not stripped.strip(mark[0])


def _rows(lines: Sequence[str], at: int) -> int:
    """How many lines from *at* are a table: told by what parts its header off, by bars or tabs."""
    if at + 1 >= len(lines):
        return 0
    first, second = lines[at], lines[at + 1]
    barred = "|" in first and "|" in second
    by_bars = barred and (DELIMITER.match(second) or (_is_boxed(first) and _is_boxed(second)))
    tabs = first.strip().count("\t")
    if not by_bars and (not tabs or second.strip().count("\t") != tabs or BULLET.match(second)):
        return 0
    end = at + 2
    while end < len(lines) and _is_row(lines[end], tabs=0 if by_bars else tabs):
        end += 1
    return end - at


def _is_boxed(line: str) -> bool:
    """Whether bars stand on both sides of it and within it."""
    bare = line.strip()
    return bare[:1] == bare[-1:] == "|" and bare.count("|") > _FEWEST_BARS


def _is_row(line: str, *, tabs: int) -> bool:
    return line.strip().count("\t") == tabs if tabs else "|" in line


def _cells(row: str) -> list[str]:
    if "|" in row:
        return [cell.strip() for cell in CELLS.split(row.strip().removeprefix("|"))]
    return row.strip().split("\t")


def _joined(lines: Sequence[str]) -> str:
    """Lines that were wrapped go on; others stay lines."""
    text = lines[0].strip()
    for line, following in pairwise(lines):
        text += (" " if is_wrapped(line, following) else "\n") + following.strip()
    return text
