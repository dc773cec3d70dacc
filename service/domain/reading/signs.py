"""What a block is by signs within it: a citation, a disclaimer, an offer, a price."""

from __future__ import annotations

import re

from service.domain.reading.folding import fold

HINTS = (
    "substitut", "advice", "purposes only", "evaluated", "diagnos", "disclaimer",
    "19", "20", "http",
    "ersetz", "informationszweck", "remplac", "informatif", "sustituy", "reemplaz", "substitui",
    "informativ", "ersatt", "informationssyfte", "inlocui", "\u514d\u8cac", "\u60c5\u5831\u63d0",
    "\u8a3a\u65ad", "\u500b\u4eba\u306e", "\ub300\uc2e0", "\ub300\uccb4", "\uba74\ucc45",
    "\uc815\ubcf4 \uc81c\uacf5", "\u4ee3\u66ff", "\u66ff\u4ee3", "\u53d6\u4ee3", "\u4ec5\u4f9b",
    "\u514d\u8d23", "\u6784\u6210",
    "% off", "% rabatt", "% de ", "% reduc", "% \ud560\uc778", "%\ud560\uc778", "%\u30aa", "%off",
    "\u5272\u5f15", "shipping", "delivery", "versand", "livraison", "envio", "frete", "frakt",
    "transport gratuit", "livrare", "\u9001\u6599", "\ubc30\uc1a1", "\u5305\u90ae", "\u514d\u8fd0",
    " code ", " code:", "gutschein",
    "$", "\u20ac", "\u00a3", "\u00a5", "\u5186", "\uc6d0", "\u5143", " kr", " lei",
    "\u00a9", "all rights reserved", "alle rechte", "tous droits", "todos los derechos",
    "todos os direitos", "\u7248\u6743", "\uc800\uc791\uad8c", "\u7121\u65ad\u8ee2",
)  # fmt: skip
"""Without one of them, folded, a block has none of these signs."""

