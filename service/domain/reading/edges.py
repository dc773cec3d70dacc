"""Where a term ends in scripts without spaces: short ones are parts of too many other words."""

from __future__ import annotations

import re

_LONG_KATAKANA = 4
"""So long, a name is itself also within a compound."""
_LONG_HANGUL = 3
_LENGTHENS = frozenset("ァィゥェォッャュョヮー")
"""What only ever continues a syllable."""
_KATAKANA_CARE = re.compile(
    r"マスク|パック|クリーム|オイル|エキス|ウォッシュ|クレンザ|クレンジング|ソープ|ジェル|ゲル|バーム|バター"
    r"|ローション|セラム|エッセンス|トナー|パウダー|スクラブ|シャンプー|ミスト|ミルク|パッド|アンプル|ケア"
    r"|リップ|コスメ|シリーズ|エマルジョン|フォーム|ピーリング|タイプ|コンプレックス|ウォーター|スティック"
)
_HANGUL_AFTER = re.compile(
    r"(?:은|는|이|가|을|를|의|에|에서|에는|엔|에도|도|로|으로|으로는|와|과|와는|과는|랑|이랑|나|이나|만|까지|부터|처럼"
    r"|보다|마다|라|라는|이라|이라는|라고|이란|란|인데|입니다|예요|이에요|이다|같은|하고|뿐|이며|이고|이든)"
    r"(?![\uac00-\ud7a3])"
    r"|크림|세럼|앰플|토너|팩|마스크|오일|추출|성분|로션|에센스|젤|겔|밤|비누|가루|파우더|스크럽|패드|미스트|폼"
    r"|클렌|워시|샴푸|함유|유래|케어|수(?![\uac00-\ud7a3])|잎|씨|꽃|뿌리|워터|버터|왁스|스틱|쿠션|제품|화장품|라인"
    r"|연고|액(?![\uac00-\ud7a3])|즙|콤플렉스|배합|처방|옥사이드|피씨에이"
)


def needs_room(phrase: str) -> bool:
    """Whether *phrase* is so short that it must stand apart from its neighbours."""
    if _is_katakana(phrase[0]) or _is_katakana(phrase[-1]):
        return True
    return len(phrase) < _LONG_HANGUL and all(map(_is_hangul, phrase))


def has_room(phrase: str, text: str, start: int, end: int) -> bool:
    """Whether a phrase that `needs_room` stands in *text* as a word, or as one of a compound."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_hangul(phrase[0]):
        inside = _is_hangul(before) or (_is_hangul(after) and not _HANGUL_AFTER.match(text, end))
        return not inside
    if after in _LENGTHENS and _is_katakana(phrase[-1]):
        return False
    if len(phrase) >= _LONG_KATAKANA:
        return True
    if _is_katakana(phrase[0]) and _is_katakana(before):
        return False
    crowded = _is_katakana(phrase[-1]) and _is_katakana(after)
    return not crowded or _KATAKANA_CARE.match(text, end) is not None


def _is_katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fc" and character != "\u30fb"


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
