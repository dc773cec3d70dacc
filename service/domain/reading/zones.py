"""What each block of an article is for: only what a writer tells the reader is evidence."""

from __future__ import annotations

from collections.abc import Container, Sequence

from service.domain.articles import BlockKind, Zone
from service.domain.reading.around import (
    join_steps,
    spread_contents,
    spread_end,
    spread_menus,
    spread_sections,
    spread_teasers,
)
from service.domain.reading.blocks import RawBlock, RawText
from service.domain.reading.furniture import SHORT, Mark, mark_of
from service.domain.reading.looks import tell_bio, tell_by_looks
from service.domain.reading.signs import (
    HINTS,
    SIGN_OF_HINT,
    Hinted,
    Sign,
    is_citation,
    is_cookie_notice,
    is_disclaimer,
    is_offer,
)

__all__ = ["HINTS", "SIGN_OF_HINT", "Sign", "zones_of"]

_HEADING, _INTRO, _BODY = BlockKind.HEADING, Zone.INTRO, Zone.BODY
_SAYS_LITTLE, _SAYS_MUCH = 40, 100
_OF_MARK = {
    Mark.LINE: Zone.BOILERPLATE,
    Mark.MENU: Zone.BOILERPLATE,
    Mark.CONTENTS: Zone.BOILERPLATE,
    Mark.SECTION: Zone.BOILERPLATE,
    Mark.RELATED: Zone.BOILERPLATE,
    Mark.TEASERS: Zone.BOILERPLATE,
    Mark.END: Zone.BOILERPLATE,
    Mark.MORE: Zone.BOILERPLATE,
    Mark.DISCLAIMER: Zone.DISCLAIMER,
    Mark.REFERENCES: Zone.REFERENCES,
}


def zones_of(raw: RawText, hinted: Hinted) -> list[Zone]:
    """Return the zone of each block of *raw*."""
    blocks = raw.blocks
    _take_back(blocks)
    marks = [mark_of(block.text) if len(block.text) <= SHORT else None for block in blocks]
    join_steps(blocks, marks)
    own = [
        _own_zone(block, mark, plain=raw.plain, hints=hinted.get(number, ()))
        if mark or block.furniture or block.links or number in hinted
        else None
        for number, (block, mark) in enumerate(zip(blocks, marks, strict=True))
    ]
    tell_by_looks(blocks, own, hinted)
    if any(marks):
        spread_menus(blocks, own, marks)
        spread_sections(blocks, own, marks)
        spread_contents(blocks, own, marks)
        spread_teasers(blocks, own, marks)
        spread_end(blocks, own, marks)
    tell_bio(blocks, own)
    return _tell_intro(blocks, own)


def _take_back(blocks: Sequence[RawBlock]) -> None:
    """Where no prose is left but in what is called furniture, that is the article after all."""
    if not any(block.furniture for block in blocks):
        return
    said = max(
        (len(b.text) for b in blocks if not b.furniture and b.kind is not _HEADING), default=0
    )
    kept_back = max((len(b.text) for b in blocks if b.furniture and not b.is_linked), default=0)
    if said < _SAYS_LITTLE < _SAYS_MUCH < kept_back:
        for block in blocks:
            block.furniture = False


def _own_zone(
    block: RawBlock, mark: Mark | None, *, plain: bool, hints: Container[Sign]
) -> Zone | None:
    """The zone that a block shows by itself; ``None`` when it is the article's own words."""
    if block.furniture:
        return Zone.BOILERPLATE
    if (block.links or mark is Mark.CALL) and _is_call_to_action(block, mark, plain=plain):
        return Zone.CALL_TO_ACTION
    if mark is not None and mark is not Mark.CALL:
        return _OF_MARK.get(mark)
    return _zone_by_signs(block.text, hints) if hints else None


def _zone_by_signs(text: str, hints: Container[Sign]) -> Zone | None:
    if Sign.CITATION in hints and is_citation(text):
        return Zone.REFERENCES
    if Sign.OFFER in hints and is_offer(text):
        return Zone.BOILERPLATE
    if Sign.COOKIES in hints and is_cookie_notice(text):
        return Zone.BOILERPLATE
    return Zone.DISCLAIMER if Sign.DISCLAIMER in hints and is_disclaimer(text) else None


def _is_call_to_action(block: RawBlock, mark: Mark | None, *, plain: bool) -> bool:
    """Whether it is nothing but product links, or a short call beside one."""
    if block.links:
        linked = sum(link.end - link.start for link in block.links)
        return len(block.text) - linked <= 5 * len(block.links) or mark is Mark.CALL
    return mark is Mark.CALL and (plain or block.kind is not _HEADING)


def _tell_intro(blocks: Sequence[RawBlock], own: Sequence[Zone | None]) -> list[Zone]:
    """The article's own words are intro until a heading that has words before it."""
    has_heading = any(
        zone is None and block.kind is _HEADING for block, zone in zip(blocks, own, strict=True)
    )
    zones: list[Zone] = []
    said = 0
    ended = False
    for block, zone in zip(blocks, own, strict=True):
        if zone is not None:
            zones.append(zone)
        elif block.kind is _HEADING:
            ended = ended or said > 0
            zones.append(Zone.HEADING)
        else:
            ended = ended or (said > 0 and not has_heading)
            said += 1
            zones.append(_BODY if ended else _INTRO)
    return zones
