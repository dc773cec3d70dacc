"""An article as the page prints it: blocks of plain text, with the cards where they would stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from service.domain.articles import Zone
from service.domain.lexicon import CategoryId
from service.domain.mappings import SlotName
from service.domain.reading import Quote, Reading
from service.usecases.try_store import Trial, TriedArticle
from service.web.articles.cards import ShownCard, product_card
from service.web.articles.text import TextBlock, text_blocks
from service.web.words import SLOTS, because_words


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a quote; *category*: of the ingredient that it names."""

    text: str
    category: CategoryId | None = None


@dataclass(frozen=True, slots=True)
class TriedCard:
    card: ShownCard
    quote: tuple[Piece, ...]
    mention: int | None
    """The number of the mention in the text that speaks for it."""


@dataclass(frozen=True, slots=True)
class TriedSlot:
    title: str
    cards: tuple[TriedCard, ...]
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the text, after the *slots* that stand before it; no block at the end."""

    slots: tuple[TriedSlot, ...]
    block: TextBlock | None


def article_page(tried: TriedArticle, trial: Trial) -> tuple[Part, ...]:
    """Return the text in order with its cards; a title is printed by the page itself."""
    blocks = [each for each in text_blocks(tried.reading) if each.block.element is not None]
    places = _places(tried, blocks)
    parts: list[Part] = []
    for number, block in enumerate([*blocks, None]):
        here = tuple(_slot(name, tried, trial) for name, place in places if place == number)
        parts.append(Part(tuple(slot for slot in here if slot.cards), block))
    return tuple(parts)


def is_web(url: str | None) -> bool:
    """Whether *url* may stand in a page."""
    return url is not None and urlsplit(url).scheme in {"http", "https"}


def _places(tried: TriedArticle, blocks: list[TextBlock]) -> list[tuple[SlotName, int]]:
    """Before which block each slot stands: the first of the element that it was placed at."""
    return [
        (
            name,
            next(
                (
                    number
                    for number, each in enumerate(blocks)
                    if each.block.element is not None and each.block.element >= placement.element
                ),
                len(blocks),
            ),
        )
        for name, placement in tried.decision.placements.items()
    ]


def _slot(name: SlotName, tried: TriedArticle, trial: Trial) -> TriedSlot:
    repeats = {slot.name: slot.repeats for slot in tried.decision.slots}
    shown = {slot.slot: slot for slot in tried.slots}
    items = shown[name].items if name in shown else ()
    now = datetime.now(UTC)
    cards = tuple(
        TriedCard(
            ShownCard(
                item.position,
                product_card(trial.products, item.product, now=now),
                item.because,
                because_words(item.because).replace("a rule", "a proposed rule"),
            ),
            *_quoted(item.because.quote, tried.reading),
        )
        for item in items
    )
    repeated = repeats.get(name)
    first = repeated is not None and repeated in tried.decision.placements
    return TriedSlot(SLOTS.get(name, name), cards, first)


def _quoted(quote: Quote | None, reading: Reading) -> tuple[tuple[Piece, ...], int | None]:
    """Cut the sentence at the terms in it; also return the first of them in the text."""
    if quote is None:
        return (), None
    pieces: list[Piece] = []
    at, first = quote.start, None
    for number, mention in enumerate(reading.mentions):
        if not at <= mention.start or mention.end > quote.end or mention.quote.start != quote.start:
            continue
        if first is None and mention.zone is not Zone.TITLE:
            first = number
        pieces.append(Piece(reading.text.text[at : mention.start]))
        pieces.append(Piece(reading.text.text[mention.start : mention.end], mention.category))
        at = mention.end
    pieces.append(Piece(reading.text.text[at : quote.end]))
    return tuple(piece for piece in pieces if piece.text), first
