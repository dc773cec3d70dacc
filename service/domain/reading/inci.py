"""Ingredient lists as products print them: names in descending order of amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from service.domain.reading.folding import fold

_MAY_CONTAIN = re.compile(
    r"\bmay contain\b\s*:?|\bpeut contenir\b\s*:?|\[?\s*\+\s*/\s*-", re.IGNORECASE
)
_SECTION = re.compile(
    r"\b(in-?active|active|other|medicinal|non-?medicinal)\s+ingredients?\s*:?", re.IGNORECASE
)
_HEAD = re.compile(
    r"^\W*(?:(?:full|all|complete|product)\s+)?(?:ingredients?|inci|ingr\u00e9dients"
    r"|inhaltsstoffe|ingredientes)"
    r"(?:\s*(?:list|/\s*inci|\(inci\)))?\s*[:\-]\s*",
    re.IGNORECASE,
)
_AFTER_LIST = re.compile(
    r"(?:\.\s+|\n)\s*(?:\*|directions?|how to use|warnings?|caution|please note|for external"
    r"|storage|free (?:of|from)"
    r"|this (?:list|product)|ingredient lists?|contains no|size|made in)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*\(\s*and\s*\)\s*|\s+\(&\)\s+", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)\s*%")
_NOISE = re.compile(
    r"[*\u2020\u2021\u00b0\u00ae\u2122\u00b9\u00b2\u00b3]+"
    r"|\d{1,2}(?:[.,]\d+)?\s*%"
)
_MARKS = re.compile("[()\\[\\],;\u2022\u00b7|\n]")
_LONGEST_NAME = 120

ONE_PERCENT_LINE = frozenset(
    fold(name)
    for name in (
        "phenoxyethanol", "parfum", "fragrance", "parfum/fragrance", "fragrance/parfum",
        "aroma", "perfume",
        "ethylhexylglycerin", "sodium benzoate", "potassium sorbate", "chlorphenesin",
        "methylparaben",
        "propylparaben", "dehydroacetic acid", "sodium dehydroacetate", "sorbic acid",
        "benzyl alcohol",
        "disodium edta", "tetrasodium edta", "xanthan gum", "carbomer", "bht",
        "limonene", "linalool",
        "trisodium ethylenediamine disuccinate", "sodium phytate", "imidazolidinyl urea",
        "dmdm hydantoin",
        "diazolidinyl urea", "methylisothiazolinone", "iodopropynyl butylcarbamate",
    )
)  # fmt: skip
"""Preservatives, thickeners and scents: used at about one per cent or less, so what stands after
the first of them is there in no larger amount."""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One entry of a list. *position* is 1-based; *percent*, when the list says it."""

    name: str
    position: int
    percent: float | None = None
    after_one_percent: bool = False
    optional: bool = False
    """After "may contain": in some shades only."""
    declared_active: bool = False
    """Under "Active ingredients", as sunscreens and acne products print them."""


def spellings(name: str) -> tuple[str, ...]:
    """The name of an ingredient without what stands in parentheses, that, and each part around a
    slash."""
    if not any(sign in name for sign in "([/"):
        return (" ".join(name.split()),)
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name)
    inner = re.findall(r"[(\[]([^)\]]+)[)\]]", name)
    parts = [part for part in bare.split("/") if "/" in bare]
    candidates = [" ".join(s.split()) for s in (name, bare, *parts, *inner)]
    return tuple(dict.fromkeys(c for c in candidates if c))


def parse_ingredients(text: str) -> tuple[Ingredient, ...]:
    """Return the ingredients that *text* lists, in order; empty when it lists none."""
    listed = _HEAD.sub("", text.strip())
    end = _AFTER_LIST.search(listed)
    listed = listed[: end.start()] if end else listed
    always, sometimes = _split_optional(listed)
    found: list[Ingredient] = []
    for section, declared_active in _sections(always):
        _append(found, section, declared_active=declared_active)
    _append(found, sometimes, optional=True)
    return tuple(found)


def _split_optional(listed: str) -> tuple[str, str]:
    parts = _MAY_CONTAIN.split(listed, maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def _sections(listed: str) -> Iterator[tuple[str, bool]]:
    """Parts under "Active ingredients" and "Inactive ingredients"; the whole, without them."""
    marks = list(_SECTION.finditer(listed))
    yield listed[: marks[0].start() if marks else len(listed)], False
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(listed)
        yield listed[mark.end() : end], mark[1].lower() in {"active", "medicinal"}


def _append(
    found: list[Ingredient], listed: str, *, declared_active: bool = False, optional: bool = False
) -> None:
    for entry in _entries(listed):
        percent = _PERCENT.search(entry)
        name = " ".join(_NOISE.sub(" ", entry).split()).strip(" .:-")
        if not name or len(name) > _LONGEST_NAME:
            continue
        last = found[-1] if found else None
        after = (
            last is not None
            and not last.declared_active
            and (last.after_one_percent or _marks_one_percent(last.name))
        )
        found.append(
            Ingredient(
                name,
                len(found) + 1,
                float(percent[1].replace(",", ".")) if percent else None,
                after,
                optional,
                declared_active,
            )
        )


@lru_cache(maxsize=8192)  # a shop's products share most of their ingredients
def _marks_one_percent(name: str) -> bool:
    return any(fold(spelling) in ONE_PERCENT_LINE for spelling in spellings(name))


def _entries(listed: str) -> Iterator[str]:
    """Split at commas and the like, but neither in parentheses nor in "1,2-hexanediol"."""
    text = _AND.sub(", ", listed)
    depth = start = 0
    for mark in _MARKS.finditer(text):
        i, character = mark.start(), mark[0]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == "\n" or depth == 0:
            if character == "," and _in_number(text, i):
                continue
            yield text[start:i]
            start = i + 1
            depth = 0
    yield text[start:]


def _in_number(text: str, i: int) -> bool:
    return text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
