"""What a block is by signs within it: a citation, a disclaimer, an offer, a price."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from enum import Enum

from service.domain.reading.folding import fold


class Sign(Enum):
    """What a hint may belong to."""

    DISCLAIMER = 1
    CITATION = 2
    OFFER = 3
    COOKIES = 4
    PRICE = 5


_HINTS = {
    Sign.DISCLAIMER: (
        "substitut", "advice", "purposes only", "evaluated", "diagnos", "disclaimer",
        "ersetz", "informationszweck", "remplac", "informatif", "sustituy", "reemplaz", "substitui",
        "informativ", "ersatt", "informationssyfte", "inlocui", "免責", "情報提",
        "診断", "個人の", "대신", "대체", "면책",
        "정보 제공", "代替", "替代", "取代", "仅供",
        "免责", "构成",
    ),
    Sign.CITATION: ("19", "20", "http"),
    Sign.OFFER: (
        "% off", "% rabatt", "% de ", "% reduc", "% 할인", "%할인", "%オ", "%off",
        "割引", "shipping", "delivery", "versand", "livraison", "envio", "frete", "frakt",
        "transport gratuit", "livrare", "送料", "배송", "包邮", "免运", "包郵", "免運",
        "black friday", "today only", "limited time", "flash",
        "nur heute", "limitee", "limitada", "limitata", "erbjudande", "今だけ", "セール",
        "期間限定", "오늘만", "특가",
        "1+1", "买一送一", "買一送一", "半价", "半價", "限时", "限時",
        " code ", " code:", "gutschein",
        "newsletter", "email", "e mail", "inbox", "correo", "e post", "nyhetsbrev", "adresse mail",
        "メルマガ", "メールアド", "뉴스레터", "이메일", "订阅", "訂閱",
        "\u00a9", "all rights reserved", "alle rechte", "tous droits", "todos los derechos",
        "todos os direitos", "版权", "저작권", "無断転",
    ),
    Sign.COOKIES: ("cookie", "クッキー", "쿠키"),
    Sign.PRICE: ("$", "\u20ac", "\u00a3", "\u00a5", "円", "원", "元", " kr", " lei"),
}  # fmt: skip
HINTS = tuple(hint for hints in _HINTS.values() for hint in hints)
"""Without one of them, folded, a block has none of these signs."""
SIGN_OF_HINT = tuple(sign for sign, hints in _HINTS.items() for _ in hints)

Hinted = Mapping[int, Container[Sign]]
"""The blocks that hold some of `HINTS`, and of which signs."""

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
    "|医師の診断.{0,20}代わる"
    "|情報提供を目的"
    "|^免責事項|個人の感想で"
    "|(?:의사|전문의|의학적|진료).{0,20}(?:대신"
    "|대체)"
    "|^면책|정보 제공(?:을)? ?목적"
    "|不(?:能|可)?(?:代替|替代|取代).{0,12}(?:医"
    "|专业)"
    "|^免责|仅供参考|不构成.{0,12}(?:医疗|建议)"
)
_LONGEST_BIO = 300
_BIO = re.compile(
    r"(?:[A-Z\u00c0-\u017d][\w.'\u2019-]+[ ,]{1,2}){1,4}"
    r"(?:is (?:our|the|a|an) [\w &-]{0,40}(?:editor|writer|author|journalist|blogger|columnist"
    r"|contributor|founder)\b|(?:writes|has written|wrote) (?:about|for|on)\b"
    r"|ist (?:unsere?|freie[r]?|die|der) ?[\w -]{0,30}(?:redakteur|autor|journalist|bloggerin)"
    r"|schreibt (?:f\u00fcr|\u00fcber|seit)\b|est (?:notre )?(?:r\u00e9dact"
    r"|journaliste|aut(?:eur|rice))"
    r"|\u00e9crit (?:pour|sur)\b|es (?:nuestra )?(?:redactora?|periodista|editora?)\b"
    r"|escribe (?:para|sobre)\b|\u00e9 (?:nossa )?(?:redatora?|jornalista|editora?)\b"
    r"|escreve (?:para|sobre)\b|\u00e4r (?:v\u00e5r )?(?:skribent|redakt\u00f6r|frilans)"
    r"|skriver (?:f\u00f6r|om)\b|este (?:redactor|jurnalist|autoare"
    r"|autor)|scrie (?:pentru|despre)\b)"
    "|.{1,20}(?:ライター|編集者|编辑"
    "|博主)[\u3002\u3001\uff0c]"
    "|.{1,12} (?:에디터|기자|작가)[.,]"
)
_YEAR_OR_LINK = ("19", "20", "http")
_CITATION_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        r"^(?:\[?\d{1,3}[\].)]?\s*)?[A-Z][\w'\u2019-]+,? (?:[A-Z]\.?[ -]?){1,3}"
        r"(?:[,;.(&]|\s(?![a-z])|\s(?=et\b|and\b)|$)",
        r"\((?:19|20)\d{2}[a-z]?\)|\b(?:19|20)\d{2}\s*[;:.]",
        r"\b\d{1,4}\s*\(\d{1,3}\)\s*[:,]\s*\w?\d+|\b\d{1,4}:\s?\d{1,5}\s?[-\u2013]\s?\d{1,5}",
        r"\bdoi\b|\bPMID\b|\bet al\b|pubmed|ncbi\.nlm",
        r"\bJ\.? (?:[A-Z][a-z]+\.? ?)+|\b(?:Dermatol|Cosmet|Journal of)\b",
        "^https?://\\S+$",
    )
)
_OFFER = re.compile(
    r"\d ?% (?:off\b|rabatt|de (?:descuento|desconto|remise|reduction)|reducere|할인)"
    "|\\d ?%(?:off|オフ|割引|할인)"
    r"|\bfree (?:\w+ )?(?:shipping|delivery)|\b(?:gratis|kostenloser?) versand|versandkostenfrei"
    r"|\blivraison (?:offerte|gratuite)|\benvio (?:gratis|gratuito)|\bfrete gratis|\bfri frakt"
    r"|\b(?:transport gratuit|livrare gratuita)|送料無料|무료 ?배송"
    "|[包免][邮郵运運]|\\bblack friday|\\btoday only|\\blimited time (?:offer|only)|\\bflash sale"
    "|\\bnur heute|\\b(?:vente flash|offre limitee|oferta limitada|oferta limitata)"
    "|\\berbjudandet (?:galler|gar ut)|今だけ|タイムセール|期間限定|오늘만|특가|1\\+1"
    "|[买買]一送一|半[价價]|限[时時][优優特折]"
    r"|\b(?:use|with|mit(?: dem)?|avec(?: le)?|con(?: el)?|com(?: o)?|med|cu) (?:\w+ )?code:? \w"
    r"|\bgutschein ?code"
)
_OWNED = re.compile(
    "\u00a9|all rights reserved|alle rechte vorb|tous droits res|todos los derechos"
    "|todos os direitos|版权所有|저작권자|無断転載"
)
_PRICE = re.compile(
    r"(?:us|r|a|c)?[$\u20ac\u00a3\u00a5] ?\d[\d.,]*(?: ?(?:usd|eur|gbp|cad|aud))?"
    r"|\d[\d.,]* ?(?:[\u20ac$\u00a3円원元]|kr\b|lei\b|usd\b|eur\b|chf\b)"
)
_PRICE_WORDS = re.compile(
    r"\b(?:from|now|only|sale|regular|unit|was|price|ab|nur|uvp|preis|statt|prix|des|a partir de"
    r"|desde|precio|por|preco|de|fran|pris|pret|de la|per|pro|pour|ml|g|oz|inkl|incl|mwst|tax"
    r"|included|sold out)\b"
    "|税込|税抜|通常価格|価格|定価|\u301c|정가|판매가|原价|现价|售价"
    "|价格"
)
_CALL = (
    "add to (?:cart|bag|basket)|(?:buy|shop) now|sold out|in den warenkorb|jetzt kaufen|ausverkauft"
    "|ajouter au panier|acheter|anadir (?:al carrito|a la cesta)|comprar|adicionar ao carrinho"
    "|lagg i varukorg(?:en)?|kop|adauga in cos|cumpara|カートに入れる|장바구니 ?담기"
    "|加入购物车|立即购买"
)
_SIZE = r"(?:\d+ ?(?:ml|g|oz)\W*)?"
_ENDS_IN_PRICE = re.compile(rf"(?:{_PRICE.pattern})\W*{_SIZE}(?:(?:{_CALL})\W*)?$")
_LETTER = re.compile(
    r"\bnewsletter\b|\byour (?:e ?mail|inbox)\b|\b(?:deine|ihre) e ?mail|\bvotre (?:e ?mail"
    r"|adresse mail)"
    r"|\btu (?:correo|e ?mail)\b|\bseu e ?mail\b|\bdin e ?(?:post|mail)|\bnyhetsbrev"
    r"|\badresa (?:ta )?de e ?mail|メルマガ|メールアドレス|뉴스레터|이메일|订阅|訂閱"
)


_COOKIES = re.compile(r"\bcookies?\b|クッキー|쿠키")
_OF_A_SITE = re.compile(
    r"\b(?:web ?s\w+|sit\w*|pagin\w*|page|browser|consent|accept\w*|privacy"
    r"|einwillig\w*|akzeptier\w*"
    r"|navigation|navegacion|navegacao|sidan|samtyck\w*)\b|サイト|同意|사이트|동의|网站|網站"
)


def names_price(text: str) -> bool:
    return bool(_PRICE.search(text))


def is_disclaimer(text: str) -> bool:
    """A long text is none for one such sentence."""
    return len(text) <= _LONGEST_DISCLAIMER and bool(_DISCLAIMER.search(fold(text)))


def is_bio(text: str) -> bool:
    """Whether it begins by saying who somebody is that writes."""
    return len(text) <= _LONGEST_BIO and bool(_BIO.match(text))


def is_citation(text: str) -> bool:
    if len(text) > _LONGEST_CITATION or not any(sign in text for sign in _YEAR_OR_LINK):
        return False
    signs = sum(bool(sign.search(text)) for sign in _CITATION_SIGNS)
    starts_so = bool(_CITATION_SIGNS[0].search(text))
    return signs >= (2 if starts_so else 3) or (" " not in text and text.startswith("http"))


def is_offer(text: str) -> bool:
    """Whether it says what is cheaper or sent by mail, or whose the page is."""
    if len(text) > _LONGEST_OFFER:
        return False
    folded = fold(text)
    return any(sign.search(folded) for sign in (_OFFER, _OWNED, _LETTER))


def is_cookie_notice(text: str) -> bool:
    """Whether it says what a site keeps in the browser."""
    if len(text) > _LONGEST_DISCLAIMER:
        return False
    folded = fold(text)
    return bool(_COOKIES.search(folded) and _OF_A_SITE.search(folded))


def is_price(text: str) -> bool:
    """Whether it is a price and nothing else."""
    if len(text) > _LONGEST_CARD:
        return False
    rest, prices = _PRICE.subn("", fold(text))
    return prices > 0 and not any(map(str.isalpha, _PRICE_WORDS.sub("", rest)))


def ends_in_price(text: str) -> bool:
    """Whether it is the name of a thing and its price."""
    return len(text) <= _LONGEST_CARD and bool(_ENDS_IN_PRICE.search(fold(text)))
