"""What a short line is that themes put around an article, told by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum, auto

from service.domain.reading import furniture_words as words
from service.domain.reading.choices import spelled_out
from service.domain.reading.folding import fold, is_word
from service.domain.reading.starters import leads_elsewhere

SHORT = 120
_LONGEST_STARTER = 60
_LONGEST_FIELD = 30
_KEY, _KEY_OF_WORDS = 3, 2


class Mark(IntEnum):
    """What a line says of itself and of what follows it."""

    LINE = auto()
    """It alone is not the article's."""
    MENU = auto()
    """So, and an entry of a menu."""
    SECTION = auto()
    """Nor is what stands under it."""
    RELATED = auto()
    """Nor are titles and teasers under it, until prose follows them."""
    TEASERS = auto()
    """Nor are the teasers under it; prose under it is."""
    CONTENTS = auto()
    """Nor is the list under it."""
    STEP = auto()
    """It and its like beside it are the end."""
    END = auto()
    """Nor is anything after it."""
    MORE = auto()
    """Nor is the teaser before it."""
    CALL = auto()
    DISCLAIMER = auto()
    REFERENCES = auto()


_WHOLE = {
    phrase: mark
    for written, mark in (
        (words.SEE_ALSO, Mark.RELATED),
        (words.HOME, Mark.MENU),
        (words.ADVERTISED, Mark.LINE),
        (words.TAGS, Mark.CONTENTS),
        (words.CONTENTS, Mark.CONTENTS),
        (words.AUTHOR, Mark.SECTION),
        (words.RELATED, Mark.RELATED),
        (words.COMMENTS, Mark.SECTION),
        (words.MORE, Mark.MORE),
        (words.REFERENCES, Mark.REFERENCES),
        (words.DISCLAIMER, Mark.DISCLAIMER),
        (words.ENDS, Mark.END),
    )
    for phrase in spelled_out(written)
}
_NEW = spelled_out(words.NEW)
_LEADING = spelled_out(words.STEPS)
_SHARE = spelled_out(words.SHARE)
_HOME = spelled_out(words.HOME)
_BEFORE_COLON = {
    phrase: mark
    for written, mark in (
        (words.FIELDS, Mark.LINE),
        (words.TAGS, Mark.LINE),
        (words.RELATED, Mark.LINE),
        (words.SEE_ALSO, Mark.LINE),
        (words.MORE, Mark.LINE),
        (words.ADVERTISED, Mark.LINE),
        (words.COMING, Mark.LINE),
        (words.SELLING, Mark.LINE),
        (words.REFERENCES, Mark.REFERENCES),
        (words.DISCLAIMER, Mark.DISCLAIMER),
    )
    for phrase in spelled_out(written)
}
_TRIMMED = (
    " \t\n\"'!#$%&()*+,-./0123456789:;<=>?@[\\]^_`{|}~\u00a0\u00a7\u00ab\u00b7\u00bb\u2013\u2014"
    "\u2022\u2026\u2039\u203a\u2190\u2192\u21d2\u25b6\u25bc\u3001\u3002\u3010\u3011\u300c\u300d\uff01\uff08\uff09\uff1a\uff1e\uff1f"
)
_FIELD = re.compile(r"(\w+)\s?[:\uff1a]")
_BETWEEN = re.compile(r"[\s,|/:\uff1a\u00b7]+")
_STEP = re.compile("[|\u203a\u00bb>\uff1e\u2192\u2190\u2039\u00ab\u00b7\u2022/]|[-\u2013] ")
_STEPS = re.compile(
    r"\s*[|\u203a\u00bb>\uff1e\u2192\u2190\u2039\u00ab\u00b7\u2022]\s*|\s+/\s+| [-\u2013] "
)
_COLON = re.compile("[:\uff1a\u3011\uff5c]")
_BY = re.compile(
    r"\W*(?:[Bb]y|Von|Par|Por|Av|De|Text) [^\W\d_a-z][\w.\u2019'-]+"
    r"(?: [A-Z\u00c0-\u017d][\w.\u2019'-]+){0,3}"
    r"(?:(?:,| on| am| le| el| em| den| \W) ?\W*[\w.,/ ]*\d{4}.{0,20})?"
)
_DATE = re.compile(
    r"\W*(?:\d{1,2}\W+)?(?:de )?[^\W\d_]{3,10}\W+(?:de )?(?:\d{1,2},?\W+)?(?:19|20)\d{2}\W*"
    r"|\W*(?:19|20)\d{2}\s*\W\s*\d{1,2}\s*\W\s*\d{1,2}\W*"
    "|\\W*(?:19|20)\\d{2}年\\d{1,2}月\\d{1,2}日"
)
_HASHTAGS = re.compile(r"(?:[#\uff03][^\s#\uff03]+[#\uff03]?[\s,\u3001]*)+")
_LESS = re.compile(r"[-\u2013\u2212]\d+\s?%")
_THREAD = re.compile(
    r"\d+ (?:thoughts?|comments?|replies|gedanken|kommentare|reponses|respuestas|comentarios"
    r"|respostas|tankar|ganduri) (?:on|to|zu|a|en|em|om|despre|la)\b"
)
_BACK, _ON = "\u2190\u00ab\u2039\u21d0\u2605\u2606\u2b50", "\u2192\u00bb\u203a\u21d2"
_JOIN = re.compile(r"join (?:over |more than )?\d|rated \d|based on \d")
_JOIN_KEYS = frozenset({"joi", "rat", "bas"})
_IMPERATIVES = frozenset({"jet", "sho", "buy"})
_BUY = re.compile(
    r"jetzt [^,]{2,40} (?:kaufen|bestellen|entdecken|sichern|shoppen|testen)"
    r"|(?:shop|buy) [^,]{2,40} (?:now|today|online)"
)
_LONGEST_DATE = 40
_YEAR = re.compile("20[0-9]{2}|19[0-9]{2}")
_SENTENCE_ENDS = ".!\u3002\uff01"


