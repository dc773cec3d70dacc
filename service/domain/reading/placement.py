"""Where in an article's HTML the slots stand."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass

from service.domain.articles import PlacedLink, Placement, Zone
from service.domain.reading.blocks import RawBlock, RawText
from service.domain.reading.polarity import Polarity, polarity_of_heading

_CLOSING = frozenset({Zone.DISCLAIMER, Zone.REFERENCES, Zone.BOILERPLATE})


@dataclass(frozen=True, slots=True)
class _Stand:
    """Hand-placed links that stand together: top-level elements in a row."""

    first: int
    links: tuple[PlacedLink, ...]

    @property
    def placement(self) -> Placement:
        return Placement(self.first, self.links)


def place(raw: RawText, zones: abc.Sequence[Zone]) -> tuple[Placement | None, Placement]:
    """Return where ``after_intro`` and ``end`` stand."""
    stands = _stands(raw, zones)
    welcome = [stand for stand in stands if not _under_warning(raw.blocks, zones, stand.first)]
    after_intro = welcome[0].placement if welcome else _before_first_heading(raw.blocks, zones)
    end = stands[-1].placement if len(stands) > 1 else Placement(_end_of_text(raw, zones))
    return after_intro, end


def _stands(raw: RawText, zones: abc.Sequence[Zone]) -> list[_Stand]:
    """Group the elements that hold nothing but links; what shows no text does not part them."""
    links = _links_by_element(raw)
    mixed: set[int] = set()
    calls: set[int] = set()
    for block, zone in zip(raw.blocks, zones, strict=True):
        (calls if zone is Zone.CALL_TO_ACTION else mixed).add(block.element)
    alone = [
        e for e in sorted(calls | set(links)) if e not in mixed and (links.get(e) or raw.plain)
    ]
    stands: list[_Stand] = []
    last = -1
    for element in alone:
        here = tuple(links.get(element, ()))
        if stands and mixed.isdisjoint(range(last, element)):
            stands[-1] = _Stand(stands[-1].first, stands[-1].links + here)
        else:
            stands.append(_Stand(element, here))
        last = element
    return stands


def _links_by_element(raw: RawText) -> dict[int, list[PlacedLink]]:
    links: dict[int, list[PlacedLink]] = {}
    for block in raw.blocks:
        for link in block.links:
            placed = PlacedLink(block.element, link.product_handle)
            if placed not in links.setdefault(block.element, []):
                links[block.element].append(placed)
    for element, handle, _ in raw.picture_links:
        placed = PlacedLink(element, handle)
        if placed not in links.setdefault(element, []):
            links[element].append(placed)
    return links


def _under_warning(blocks: abc.Sequence[RawBlock], zones: abc.Sequence[Zone], element: int) -> bool:
    """Whether the heading over *element* says what not to do."""
    over = [
        block
        for block, zone in zip(blocks, zones, strict=True)
        if zone is Zone.HEADING and block.element < element
    ]
    return bool(over) and polarity_of_heading(over[-1].text) is Polarity.AVOID


def _before_first_heading(
    blocks: abc.Sequence[RawBlock], zones: abc.Sequence[Zone]
) -> Placement | None:
    """Before the first heading that has the intro before it, in an element of its own."""
    intro = [b.element for b, zone in zip(blocks, zones, strict=True) if zone is Zone.INTRO]
    if not intro:
        return None
    for block, zone in zip(blocks, zones, strict=True):
        if zone is Zone.HEADING and block.element > intro[-1]:
            return Placement(block.element)
    return None


def _end_of_text(raw: RawText, zones: abc.Sequence[Zone]) -> int:
    """The element after which only references, disclaimers and navigation follow."""
    told = [b.element for b, zone in zip(raw.blocks, zones, strict=True) if zone not in _CLOSING]
    last = max(told, default=-1)
    closing = [b.element for b in raw.blocks if b.element > last]
    return min(closing, default=raw.elements)
