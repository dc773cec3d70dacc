"""Which categories a shop may add, and the sentence that says why another one can't be."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from service.domain.lexicon import ROUTINE_STEPS, CategoryId, IngredientCategory, Lexicon

Fault = tuple[str, str]
Known = abc.Mapping[CategoryId, IngredientCategory]

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
LONGEST_NAME = 40
DEEPEST = 8


def check_categories(
    default: Lexicon, own: Sequence[IngredientCategory], added: Sequence[IngredientCategory]
) -> Iterator[Fault]:
    """Yield what is wrong with the *added* among all that the shop would then have as its *own*."""
    known = {**{c.id: c for c in own}, **default.categories}
    seen: set[CategoryId] = set()
    for number, category in enumerate(added):
        reason = (
            _wrong_itself(category)
            or _taken(category, default, known, seen)
            or _wrong_parent(category, known)
        )
        if reason:
            yield f"add_categories.{number}", f"{category.id!r} {reason}"
        seen.add(category.id)


def _wrong_itself(category: IngredientCategory) -> str | None:
    if IDENTIFIER.fullmatch(category.id) is None:
        return "is no id: 2 to 40 small letters, digits and _ are, beginning with a letter"
    if not 2 <= len(category.name) <= LONGEST_NAME or not category.name.isprintable():
        return f"needs a name of 2 to {LONGEST_NAME} characters"
    if category.routine_step not in ROUTINE_STEPS:
        steps = ", ".join(map(str, ROUTINE_STEPS))
        return f"has the routine step {category.routine_step}; there are {steps}"
    return None


def _taken(
    category: IngredientCategory, default: Lexicon, known: Known, seen: set[CategoryId]
) -> str | None:
    if category.id in default.categories:
        return f"is a default category: {default.categories[category.id].name}"
    if category.id in seen:
        return "stands twice in what you add"
    name = category.name.casefold()
    same = (c for c in known.values() if c.id != category.id and c.name.casefold() == name)
    other = next(same, None)
    if other is not None:
        return f"is named like {other.id!r}: {other.name}"
    return None


def _wrong_parent(category: IngredientCategory, known: Known) -> str | None:
    if category.parent is None:
        return None
    if category.parent not in known:
        near = get_close_matches(category.parent, known, n=1)
        return f"stands below {category.parent!r}, which is not there" + (
            f"; did you mean {near[0]!r}?" if near else ""
        )
    line: list[CategoryId] = [category.id]
    above: CategoryId | None = category.parent
    while above is not None and above in known:
        line.append(above)
        if above == category.id:
            return f"would stand above itself: {' › '.join(reversed(line))}"
        if len(line) > DEEPEST:
            return f"stands deeper than {DEEPEST} categories below one another"
        above = known[above].parent
    return None
