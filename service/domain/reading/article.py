"""Reads an article: HTML or plain text in, Reading out; pure, and the same every time."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.articles import (
    SELLING_ZONES,
    ArticleText,
    Block,
    BlockKind,
    HandPlacedLink,
    Zone,
)
from service.domain.lexicon import Lexicon
from service.domain.reading import Reading, Topic
from service.domain.reading.blocks import RawText, visible
from service.domain.reading.folding import fold
from service.domain.reading.html import read_html
from service.domain.reading.mentions import find_mentions
from service.domain.reading.placement import place
from service.domain.reading.plain import read_plain
from service.domain.reading.salience import read_categories
from service.domain.reading.subject import count_skin_words, is_about_something_else
from service.domain.reading.surroundings import Surroundings
from service.domain.reading.terms import TermHit, base_language, term_finder
from service.domain.reading.topics import population_in, topics_of
from service.domain.reading.zones import zones_of

_PROMINENT = frozenset({Zone.TITLE, Zone.HEADING})


def read_article(
    html: str,
    *,
    title: str,
    tags: Sequence[str] = (),
    language: str = "en",
    lexicon: Lexicon,
) -> Reading:
    """Return all that Endcap understands of an article of a shop's blog."""
    return _read(read_html(html), " ".join(visible(title).split()), tags, language, lexicon)


def read_text(
    text: str, *, title: str | None = None, language: str = "en", lexicon: Lexicon
) -> Reading:
    """Read plain text; without a *title*, its first line that says anything is the title."""
    found_title, raw = read_plain(text, title=title)
    return _read(raw, found_title, (), language, lexicon)


def _read(
    raw: RawText, title: str, tags: Sequence[str], language: str, lexicon: Lexicon
) -> Reading:
    article = _put_together(raw, title)
    folded = fold(article.text)
    speech = base_language(language)
    hits = _terms_meant(article, folded, tags, speech, lexicon)
    topics = _topics(article, folded, tags)
    if not hits:
        return Reading(article, (), (), topics, lexicon.version)
    cells = [None] * (len(article.blocks) - len(raw.blocks)) + [b.cell for b in raw.blocks]
    found = find_mentions(
        article,
        folded,
        hits,
        Surroundings(article.text, article.blocks, cells),
        language=speech,
    )
    return Reading(
        article,
        tuple(f.mention for f in found),
        read_categories(found, lexicon, length=len(article.text), about=population_in(title)),
        topics,
        lexicon.version,
    )


def _put_together(raw: RawText, title: str) -> ArticleText:
    """Lay the blocks out one below the other, the title first."""
    zones = zones_of(raw)
    pieces = [title] if title else []
    blocks = [Block(BlockKind.HEADING, Zone.TITLE, 0, len(title), 1)] if title else []
    links: list[HandPlacedLink] = []
    at = len(title) + 1 if title else 0
    for block, zone in zip(raw.blocks, zones, strict=True):
        for link in block.links:
            said = block.text[link.start : link.end]
            place_in_text = at + link.start
            links.append(
                HandPlacedLink(link.product_handle, link.url, said, place_in_text, len(blocks))
            )
        end = at + len(block.text)
        blocks.append(Block(block.kind, zone, at, end, block.level, block.element))
        pieces.append(block.text)
        at = end + 1
    after_intro, end_placement = place(raw, zones)
    return ArticleText("\n".join(pieces), tuple(blocks), tuple(links), after_intro, end_placement)


def _terms_meant(
    article: ArticleText, folded: str, tags: Sequence[str], language: str, lexicon: Lexicon
) -> list[TermHit]:
    """The terms in the text, unless it speaks of something else that shares their words."""
    hits = term_finder(lexicon, language).find(article.text, folded)
    if not hits:
        return []
    skin_words = count_skin_words(folded) + count_skin_words(fold("\n".join(tags)))
    if is_about_something_else(folded, skin_words):
        return []
    sure = [hit for hit in hits if not hit.term.needs_skin]
    return hits if skin_words or sure else []


def _topics(article: ArticleText, folded: str, tags: Sequence[str]) -> frozenset[Topic]:
    prominent = [article.text[b.start : b.end] for b in article.blocks if b.zone in _PROMINENT]
    own = "\n".join(folded[b.start : b.end] for b in article.blocks if b.zone in SELLING_ZONES)
    return topics_of([*prominent, *tags], own)
