"""Two kinds named in one breath share a noun: "mineral and chemical sunscreens"."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.reading.folding import fold
from service.domain.reading.inflections import forms

_PARTNERS = {
    "sunscreen_mineral": "sunscreen_chemical",
    "sunscreen_chemical": "sunscreen_mineral",
    "physical_exfoliants": "chemical_exfoliants",
    "chemical_exfoliants": "physical_exfoliants",
}
_AND = {
    "en": "and|or|vs|versus|&|and/or", "de": "und|oder|vs|&", "sv": "och|eller|&",
    "fr": "et|ou", "es": "y|o|u", "pt": "e|ou", "ro": "și|sau|ori",
}  # fmt: skip
_ADJECTIVE_FIRST = frozenset({"en", "de", "sv"})


def partner_of(category: str) -> str | None:
    """The kind that is named in one breath with *category*."""
    return _PARTNERS.get(category)


def halves(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What is left of the name of a kind beside that of its partner, which lends it its noun, and
    its adjective: "mineral and" before "chemical sunscreen", "ou chimiques" after another."""
    if language not in _AND or len(text.split(" ")) not in {2, 3}:
        return
    for form in forms(text, language):
        first, _, rest = form.partition(" ")
        last = form.rpartition(" ")[2]
        if not first.isalpha() or not last.isalpha():
            continue
        for word in _AND[language].split("|"):
            if language in _ADJECTIVE_FIRST and rest:
                yield f"{first} {fold(word)}", first
            elif last != form:
                yield f"{fold(word)} {last}", last
