"""Names that are hard to spell, with one letter lost, doubled, swapped or mistaken."""

from __future__ import annotations

from collections.abc import Iterator

_HARD = frozenset(
    (
        "adapalene", "allantoin", "arbutin", "ascorbic acid", "azelaic acid", "bakuchiol",
        "benzoyl peroxide", "bisabolol", "centella", "ceramide", "chamomile", "dimethicone",
        "ferulic acid", "glycerin", "glycolic acid", "hyaluronic acid", "kojic acid", "lanolin",
        "madecassoside", "mandelic acid", "minoxidil", "niacinamide", "panthenol", "peptide",
        "petrolatum", "propolis", "resveratrol", "retinaldehyde", "retinoid", "salicylic acid",
        "squalane", "sunscreen", "tocopherol", "tranexamic acid", "tretinoin", "vaseline",
        "vitamin c",
    )
)  # fmt: skip
_VOWELS = "aeiouy"


def misspellings(folded: str) -> Iterator[str]:
    """Yield how the first word of a hard name is misspelt, with the rest as it is.

    The first letter stays, and so does the last: "retina" is no "retinal".
    """
    if folded not in _HARD:
        return
    word, space, rest = folded.partition(" ")
    for n in range(1, len(word)):
        before, letter, after = word[:n], word[n], word[n + 1 :]
        wrong = [before + letter + letter + after]
        if after:
            wrong += (before + after, before + after[0] + letter + after[1:])
            if letter in _VOWELS:
                wrong += (before + vowel + after for vowel in _VOWELS)
        yield from (f"{each}{space}{rest}" for each in wrong if each != word)
