"""The other forms that a term takes within a text: plural, article, case, compound, script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from service.domain.reading.chinese import in_both_scripts
from service.domain.reading.folding import fold

MIXED = "*"
"""Any language: shops mix them."""
_SHORTEST = 4
"""A shorter term ends where its word ends: too many words begin like it."""
_LONGEST_TAIL = 24

_PRODUCTS = {
    "de": (
        r"(?:nacht|tages|augen|gesichts|hand|fu(?:ss|ß)|haut|korper|reinigungs|feuchtigkeits|pflege"
        r"|basis|spezial)?"
        r"(?:creme[ns]?|serums?|seren|gele?[ns]?|lotion(?:en)?|fluid[es]?s?|masken?|peelings?"
        r"|peelingpulver|pads?|toner[ns]?|tonics?|tonikum|salben?|balsame?[ns]?|sprays?|pflegen?"
        r"|(?:pflege)?produkt(?:e[ns]?|s)?|reinigern?|reinigers|reinigung|waschgele?[ns]?|seifen?"
        r"|shampoos?|ampullen?|konzentrate?[ns]?|boostern?|boosters|essenz(?:en)?|losung(?:en)?"
        r"|ole?[ns]?|milch|emulsion(?:en)?|puders?|stiften?|stifte|pasten?|mousse|schaume?s?"
        r"|bad|bader[ns]?|kuren?|wasser)"
    ),
    "sv": (
        r"(?:natt|dag|ogon|ansikts|hand|fot|hud)?"
        r"(?:kram(?:en|er|erna)?|serum(?:et|en)?|gel(?:en|er|erna|et)?|lotion(?:en|er|erna)?"
        r"|mask(?:en|er|erna)?|peeling(?:en|ar|arna)?|produkt(?:en|er|erna)?|toner(?:n|s)?"
        r"|salv(?:a|an|or|orna)|olj(?:a|an|or|orna)|tval(?:en|ar)?|schampo(?:t|n)?|balsam(?:et|er)?"
        r"|ampull(?:en|er|erna)|essens(?:en|er)?|losning(?:en|ar|arna)?|pads?|mjolk(?:en)?"
        r"|spray(?:en|er)?|rengoring(?:en|ar)?|vatt(?:en|net)|vard(?:en)?|fluid(?:en|er)?"
        r"|smor(?:et)?|past(?:a|an|or)|emulsion(?:en|er)?|booster(?:n|s)?)"
    ),
}
_QUALITIES = {
    "de": (
        r"haltige?[nrsm]?|basierte?[nrsm]?|angereicherte?[nrsm]?|reiche?[nrsm]?|derivate?[ns]?"
        r"|komplexe?[ns]?|estern?|verbindung(?:en)?|gehalte?[ns]?|anteile?[ns]?|pulvers?"
        r"|konzentration(?:en)?|extrakte?[ns]?|therapien?|behandlung(?:en)?|anwendung(?:en)?"
        r"|formeln?|formulierung(?:en)?|wirkung|molekule?[ns]?|vertraglichkeit|einsteigern?|starke"
    ),
    "sv": (
        r"rik(?:a|t)?|baserad(?:e|t)?|haltig(?:a|t)?|innehall(?:et)?|derivat(?:en|et)?"
        r"|est(?:er|ern|rar)|komplex(?:et|en)?|behandling(?:en|ar|arna)?|koncentration(?:en|er)?"
        r"|extrakt(?:et|en|er)?|halt(?:en|er)?|effekt(?:en)?|anvandning(?:en)?|styrk(?:a|an|or)"
        r"|pulv(?:er|ret)"
    ),
}
_ENDING = {
    "de": "n|e|en|er|es|em|s|ns|ern|ens",
    "sv": ("n|s|en|et|t|ns|ens|ets|er|ar|or|erna|arna|orna|na|ernas|arnas|ornas|nas|ers|ars|ors"),
    "ro": "ul|ului|uri|urile|urilor|le|lor|i|ii|ilor|a|e|ei|ele|elor|l|lui",
}


def _joined(heads: str) -> str:
    return rf"(?:n|s|en|)(?:{heads})(?:s|ns|)"


_TAILS = {
    language: re.compile(
        "|".join(
            [ending, *(_joined(of[language]) for of in (_PRODUCTS, _QUALITIES) if language in of)]
        )
    )
    for language, ending in _ENDING.items()
}
_TAILS[MIXED] = re.compile("|".join(pattern.pattern for pattern in _TAILS.values()))
_PRODUCT = re.compile("|".join(map(_joined, _PRODUCTS.values())))


def takes_endings(folded: str, language: str) -> bool:
    """Whether a word of *language* may begin with the term and go on."""
    return language in _TAILS and len(folded) >= _SHORTEST and folded[-1].isalpha()


@lru_cache(maxsize=65_536)
def is_ending(tail: str, language: str) -> bool:
    """Whether *tail*, the folded rest of a word, only inflects what it follows or makes it care:
    "s", "erna" or "haltige", not another word."""
    pattern = _TAILS.get(language)
    return pattern is not None and len(tail) <= _LONGEST_TAIL and bool(pattern.fullmatch(tail))


@lru_cache(maxsize=65_536)
def makes_product(tail: str) -> bool:
    """Whether *tail* turns the name of a substance into that of a product: "creme", "serumet"."""
    return bool(_PRODUCT.fullmatch(tail))


@cache
def forms(text: str, language: str, within: str = "") -> tuple[str, ...]:
    """The folded forms of a term that no ending at its end makes, its own first.

    *within*: the language of the text, which may spell an English name in its own way.
    """
    make = _MAKERS.get(language)
    made = [fold(text), *(fold(form) for form in (make(text) if make else ()))]
    if language == "en" and within in _DROP_E and re.fullmatch(r"[a-z]{7,}[a-z]e", text):
        made.append(fold(text[:-1]))
    return tuple(dict.fromkeys(made))


_DROP_E = frozenset({"de", "sv"})
"""Where "niacinamide" is "Niacinamid"."""
_PREPOSITION = re.compile(
    r"\s(?:de|del|du|des|d['’]|da|do|das|dos|di|con|com|cu|avec|à|a|au|aux|en|em|in|în|para|pentru"
    r"|pour|din|sin|sem|sans|împotriva)(?:\s|$)|\s(?=d['’])"
)


def _plural_phrase(text: str, plural: dict[str, str]) -> Iterator[str]:
    """Its head and what agrees with it in the plural: "aceites faciales", "óleos de coco"."""
    found = _PREPOSITION.search(text)
    head, rest = (text[: found.start()], text[found.start() :]) if found else (text, "")
    words = head.split(" ")
    if len(words) > 4 or not all(word.isalpha() for word in words):
        return
    yield " ".join(_plural(word, plural) for word in words) + rest
    yield " ".join([_plural(words[0], plural), *words[1:]]) + rest


def _plural(word: str, endings: dict[str, str]) -> str:
    for ending, plural in endings.items():
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + plural
    return word


_SPANISH = {
    "s": "s", "z": "ces", "ión": "iones", "ón": "ones", "én": "enes", "ín": "ines",
    **{vowel: f"{vowel}s" for vowel in "aeiouáéó"},
    **{consonant: f"{consonant}es" for consonant in "lrdnj"},
}  # fmt: skip
_PORTUGUESE = {
    "s": "s", "ão": "ões", "al": "ais", "el": "eis", "ol": "ois", "ul": "uis", "il": "is",
    "m": "ns", "r": "res", "z": "zes", "n": "ns", **{vowel: f"{vowel}s" for vowel in "aeiouáéó"},
}  # fmt: skip
_FRENCH = {
    "s": "s", "x": "x", "eau": "eaux", "al": "aux",
    **{letter: f"{letter}s" for letter in "aeiouéâbcdfgklmnpqrtvwyz"},
}  # fmt: skip


def _german(text: str) -> Iterator[str]:
    for spelled in _swiss(text):
        yield spelled
        if spelled.lower().endswith("serum"):
            yield spelled[:-2] + "en"
        first, _, rest = spelled.partition(" ")
        if rest[:1].isupper() and first[:1].islower() and re.search("e[nrsm]?$", first):
            stem = re.sub("e[nrsm]?$", "e", first)
            yield from (f"{stem}{ending} {rest}" for ending in ("", "n", "r", "s", "m"))


def _swiss(text: str) -> Iterator[str]:
    yield text
    if "ß" in text:
        yield text.replace("ß", "ss")
    if re.search("[äöü]", text):
        plain = text
        for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ö", "Oe"), ("Ü", "Ue")):
            plain = plain.replace(umlaut, letters)
        yield plain


def _swedish(text: str) -> Iterator[str]:
    first, _, rest = text.partition(" ")
    if rest and re.search("(?:isk|sk|ad|rik|ig|lig)[at]?$", first) and len(first) > 4:
        stem = re.sub("[at]$", "", first)
        yield from (f"{stem}{ending} {rest}" for ending in ("", "a", "t"))


_DEFINITE = {
    "a": ("a", "ei", "e", "ele", "elor"),
    "e": ("ea", "ei", "i", "ile", "ilor", "ele", "elor"),
    "u": ("u", "ul", "ului", "e", "ele", "elor", "i", "ii", "ilor", "uri", "urile", "urilor"),
}
_AFTER_CONSONANT = ("ul", "ului", "uri", "urile", "urilor", "i", "ii", "ilor", "e", "ele", "elor")
_ACIDS = ("acizi", "acizii", "acizilor")


def _romanian(text: str) -> Iterator[str]:
    """The first word takes the article: "uleiul de jojoba", "acidului glicolic", "acizii"."""
    first, _, rest = text.partition(" ")
    rest = f" {rest}" if rest else ""
    word = first.replace("ă", "a").replace("Ă", "A")
    if not word.isalpha() or len(word) < _SHORTEST:
        return
    if word == "acid":
        yield from (f"{form}{rest}" for form in ("acidul", "acidului"))
        yield from (f"{form}{rest}{end}" for form in _ACIDS for end in ("", "i"))
    elif word[-1] in _DEFINITE:
        stem, ends = word[:-1], _DEFINITE[word[-1]]
        yield from (f"{stem}{end}{r}" for end in ends for r in _agreeing(rest))
    elif rest:
        yield from (f"{word}{end}{r}" for end in _AFTER_CONSONANT for r in _agreeing(rest))


def _agreeing(rest: str) -> tuple[str, ...]:
    """What follows a noun, and the plural of it where it is an adjective."""
    if not rest or _PREPOSITION.match(rest):
        return (rest,)
    words = (
        w if w[-1] == "e" else w.removesuffix("a").removesuffix("ă") + "e" for w in rest.split()
    )
    return rest, " " + " ".join(words)


def _spanish(text: str) -> Iterable[str]:
    return _plural_phrase(text, _SPANISH)


def _portuguese(text: str) -> Iterable[str]:
    return _plural_phrase(text, _PORTUGUESE)


def _french(text: str) -> Iterable[str]:
    return _plural_phrase(text, _FRENCH)


_MAKERS = {
    "de": _german, "sv": _swedish, "ro": _romanian, "es": _spanish, "pt": _portuguese,
    "fr": _french, "zh": in_both_scripts,
}  # fmt: skip