_LONGEST_CITATION, _LONGEST_DISCLAIMER, _LONGEST_OFFER, _LONGEST_CARD = 600, 500, 160, 80
_DISCLAIMER = re.compile(
    r"\bsubstitut\w* for (?:\w+[ ,]+){0,4}(?:medical|professional|doctor|physician)"
    r"|\bnot (?:intended |meant )?(?:as|to be|to provide|constitute)\b[^.]{0,40}\bmedical advice"
    r"|\b(?:does|do) not constitute\b[^.]{0,30}\badvice"
    r"|\b(?:informational|educational)(?: and \w+)? purposes only"
    r"|\bnot (?:been )?evaluated by the (?:fda|food and drug)"
    r"|\bnot intended to diagnose|^(?:medical )?disclaimer\b"
    r"|\bersetz\w+ (?:kein|nicht)\w*\b[^.]{0,50}(?:arzt|arztlich|medizin|beratung|diagnose)"
    r"|\b(?:informationszweck|informationssyfte)"
    r"|\bne (?:saurait |peut )?(?:remplac|se substitu)\w*\b[^.]{0,60}(?:medic|medec|dermato)"
    r"|\ba titre (?:purement |strictement )?informatif"
    r"|\bno (?:sustituy|reemplaz)\w*\b[^.]{0,60}(?:medic|profesional|dermat)"
    r"|\bnao substitui\w*\b[^.]{0,60}(?:medic|profissional|dermat)"
    r"|\b(?:fines|fins|caracter|scop|scopuri) (?:meramente |pur |exclusivamente )?informativ"
    r"|\bersatter (?:inte|ej|aldrig)\b[^.]{0,50}(?:lakar|medicinsk|vard)"
    r"|\bnu inlocui\w*\b[^.]{0,60}(?:medic|consult|sfat)"
    "|\u533b\u5e2b\u306e\u8a3a\u65ad.{0,20}\u4ee3\u308f\u308b|\u60c5\u5831\u63d0\u4f9b\u3092\u76ee\u7684"
    "|^\u514d\u8cac\u4e8b\u9805|\u500b\u4eba\u306e\u611f\u60f3\u3067"
    "|(?:\uc758\uc0ac|\uc804\ubb38\uc758|\uc758\ud559\uc801|\uc9c4\ub8cc).{0,20}(?:\ub300\uc2e0|\ub300\uccb4)"
    "|^\uba74\ucc45|\uc815\ubcf4 \uc81c\uacf5(?:\uc744)? ?\ubaa9\uc801"
    "|\u4e0d(?:\u80fd|\u53ef)?(?:\u4ee3\u66ff|\u66ff\u4ee3|\u53d6\u4ee3).{0,12}(?:\u533b|\u4e13\u4e1a)"
    "|^\u514d\u8d23|\u4ec5\u4f9b\u53c2\u8003|\u4e0d\u6784\u6210.{0,12}(?:\u533b\u7597|\u5efa\u8bae)"
)
_YEAR_OR_LINK = ("19", "20", "http")
_CITATION_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        r"^(?:\[?\d{1,3}[\].)]?\s*)?[A-Z][\w'\u2019-]+,? (?:[A-Z]\.?[ -]?){1,3}(?:[,;.(&]|\s|$)",
        r"\((?:19|20)\d{2}[a-z]?\)|\b(?:19|20)\d{2}\s*[;:.]",
        r"\b\d{1,4}\s*\(\d{1,3}\)\s*[:,]\s*\w?\d+|\b\d{1,4}:\s?\d{1,5}\s?[-\u2013]\s?\d{1,5}",
        r"\bdoi\b|\bPMID\b|\bet al\b|pubmed|ncbi\.nlm",
        r"\bJ\.? (?:[A-Z][a-z]+\.? ?)+|\b(?:Dermatol|Cosmet|Journal of)\b",
        "^https?://\\S+$",
    )
)
_OFFER = re.compile(
    r"\d ?% (?:off\b|rabatt|de (?:descuento|desconto|remise|reduction)|reducere|\ud560\uc778)"
    "|\\d ?%(?:off|\u30aa\u30d5|\u5272\u5f15|\ud560\uc778)"
    r"|\bfree (?:\w+ )?(?:shipping|delivery)|\b(?:gratis|kostenloser?) versand|versandkostenfrei"
    r"|\blivraison (?:offerte|gratuite)|\benvio (?:gratis|gratuito)|\bfrete gratis|\bfri frakt"
    r"|\b(?:transport gratuit|livrare gratuita)|\u9001\u6599\u7121\u6599|\ubb34\ub8cc ?\ubc30\uc1a1"
    "|\u5305\u90ae|\u514d\u8fd0\u8d39"
    r"|\b(?:use|with|mit(?: dem)?|avec(?: le)?|con(?: el)?|com(?: o)?|med|cu) (?:\w+ )?code:? \w"
    r"|\bgutschein ?code"
)
_OWNED = re.compile(
    "\u00a9|all rights reserved|alle rechte vorb|tous droits res|todos los derechos"
    "|todos os direitos|\u7248\u6743\u6240\u6709|\uc800\uc791\uad8c\uc790|\u7121\u65ad\u8ee2\u8f09"
)
_PRICE = re.compile(
    r"(?:us|r|a|c)?[$\u20ac\u00a3\u00a5] ?\d[\d.,]*(?: ?(?:usd|eur|gbp|cad|aud))?"
    r"|\d[\d.,]* ?(?:[\u20ac$\u00a3\u5186\uc6d0\u5143]|kr\b|lei\b|usd\b|eur\b|chf\b)"
)
_PRICE_WORDS = re.compile(
    r"\b(?:from|now|only|sale|regular|unit|was|price|ab|nur|uvp|preis|statt|prix|des|a partir de"
    r"|desde|precio|por|preco|de|fran|pris|pret|de la|per|pro|pour|ml|g|oz|inkl|incl|mwst|tax"
    r"|included|sold out)\b"
    "|\u7a0e\u8fbc|\u7a0e\u629c|\u901a\u5e38\u4fa1\u683c|\u4fa1\u683c|\u5b9a\u4fa1|\u301c|\uc815\uac00|\ud310\ub9e4\uac00|\u539f\u4ef7|\u73b0\u4ef7|\u552e\u4ef7|\u4ef7\u683c"
)
_ENDS_IN_PRICE = re.compile(rf"(?:{_PRICE.pattern})[\s\W]*(?:\d+ ?(?:ml|g|oz)\W*)?$")


def names_price(text: str) -> bool:
    return bool(_PRICE.search(text))


def is_disclaimer(text: str) -> bool:
    """A long text is none for one such sentence."""
    return len(text) <= _LONGEST_DISCLAIMER and bool(_DISCLAIMER.search(fold(text)))


def is_citation(text: str) -> bool:
    if len(text) > _LONGEST_CITATION or not any(sign in text for sign in _YEAR_OR_LINK):
        return False
    signs = sum(bool(sign.search(text)) for sign in _CITATION_SIGNS)
    starts_so = bool(_CITATION_SIGNS[0].search(text))
    return signs >= (2 if starts_so else 3) or (" " not in text and text.startswith("http"))


def is_offer(text: str) -> bool:
    """Whether it says what is cheaper or sent for nothing, or whose the page is."""
    if len(text) > _LONGEST_OFFER:
        return False
    folded = fold(text)
    return bool(_OFFER.search(folded) or _OWNED.search(folded))


def is_price(text: str) -> bool:
    """Whether it is a price and nothing else."""
    if len(text) > _LONGEST_CARD:
        return False
    rest, prices = _PRICE.subn("", fold(text))
    return prices > 0 and not any(map(str.isalpha, _PRICE_WORDS.sub("", rest)))


def ends_in_price(text: str) -> bool:
    """Whether it is the name of a thing and its price."""
    return len(text) <= _LONGEST_CARD and bool(_ENDS_IN_PRICE.search(fold(text)))
