"""Phrases that look like an ingredient and that the lexicon does not know, for people to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.articles import SELLING_ZONES, Block
from service.domain.catalog import Product
from service.domain.lexicon import LANGUAGES, LONGEST_TERM, NOTHING, Lexicon
from service.domain.reading import Reading
from service.domain.reading.claims import product_terms
from service.domain.reading.folding import fold, is_unspaced
from service.domain.reading.inci import parse_ingredients, spellings
from service.domain.reading.language import detect
from service.domain.reading.naming import term_of
from service.domain.reading.product import listed_in
from service.domain.reading.proposal_lists import beside_known, listed_beside
from service.domain.reading.proposal_text import SHORTEST, Look, Span
from service.domain.reading.proposal_words import BRANDS, is_inert
from service.domain.reading.slips import slips
from service.domain.reading.terms import base_language, term_finder

_Known = Mapping[Block, Sequence[tuple[int, int]]]

MINER_VERSION = 1
"""Grows with every change of what is proposed from the same text."""

MOST = 40
"""So many of one text are kept: the rest of an endless list says nothing of the shop."""


_MOST_WORDS = 7
"""A listed name is no sentence."""
_EXPLAINED = re.compile(r"\([^)]*\)|\[[^\]]*\]")


class Sign(StrEnum):
    """What makes a phrase look like an ingredient."""

    MISSPELT = "misspelt"  # nearly a term
    COMPANY = "company"  # in a list beside known ingredients
    SHAPE = "shape"  # built like a name: "X acid"
    LISTED = "listed"  # in an ingredient list


@dataclass(frozen=True, slots=True)
class Candidate:
    """*folded*: what makes two the same. *quote*: the sentence, or the place in the list."""

    text: str
    folded: str
    language: str
    sign: Sign
    quote: str


def in_article(
    reading: Reading, lexicon: Lexicon, *, language: str = "", brands: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """Return what may be an ingredient in an article that was read; each once, *MOST* at most."""
    text = reading.text.text
    spoken = base_language(language) if language else detect(text)
    if spoken not in LANGUAGES:
        return ()
    look = Look(text, fold(text), spoken, term_finder(lexicon, spoken))
    blocks = [b for b in reading.text.blocks if b.zone in SELLING_ZONES]
    known = {block: look.known(block) for block in blocks}
    refused, found = _Refused(lexicon, brands), dict[str, Candidate]()
    for sign, block, span in _found(look, lexicon, blocks, known):
        folded = " ".join(look.folded[span.start : span.end].split())
        is_known = any(start < span.end and span.start < end for start, end in known[block])
        if is_known or folded in found or refused.refuses(folded) or len(folded) > LONGEST_TERM:
            continue
        name, quote = look.written(span), look.sentence(block, span)
        found[folded] = Candidate(name, folded, spoken, sign, quote)
    return tuple(found.values())[:MOST]


def in_product(
    product: Product, lexicon: Lexicon, *, brands: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """Return the entries of a product's ingredient list that no category has, bases left out."""
    finder, refused = product_terms(lexicon), _Refused(lexicon, brands)
    found: dict[str, Candidate] = {}
    listed = parse_ingredients(listed_in(product))
    for number, entry in enumerate(listed):
        if entry.optional or term_of(entry.name, finder) is not None:
            continue
        name = _bare(entry.name)
        folded = " ".join(fold(name).split())
        if _may_be_listed(folded, entry.name) and not refused.refuses(folded):
            around = listed[max(0, number - 2) : number + 3]
            quote = ", ".join(each.name for each in around)
            found.setdefault(folded, Candidate(name, folded, "en", Sign.LISTED, quote))
    return tuple(found.values())[:MOST]


def _bare(name: str) -> str:
    """Without what only explains it: "Rosa Canina (Rosehip) Seed Oil" is listed without that too,
    and is found there."""
    bare = " ".join(_EXPLAINED.sub(" ", name).split()) or name
    return bare.title() if bare.isupper() else bare


def _may_be_listed(folded: str, name: str) -> bool:
    short = len(folded) < SHORTEST and not is_unspaced(folded[0])
    if short or len(folded) > LONGEST_TERM or len(folded.split()) > _MOST_WORDS:
        return False
    spelled = (" ".join(fold(each).split()) for each in (folded, *spellings(name)))
    return not any(map(is_inert, spelled))


class _Refused:
    """What is never proposed: what the shop ignores, and brands."""

    def __init__(self, lexicon: Lexicon, brands: Iterable[str]) -> None:
        self._ignored = {fold(t.text) for t in lexicon.terms if t.category == NOTHING}
        own = (" ".join(fold(brand).split()) for brand in brands)
        self._brands = [f" {brand} " for brand in (*BRANDS, *own) if len(brand) >= SHORTEST]

    def refuses(self, folded: str) -> bool:
        if folded in self._ignored:
            return True
        padded = f" {folded} "
        return any(brand in padded for brand in self._brands)


def _found(
    look: Look, lexicon: Lexicon, blocks: Sequence[Block], known: _Known
) -> Iterator[tuple[Sign, Block, Span]]:
    """Everything that has a sign, the plainest sign first."""
    found = slips(lexicon, look.language)
    for block in blocks:
        for slip in found.find(look.folded[block.start : block.end]):
            yield Sign.MISSPELT, block, Span(block.start + slip.start, block.start + slip.end)
    for block in blocks:
        for span in beside_known(look, block, known[block]):
            yield Sign.COMPANY, block, span
    for block, span in listed_beside(look, blocks, known):
        yield Sign.COMPANY, block, span
    for block in blocks:
        for span in look.shapes(block):
            yield Sign.SHAPE, block, span
