"""Items of lists that stand beside known ingredients, in prose and in markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from service.domain.articles import Block, BlockKind
from service.domain.reading.proposal_text import Look, Span
from service.domain.reading.sentences import sentence_starts

_COMPANY = 2
"""So many known names have to stand in a list for its other items to be names too."""
_PARTING = re.compile(
    r"[,;、・]| (?:and|or|und|oder|et|ou|y|e|o|och|eller|și|sau|as well as|plus)(?= )",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[:()\u2014\u2013，。：（）；]")
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}\W+)?")
_ITEM_ENDS = re.compile(r"[:(\u2013\u2014;.,]| - |$")
_LISTED = frozenset({BlockKind.LIST_ITEM, BlockKind.HEADING})


class _Part(NamedTuple):
    """An item of a list. *known*: a term is all of it, or all that belongs to it."""

    span: Span
    known: bool


def beside_known(look: Look, block: Block, known: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Items of a list in prose that stand next to what is known."""
    if len(known) < _COMPANY:
        return
    starts = [*sentence_starts(look.text, block.start, block.end), block.end]
    for start, end in pairwise(starts):
        inside = [span for span in known if start <= span[0] < end]
        if len(inside) >= _COMPANY:
            for low, high in _runs(look.text, start, end):
                yield from _unknown_among(look, _parts(look, low, high, inside))


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What a list can not go on beyond: a colon, a parenthesis, the comma between clauses."""
    for mark in _BREAK.finditer(text, start, end):
        yield start, mark.start()
        start = mark.end()
    yield start, end


def _parts(look: Look, start: int, end: int, known: Sequence[tuple[int, int]]) -> Sequence[_Part]:
    """The items, each without blanks around; the first may end, the last begin with a name."""
    part = look.folded[start:end]
    cuts = [(m.start(), m.end()) for m in _PARTING.finditer(look.text[start:end])]
    edges = [(0, 0), *cuts, (len(part), len(part))]
    found: list[_Part] = []
    for (_, low), (high, _) in pairwise(edges):
        item = part[low:high]
        stripped = item.strip(" .!?\n")
        if stripped:
            begin = start + low + item.index(stripped)
            stop = begin + len(stripped)
            found.append(_Part(Span(begin, stop), any(s == begin or e == stop for s, e in known)))
    return found


def _unknown_among(look: Look, parts: Sequence[_Part]) -> Iterator[Span]:
    for number, part in enumerate(parts):
        if part.known or number == 0:
            continue
        near = [parts[at].known for at in (number - 1, number + 1) if at < len(parts)]
        far = [parts[at].known for at in (number - 2, number + 2) if 0 <= at < len(parts)]
        if any(near) and sum(near) + sum(far) >= _COMPANY and look.may_be_name(part.span):
            yield part.span


def listed_beside(
    look: Look, blocks: Sequence[Block], known: Mapping[Block, Sequence[tuple[int, int]]]
) -> Iterator[tuple[Block, Span]]:
    """What items and headings of a list are about, where others of it are about known ones."""
    run: list[tuple[Block, _Part]] = []
    for block in blocks:
        if run and (block.kind, block.level) != (run[-1][0].kind, run[-1][0].level):
            if block.kind not in _LISTED and run[-1][0].kind is BlockKind.HEADING:
                continue  # what stands under a heading
            yield from _items(look, run)
            run = []
        if block.kind in _LISTED:
            run.append((block, _head(look, block, known[block])))
    yield from _items(look, run)


def _head(look: Look, block: Block, known: Sequence[tuple[int, int]]) -> _Part:
    item = look.folded[block.start : block.end]
    begin = block.start + len((_NUMBERING.match(item) or [""])[0])
    ends = _ITEM_ENDS.search(look.text, begin, block.end)
    stop = ends.start() if ends else block.end
    return _Part(Span(begin, stop), any(s == begin and e == stop for s, e in known))


def _items(look: Look, run: Sequence[tuple[Block, _Part]]) -> Iterator[tuple[Block, Span]]:
    if sum(part.known for _, part in run) < _COMPANY:
        return
    for block, part in run:
        if not part.known and part.span.start < part.span.end and look.may_be_name(part.span):
            yield block, part.span
