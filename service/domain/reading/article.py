"""Reads an article: HTML or plain text in, Reading out; pure, and the same every time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from service.domain.articles import SELLING_ZONES, ArticleText, Block, BlockKind, Zone
from service.domain.lexicon import Lexicon
from service.domain.reading import Population, Reading, Topic
from service.domain.reading.blocks import RawText, visible
from service.domain.reading.folding import fold
from service.domain.reading.heard import Listener
from service.domain.reading.html import read_html
from service.domain.reading.inflections import takes_endings
from service.domain.reading.layout import Layout
from service.domain.reading.mentions import Found, find_mentions
from service.domain.reading.passages import Passages
from service.domain.reading.phrases import GroupFinder, Hit
from service.domain.reading.plain import read_plain
from service.domain.reading.salience import read_categories
from service.domain.reading.subject import Subject
from service.domain.reading.surroundings import Surroundings
from service.domain.reading.telling import (
    bare_words,
    count_skin_words,
    joined_words,
    other_words,
    skin_words,
    touch_words,
)
from service.domain.reading.terms import base_language, term_finder
from service.domain.reading.topics import TOPICS, WORDS, population_of, topics_of
from service.domain.reading.umbrellas import without_umbrellas
from service.domain.reading.zones import HINTS, SIGN_OF_HINT, Sign, zones_of


def read_article(
    html: str,
    *,
    title: str,
    tags: Sequence[str] = (),
    language: str = "en",
    lexicon: Lexicon,
) -> Reading:
    """Return all that Endcap understands of an article of a shop's blog."""
    raw, plain_title = read_html(html), " ".join(visible(title).split())
    return _reading(_understand(raw, plain_title, tags, language, lexicon), lexicon)


def read_text(
    text: str, *, title: str | None = None, language: str = "en", lexicon: Lexicon
) -> Reading:
    """Read plain text; without a *title*, its first line that says anything is the title."""
    found_title, raw = read_plain(text, title=title)
    return _reading(_understand(raw, found_title, (), language, lexicon), lexicon)


def mentions_of_html(html: str, *, title: str, language: str, lexicon: Lexicon) -> list[Found]:
    """Return each mention with all that is heard of it, for a stance model to learn from."""
    plain_title = " ".join(visible(title).split())
    return _understand(read_html(html), plain_title, (), language, lexicon).found


def mentions_of_text(
    text: str, *, title: str | None = None, language: str, lexicon: Lexicon
) -> list[Found]:
    """As `mentions_of_html`, of plain text."""
    found_title, raw = read_plain(text, title=title)
    return _understand(raw, found_title, (), language, lexicon).found


class _Understood(NamedTuple):
    """What was found in an article; *about*: for whom its title says that it is written."""

    article: ArticleText
    found: list[Found]
    topics: frozenset[Topic]
    about: Population | None
    listener: Listener | None


def _reading(understood: _Understood, lexicon: Lexicon) -> Reading:
    article, found, topics, about, listener = understood
    return Reading(
        article,
        tuple(each.mention for each in found),
        read_categories(found, lexicon, length=len(article.text), about=about, listener=listener),
        topics,
        lexicon.version,
    )


def _understand(
    raw: RawText, title: str, tags: Sequence[str], language: str, lexicon: Lexicon
) -> _Understood:
    speech = base_language(language)
    layout = Layout(raw, title)
    named, skin, elsewhere, touch, topical, hints = _looked_for(lexicon, speech).find(layout.folded)
    hinted: dict[int, set[Sign]] = {}
    for number, start, _ in hints:
        hinted.setdefault(layout.block_at(start) - layout.above, set()).add(SIGN_OF_HINT[number])
    article = layout.article(zones_of(raw, hinted))
    said = _by_block(topical, layout)
    topics = topics_of(said, article.blocks, tags, layout.folded)
    tagged = count_skin_words(fold("\n".join(tags)), speech)
    subject = Subject(
        _own(skin, article), _own(elsewhere, article), _own(touch, article),
        bare=bare_words(speech), tags=tagged,
    )  # fmt: skip
    hits = term_finder(lexicon, speech).name(article.text, _own(named, article))
    hits = without_umbrellas(hits, layout.folded, lexicon)
    hits = subject.without(hits).meant(hits, layout.folded, _passages(article.blocks, layout))
    about = population_of(said.get(0, ())) if title else None
    if not hits:
        return _Understood(article, [], topics, about, None)
    around = Surroundings(article.text, article.blocks, layout.cells(), said)
    listener = Listener(lexicon.stances, speech) if lexicon.stances else None
    found = find_mentions(article, layout.folded, hits, around, language=speech, listener=listener)
    return _Understood(article, found, topics, about, listener)


def _passages(blocks: Sequence[Block], layout: Layout) -> Passages:
    sections: list[int] = []
    heading = -1
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and block.zone in SELLING_ZONES:
            heading = number
        sections.append(heading)
    titled = bool(blocks) and blocks[0].zone is Zone.TITLE
    size = sum(block.end - block.start for block in blocks if block.zone in SELLING_ZONES)
    first = blocks[1].start if len(blocks) > 1 else size
    return Passages(layout.block_at, sections, titled, size, first)


def _own(hits: Sequence[Hit], article: ArticleText) -> list[Hit]:
    """Those of *hits* that stand in the article's own words."""
    sells = [block.zone in SELLING_ZONES for block in article.blocks]
    if all(sells):
        return [*hits]
    starts = [block.start for block in article.blocks]
    return [hit for hit in hits if sells[bisect_right(starts, hit[1]) - 1]]


@lru_cache(maxsize=64)
def _looked_for(lexicon: Lexicon, language: str) -> GroupFinder:
    """All that is looked for in a whole text, at once: to go through it takes the longest."""
    terms = term_finder(lexicon, language)
    about = skin_words(language), other_words(language), touch_words(language)
    return GroupFinder(
        terms.written,
        *about,
        WORDS,
        HINTS,
        anywhere={*HINTS, *joined_words(language)},
        inflects=terms.inflects | _inflecting(about, language),
        apart=terms.apart,
        endings=terms.ends,
    )


def _inflecting(groups: Sequence[Sequence[str]], language: str) -> frozenset[str]:
    return frozenset(w for words in groups for w in words if takes_endings(w, language))


def _by_block(topical: Sequence[Hit], layout: Layout) -> dict[int, list[Topic]]:
    """The topics that each block names, as often as it does."""
    said: dict[int, list[Topic]] = {}
    for number, start, _ in topical:
        topic = TOPICS[number]
        if topic is not None:
            said.setdefault(layout.block_at(start), []).append(topic)
    return said