def _key(line: str) -> str:
    """How *line* begins: fewer characters where each is a word."""
    key = line[:_KEY]
    return key if key.isascii() else key[:_KEY_OF_WORDS]


def _by_beginning(*kinds: tuple[str, Mark]) -> dict[str, list[tuple[str, Mark]]]:
    """Phrases by how they begin, the longest first."""
    found: dict[str, list[tuple[str, Mark]]] = {}
    for written, mark in kinds:
        for phrase in spelled_out(written):
            found.setdefault(_key(phrase), []).append((phrase, mark))
    return {key: sorted(kept, key=lambda each: -len(each[0])) for key, kept in found.items()}


_OPENING = _by_beginning(
    (words.SIGN_UP, Mark.LINE),
    (words.COOKIES, Mark.LINE),
    (words.SHARE_OPENING, Mark.LINE),
    (words.BYLINE, Mark.LINE),
    (words.AFFILIATED, Mark.LINE),
    (words.REVIEWED, Mark.LINE),
    (words.BOOKING, Mark.LINE),
    (words.CALLS, Mark.CALL),
)
_ENDING = _by_beginning((words.ENDS, Mark.END), (words.STEPS, Mark.LINE))
_OPENINGS = {
    key: tuple(phrase for table in (_OPENING, _ENDING) for phrase, _ in table.get(key, ()))
    for key in {*_OPENING, *_ENDING}
}
"""Looked at first: most lines begin like none of them."""
_ARROWS = re.compile("[\u2190-\u21ff\u00ab\u00bb\u2039\u203a\u300a\u300b]|<<|>>")
_SHARE_KEYS = frozenset(_key(word) for word in _SHARE)


def ends_sentence(text: str) -> bool:
    return text[-1] in _SENTENCE_ENDS


def is_entry(text: str) -> bool:
    """Whether a menu may have it: it is short and no sentence."""
    return len(text) <= _LONGEST_FIELD and not ends_sentence(text)


def is_menu(marks: Sequence[Mark | None]) -> bool:
    """Whether lines in a row are a menu, by what they are one by one."""
    return len(marks) > 2 and sum(mark is Mark.MENU for mark in marks) > 1


