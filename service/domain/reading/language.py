"""Which language a text is in, told offline."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from service.domain.reading.blocks import RawText
from service.domain.reading.html import read_html
from service.domain.reading.plain import read_plain

READ = ("en", "fr", "de", "es", "pt", "sv", "ro", "ja", "ko", "zh")
"""Languages whose terms and cues the lexicon knows."""
TOLD_APART = (*READ, "it", "nl", "pl", "da", "no", "cs", "tr", "ru", "fi", "hu", "el", "th", "vi")
"""Those, and the ones that a text might be in instead."""
UNKNOWN = "und"
SURE = 0.5
SAMPLE = 4000


def detect(text: str) -> str:
    """Return the ISO 639-1 code of *text*'s language, `UNKNOWN` when it can not be told.

    A language that we do not read is `UNKNOWN` too: what does not depend on language, such as an
    ingredient list, is read all the same.
    """
    said, probability = _identifier().classify(text[:SAMPLE])
    if probability < SURE and text.isascii():
        return "en"
    return said if said in READ and probability >= SURE else UNKNOWN


def detect_html(html: str) -> str:
    """Return the language of the visible text of *html*; see `detect`."""
    return _detect_in(read_html(html))


def detect_text(text: str) -> str:
    """Return the language of *text* without what Markdown keeps in it; see `detect`."""
    return _detect_in(read_plain(text, title="")[1])


def _detect_in(raw: RawText) -> str:
    """A theme's own words may be in another language than the article."""
    said = [block.text for block in raw.blocks if not block.furniture]
    return detect(" ".join(said or [block.text for block in raw.blocks]))


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(TOLD_APART))
    return identifier
