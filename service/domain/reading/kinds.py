"""Kinds of things that a shop sells beside skincare, told by their type and name."""

from __future__ import annotations

import re

from service.domain.reading.folding import fold

_NEVER = (
    r"candles?|bougies?|kerzen?|duftkerzen?|velas?|doftljus|lumanari?|candele?"
    r"|\w*supplements?|gummies|nahrungserganzung\w*|complements? alimentaires?|suplementos?"
    r"|complementos? alimenticios?|kosttillskott|supliment\w*|integratori?|softgels?"
    r"|gift cards?|vouchers?|toys?|books?|cookbooks?|food|drinks?|beverages?|snacks?"
    r"|t shirts?|hoodies?|clothing|apparel|jewel(?:le)?ry|earrings?|necklaces?"
    r"|pillowcases?|home fragrance|diffusers?|incense|shower filters?|cleaning products?"
)
_THINGS = (
    r"accessor\w+|zubehor|accessoires?|accesorios?|acessorios?|tillbehor|accesorii"
    r"|tools?|devices?|brush(?:es)?|sponges?|rollers?|gua sha|towels?|wash ?cloths?|headbands?"
    r"|mirrors?|razors?|tweezers|applicators?|spatulas?|mugs?|totes?|bags?|pouch(?:es)?"
    r"|cotton (?:rounds|pads)|combs?|gloves?|mitts?|homeware|kitchen|teas?|bathroom|vitamins?"
    r"|humidifiers?|capsules?|tablets?|led masks?|notebooks?|posters?|stickers?"
)
_ADORNING = (
    r"lipsticks?|lip ?gloss\w*|lip ?liners?|lip ?tints?|foundations?|concealers?|mascaras?"
    r"|eye ?liners?|eye ?shadows?|blush\w*|bronzers?|highlighters?|make ?up"
    r"|brow (?:gel|pencil|pomade)s?|powder foundations?|setting powders?|primers?"
    r"|eau de (?:parfum|toilette|cologne)|colognes?|body mists?"
    r"|nail\w*|vernis|nagellack\w*|esmaltes?|self tan\w*|tanning|selbstbrauner|autobronzant\w*"
    r"|hair (?:colou?r|dye)s?|tooth ?pastes?|deodorants?|deo|antiperspirants?|dentifrices?"
    r"|rouge a levres|fond de teint|lippenstift\w*|wimperntusche|puder|labial|labiales|batom"
    r"|rimel|maquillaje|maquiagem|lappstift\w*|smink|ruj|rimmel|fond de ten|rossetto"
)
_NURSERY = (
    r"bab(?:y|ies)|diapers?|napp(?:y|ies)|nursery|bebes?|couches?|change|panal(?:es)?|culito"
    r"|fraldas?|assaduras?|\w*windel\w*|wundschutz\w*|po(?:creme|salbe)|\w*bloj\w*|stjart\w*"
    r"|bebelus\w*|scutec\w*"
)
_CJK_NURSERY = re.compile("おむつ|ベビー|赤ちゃん|기저귀|베이비|아기|尿布|护臀|護臀|屁屁|婴儿|嬰兒")
_SUN = re.compile(
    r"\b(?:sun\w*|sonne\w*|solaires?|solar(?:es)?|\w*sol(?:kram|skydd)\w*|soare|spf|uv|lsf|fps)\b"
    "|日焼け|日やけ|선크림|자외선|防晒|防曬"
)
_SCENTS = r"perfumes?|parfums?|fragrances?|scents?|duft|duefte|parfym"
"""Types only: a title says "fragrance-free"."""
_CJK_NEVER = re.compile(
    "キャンドル|サプリ|アクセサリー|ドリンク|食品|飲料|캔들|건강기능식품|건강식품|음료|蜡烛|蠟燭|保健品"
    "|膳食补充|香薰蜡|口服液|饮品|飲品|饮料|软糖"
)
_CJK_ADORNING = re.compile(
    "口紅|リップスティック|ファンデーション|マスカラ|アイシャドウ|アイライナー|香水|ネイル|マニキュア"
    "|립스틱|립틴트|파운데이션|마스카라|아이섀도|향수|매니큐어|네일|口红|口紅|粉底|睫毛膏|眼影|眼线|指甲油"
)


def _words(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


_NEVER_WORDS, _THING_WORDS = _words(_NEVER), _words(_THINGS)
_ADORNING_WORDS, _SCENT_WORDS = _words(_ADORNING), _words(_SCENTS)
_NURSERY_WORDS = _words(_NURSERY)


def is_no_care(title: str, product_type: str, *, lists_ingredients: bool) -> bool:
    """Whether it is eaten, burnt, worn or held, whatever ingredient its name speaks of.

    What only its title calls a capsule or a brush may still be a serum with an ingredient list.
    """
    kind, name = fold(product_type), fold(title)
    if _NEVER_WORDS.search(kind) or _CJK_NEVER.search(kind + name):
        return True
    if _THING_WORDS.search(kind):
        return True
    if lists_ingredients:
        return False
    return bool(_NEVER_WORDS.search(name) or (not kind and _THING_WORDS.search(name)))


def adorns(title: str, product_type: str) -> bool:
    """Whether it is make-up, scent or the like."""
    kind = fold(product_type)
    said = f"{kind} | {fold(title)}"
    return bool(
        _SCENT_WORDS.search(kind) or _ADORNING_WORDS.search(said) or _CJK_ADORNING.search(said)
    )


def is_for_diapers(title: str, product_type: str) -> bool:
    """Whether it is for a baby and not for the sun: its zinc oxide is there to keep skin dry."""
    said = f"{fold(product_type)} | {fold(title)}"
    named = _NURSERY_WORDS.search(said) or _CJK_NURSERY.search(said)
    return bool(named) and not _SUN.search(said)