def mark_of(text: str) -> Mark | None:
    """What *text* is by its words, when it is one of those lines."""
    if len(text) > SHORT:
        return None
    folded = fold(text)
    line = folded.strip(_TRIMMED)
    if len(text) <= _LONGEST_STARTER and line in _WHOLE:
        return _WHOLE[line]
    if line.startswith(_OPENINGS.get(_key(line), ())):
        if mark := _opened(line, text):
            return mark
        if _is_end(line) or _leads_on(text, folded):
            return Mark.END
    return _before_colon(folded, text) or _other(folded, text, line)


def _opened(line: str, text: str) -> Mark | None:
    """What it is by the phrase that it begins with."""
    for phrase, mark in _OPENING.get(_key(line), ()):
        if _begins(line, phrase):
            return mark if mark is not Mark.CALL or text[-1] not in ".?\u3002" else None
    return None


def _begins(line: str, phrase: str) -> bool:
    size = len(phrase)
    return line.startswith(phrase) and (size == len(line) or not is_word(line[size]))


def _is_end(line: str) -> bool:
    """Whether it is one or two ways to other articles; after a colon each may name its own."""
    rest = line
    while rest:
        ends = (
            p for p, mark in _ENDING.get(_key(rest), ()) if mark is Mark.END and _begins(rest, p)
        )
        phrase = next(ends, None)
        if phrase is None:
            return False
        rest = rest[len(phrase) :].lstrip()
        if rest[:1] in (":", "\uff1a"):
            rest = _STEPS.sub("|", rest).partition("|")[2]
        rest = rest.strip(_TRIMMED)
    return True


def _leads_on(text: str, folded: str) -> bool:
    """Whether it names the article before it or after it, or both."""
    fields = [_COLON.split(step)[0].strip(_TRIMMED) for step in _STEPS.split(folded)]
    named = [found[1] for found in _FIELD.finditer(folded)]
    leading = max(sum(field in _LEADING for field in found) for found in (fields, named))
    return leading > 1 or (leading > 0 and bool(_ARROWS.search(text)))


def _before_colon(folded: str, text: str) -> Mark | None:
    """What it is by what stands before its colon, where no sentence stands after it."""
    colon = _COLON.search(folded, 0, _LONGEST_FIELD)
    if colon is None or text[-1] in ".\u3002":
        return None
    field = folded[: colon.start()].strip(_TRIMMED)
    if field in _NEW:
        return Mark.LINE if text[-1] in "!\uff01" else None
    return _BEFORE_COLON.get(field) or (Mark.STEP if field in _LEADING else None)


def _other(folded: str, text: str, line: str) -> Mark | None:
    if text[0] in "#\uff03":
        return Mark.LINE if _HASHTAGS.fullmatch(text) else None
    key = _key(line)
    if key in _SHARE_KEYS and all(w in _SHARE for w in _BETWEEN.split(folded) if w):
        return Mark.LINE
    if leads_elsewhere(line):
        return Mark.TEASERS
    if text[0].isdigit() and _THREAD.match(folded):
        return Mark.SECTION
    return _by_shape(folded, text, key)


def _by_shape(folded: str, text: str, key: str) -> Mark | None:
    """What it is by arrows, stars, names and dates, or by where its words lead."""
    if text[0] in _BACK or text[-1] in _ON or (key in _JOIN_KEYS and _JOIN.match(folded)):
        return Mark.LINE
    if key in _IMPERATIVES and text[-1] not in ".!?" and _BUY.fullmatch(folded):
        return Mark.CALL
    if (_STEP.search(text) and _is_path(folded)) or _LESS.match(text) or _BY.fullmatch(text):
        return Mark.LINE
    dated = len(text) <= _LONGEST_DATE and _YEAR.search(text) and _DATE.fullmatch(text)
    return Mark.LINE if dated else None


def _is_path(folded: str) -> bool:
    """Whether it is a menu or the way to a page: short parts, some such as menus have."""
    steps = [step for step in (s.strip(_TRIMMED) for s in _STEPS.split(folded)) if step]
    return (
        len(steps) > 1
        and max(map(len, steps)) <= _LONGEST_FIELD
        and (steps[0] in _HOME or sum(step in _HOME for step in steps) > 1)
    )
