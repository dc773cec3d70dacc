"""What an article says of a category on the whole: all that is heard of it, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from service.domain.reading.stance_model import Leaning

CLEAREST = 300
"""Beyond this a leaning is as clear as can be, in hundredths."""
MANY = 8


def inputs(
    together: Leaning, each: Sequence[Leaning], *, categories: int, in_title: bool
) -> dict[str, int]:
    """Return what decides, in hundredths: *together* weighs all that is heard of the category
    once, *each* is a mention's; *categories*: how many the article speaks of."""
    clear = [_clear(leaning) for leaning in each]
    count = len(clear)
    united = _clear(together)
    return {
        "always": 100,
        "together recommend": united.recommend,
        "together avoid": united.avoid,
        "mean recommend": sum(leaning.recommend for leaning in clear) // count,
        "mean avoid": sum(leaning.avoid for leaning in clear) // count,
        "most recommend": max(leaning.recommend for leaning in clear),
        "most avoid": max(leaning.avoid for leaning in clear),
        "mentions": 100 * isqrt(100 * min(count, 100)) // 10,
        "categories": 100 * min(categories, MANY) // MANY,
        "in title": 100 if in_title else 0,
    }


def _clear(leaning: Leaning) -> Leaning:
    """Scale what is clearer than clear down, so that both odds keep their proportion."""
    clearest = max(map(abs, leaning))
    if clearest <= CLEAREST:
        return leaning
    return Leaning(*(odds * CLEAREST // clearest for odds in leaning))
