"""What skin is made of is no ingredient: "boosts collagen", "your skin's own hyaluronic acid"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEFORE, _AFTER = 70, 60
_OWNABLE = frozenset(
    {
        "aha", "antioxidants", "ceramides", "collagen", "growth_factors", "hyaluronic_humectants",
        "peptides", "probiotics", "squalane", "urea", "vitamin_c", "zinc",
    }
)  # fmt: skip
_OFTEN_MADE = frozenset({"ceramides", "collagen", "hyaluronic_humectants", "growth_factors"})
"""What a formula is said to make skin produce."""


@dataclass(frozen=True, slots=True)
class _Speech:
    """How one language says it. *before*, *after*: next to the term. *made*: a verb before it
    that says that skin makes more or less of it."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    made: re.Pattern[str]


def _speech(before: str, after: str, made: str) -> _Speech:
    return _Speech(
        re.compile(rf"(?:{before})\W*$"),
        re.compile(rf"\W*(?:{after})"),
        re.compile(rf"(?:{made})\W*$"),
    )


_SKIN_EN = (
    r"(?:skin(?! ?care| product)|barrier|stratum corneum|epidermis|dermis|sebum|sweat|body|cells?)"
)
_SPEECHES = {
    "en": _speech(
        r"\b(?:lack|deficiency|shortage|deficit) (?:of|in)"
        r"|\b(?:skin|body|barrier)(?:'s| s) (?:own |natural |existing |innate )*(?:\w+ ){0,1}"
        r"|\b(?:its|your|our|their) own|\bown (?:natural )?"
        r"|\bnaturally occurring"
        r"|\b(?:production|synthesis|formation|loss|breakdown|degradation|depletion|deficiency) of"
        r"(?: \w+){0,2}"
        r"|(?:^|[,;:.] ?|(?<!for )(?<!on )(?<!to )\b(?:the|your|our|healthy|human|ageing|aging"
        r"|young)"
        rf" |\bbecause )(?:\w+ )?{_SKIN_EN}\b[^.;:]{{0,15}}\b"
        r"(?:makes?|produces?|contains?|loses?|lost|(?:is|are) made (?:up )?of|consists? of"
        r"|(?:is|are) composed of|comprises?|holds?|stores?)\b[^.;:]{0,40}"
        r"|\bstrips?\b[^.;:]{0,30}(?:oils?|lipids)? and",
        r"(?:\w+ )?(?:production|synthesis|formation|loss|breakdown|degradation|depletion"
        r"|fib(?:er|re)s?|network|reserves?|stores|turnover|matrix|deficiency)\b"
        r"|levels? (?:in|of) (?:the |your )?(?:skin|barrier|body)\b|levels (?:fall|drop|decline)"
        r"|(?:(?:is|are|that|which|naturally|already|found|present|occurring|made|produced) ){0,4}"
        r"(?:in|of|within|between) (?:(?:the|your|our|healthy|human|outer|upper|top|layers?|of) )*"
        rf"{_SKIN_EN}\b(?!\s*care)"
        r"|(?:is|are) part of (?:the |your )?(?:skin|natural)"
        r"|[^.;:,]{0,25}\b(?:decline|decrease|dwindle|fall|drop|diminish)s?\b[^.;]{0,15}"
        r"\b(?:with age|as (?:we|you|skin)|over (?:time|the years))",
        r"\b(?:boost(?:s|ing)?|stimulat(?:es?|ing)|increas(?:es?|ing)|trigger(?:s|ing)?|break(?:s"
        r"|ing)? down"
        r"|degrad(?:es?|ing)|depletes?|destroys?|damages?|encourag(?:es?|ing)) (?:new |more |the "
        r"|your )?",
    ),
    "fr": _speech(
        r"\b(?:carence|manque|deficit)s? (?:en|de|d\')"
        r"|\bla sueur\b[^.;:]{0,45}"
        r"|\b(?:production|synthese|perte|degradation|formation|fibres?|diminution|fabrication"
        r"|taux)"
        r" (?:naturelle )?(?:de|d'|du|des|en)(?: la| l')?"
        r"|(?<!pour )\b(?:la peau|l'epiderme|le derme|la barriere cutanee) (?:\w+ )?(?:produit"
        r"|fabrique|contient|perd"
        r"|possede|est (?:faite|composee|constituee))\b[^.;:]{0,40}|\bpropres?",
        r"(?:naturellement )?(?:naturel(?:le)?s? de la peau|presente?s? (?:naturellement )?dans"
        r" (?:la peau|le derme|l'epiderme|le corps))"
        r"|(?:de|dans) (?:la|notre|votre|ta) (?:peau|barriere|couche cornee)"
        r"|[^.;:,]{0,30}\b(?:diminue(?:nt)?|baisse(?:nt)?|decline(?:nt)?)\b[^.;]{0,15}\bage",
        r"\b(?:stimule(?:nt|r)?|booste(?:nt|r)?|relance(?:nt|r)?|degrade(?:nt|r)?|detrui(?:t|sent))"
        r" (?:le|la|l'|les|du|de la)",
    ),
    "de": _speech(
        r"\bmangel an"
        r"|\bschwei(?:ß|ss)\b[^.;:]{0,45}"
        r"|\b(?:haut|korper)eigene[nrsm]?|\b(?:eigene[nrsm]?|korpereigene[nrsm]?)"
        r"|\b(?:produktion|bildung|synthese|verlust|abbau|mangel) (?:von|an|des|der)(?: \w+)?"
        r"|(?<!fur )\b(?:die|deine|unsere|ihre) (?:\w+ )?haut(?:barriere)? (?:\w+ )?(?:verliert"
        r"|bildet"
        r"|produziert|enthalt|besteht aus|speichert)\b[^.;:]{0,40}",
        r"(?:\w*produktion|\w*bildung|\w*synthese|\w*abbau|\w*fasern|\w*verlust)\b"
        r"|(?:in|aus) (?:der|unserer|deiner) (?:haut|hautbarriere|hornschicht|epidermis|dermis)\b"
        r"|der haut (?:sinkt|nimmt|nehmen|geht|fallt)"
        r"|[^.;:,]{0,25}\b(?:nimmt|nehmen|sinkt|sinken|schwindet)\b[^.;]{0,15}\b(?:alter|ab)\b",
        r"\b(?:zerstor\w+|abbau\w+|regt) (?:das |die )?",
    ),
    "es": _speech(
        r"\b(?:falta|deficiencia|carencia|deficit) de"
        r"|\bsudor\b[^.;:]{0,45}"
        r"|\b(?:produccion|sintesis|perdida|degradacion|formacion|fibras?"
        r"|niveles) (?:natural )?(?:de|del)"
        r"(?: la| su)?|\b(?:la|tu|nuestra) piel (?:\w+ )?(?:pierde|produce|fabrica|contiene|esta"
        r" (?:hecha|formada|compuesta))\b[^.;:]{0,40}|\bpropi[oa]s?",
        r"(?:natural(?:es)? de la piel|propi[oa]s? de la piel|presentes? en la piel)"
        r"|de (?:la|tu|nuestra) piel\b|(?:de|en) (?:la|tu) (?:barrera|dermis|epidermis)\b"
        r"|[^.;:,]{0,30}\b(?:disminuyen?|bajan?|decrecen?)\b[^.;]{0,15}\bedad",
        r"\b(?:estimulan?|destruyen?|degradan?|aumentan?) (?:el|la|las|los|mas)",
    ),
    "pt": _speech(
        r"\b(?:falta|deficiencia|carencia) (?:de|em)"
        r"|\bsuor\b[^.;:]{0,45}"
        r"|\b(?:producao|sintese|perda|degradacao|formacao|fibras?|niveis) (?:natural )?(?:de|do"
        r"|da|das)"
        r"(?: sua)?|(?<!para )\b(?:a|sua|nossa) pele (?:\w+ )?(?:perde|produz|fabrica|contem"
        r"|e (?:feita|formada"
        r"|composta))\b[^.;:]{0,40}|\bpropri[oa]s?",
        r"(?:natura(?:l|is) da pele|presentes? na pele)"
        r"|da (?:sua |nossa )?pele\b|(?:da|na) (?:sua )?(?:barreira|derme|epiderme)\b"
        r"|[^.;:,]{0,30}\b(?:diminui|diminuem|caem|cai)\b[^.;]{0,15}\bidade",
        r"\b(?:estimulam?|destroem?|degradam?|aumentam?) (?:o|a|as|os|mais)",
    ),
    "sv": _speech(
        r"\bbrist pa"
        r"|\bsvett(?:en)?\b[^.;:]{0,45}"
        r"|\b(?:hudens|kroppens) (?:egen|egna|eget|naturliga)?(?: \w+)?|\b(?:egen|egna|eget)"
        r"|\b(?:produktion|bildning|syntes|forlust|nedbrytning) av"
        r"|\b(?:huden|kroppen|hudbarriaren) (?:\w+ )?(?:forlorar|bildar|producerar|innehaller"
        r"|bestar av)\b[^.;:]{0,40}|\bforlorar huden",
        r"\w*(?:produktion|syntes|bildning|nedbrytning|fibrer)\w*\b"
        r"|i (?:huden|hudbarriaren|hornlagret|kroppen)\b"
        r"|[^.;:,]{0,25}\bminskar\b[^.;]{0,15}\baldern",
        r"\b(?:stimulerar|bryter ner|okar) (?:mer )?",
    ),
    "ro": _speech(
        r"\b(?:lipsa|deficit(?:ul)?|carenta) (?:de )?"
        r"|\btranspiratia\b[^.;:]{0,45}"
        r"|\b(?:productia|productie|sinteza|pierderea|degradarea|formarea|fibrele|fibre"
        r"|nivelul) (?:naturala )?"
        r"(?:de)?|\bpielea (?:\w+ )?(?:pierde|produce|contine|este (?:facuta|formata|alcatuita))\b"
        r"[^.;:]{0,40}|\bpropri(?:ul|a|ile|ului)",
        r"(?:natural[ae]? (?:al|a|ale) pielii|prezent[aei]? in (?:mod natural )?(?:in )?piele)"
        r"|(?:din|in|al|a|ale) (?:piele|pielii|bariera|derm)"
        r"|[^.;:,]{0,30}\b(?:scad|scade)\b[^.;]{0,15}\bvarsta",
        r"\b(?:stimuleaza|distruge|degradeaza|creste)",
    ),
    "ja": _speech(
        r"(?:肌|皮膚|体|自ら|角質層|角層|表皮|真皮|体内)(?:の中の|内の|が持つ|本来の|にある"
        r"|に存在する|の|自身の|中の)"
        r"(?:もともと)?|天然保湿因子(?:に|の)は?[^。]{0,12}",
        r"の?(?:不足|欠乏)"
        r"|の?(?:生成|産生|合成|減少|分解|線維|繊維|量)|(?:は|が)[^。]{0,10}(?:加齢|年齢|減り|減少"
        r"|失われ)"
        r"|(?:や|と)エラスチン|(?:は|が)もともと(?:肌|皮膚|体内)",
        r"(?:分解する|増やす)",
    ),
    "ko": _speech(
        r"(?:피부|몸|장벽|각질층|체내|표피|진피)(?:의| 속의?| 속| 안의?| 자체의?| 장벽의?| 본연의"
        r"|가 가진|에 있는)?\s?(?:천연 )?",
        r"\s?(?:결핍|부족)"
        r"|(?:의 |이 |가 )?\s?(?:생성|합성|감소|분해|섬유|생산)|(?:은|는|이|가)[^.]{0,12}(?:나이"
        r"|감소|줄어)"
        r"|(?:과|와) 엘라스틴",
        r"(?:분해하는|늘리는)\s?",
    ),
    "zh": _speech(
        r"(?:缺乏?|缺少)"
        r"|(?:皮肤|皮膚|肌肤|肌膚|人体|人體|体内|體內|角质层|角質層|屏障|真皮)(?:自身|本身|里|裡"
        r"|中|内|內|本来|天然|含有|产生)?的?"
        r"|(?:含有|流失|促进|促進|刺激|分解)(?:皮肤|肌肤|皮膚|肌膚)?",
        r"的?(?:生成|合成|流失|减少|減少|分解|纤维|纖維|再生|增生)|(?:会|會)?(?:随|隨)(?:着"
        r"|著)?(?:年龄|年齡)"
        r"|(?:和|与|與)(?:弹力|弹性|彈力|彈性|弹性蛋白)",
        r"(?:促进|促進|刺激|增加|分解)",
    ),
}


_COLOUR = re.compile(
    r"[\s-]{0,2}(?:colou?red|colou?r|tones?|toned|shades?|eye ?liner|kajal|kohl|gr[ea]y|black"
    r"|blonde?"
    r"|farben\w*|fargad\w*)\b|色(?!素)"
)


def is_colour(sentence: str, end: int) -> bool:
    """Whether what ends at *end* only says what something looks like: "honey-coloured"."""
    return _COLOUR.match(sentence, end) is not None


def is_own(category: str, sentence: str, start: int, end: int, language: str) -> bool:
    """Whether the folded *sentence* speaks at *start* of what the body has or makes."""
    speech = _SPEECHES.get(language)
    if speech is None or category not in _OWNABLE:
        return False
    before, after = sentence[max(0, start - _BEFORE) : start], sentence[end : end + _AFTER]
    if speech.before.search(before) or speech.after.match(after):
        return True
    return category in _OFTEN_MADE and speech.made.search(before) is not None
