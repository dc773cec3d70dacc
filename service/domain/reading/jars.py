"""Collagen is what skin is made of, unless a sentence says that it stands in a jar."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEFORE, _AFTER = 50, 75
_IN_JARS = frozenset({"collagen"})
_ORAL = re.compile(
    r"\b(?:drink\w*|supplement\w*|capsules?|gummies|broth|swallow\w*|oral\w*|pulver\w*|kapseln?"
    r"|trink\w*|geschluckt|complements?|gelules?|boire|avale\w*|suplement\w*|capsulas?|beber"
    r"|bebid\w+|kosttillskott\w*|kapslar|dricka|capsule|baut|inject\w+|inje[ck]\w+|injiziert|filler\w*)\b"
    r"|飲む|ドリンク|サプリ|注射|먹는|마시|영양제|주사|口服|饮|飲|喝|注射"
)
"""What is swallowed or injected stands in no jar."""


@dataclass(frozen=True, slots=True)
class _Jar:
    """How one language says it, *before* the name and *after* it."""

    before: re.Pattern[str]
    after: re.Pattern[str]


def _jar(before: str, after: str) -> _Jar:
    return _Jar(re.compile(rf"(?:{before})\W*$"), re.compile(rf"\W*(?:{after})"))


_EN = (
    r"(?:creams?|serums?|(?:sheet )?masks?|lotions?|moisturi[sz]ers?|jars?|tubs?|bottles?|products?"
    r"|skin ?care|cosmetics?|formulas?|ampoules?|patch(?:es)?|gels?|toners?|essences?|version)"
)
_DE = (
    r"(?:\w*cremes?|\w*seren|\w*serum|\w*masken?|balsame?s?|ampullen?|\w*produkt\w*|kosmetik\w*"
    r"|tiegel|version|lotion\w*|\w*pflege|patches)"
)
_FR = r"(?:cremes?|serums?|masques?|soins?|pots?|cosmetiques?|produits?|patchs?|version|baumes?)"
_ES = r"(?:cremas?|serums?|mascarillas?|cosmetic\w+|productos?|tarros?|frascos?|parches|version)"
_PT = r"(?:cremes?|seru(?:m|ns)|mascaras?|cosmetic\w+|produtos?|potes?|frascos?|versao|embalage\w+)"
_SV = r"(?:\w*kram\w*|\w*serum\w*|\w*mask(?:en|er|erna)?|burk\w*|\w*produkt\w*|hudvard\w*|version)"
_RO = r"(?:crem\w+|ser(?:ul|uri|urile)?|mas[ct]\w+|cosmetic\w+|produs\w*|borcan\w*|varianta)"
_JARS = {
    "en": _jar(
        rf"\b{_EN} (?:\w+ )?(?:with|of|containing|contains?|contained|full of|soaked in|rich in"
        r"|labell?ed|have|has|include[sd]?)(?: \w+){0,2}",
        rf"(?:in|from|on|out of) (?:(?:an?|the|your|our|most|many|any) )?(?:\w+ )?{_EN}\b"
        r"|is (?:only |just |merely )?an? (?:\w+ ){0,3}(?:film|humectant|molecule)"
        r"|molecules? (?:are|is) (?:far |much )?too"
        r"|[^.;:,]{0,25}\b(?:stays|sits|remains|lies) on (?:the (?:surface|top)|top)"
        r"|(?:cannot|can't|does not|doesn't|will not|won't) (?:penetrate|sink|get (?:in|through))",
    ),
    "de": _jar(
        rf"\b{_DE} (?:mit|aus|auf basis von|enthalt|enthalten)(?: \w+){{0,2}}",
        rf"in (?:(?:der|einer|deiner|unserer|ihrer|den) )?(?:\w+ )?{_DE}\b"
        r"|[^.;:,]{0,25}\b(?:bildet|bleibt|liegt|legt sich|halt)\b[^.;]{0,20}(?:oberflache|film)"
        r"|an der oberflache|(?:zieht|dringt|gelangt) (?:nicht|kaum)"
        r"|\w*molekule? (?:ist|sind) (?:viel )?zu",
    ),
    "fr": _jar(
        rf"\b{_FR} (?:\w+ )?(?:au|avec du|contenant du|a base de|riches? en|qui contien\w+ du)",
        rf"(?:\w+ )?(?:en|dans (?:une|la|votre|un|les|des|ce|cette|vos|nos)) (?:\w+ )?{_FR}\b"
        r"|est une? (?:\w+ ){0,2}(?:proteine|molecule)\b[^.]{0,40}(?:creme|surface|film|gross"
        r"|travers)"
        r"|[^.;:,]{0,15}\b(?:reste en surface|reste a la surface|ne penetre|forme un film)",
    ),
    "es": _jar(
        rf"\b{_ES} (?:\w+ )?(?:de|con|a base de|que (?:llevan?|contienen?))",
        rf"en (?:(?:una|la|tu|las|un|el|los) )?{_ES}\b"
        r"|es una (?:\w+ ){0,2}(?:proteina|molecula)\b[^.]{0,40}(?:crema|superficie|pelicula"
        r"|grande|atravie)"
        r"|[^.;:,]{0,15}\b(?:se queda en la superficie|no penetra|forma una pelicula)",
    ),
    "pt": _jar(
        rf"\b{_PT} (?:\w+ )?(?:de|com|a base de|que (?:levam?|contem))",
        rf"(?:em|no|na|nos|nas) (?:(?:uma?|seu|sua) )?{_PT}\b"
        r"|(?:e|sao) uma? (?:\w+ ){0,2}(?:proteina|molecula)\b[^.]{0,40}(?:creme|superficie|filme"
        r"|grande|atravess)"
        r"|[^.;:,]{0,15}\b(?:fica na superficie|nao penetra|forma um filme)|[^.;:]{0,15}\bde peixe",
    ),
    "sv": _jar(
        rf"\b{_SV} (?:\w+ ){{0,2}}(?:med|av|innehaller|innehalla|innehol[lt])(?: \w+)?|\bmarint"
        rf"|\b{_SV} som (?:aven |ocksa )?inne\w+",
        rf"i (?:(?:en|ett|din|ditt|var|vart) )?{_SV}|(?:fran|ur) fisk\w*|utvinns"
        r"|[^.;:,]{0,25}\b(?:stannar pa|lagger sig|ligger kvar)|tranger inte",
    ),
    "ro": _jar(
        rf"\b{_RO} (?:\w+ )?(?:cu|de|pe baza de)",
        rf"(?:din|in) (?:o |un )?{_RO}\b"
        r"|este o (?:\w+ ){0,2}(?:proteina|molecula)\b[^.]{0,40}(?:crem|suprafata|film|mare)"
        r"|[^.;:,]{0,15}\b(?:ramane la suprafata|nu patrunde|formeaza (?:un film|o pelicula))",
    ),
    "ja": _jar(
        r"(?:クリーム|美容液|マスク|パック|化粧水|化粧品)(?:の|に入った|に含まれる|に配合された)",
        r"(?:は|が|の)?(?:分子|肌の表面|表面)|を塗|(?:は|が)[^。、]{0,10}膜",
    ),
    "ko": _jar(
        r"(?:크림|세럼|앰플|마스크|팩|화장품)(?: 속| 안의?|에 든|에 들어 있는)",
        r"(?:은|는|이|가|의)?\s?(?:분자|표면|바르|피막)",
    ),
    "zh": _jar(
        r"(?:面霜|面膜|护肤品|護膚品|精华|手霜)(?:里|裡|中)的?",
        r"型(?!纤|纖)|的?分子(?:太|量|过|過)|是?大分子|(?:不能|无法|無法|難以|难以)(?:被)?(?:吸收"
        r"|渗透)|[^。，]{0,6}(?:停留|留)在(?:皮肤|肌肤|皮膚)?表面",
    ),
}
_ASKED = re.compile(
    r"\W*(?:and|what about|und|was ist mit|et|y|e|och|dar|si|el|le|la|o|os)?"
    r"(?: (?:el|le|la|o|das|the))?\W*"
)
_ASKS = re.compile(r"(?:ul|et|은|는)?\s?[?\uff1f]?\W*")
"""Alone in its sentence or heading, it is what the article comes to speak of."""


def is_in_jar(category: str, sentence: str, start: int, end: int, language: str) -> bool:
    """Whether the folded *sentence* speaks at *start* of an ingredient, not of what skin has."""
    jar = _JARS.get(language)
    if jar is None or category not in _IN_JARS or _ORAL.search(sentence):
        return False
    if _ASKED.fullmatch(sentence, 0, start) and _ASKS.fullmatch(sentence, end):
        return True
    if jar.before.search(sentence[max(0, start - _BEFORE) : start]):
        return True
    return jar.after.match(sentence[end : end + _AFTER]) is not None
