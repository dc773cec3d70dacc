"""Tells headings over other articles and products by the words they are put together from."""

from __future__ import annotations

import re

from service.domain.reading import starter_words as words
from service.domain.reading.choices import spelled_out
from service.domain.reading.folding import is_unspaced

_LED_TO, _ELSE = frozenset(words.LED_TO.split()), frozenset(words.ELSE.split())
_ANY = _LED_TO | _ELSE | frozenset(words.BETWEEN.split())
_LONGEST, _MOST_WORDS = 60, 9
_WORD = re.compile(r"\w+")


def _both_scripts(pieces: str) -> str:
    """An alternation of *pieces*, the longest first."""
    spelled = spelled_out("|".join(pieces.split()))
    return "|".join(sorted(spelled, key=len, reverse=True))


_NAMED = re.compile(_both_scripts(words.JOINED_LED_TO))
_JOINED = re.compile("(?:" + _both_scripts(f"{words.JOINED_LED_TO} {words.JOINED}") + ")+")


def leads_elsewhere(line: str) -> bool:
    """Whether *line*, folded, has nothing but words that such headings have."""
    if not line or len(line) > _LONGEST:
        return False
    if is_unspaced(line[0]):
        joined = line.replace(" ", "")
        named = _NAMED.search(joined)
        return bool(named and named[0] != joined and _JOINED.fullmatch(joined))
    first = _WORD.match(line)
    if first is None or first[0] not in _ANY:
        return False
    said = _WORD.findall(line)
    if len(said) > _MOST_WORDS or not all(word in _ANY for word in said):
        return False
    elsewhere = sum(word in _ELSE for word in said)
    return elsewhere > 1 or elsewhere + sum(word in _LED_TO for word in said) > 1
