"""Topics that a person must look at before anything is shown beside an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

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
_POPULATIONS = {Topic.PREGNANCY: Population.PREGNANCY, Topic.INFANTS: Population.INFANT}
_MANY = 4
_WORDS_PER_HIT = 100


def topics_of(prominent: Iterable[str], folded_body: str) -> frozenset[Topic]:
    """Return what an article is about: named in a title, tag or heading, or said densely."""
    topics = set(_named(fold("\n".join(prominent))))
    counts = Counter(_named(folded_body))
    if any(count >= _MANY for count in counts.values()):
        words = folded_body.count(" ") + 1
        topics |= {t for t, n in counts.items() if n >= _MANY and n * _WORDS_PER_HIT >= words}
    return frozenset(topics)


@lru_cache(maxsize=2048)
def population_in(heading: str) -> Population | None:
    """For whom a heading or a title says that it speaks."""
    named = set(_named(fold(heading)))
    return next((_POPULATIONS[topic] for topic in _POPULATIONS if topic in named), None)


def _named(folded: str) -> Iterator[Topic]:
    finder, topics = _compiled()
    for number, _, _ in finder.find(folded):
        topic = topics[number]
        if topic is not None:
            yield topic


@cache
def _compiled() -> tuple[PhraseFinder, list[Topic | None]]:
    words: dict[str, Topic | None] = {
        fold(word): topic for topic, written in _WORDS.items() for word in written.split("|")
    }
    words |= {fold(word): None for word in _NOT_MEANT.split("|")}
    return PhraseFinder(list(words), plural=True), list(words.values())
