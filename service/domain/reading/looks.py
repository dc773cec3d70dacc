"""What is around an article by its looks: menus, lists of links, cards with prices."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from service.domain.articles import BlockKind, Zone
from service.domain.reading.around import BREAKS_OFF, Zones
from service.domain.reading.blocks import RawBlock
from service.domain.reading.furniture import ends_sentence
from service.domain.reading.signs import ends_in_price, is_bio, is_price

_HEADING, _CELL = BlockKind.HEADING, BlockKind.TABLE_CELL
_BOILERPLATE = Zone.BOILERPLATE
_LONGEST_ENTRY, _LONGEST_NAME, _LONGEST_TITLE = 80, 30, 80
_FEW, _MANY = 2, 3
_COLONS = (":", "\uff1a")


def tell_by_looks(blocks: Sequence[RawBlock], own: Zones, hinted: Container[int]) -> None:
    """Mark in *own* what only looks show; *hinted*: blocks that may hold a price."""
    _tell_top(blocks, own)
    if any(block.anchors for block in blocks):
        _tell_links(blocks, own)
        _tell_linked_titles(blocks, own)
    _tell_prices(blocks, own, hinted)


def tell_bio(blocks: Sequence[RawBlock], own: Zones) -> None:
    """The last words may tell who wrote the others."""
    told = [i for i, zone in enumerate(own) if zone is None and blocks[i].kind is not _HEADING]
    if len(told) > _FEW and is_bio(blocks[told[-1]].text):
        own[told[-1]] = _BOILERPLATE


def _tell_top(blocks: Sequence[RawBlock], own: Zones) -> None:
    """Before the headline stand menus: short lines that are no sentences."""
    headline = next((i for i, b in enumerate(blocks) if b.level == 1 and own[i] is None), 0)
    for i in range(headline):
        block = blocks[i]
        if own[i] is None and len(block.text) <= _LONGEST_ENTRY and not ends_sentence(block.text):
            own[i] = _BOILERPLATE


def _tell_prices(blocks: Sequence[RawBlock], own: Zones, hinted: Container[int]) -> None:
    """A price alone belongs to the name before it; neither is the article's, nor a name with it."""
    for i, block in enumerate(blocks):
        if i not in hinted or own[i] is not None or block.kind is _CELL:
            continue
        if is_price(block.text):
            own[i] = _BOILERPLATE
            if i and own[i - 1] is None and _is_title(blocks[i - 1]) and not _is_told(blocks, i):
                own[i - 1] = _BOILERPLATE
        elif block.kind is not _HEADING and ends_in_price(block.text):
            own[i] = _BOILERPLATE


def _is_told(blocks: Sequence[RawBlock], price: int) -> bool:
    """Whether a heading over a price is one of the article, which tells of the thing itself."""
    if blocks[price - 1].kind is not _HEADING or price + 1 >= len(blocks):
        return False
    following = blocks[price + 1]
    return len(following.text) > _LONGEST_NAME and ends_sentence(following.text)


def _is_title(block: RawBlock) -> bool:
    return len(block.text) <= _LONGEST_TITLE and not ends_sentence(block.text) and block.level != 1


def _tell_links(blocks: Sequence[RawBlock], own: Zones) -> None:
    """Links in a row and nothing else lead elsewhere, unless a sentence or a heading names them."""
    told = [i for i, zone in enumerate(own) if zone is None and _speaks(blocks[i])]
    first, last = (told[0], told[-1]) if told else (len(blocks), -1)
    for start, end in _runs(blocks, own):
        outside = end <= first or start > last
        anchors = sum(block.anchors for block in blocks[start:end])
        if anchors >= (_FEW if outside else _MANY) and not _is_led_to(blocks, own, start, end):
            own[start:end] = [_BOILERPLATE] * (end - start)


def _speaks(block: RawBlock) -> bool:
    return block.kind is not _HEADING and not block.is_linked and len(block.text) > _LONGEST_NAME


def _runs(blocks: Sequence[RawBlock], own: Zones) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for i, block in enumerate(blocks):
        linked = own[i] is None and block.is_linked and block.kind is not _CELL
        if linked and start is None:
            start = i
        elif not linked and start is not None:
            yield start, i
            start = None
    if start is not None:
        yield start, len(blocks)


def _is_led_to(blocks: Sequence[RawBlock], own: Zones, start: int, end: int) -> bool:
    """Whether words before them say that these links are what they speak of."""
    if start == 0:
        return False
    lead = blocks[start - 1]
    if own[start - 1] is not None:
        return False
    if lead.text.endswith(_COLONS):
        return True
    short = all(len(block.text) <= _LONGEST_NAME for block in blocks[start:end])
    return lead.kind is _HEADING and lead.level != 1 and short


def _tell_linked_titles(blocks: Sequence[RawBlock], own: Zones) -> None:
    """A heading that is a link, over a text that breaks off, is a teaser."""
    for i in range(len(blocks) - 1):
        title, text = blocks[i], blocks[i + 1]
        if own[i] is not None or own[i + 1] is not None or title.kind is not _HEADING:
            continue
        if title.is_linked and text.text.endswith(BREAKS_OFF):
            own[i] = own[i + 1] = _BOILERPLATE
