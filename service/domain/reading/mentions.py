"""The terms found in an article, each with what its sentence says of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.articles import SELLING_ZONES, ArticleText, Block
from service.domain.lexicon import CategoryId
from service.domain.reading import Mention, Population, Quote, Role, Stance
from service.domain.reading.context import (
    body_site_of,
    is_own_substance,
    population_of,
    role_of,
    setting_of,
)
from service.domain.reading.cues import find_cues
from service.domain.reading.polarity import Polarity
from service.domain.reading.sentences import sentence_starts
from service.domain.reading.stance import (
    Said,
    Sentence,
    Weight,
    may_speak_of_it,
    stance_of,
    warns_of_it,
)
from service.domain.reading.surroundings import Surroundings
from service.domain.reading.terms import Nearby, TermHit

MOST_PER_CATEGORY = 200
_BESIDE = 32
_RECOMMENDING = frozenset({Role.PREVENTS, Role.TREATS, Role.SOOTHES})


@dataclass(frozen=True, slots=True)
class Found:
    """A mention and how plainly its stance was said; *combining*: only about use together."""

    mention: Mention
    weight: Weight
    combining: bool


def find_mentions(
    article: ArticleText,
    folded: str,
    hits: Sequence[TermHit],
    surroundings: Surroundings,
    *,
    language: str,
) -> list[Found]:
    """Return what the article's own words say of each term, in order."""
    found: list[Found] = []
    counts: Counter[CategoryId] = Counter()
    for number, in_block in _by_block(article, hits):
        block = article.blocks[number]
        over = _Over(surroundings.polarity(number), surroundings.population(number))
        reader = _BlockReader(article.text, folded, block, over, language=language)
        for mention in reader.read(in_block):
            category = mention.mention.category
            counts[category] += 1
            if counts[category] <= MOST_PER_CATEGORY:
                found.append(mention)
    return found


def _by_block(article: ArticleText, hits: Sequence[TermHit]) -> Iterator[tuple[int, list[TermHit]]]:
    """Group the hits that count by block: in the article's own words, outside product links."""
    starts = [block.start for block in article.blocks]
    links: dict[int, list[tuple[int, int]]] = {}
    for link in article.links:
        links.setdefault(link.block, []).append((link.start, link.start + len(link.text)))
    grouped: dict[int, list[TermHit]] = {}
    for hit in hits:
        number = bisect_right(starts, hit.start) - 1
        if article.blocks[number].zone not in SELLING_ZONES:
            continue
        if any(start < hit.end and hit.start < end for start, end in links.get(number, ())):
            continue
        grouped.setdefault(number, []).append(hit)
    yield from grouped.items()


@dataclass(frozen=True, slots=True)
class _Over:
    """What stands over a block says this of all in it."""

    polarity: Polarity | None
    population: Population | None


class _BlockReader:
    """Reads the sentences of one block that hold terms."""

    def __init__(
        self,
        text: str,
        folded: str,
        block: Block,
        over: _Over,
        *,
        language: str,
    ) -> None:
        self._text = text
        self._folded = folded
        self._block = block
        self._over = over
        self._language = language
        self._starts = sentence_starts(text, block.start, block.end)
        self._warned: dict[int, bool] = {}

    def read(self, hits: Sequence[TermHit]) -> Iterator[Found]:
        by_sentence: dict[int, list[TermHit]] = {}
        for hit in hits:
            by_sentence.setdefault(bisect_right(self._starts, hit.start) - 1, []).append(hit)
        for number, in_sentence in by_sentence.items():
            start, end = self._bounds(number)
            folded = self._folded[start:end]
            nearby = Nearby(folded)
            meant = [h for h in in_sentence if not nearby.mean_something_else(h.term)]
            if meant:
                yield from self._read_sentence(number, start, folded, meant)

    def _bounds(self, number: int) -> tuple[int, int]:
        following = number + 1
        end = self._starts[following] if following < len(self._starts) else self._block.end
        start = self._starts[number]
        return start, start + len(self._text[start:end].rstrip())

    def _read_sentence(
        self, number: int, start: int, folded: str, hits: Sequence[TermHit]
    ) -> Iterator[Found]:
        sentence = Sentence(
            folded,
            find_cues(folded, self._language),
            [(hit.start - start, hit.end - start) for hit in hits],
        )
        quote = self._quote(start, start + len(folded))
        population = population_of(sentence) or self._over.population
        site = body_site_of(sentence)
        for hit, (low, high) in zip(hits, sentence.terms, strict=True):
            said = self._said(sentence, low, high, number)
            role = role_of(sentence, low, high)
            stance = _weigh(said, role, self._over.polarity)
            if stance is Stance.RECOMMEND and is_own_substance(sentence, low, high):
                stance = Stance.NEUTRAL
            mention = Mention(
                category=hit.term.category,
                term=hit.term.text,
                start=hit.start,
                end=hit.end,
                zone=self._block.zone,
                stance=stance,
                role=role,
                setting=setting_of(sentence, low, high, hit.term.kind),
                population=population,
                body_site=site,
                quote=quote,
            )
            yield Found(mention, said.weight, said.combining)

    def _said(self, sentence: Sentence, low: int, high: int, number: int) -> Said:
        """What the sentence says; when it says little, what the next one says of "them"."""
        said = stance_of(sentence, low, high)
        if said.weight is Weight.STRONG or number + 1 >= len(self._starts):
            return said
        return Said(Stance.AVOID, Weight.STRONG) if self._warns(number + 1) else said

    def _warns(self, number: int) -> bool:
        if number not in self._warned:
            start, end = self._bounds(number)
            folded = self._folded[start:end]
            self._warned[number] = may_speak_of_it(folded) and warns_of_it(
                folded, find_cues(folded, self._language)
            )
        return self._warned[number]

    def _quote(self, start: int, end: int) -> Quote:
        block, text = self._block, self._text
        return Quote(
            text=text[start:end],
            start=start,
            end=end,
            prefix=text[max(block.start, start - _BESIDE) : start],
            suffix=text[end : min(block.end, end + _BESIDE)],
        )


def _weigh(said: Said, role: Role | None, over: Polarity | None) -> Stance:
    """Plain words of the sentence first, then what stands over it, then what the role implies."""
    if said.weight is Weight.STRONG:
        return said.stance
    if over is Polarity.AVOID:
        return Stance.AVOID
    if said.weight is Weight.PLAIN:
        return said.stance if role is not Role.CAUSES else Stance.NEUTRAL
    if over is Polarity.RECOMMEND or role in _RECOMMENDING:
        return Stance.RECOMMEND
    return Stance.NEUTRAL
