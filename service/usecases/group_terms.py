"""Groups the terms of one ingredient as people look for them: by kind, then by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.lexicon import LANGUAGES, CategoryId, Lexicon, Term, TermKind
from service.domain.reading.folding import fold
from service.domain.shop_lexicon import TermKey, key_of
from service.storage import shop_lexicon
from service.storage.shop_lexicon import Added

KINDS = (
    TermKind.SYNONYM, TermKind.INCI, TermKind.ABBREVIATION, TermKind.DRUG, TermKind.PROCEDURE,
)  # fmt: skip
"""As people look for them."""


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """*added*: of a shop's own term, by whom and when. *ignored*: of a default term that means
    nothing in this shop, the same."""

    term: Term
    key: TermKey
    added: Added | None = None
    ignored: Added | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """The terms of one language, by spelling, a shop's own first."""

    language: str
    terms: Sequence[ShownTerm]

    @property
    def is_changed(self) -> bool:
        return any(each.added or each.ignored for each in self.terms)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one *kind*."""

    kind: TermKind
    spoken: Sequence[Spoken]


def group_terms(
    tx: Connection, shop_id: ShopId, category: CategoryId, default: Lexicon
) -> Sequence[Terms]:
    """The shop's own and the default ones, ignored ones too, by kind and language."""
    ignored = {fold(each.text): each.added for each in shop_lexicon.ignored(tx, shop_id)}
    own = [
        ShownTerm(each.term, key_of(each.term.text, each.term.language), added=each.added)
        for each in shop_lexicon.terms(tx, shop_id)
        if each.term.category == category
    ]
    taken = {shown.key.folded for shown in own}
    given = [
        ShownTerm(term, key_of(term.text, term.language), ignored=ignored.get(fold(term.text)))
        for term in default.terms
        if term.category == category and fold(term.text) not in taken
    ]
    return [*_grouped([*own, *given])]


def _grouped(shown: Iterable[ShownTerm]) -> Iterator[Terms]:
    groups: dict[tuple[TermKind, str], list[ShownTerm]] = {}
    for each in shown:
        groups.setdefault((each.term.kind, each.term.language), []).append(each)
    for kind in KINDS:
        spoken = [
            Spoken(language, sorted(groups[kind, language], key=lambda t: (not t.added, t.key)))
            for language in LANGUAGES
            if (kind, language) in groups
        ]
        if spoken:
            yield Terms(kind, spoken)
