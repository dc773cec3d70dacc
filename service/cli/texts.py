"""Texts given on the command line, read as articles."""

from __future__ import annotations

import sys
from pathlib import Path

from service.domain.errors import InvalidError
from service.domain.lexicon import Lexicon
from service.domain.reading import Reading
from service.domain.reading.article import read_article, read_text
from service.domain.reading.language import detect_html, detect_text

MAXIMUM_BYTES = 4 * 1024 * 1024
HTML_SUFFIXES = {".html", ".htm", ".xhtml"}


class TextFileError(InvalidError):
    """The file can't be read as a text; the message says why."""


def text_format(file: Path) -> str:
    """Guess ``html`` or ``text`` from the file's name."""
    return "html" if file.suffix.lower() in HTML_SUFFIXES else "text"


def read_file(
    file: Path, *, form: str, title: str | None, language: str | None, lexicon: Lexicon
) -> Reading:
    """Read *file* (``-``: standard input) in *language*, or the one that it seems to be in.

    Raise `TextFileError` when that is not possible.
    """
    content = _content(file)
    if language is None:
        language = detect_html(content) if form == "html" else detect_text(content)
    if form == "html":
        return read_article(content, title=title or "", language=language, lexicon=lexicon)
    return read_text(content, title=title, language=language, lexicon=lexicon)


def _content(file: Path) -> str:
    try:
        with sys.stdin.buffer if str(file) == "-" else file.open("rb") as source:
            raw = source.read(MAXIMUM_BYTES + 1)  # no more: it may never end
    except OSError as error:
        raise TextFileError(f"can't read {file}: {(error.strerror or '').lower()}") from error
    if len(raw) > MAXIMUM_BYTES:
        raise TextFileError(f"{file} is larger than {MAXIMUM_BYTES // 2**20} MiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextFileError(f"{file} is not UTF-8 text (byte {error.start})") from error
