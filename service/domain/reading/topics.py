"""Topics that a person must look at before anything is shown beside an article."""

from __future__ import annotations

from collections import Counter, abc
from collections.abc import Sequence
from functools import cache

from service.domain.articles import SELLING_ZONES, Block, Zone
from service.domain.reading import Population, Topic
from service.domain.reading.folding import fold
from service.domain.reading.phrases import PhraseFinder

_WORDS = {
    Topic.PREGNANCY: (
        "pregnant|pregnancy|pregnancies|breastfeed|breastfeeding|breast feeding|prenatal"
        "|trimester"
        "|expecting mother|expecting mum|expecting mom|expecting a baby|expectant|postpartum"
        "|moms to be|mums to be|mom to be|mum to be|trying to conceive|nursing mother|nursing mom"
        "|grossesse|enceinte|allaitement|allaitante|allaiter|schwanger|schwangere|schwangeren"
        "|schwangerschaft|stillzeit|embarazo|embarazada|lactancia|gravidez|grávida|gestante"
        "|amamentação|妊娠|妊婦|授乳|임신|임산부|수유|怀孕|孕妇|孕期|孕|哺乳"
    ),
    Topic.INFANTS: (
        "infant|newborn|baby|babies|toddler|bebe|bébé|nourrisson|säugling|säuglinge|bebê|bebé"
        "|recém nascido|赤ちゃん|乳児|아기|영아|신생아|婴儿|宝宝"
    ),
    Topic.CANCER: (
        "cancer|cancerous|melanoma|carcinoma|chemo|chemotherapy|oncology|oncologist|tumor|tumour"
        "|krebs|hautkrebs|cáncer|câncer|癌|がん|암 환자|피부암"
    ),
    Topic.PRESCRIPTION: (
        "prescription|prescribe|prescribed|prescribing|rx|tretinoin|isotretinoin|accutane"
        "|roaccutane|tazarotene|adapalene|ordonnance|rezeptpflichtig|rezeptpflichtige"
        "|verschreibungspflichtig|verschreibungspflichtige|receta médica|receita médica"
        "|処方|처방|处方"
    ),
}
_NOT_MEANT = (
    "baby soft|baby smooth|baby powder|baby oil|baby face|baby blue|baby pink|baby botox|baby steps"
)
_MEANT: dict[str, Topic | None] = {
    **{fold(word): topic for topic, written in _WORDS.items() for word in written.split("|")},
    **{fold(word): None for word in _NOT_MEANT.split("|")},
}
WORDS, TOPICS = tuple(_MEANT), tuple(_MEANT.values())
"""Words, and the topic of each, ``None`` where the longer word means none."""
_POPULATIONS = {Topic.PREGNANCY: Population.PREGNANCY, Topic.INFANTS: Population.INFANT}
_PROMINENT = frozenset({Zone.TITLE, Zone.HEADING})
_MANY = 4
_WORDS_PER_HIT = 100


def topics_of(
    said: abc.Mapping[int, Sequence[Topic]],
    blocks: Sequence[Block],
    tags: Sequence[str],
    folded: str,
) -> frozenset[Topic]:
    """Return what an article is about: named in a title, tag or heading, or said densely.

    *said*: the topics that each block names, as often as it does.
    """
    topics = set(_named(fold("\n".join(tags))))
    counts: Counter[Topic] = Counter()
    for number, named in said.items():
        zone = blocks[number].zone
        if zone in SELLING_ZONES:
            counts.update(named)
        if zone in _PROMINENT:
            topics.update(named)
    often = [topic for topic, count in counts.items() if count >= _MANY]
    if often:
        own = "\n".join(folded[b.start : b.end] for b in blocks if b.zone in SELLING_ZONES)
        words = own.count(" ") + 1
        topics |= {topic for topic in often if counts[topic] * _WORDS_PER_HIT >= words}
    return frozenset(topics)


def population_of(topics: Sequence[Topic]) -> Population | None:
    """For whom a heading or a title says that it speaks that names *topics*."""
    return next((_POPULATIONS[topic] for topic in _POPULATIONS if topic in topics), None)


def _named(folded: str) -> list[Topic]:
    if not folded:
        return []
    topics = (TOPICS[number] for number, _, _ in _finder().find(folded))
    return [topic for topic in topics if topic is not None]


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder(WORDS, plural=True)
