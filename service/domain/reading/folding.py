"""Text as terms are compared: one character for one, so that every offset stays true."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_COMMON = {
    "\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": " ", "\u2014": ";",
    "\u2026": ".", "\u00e9": "e",
}  # fmt: skip
"""The frequent ones, replaced fast; an em dash parts clauses as a semicolon does."""
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2015\u2212\uff0d\u00ad\u30fb")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Return *text* without case, accents and hyphens, exactly as long as before."""
    folded = text
    if not folded.isascii():
        for character, plain in _COMMON.items():
            folded = folded.replace(character, plain)
        if not folded.isascii():
            folded = _NOT_ASCII.sub(_fold_match, folded)
    return folded.lower().replace("-", " ")


def _fold_match(match: re.Match[str]) -> str:
    run = match[0]
    return _fold_character(run) if len(run) == 1 else run.translate(_FOLDED)


@cache
def _fold_character(character: str) -> str:
    if character in _DASHES or character.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", character)
    if unicodedata.combining(plain[0]) or "\u1100" <= plain[0] <= "\u11ff":
        plain = character  # Hangul syllables stay whole
    elif "\u3040" <= character <= "\u30ff":
        plain = character  # and kana keep their voice: "\u30b0" is another syllable than "\u30af"
    lowered = plain[0].lower()
    return lowered if len(lowered) == 1 else plain[0]


class _Folded(dict[int, str]):
    """What each character folds to, filled as they are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDED = _Folded()


def is_word(character: str) -> bool:
    """Whether *character* would continue a word of a script that puts spaces between words."""
    return character.isalnum() and (character < "\u3040" or not is_unspaced(character))


def is_unspaced(character: str) -> bool:
    """Whether *character* is of a script that joins words or particles (CJK, kana, Hangul)."""
    return (
        "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7a3"
    )
