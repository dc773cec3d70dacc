"""Shows a shop's lexicon: the default, what the shop adds, what it ignores, and who did so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.catalog import ShopId
from service.domain.lexicon import Lexicon
from service.domain.shop_lexicon import TermKey
from service.storage import shop_lexicon
from service.storage.database import Database
from service.storage.shop_lexicon import IgnoredTerm, OwnCategory, OwnTerm, Revision
from service.usecases.reread_content import Rereading, rereading
from service.usecases.shop_lexicons import ShopLexicons


@dataclass(frozen=True, slots=True)
class ShownLexicon:
    """*lexicon*: default and own together, as texts are read now; *default*: Endcap's alone."""

    lexicon: Lexicon
    default: Lexicon
    terms: Sequence[OwnTerm]
    term_count: int
    categories: Sequence[OwnCategory]
    ignored: Sequence[IgnoredTerm]
    revision: int
    """The number that an edit has to have seen."""
    history: Sequence[Revision]
    """What people did, newest first."""
    rereading: Rereading


def show_lexicon(
    shop_id: ShopId, *, database: Database, lexicons: ShopLexicons, most_terms: int | None = None
) -> ShownLexicon:
    """Show it with at most so many of its own terms; they are counted in any case."""
    with database.transaction(shop_id, read_only=True) as tx:
        history = shop_lexicon.history(tx, shop_id)
        return ShownLexicon(
            lexicons.load(tx, shop_id),
            lexicons.default,
            shop_lexicon.terms(tx, shop_id, limit=most_terms),
            shop_lexicon.count_terms(tx, shop_id),
            shop_lexicon.categories(tx, shop_id),
            shop_lexicon.ignored(tx, shop_id),
            history[0].revision if history else 0,
            [revision for revision in history if revision.author],
            rereading(tx, shop_id),
        )


def list_terms(
    shop_id: ShopId, *, after: TermKey | None, limit: int, database: Database
) -> Sequence[OwnTerm]:
    """Return the shop's own terms behind *after*, by spelling."""
    with database.transaction(shop_id, read_only=True) as tx:
        return shop_lexicon.terms(tx, shop_id, after=after, limit=limit)
