"""The names that people write in ten languages, and sentences that only share their words:
`names.txt` and `look_alikes.txt` in `tables`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read

_SENTENCES = {
    "en": "Put {} on your face; it suits this skin, says the dermatologist, and the serum too.",
    "fr": "Appliquez {} sur la peau du visage, avant la crème.",
    "de": "Auf die Haut im Gesicht kommt {} vor der Creme.",
    "es": "Aplica {} en la piel del rostro, antes de la crema.",
    "pt": "Aplique {} na pele do rosto, antes do creme.",
    "sv": "Lägg {} på huden i ansiktet före krämen.",
    "ro": "Aplică {} pe pielea feței, înainte de cremă.",
    "ja": "肌に{}を塗る。クリームの前に。",
    "ko": "피부에 {}를 바르세요. 크림 전에.",
    "zh": "在皮肤上涂{}，再用面霜。",
}
_CARE = {
    "en": "<p>A gentle serum and a cream suit most skin; apply them twice a day.</p>",
    "fr": "<p>Un sérum doux et une crème conviennent à la peau.</p>",
    "de": "<p>Ein Serum und eine Creme tun der Haut gut.</p>",
    "es": "<p>Un sérum suave y una crema van bien a la piel.</p>",
    "pt": "<p>Um sérum suave e um creme fazem bem à pele.</p>",
    "sv": "<p>Ett milt serum och en kräm passar huden.</p>",
    "ro": "<p>Un ser blând și o cremă sunt bune pentru piele.</p>",
    "ja": "<p>やさしい美容液とクリームを肌に塗ります。</p>",
    "ko": "<p>순한 세럼과 크림을 피부에 바르세요.</p>",
    "zh": "<p>温和的精华和面霜涂在皮肤上。</p>",
}


def _rows(table: str, parts: int) -> list[list[str]]:
    text = (Path(__file__).with_name("tables") / table).read_text("utf-8")
    return [line.split(" | ", parts - 1) for line in text.splitlines() if line]


@pytest.mark.parametrize(("language", "category", "names"), _rows("names.txt", 3))
def test_knows_the_names_of_a_category(
    read: Read, language: str, category: str, names: str
) -> None:
    unknown = [
        name
        for name in filter(None, names.split(", "))
        if category
        not in {
            mention.category
            for mention in read(
                f"<p>{_SENTENCES[language].format(name)}</p>", language=language
            ).mentions
        }
    ]

    assert [] == unknown


@pytest.mark.parametrize(("language", "sentence"), _rows("look_alikes.txt", 2))
def test_takes_no_look_alike_within_an_article_on_care(
    read: Read, language: str, sentence: str
) -> None:
    reading = read(f"{_CARE[language]}<p>{sentence}</p>", language=language)

    assert () == reading.mentions
