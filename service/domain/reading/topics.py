"""Topics that a person must look at before anything is shown beside an article."""

from __future__ import annotations

import re
from collections.abc import Iterable

from service.domain.reading import Population, Topic
from service.domain.reading.folding import fold

_WORDS = {
    Topic.PREGNANCY: re.compile(
        r"\bpregnan|\bbreast ?feed|\bprenatal\b|\btrimester|\bexpecting (?:mothers?|mums?|moms?|a baby)"
        r"|\bexpectant\b|\bpostpartum|\bmoms? to be\b|\bmums? to be\b|\btrying to conceive"
        r"|\bgrossesse|\benceintes?\b|\ballait|\bschwanger|\bstillzeit|\bembaraz|\blactancia"
        r"|\bgravid|\bgestante|\bamament|妊娠|妊婦|授乳|임신|임산부|수유|怀孕|孕妇|孕期|哺乳"
    ),
    Topic.INFANTS: re.compile(
        r"\binfants?\b|\bnewborns?\b|\bbab(?:y|ies)(?!\w| (?:soft|smooth|powder|oil|face|blue|pink))"
        r"|\btoddlers?\b|\bbebes?\b|\bnourrisson|\bsaugling|\brecem nascid|赤ちゃん|乳児|아기|영아|신생아|婴儿|宝宝"
    ),
    Topic.CANCER: re.compile(
        r"\bcancer|\bmelanoma|\bcarcinoma|\bchemo(?:therapy)?\b|\boncolog|\btumou?rs?\b|\bkrebs|癌|がん|암(?=\W|$)"
    ),
    Topic.PRESCRIPTION: re.compile(
        r"\bprescription|\bprescrib|\brx\b|\btretinoin|\bisotretinoin|\baccutane|\broaccutane"
        r"|\btazarotene|\badapalene|\bordonnance|\brezeptpflicht|\bverschreibungs|\breceta medica|\breceita medica"
        r"|処方|처방|处方"
    ),
}
_POPULATIONS = {Topic.PREGNANCY: Population.PREGNANCY, Topic.INFANTS: Population.INFANT}
_MANY = 4
_WORDS_PER_HIT = 100


def topics_of(
    title: str, tags: Iterable[str], headings: Iterable[str], body: str
) -> frozenset[Topic]:
    """Return what the article is about: named in title, tag or heading, or said densely."""
    prominent = fold("\n".join((title, *tags, *headings)))
    folded = fold(body)
    words = folded.count(" ") + 1
    return frozenset(
        topic
        for topic, pattern in _WORDS.items()
        if pattern.search(prominent) or _is_dense(pattern, folded, words)
    )


def population_in(heading: str) -> Population | None:
    folded = fold(heading)
    for topic, population in _POPULATIONS.items():
        if _WORDS[topic].search(folded):
            return population
    return None


def _is_dense(pattern: re.Pattern[str], folded: str, words: int) -> bool:
    hits = sum(1 for _ in pattern.finditer(folded))
    return hits >= _MANY and hits * _WORDS_PER_HIT >= words
