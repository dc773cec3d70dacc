"""Ingredient lists as products print them: names in descending order of amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from service.domain.reading.folding import fold

_ASCII = str.maketrans("（）［］【】：；，％／、｜", "()[][]:;,%/,|")
LIST_NAMES = (
    r"(?:ingredients?|inci|ingrédients|composition|inhaltsstoffe|bestandteile|zutaten"
    r"|ingredientes|composición|composição|ingredienser|innehåll"
    r"|innehållsförteckning|ingrediente|compoziție|ingredienti"
    r"|全成分(?:表示)?|全成份|成分|成份|配合成分"
    r"|전성분|성분)"
)
_MAY_CONTAIN = re.compile(
    r"\b(?:may contain|peut contenir|kann enthalten|puede contener|pode conter|kan innehålla"
    r"|poate conține|può contenere)\b\s*:?|[\[(]?\s*(?:\+\s*/\s*-|\u00b1)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\b(in-?active|active|other|medicinal|non-?medicinal)\s+ingredients?\b\s*:?"
    r"|\b(in-?active|active)\s*:"
    r"|\b(?:principes?|ingrédients?|principios?|ingredientes?|princípios?)\s+"
    r"(acti[fv][aos]?s?|ativos?)\s*:"
    r"|\b(wirkstoffe?|hilfsstoffe?)\s*:"
    r"|(有効成分|その他の成分|유효성분)\s*\]?\s*:?",
    re.IGNORECASE,
)
_DECLARES = re.compile(r"(?:active|medicinal|acti[fv]|ativ|wirkstoff|有効|유효)", re.IGNORECASE)
_HEAD = re.compile(
    rf"^\W*(?:(?:full|all|complete|product|liste (?:des|d[e']))\s+)?{LIST_NAMES}"
    r"(?:\s*(?:list|/\s*inci|\(inci\)))?\s*(?:[:\-\])]+)\s*",
    re.IGNORECASE,
)
_AFTER_LIST = re.compile(
    r"(?:\.\s+|\n)\s*(?:\*|directions?|how to use|warnings?|caution|please note|for external"
    r"|storage|free (?:of|from)"
    r"|this (?:list|product)|ingredient lists?|contains no|size|made in)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*\(\s*and\s*\)\s*|\s+\(&\)\s+", re.IGNORECASE)
_MARKS = re.compile("[()\\[\\],;•·|\n]")
_SEPARATED = re.compile(r"[,;\n•\u00b7|]")
_LAST_RESORTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s+/\s+",
        "・",
        r"\.\s+",
        r"\s+[-–]\s+",
        r"(?<=[a-z)])(?=[A-Z])",
        r"(?<=Water)\s+(?=[A-Z])|(?<=Aqua)\s+(?=[A-Z])"
        r"|(?<=(?:cid|oil|Oil|Gum|act|col|ate|ide|ose|hol|ane|one|rin|nol|ene|ine|mer))\s+(?=[A-Z])",
    )
)
"""What parts names where no comma does, the last being no mark at all but how names end."""
_FEWEST_NAMES = 3
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*%")
_NOISE = re.compile(
    r"[*†‡\u00b0\u00ae™\u00b9\u00b2\u00b3]+"
    r"|[<>~]?\s*\d{1,3}(?:[.,]\d+)?\s*%"
)
_EMPTY = re.compile(r"\(\s*\)")
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
        "phenoxyethanol (and) ethylhexylglycerin", "edta", "ethylparaben", "butylparaben",
        "フェノキシエタノール", "メチルパラベン", "香料", "キサンタンガム", "カルボマー",
        "EDTA-2Na", "エチルヘキシルグリセリン", "安息香酸Na",
        "페녹시에탄올", "에틸헥실글리세린", "향료", "잔탄검", "카보머", "다이소듐이디티에이",
        "苯氧乙醇", "香精", "黄原胶", "卡波姆", "乙基己基甘油", "EDTA二钠", "羟苯甲酯", "山梨酸钾",
        "苯甲酸钠",
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
    if not name.isascii():
        candidates.append("".join(bare.split()))  # 油橄榄 (OLEA EUROPAEA) 果油
    return tuple(dict.fromkeys(c for c in candidates if c))


def parse_ingredients(text: str) -> tuple[Ingredient, ...]:
    """Return the ingredients that *text* lists, in order; empty when it lists none."""
    listed = _HEAD.sub("", text.translate(_ASCII).strip())
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
        name = next(group for group in mark.groups() if group)
        yield listed[mark.end() : end], _DECLARES.match(name) is not None


def _append(
    found: list[Ingredient], listed: str, *, declared_active: bool = False, optional: bool = False
) -> None:
    for entry in _entries(listed):
        percent = _PERCENT.search(entry)
        name = " ".join(_EMPTY.sub(" ", _NOISE.sub(" ", entry)).split()).strip(" .:-[]")
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
    text = _AND.sub(", ", listed) if "(" in listed else listed
    if not _SEPARATED.search(text):
        text = _with_commas(text)
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


def _with_commas(text: str) -> str:
    """Put commas where a list without any parts its names."""
    for mark in _LAST_RESORTS:
        if len(mark.findall(text)) >= _FEWEST_NAMES - 1:
            return mark.sub(", ", text)
    return text
