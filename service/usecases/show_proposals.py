"""Shows the terms that a shop may want to add, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.domain.catalog import ShopId
from service.domain.jobs import JobKind
from service.domain.lexicon import NOTHING, CategoryId, Lexicon, TermKind
from service.domain.reading.claims import product_terms
from service.domain.reading.folding import fold
from service.domain.reading.likeliest import likeliest
from service.domain.reading.proposals import Sign
from service.domain.reading.slips import slips
from service.storage import dismissals, jobs, proposals, shop_lexicon
from service.storage.database import Database
from service.storage.dismissals import Dismissed
from service.storage.proposals import Example, Found
from service.usecases.shop_lexicons import ShopLexicons

LEAST = 2
"""What stands in one text alone may be anything."""
MOST = 500
PAGE = 20
_EXAMPLES = 3
_DISMISSED = 50


@dataclass(frozen=True, slots=True)
class Proposal:
    """*category*: the likeliest, ``None`` where none is likely. *near*: the term that it looks
    like a misspelling of, if any. *kind*: what it would be as a term."""

    found: Found
    category: CategoryId | None
    near: str
    kind: TermKind
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Proposals:
    """One page of them. *revision*: of the lexicon, for an edit to have seen. *is_looking*: more
    may come, for texts are still being looked through or read."""

    items: Sequence[Proposal]
    total: int
    page: int
    pages: int
    dismissed: Sequence[Dismissed]
    revision: int
    is_looking: bool


def show_proposals(
    shop_id: ShopId, *, page: int = 1, database: Database, lexicons: ShopLexicons
) -> Proposals:
    """Return the 1-based *page*, the most frequent first; what the lexicon knows by now is out."""
    with database.transaction(shop_id, read_only=True) as tx:
        lexicon = lexicons.load(tx, shop_id)
        found = proposals.frequent(tx, shop_id, least=LEAST, limit=MOST)
        unknown = [each for each in found if not is_known(each.folded, lexicon)]
        pages = max(1, -(-len(unknown) // PAGE))
        number = min(max(1, page), pages)
        shown = unknown[(number - 1) * PAGE : number * PAGE]
        said = proposals.examples(tx, shop_id, [e.folded for e in shown], each=_EXAMPLES)
        return Proposals(
            [_proposal(each, lexicon, said[each.folded]) for each in shown],
            len(unknown),
            number,
            pages,
            dismissals.newest(tx, shop_id, limit=_DISMISSED),
            shop_lexicon.revision(tx, shop_id).revision,
            any(job.kind is JobKind.PROPOSE_TERMS for job in jobs.unfinished(tx, shop_id)),
        )


def count_proposals(shop_id: ShopId, *, database: Database, lexicons: ShopLexicons) -> int:
    """Return how many there are; `MOST` stands for more."""
    with database.transaction(shop_id, read_only=True) as tx:
        lexicon = lexicons.load(tx, shop_id)
        found = proposals.frequent(tx, shop_id, least=LEAST, limit=MOST)
    return sum(not is_known(each.folded, lexicon) for each in found)


def is_known(folded: str, lexicon: Lexicon) -> bool:
    """Whether a term is all of *folded*, or the shop ignores it."""
    hits = product_terms(lexicon).find(folded, folded)
    whole = any(hit.start == 0 and hit.end == len(folded) for hit in hits)
    return whole or folded in _ignored(lexicon)


@lru_cache(maxsize=32)
def _ignored(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(fold(term.text) for term in lexicon.terms if term.category == NOTHING)


def _proposal(found: Found, lexicon: Lexicon, examples: Sequence[Example]) -> Proposal:
    slipped = slips(lexicon, found.language).find(found.folded)
    near = next((slip.term for slip in slipped if found.sign is not Sign.LISTED), None)
    category = near.category if near else likeliest(found.text, lexicon)
    listed = found.sign is Sign.LISTED or found.products > found.articles
    kind = TermKind.INCI if listed else TermKind.SYNONYM
    return Proposal(found, category, near.text if near else "", kind, examples)
