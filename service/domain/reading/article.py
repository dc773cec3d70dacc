"""Reads an article: HTML or plain text in, Reading out; pure, and the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from service.domain.lexicon import Lexicon
from service.domain.reading import Reading, Topic
from service.domain.reading.blocks import RawText, visible
from service.domain.reading.folding import fold
from service.domain.reading.html import read_html
from service.domain.reading.layout import Layout
from service.domain.reading.mentions import find_mentions
from service.domain.reading.phrases import GroupFinder, Hit
from service.domain.reading.plain import read_plain
from service.domain.reading.salience import read_categories
from service.domain.reading.subject import ELSEWHERE, count_skin_words, is_about_something_else
from service.domain.reading.surroundings import Surroundings
from service.domain.reading.terms import TermHit, base_language, term_finder
from service.domain.reading.topics import TOPICS, WORDS, population_of, topics_of
from service.domain.reading.zones import HINTS, zones_of


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
    speech = base_language(language)
    layout = Layout(raw, title)
    named, elsewhere, topical, hints = _looked_for(lexicon, speech).find(layout.folded)
    hinted = {layout.block_at(start) - layout.above for _, start, _ in hints}
    article = layout.article(zones_of(raw, hinted))
    said = _by_block(topical, layout)
    topics = topics_of(said, article.blocks, tags, layout.folded)
    hits = term_finder(lexicon, speech).name(article.text, named)
    if not _is_about_skin(hits, len(elsewhere), layout.folded, fold("\n".join(tags))):
        return Reading(article, (), (), topics, lexicon.version)
    around = Surroundings(article.text, article.blocks, layout.cells(), said)
    found = find_mentions(article, layout.folded, hits, around, language=speech)
    about = population_of(said.get(0, ())) if title else None
    return Reading(
        article,
        tuple(each.mention for each in found),
        read_categories(found, lexicon, length=len(article.text), about=about),
        topics,
        lexicon.version,
    )


@lru_cache(maxsize=64)
def _looked_for(lexicon: Lexicon, language: str) -> GroupFinder:
    """All that is looked for in a whole text, at once: to go through it takes the longest."""
    terms = term_finder(lexicon, language).written
    return GroupFinder(terms, ELSEWHERE, WORDS, HINTS, anywhere=HINTS)


def _by_block(topical: Sequence[Hit], layout: Layout) -> dict[int, list[Topic]]:
    """The topics that each block names, as often as it does."""
    said: dict[int, list[Topic]] = {}
    for number, start, _ in topical:
        topic = TOPICS[number]
        if topic is not None:
            said.setdefault(layout.block_at(start), []).append(topic)
    return said


def _is_about_skin(hits: Sequence[TermHit], elsewhere: int, folded: str, tags: str) -> bool:
    """Whether there are terms, and it does not speak of something else that shares them."""
    if not hits or is_about_something_else(elsewhere, folded, tags):
        return False
    return any(not h.term.needs_skin for h in hits) or count_skin_words(folded, tags) > 0
