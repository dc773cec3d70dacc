"""What sentences and short texts of ten languages name, in tables: `tables/phrases/*.txt`.

A line is ``language | categories | sentence``, in `passages.txt` with a title before the text;
without categories, it names none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read

_FOLDER = Path(__file__).with_name("tables") / "phrases"
_TOO_GENERAL = frozenset({"exfoliants"})
Row = tuple[str, frozenset[str], str]


def _rows(*, passages: bool) -> list[Row]:
    tables = sorted(t for t in _FOLDER.glob("*.txt") if (t.stem == "passages") is passages)
    lines = [line for table in tables for line in table.read_text("utf-8").splitlines()]
    said = [line.split(" | ", 2) for line in lines if line and not line.startswith("#")]
    return [(lang, frozenset(named.replace(",", " ").split()), text) for lang, named, text in said]


@pytest.mark.parametrize(("language", "categories", "sentence"), _rows(passages=False))
def test_finds_what_a_sentence_names(
    read: Read, language: str, categories: frozenset[str], sentence: str
) -> None:
    html = sentence if sentence.startswith("<") else f"<p>{sentence}</p>"

    found = read(html, language=language).mentions

    assert categories == {mention.category for mention in found} - _TOO_GENERAL


@pytest.mark.parametrize(("language", "categories", "text"), _rows(passages=True))
def test_tells_from_a_whole_passage_whether_an_ingredient_is_meant(
    read: Read, language: str, categories: frozenset[str], text: str
) -> None:
    title, html = text.split(" | ", 1)

    found = read(html, title=title, language=language).mentions

    assert categories == {mention.category for mention in found} - _TOO_GENERAL
