"""Advice as it is spoken in ten languages: benefits, warnings, swaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.reading import Stance

if TYPE_CHECKING:
    from tests.unit.reading.conftest import About, Read

_SPOKEN = [
    ("en", "Retinol has no place on skin that burns.", "retinoids", Stance.AVOID),
    ("en", "Niacinamide is our favourite for shiny skin.", "niacinamide", Stance.RECOMMEND),
    ("fr", "À bannir sur votre peau : le rétinol.", "retinoids", Stance.AVOID),
    ("fr", "La niacinamide apaise la peau.", "niacinamide", Stance.RECOMMEND),
    ("de", "Retinol hat auf gereizter Haut nichts zu suchen.", "retinoids", Stance.AVOID),
    ("de", "Niacinamid beruhigt die Haut.", "niacinamide", Stance.RECOMMEND),
    ("es", "El retinol irrita la piel fina.", "retinoids", Stance.AVOID),
    ("es", "La niacinamida calma la piel.", "niacinamide", Stance.RECOMMEND),
    ("pt", "O retinol resseca a pele.", "retinoids", Stance.AVOID),
    ("pt", "A niacinamida acalma a pele.", "niacinamide", Stance.RECOMMEND),
    ("sv", "Sluta med retinol, det irriterar huden.", "retinoids", Stance.AVOID),
    ("sv", "Niacinamid lugnar huden.", "niacinamide", Stance.RECOMMEND),
    ("ro", "Nu aplica retinol pe pielea iritată.", "retinoids", Stance.AVOID),
    ("ro", "Niacinamida calmează pielea.", "niacinamide", Stance.RECOMMEND),
    ("ja", "肌が荒れたらレチノールはお休みしてください。", "retinoids", Stance.AVOID),
    ("ja", "ナイアシンアミドは肌の頼れる味方です。", "niacinamide", Stance.RECOMMEND),
    ("ko", "피부가 따가우면 레티놀은 쉬어야 합니다.", "retinoids", Stance.AVOID),
    ("ko", "나이아신아마이드는 피부를 진정시켜요.", "niacinamide", Stance.RECOMMEND),
    ("zh", "皮肤刺痛时别碰视黄醇。", "retinoids", Stance.AVOID),
    ("zh", "烟酰胺能让皮肤更稳定，很值得用。", "niacinamide", Stance.RECOMMEND),
]


@pytest.mark.parametrize(("language", "text", "category", "stance"), _SPOKEN)
def test_hears_advice_as_it_is_spoken(
    read: Read, about: About, language: str, text: str, category: str, stance: Stance
) -> None:
    found = about(read(f"<p>{text}</p>", "", language=language), category)

    assert stance == found.stance


def test_a_foreign_heading_that_warns_warns_of_its_list(read: Read, about: About) -> None:
    reading = read("<h2>Undvik</h2><ul><li>Retinol på huden</li></ul>", "", language="sv")

    assert about(reading, "retinoids").advised_against
