"""The terms found in an article, each with what its sentence says of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.articles import HEADING_ZONES, SELLING_ZONES, ArticleText, Block
from service.domain.lexicon import CategoryId
from service.domain.reading import Mention, Population, Quote, Role, Stance
from service.domain.reading.context import (
    body_site_of,
    is_own_substance,
    population_of,
    role_of,
    setting_of,
)
from service.domain.reading.cues import CueHit, find_cues, find_cues_of_each
from service.domain.reading.heard import Heard, Impression, Listener, shape, signals
from service.domain.reading.jars import is_in_jar
from service.domain.reading.own import is_colour, is_own
from service.domain.reading.polarity import Polarity
from service.domain.reading.pronouns import may_warn_of_it, warns_of_it
from service.domain.reading.said import WARNS, Said, Sentence, Weight
from service.domain.reading.sentences import sentence_starts
from service.domain.reading.stance import stance_of
from service.domain.reading.surroundings import Surroundings
from service.domain.reading.terms import Nearby, TermHit
from service.domain.reading.wording import BEYOND, Place, apart, cut_out, joined, mask, tokens_of

MOST_PER_CATEGORY = 200
_BESIDE = 32
MOST_RESTING = 300
"""Characters beyond the next sentence after which what is said is no longer about it."""
_RECOMMENDING = frozenset({Role.PREVENTS, Role.TREATS, Role.SOOTHES})
_STRONG, _PLAIN = Weight.STRONG, Weight.PLAIN
_RECOMMEND, _AVOID, _NEUTRAL = Stance.RECOMMEND, Stance.AVOID, Stance.NEUTRAL


class Found(NamedTuple):
    """A mention and how plainly its stance was said; *combining*: only about use together."""

    mention: Mention
    weight: Weight
    combining: bool
    ruled: Stance
    """What the rules alone make of it."""
    heard: Heard
    impression: Impression | None
    """What a stance model makes of it; nothing without one."""


def find_mentions(
    article: ArticleText,
    folded: str,
    hits: Sequence[TermHit],
    surroundings: Surroundings,
    *,
    language: str,
    listener: Listener | None = None,
) -> list[Found]:
    """Return what the article's own words say of each term, in order.

    With a *listener* it decides the stances; without one the rules do.
    """
    spots: list[_Spot] = []
    counts: Counter[CategoryId] = Counter()
    for number, in_block in _by_block(article, hits).items():
        if not _may_count(in_block, counts):
            continue
        reader = _BlockReader(article, folded, number, surroundings, language, listener=listener)
        for spot in reader.spots(in_block):
            if _may_count(spot.hits, counts):
                spots.append(spot)
                counts.update(hit.term.category for hit in spot.hits)
    cues = find_cues_of_each([spot.folded for spot in spots], language)
    found: list[Found] = []
    counts.clear()
    for spot, in_spot in zip(spots, cues, strict=True):
        for mention in spot.reader.read(spot, in_spot):
            category = mention.mention.category
            counts[category] += 1
            if counts[category] <= MOST_PER_CATEGORY:
                found.append(mention)
    return found


def _may_count(hits: Sequence[TermHit], counts: Mapping[CategoryId, int]) -> bool:
    """Whether any of *hits* is not beyond what is counted of its category."""
    return any(counts[hit.term.category] < MOST_PER_CATEGORY for hit in hits)


def _by_block(article: ArticleText, hits: Sequence[TermHit]) -> dict[int, list[TermHit]]:
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
        if number in links and any(s < hit.end and hit.start < e for s, e in links[number]):
            continue
        grouped.setdefault(number, []).append(hit)
    return grouped


@dataclass(slots=True)
class _Spot:
    """A sentence that names something: its number in its block, and what it names."""

    reader: _BlockReader
    number: int
    start: int
    folded: str
    hits: Sequence[TermHit]


class _BlockReader:
    """Reads the sentences of one block that hold terms."""

    def __init__(
        self,
        article: ArticleText,
        folded: str,
        number: int,
        surroundings: Surroundings,
        language: str,
        *,
        listener: Listener | None,
    ) -> None:
        self._listener = listener
        self._text = article.text
        self._folded = folded
        self._block: Block = article.blocks[number]
        self._number = number
        self._surroundings = surroundings
        self._language = language
        self._starts = sentence_starts(self._text, self._block.start, self._block.end)
        self._warned: dict[int, bool] = {}
        self._over = surroundings.over(number, language)
        self._under = surroundings.under(number, folded, language)
        self._named: Container[int] = ()
        self._tokens: dict[int, list[str]] = {}

    def spots(self, hits: Sequence[TermHit]) -> Iterator[_Spot]:
        """Yield the sentences that hold *hits*, without those that mean something else."""
        by_sentence: dict[int, list[TermHit]] = {}
        for hit in hits:
            by_sentence.setdefault(bisect_right(self._starts, hit.start) - 1, []).append(hit)
        self._named = by_sentence.keys()
        for number, in_sentence in by_sentence.items():
            start, end = self._bounds(number)
            folded = self._folded[start:end]
            nearby = Nearby(folded)
            meant = [
                hit
                for hit in in_sentence
                if not self._is_other(hit, nearby, folded, start)
                and not self._is_none(hit, folded, start)
            ]
            if meant:
                yield _Spot(self, number, start, folded, meant)

    def _is_other(self, hit: TermHit, nearby: Nearby, sentence: str, start: int) -> bool:
        """Whether words near it say that something else is meant."""
        if hit.unless is None or not hit.unless.stands_in(nearby):
            return False
        low, high = hit.start - start, hit.end - start
        return not is_in_jar(hit.term.category, sentence, low, high, self._language)

    def _is_none(self, hit: TermHit, sentence: str, start: int) -> bool:
        """Whether it is the body's own, or only a colour."""
        low, high = hit.start - start, hit.end - start
        if hit.everyday and is_colour(sentence, high):
            return True
        return is_own(hit.term.category, sentence, low, high, self._language)

    def _bounds(self, number: int) -> tuple[int, int]:
        following = number + 1
        end = self._starts[following] if following < len(self._starts) else self._block.end
        start = self._starts[number]
        return start, start + len(self._text[start:end].rstrip())

    def read(self, spot: _Spot, cues: Sequence[CueHit]) -> Iterator[Found]:
        start = spot.start
        places = [(hit.start - start, hit.end - start) for hit in spot.hits]
        sentence = Sentence(spot.folded, cues, places)
        quote = self._quote(start, start + len(spot.folded))
        population = population_of(sentence) or self._population()
        site = body_site_of(sentence)
        masked = mask(spot.folded, places, self._language)
        form, beside = shape(masked), self._beside(spot.number)
        over = self._surroundings.polarity(self._number)
        short = self._block.zone in HEADING_ZONES
        for term, (hit, (low, high)) in enumerate(zip(spot.hits, places, strict=True)):
            said = self._said(sentence, low, high, spot.number)
            role = role_of(sentence, low, high)
            ruled = self._weigh(said, role, over)
            own = is_own_substance(sentence, low, high)
            if ruled is _RECOMMEND and own:
                ruled = _NEUTRAL
            setting = setting_of(sentence, low, high, hit.term.kind)
            understood = signals(
                said, rules=ruled, over=over, role=role, setting=setting, population=population,
                category=hit.term.category, short=short, own=own,
            )  # fmt: skip
            heard = Heard(masked, term, beside, (*understood, *form))
            stance = ruled
            impression = None
            if self._listener is not None:
                impression = self._listener.impression(heard)
                stance = impression.leaning.stance
            mention = Mention(
                category=hit.term.category,
                term=hit.term.text,
                start=hit.start,
                end=hit.end,
                zone=self._block.zone,
                stance=stance,
                role=role,
                setting=setting,
                population=population,
                body_site=site,
                quote=quote,
            )
            yield Found(mention, said.weight, said.combining, ruled, heard, impression)

    def _beside(self, number: int) -> tuple[tuple[Place, str], ...]:
        """What stands apart from a sentence: beside it, over its block and under it."""
        found = [*self._over, *self._under]
        for (bare, naming), other, cut in (
            ((Place.PREVIOUS, Place.PREVIOUS_NAMING), number - 1, {"last": BEYOND}),
            ((Place.FOLLOWING, Place.FOLLOWING_NAMING), number + 1, {"first": BEYOND}),
        ):
            if 0 <= other < len(self._starts):
                tokens = cut_out(self._tokens_of(other), **cut)
                found.append((naming if other in self._named else bare, joined(tokens)))
        rest = self._rest(number)
        if rest:
            found.append((Place.REST, joined(apart(rest, self._language))))
        return tuple(found)

    def _tokens_of(self, number: int) -> list[str]:
        tokens = self._tokens.get(number)
        if tokens is None:
            start, end = self._bounds(number)
            tokens = self._tokens[number] = tokens_of(self._folded[start:end], self._language)
        return tokens

    def _rest(self, number: int) -> str:
        """What goes on after the next sentence, as long as nothing else is named."""
        if number + 1 in self._named or number + 2 >= len(self._starts):
            return ""
        begin = self._starts[number + 2]
        end = begin
        for other in range(number + 2, len(self._starts)):
            if other in self._named or end - begin > MOST_RESTING:
                break
            end = self._bounds(other)[1]
        return self._folded[begin:end]

    def _population(self) -> Population | None:
        return self._surroundings.population(self._number)

    def _said(self, sentence: Sentence, low: int, high: int, number: int) -> Said:
        """What the sentence says; when it says little, what the next one says of "them"."""
        said = stance_of(sentence, low, high)
        if said.weight is _STRONG or number + 1 >= len(self._starts):
            return said
        return WARNS if self._warns(number + 1) else said

    def _warns(self, number: int) -> bool:
        if number not in self._warned:
            start, end = self._bounds(number)
            folded = self._folded[start:end]
            self._warned[number] = may_warn_of_it(folded, self._language) and warns_of_it(
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

    @staticmethod
    def _weigh(said: Said, role: Role | None, over: Polarity | None) -> Stance:
        """Plain words of the sentence first, then what stands over it, then what the role says."""
        if said.weight is _STRONG:
            return said.stance
        if over is Polarity.AVOID:
            return _AVOID
        if said.weight is _PLAIN:
            return said.stance if role is not Role.CAUSES else _NEUTRAL
        return _RECOMMEND if over or role in _RECOMMENDING else _NEUTRAL
