"""Phrases that are built like the name of an ingredient: "X acid", "huile de X", "Xエキス"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from service.domain.reading.proposal_words import FUNCTION_WORDS, PARTS, VAGUE

_SHORTEST = 4
_ENGLISH = re.compile(
    r"((?:[a-z]{3,}[ ]){1,4})(acid|extract|oil|butter|peptide|ferment|filtrate|lysate)s?\b"
)
_VERB_LIKE = re.compile(r"(?:ing|ed|ly|ful|less|able|ible|n't|'s|'re)$")
_OF_FRENCH, _OF = r"(?:de |d')(?:\w+ (?:de |d'))?\w{4,}", r"de (?:\w+ de )?\w{4,}"
_ROMANCE = {
    "fr": rf"\b(?:acides? (?!gras)\w+ique|(?:huile|extrait|beurre)s? {_OF_FRENCH})\b",
    "es": rf"\b(?:acidos? \w+ico|(?:aceite|extracto|manteca)s? {_OF})\b",
    "pt": rf"\b(?:acidos? \w+ico|(?:oleo|extrato|manteiga)s? {_OF})\b",
    "ro": rf"\b(?:acid(?:ul|ului)? \w+ic|(?:ulei|uleiul|extract|extractul|unt) {_OF})\b",
}
_NO_NAME_ZH = "含有的和与及是等用从在了为以或如种该此高把将对让能可会加入使里中其这那一"
_COMPOUND = {
    "de": r"\b[^\W\d_][\w-]{2,}(?:säure|extrakt|öl|peptid)\b",
    "sv": r"\b[^\W\d_][\w-]{2,}(?:syra|extrakt|olja|peptid)\b",
    "ja": r"(?:[\u30a1-\u30fa\u30fc]{3,12}|[\u4e00-\u9fff]{1,3})"
    r"(?:エキス|オイル|油|酸|ペプチド)",
    "ko": r"(?<![\uac00-\ud7a3])[\uac00-\ud7a3]{2,8} ?(?:추출물|오일|펩타이드)",
    "zh": rf"[^\W\da-zA-Z{_NO_NAME_ZH}]{{2,5}}"
    r"(?:提取物|萃取物|精油|胜肽|酸)",
}
_VAGUE_COMPOUND = re.compile(
    r"^(?:fett|amino|gesichts|körper|haut|haar|pflanzen|frucht|mineral|massage|speise|bade|bart"
    r"|ansikts|kropps|hud|hår|växt|frukt|essen|ätherisch|nuklein|magen|salz|mehr|viel|kokos?koch"
    r"|alkoh|植物|皮|精|美容|ヘア|ボディ|フェイス|クレンジング|マッサージ|ベビー|脂肪|アミノ|核|胃|果"
    r"|脂|氨基|核|胃|果|食用|弱|抑制|페이스|바디|헤어|클렌징|에센셜|식물|천연|마사지)"
)
_PATTERNS = {language: re.compile(p) for language, p in _ROMANCE.items()}
_COMPOUNDS = {language: re.compile(p, re.IGNORECASE) for language, p in _COMPOUND.items()}


def shapes(text: str, folded: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where *text* holds such a phrase, in its own words alone."""
    if language == "en":
        yield from _english(folded)
    elif language in _PATTERNS:
        for match in _PATTERNS[language].finditer(folded):
            said = match[0].replace("'", " ").split()
            if said[-1] not in FUNCTION_WORDS and VAGUE.isdisjoint(said[1:]):
                yield match.span()
    elif language in _COMPOUNDS:
        for match in _COMPOUNDS[language].finditer(text):
            if not _VAGUE_COMPOUND.match(match[0].lower()):
                yield match.span()


def _english(folded: str) -> Iterator[tuple[int, int]]:
    """From the noun backwards to the first word that names something: in "press sea buckthorn seed
    oil" what stands before "buckthorn" may be a verb as well."""
    for match in _ENGLISH.finditer(folded):
        kept: list[str] = []
        for word in takewhile(_belongs, reversed(match[1].split())):
            kept.append(word)
            if word not in PARTS and len(word) >= _SHORTEST:
                yield match.start(2) - sum(len(each) + 1 for each in kept), match.end(2)
                break


def _belongs(word: str) -> bool:
    return not (word in FUNCTION_WORDS or word in VAGUE or _VERB_LIKE.search(word))
