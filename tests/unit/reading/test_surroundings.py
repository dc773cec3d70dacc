"""Headings, lead-ins and table headers speak for what stands under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.reading import BodySite, Population, Role, Setting, Stance, Topic

if TYPE_CHECKING:
    from tests.unit.reading.conftest import About, Read, Says

PREGNANCY = (
    "<p>Skin changes now.</p><h2>What not to use</h2><ul><li>Retinol, found in many creams.</li>"
    "<li>Tretinoin</li></ul><p>Oral forms are worst, but retinaldehyde counts as well.</p>"
    "<h2>What to use instead</h2><ul><li>Azelaic acid</li><li>Vitamin C</li></ul>"
)


@pytest.mark.parametrize("category", ["retinoids"])
def test_a_heading_that_warns_warns_of_the_list(read: Read, about: About, category: str) -> None:
    assert about(read(PREGNANCY), category).advised_against


@pytest.mark.parametrize("category", ["azelaic_acid", "vitamin_c"])
def test_a_heading_that_recommends_ends_the_warning(
    read: Read, about: About, category: str
) -> None:
    found = about(read(PREGNANCY), category)

    assert (Stance.RECOMMEND, True) == (found.stance, found.sells)


def test_a_lead_in_speaks_for_its_list_only(read: Read, about: About) -> None:
    reading = read("<p>Skip these:</p><ul><li>retinol</li></ul><p>Niacinamide is mild.</p>")

    assert about(reading, "retinoids").advised_against
    assert not about(reading, "niacinamide").advised_against


def test_a_column_header_speaks_for_its_column(read: Read, about: About) -> None:
    reading = read(
        "<table><tr><th>Avoid</th><th>Use instead</th></tr>"
        "<tr><td>Retinol</td><td>Bakuchiol</td></tr></table>"
    )

    assert about(reading, "retinoids").advised_against
    assert about(reading, "bakuchiol").sells


def test_a_title_that_warns_warns_of_all(read: Read, about: About) -> None:
    reading = read("<h2>Retinoids</h2><p>They speed things up.</p>", "Ingredients to avoid")

    assert about(reading, "retinoids").advised_against


@pytest.mark.parametrize("title", ["Is retinol safe?", "How to avoid milia", "Don't skip this"])
def test_a_question_or_a_goal_warns_of_nothing(read: Read, about: About, title: str) -> None:
    reading = read(f"<h2>{title}</h2><p>Retinol is a vitamin A derivative.</p>")

    assert not about(reading, "retinoids").advised_against


def test_a_pregnancy_article_that_says_avoid_retinoids_advises_against_them(
    read: Read, about: About
) -> None:
    reading = read("<p>Avoid retinoids.</p>", "Skincare in pregnancy")

    assert about(reading, "retinoids").advised_against
    assert frozenset({Topic.PREGNANCY}) == reading.topics


def test_one_warning_for_some_readers_does_not_outweigh_the_article(
    read: Read, about: About
) -> None:
    reading = read(
        "<p>Retinol is great for lines. Use retinol nightly, and you can add retinal later.</p>"
        "<p>Avoid retinol if you are pregnant.</p>",
        "Getting started with retinol",
    )

    assert not about(reading, "retinoids").advised_against
    assert about(reading, "retinoids").sells


def test_an_umbrella_advised_against_covers_its_family(read: Read, about: About) -> None:
    reading = read("<p>With sunburn, avoid chemical exfoliants.</p>")

    found = about(reading, "bha")
    assert (True, False, 0.0) == (found.advised_against, found.sells, found.salience)
    assert "chemical exfoliants" in reading.quote_of(found).text


def test_what_is_named_as_fine_is_spared_the_umbrellas_warning(read: Read, about: About) -> None:
    reading = read("<p>Avoid chemical exfoliants, but lactic acid is fine.</p>")

    assert not about(reading, "aha").advised_against


@pytest.mark.parametrize(
    ("sentence", "words", "role"),
    [
        ("A scrub helps prevent milia.", "scrub", Role.PREVENTS),
        ("To prevent milia, you can use a scrub.", "scrub", Role.PREVENTS),
        ("Milia can be treated with retinoids.", "retinoids", Role.TREATS),
        ("Centella soothes redness.", "Centella", Role.SOOTHES),
        ("Retinol can cause flaking.", "Retinol", Role.CAUSES),
    ],
)
def test_tells_the_role(says: Says, sentence: str, words: str, role: Role) -> None:
    assert role == says(sentence, words).role


@pytest.mark.parametrize(
    ("sentence", "words", "setting"),
    [
        ("You can try creams that contain retinoids.", "retinoids", Setting.AT_HOME),
        ("Salicylic acid is recommended by dermatologists.", "Salicylic acid", Setting.AT_HOME),
        ("Prescription retinoids outdo retinol.", "retinoids", Setting.PRESCRIPTION),
        ("Adapalene clears acne.", "Adapalene", Setting.PRESCRIPTION),
        ("A glycolic acid peel is done in a clinic.", "glycolic acid peel", Setting.PROFESSIONAL),
        ("Try a chemical peel at home.", "chemical peel", Setting.AT_HOME),
        ("A doctor injects it: hyaluronic acid injections plump.", "hyaluronic acid injections",
         Setting.PROFESSIONAL),
    ],
)  # fmt: skip
def test_tells_the_setting(says: Says, sentence: str, words: str, setting: Setting) -> None:
    assert setting == says(sentence, words).setting


def test_tells_for_whom_and_where(says: Says) -> None:
    mention = says("Pregnant readers may use vitamin C on the eyelids.", "vitamin C")

    assert (Population.PREGNANCY, BodySite.EYE_AREA) == (mention.population, mention.body_site)


@pytest.mark.parametrize(
    ("title", "tags", "html", "topics"),
    [
        ("Skin in pregnancy", (), "<p>A.</p>", {Topic.PREGNANCY}),
        ("Skin", ("Prenatal",), "<p>A.</p>", {Topic.PREGNANCY}),
        ("Skin", (), "<h2>For your newborn</h2><p>A.</p>", {Topic.INFANTS}),
        ("Skin", (), "<p>Tumors. Cancer. Melanoma. Carcinoma.</p>", {Topic.CANCER}),
        ("What tretinoin does", (), "<p>A.</p>", {Topic.PRESCRIPTION}),
        ("Baby soft skin", (), "<p>Sunscreen lowers the risk of skin cancer.</p>", set()),
        ("Peau et grossesse", (), "<p>A.</p>", {Topic.PREGNANCY}),
    ],
)
def test_tells_the_topics(
    read: Read, title: str, tags: tuple[str, ...], html: str, topics: set[Topic]
) -> None:
    assert topics == read(html, title, tags).topics


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("fr", "<p>\u00c9vitez le r\u00e9tinol. Utilisez la niacinamide.</p>"),
        ("de", "<p>Vermeide Retinol. Niacinamid hilft.</p>"),
        ("es-MX", "<p>Evita el retinol. La niacinamida ayuda.</p>"),
        ("pt-BR", "<p>Evite o retinol. A niacinamida ajuda.</p>"),
        ("ja", "<p>レチノールを避けてください。ナイアシンアミドがおすすめです。</p>"),
        ("ko", "<p>레티놀을 피하세요. 나이아신아마이드를 추천합니다.</p>"),
        ("zh", "<p>应避免使用视黄醇。推荐烟酰胺。</p>"),
    ],
)
def test_understands_a_warning_in_each_language(
    read: Read, about: About, language: str, html: str
) -> None:
    reading = read(html, "", language=language)

    assert about(reading, "retinoids").advised_against
    assert about(reading, "niacinamide").sells


def test_what_is_said_in_the_title_is_more_central(read: Read) -> None:
    reading = read("<p>A scrub and niacinamide.</p>", "All about niacinamide")

    assert ["niacinamide", "physical_exfoliants"] == [c.category for c in reading.categories]


def test_what_should_not_be_combined_is_not_advised_against(read: Read, about: About) -> None:
    reading = read("<p>Do not combine retinol with glycolic acid.</p>")

    assert not about(reading, "retinoids").advised_against
    assert not about(reading, "aha").sells


def test_what_is_advised_against_does_not_sell(read: Read, about: About) -> None:
    reading = read("<p>Stop using retinoids. Avoid retinol. Retinoids come in many creams.</p>")

    assert (True, False) == (
        about(reading, "retinoids").advised_against,
        about(reading, "retinoids").sells,
    )


def test_a_heading_that_warns_of_nothing_is_no_warning(read: Read, about: About) -> None:
    reading = read("<p>We recommend glycolic acid for dull skin.</p>", "What acids do")

    assert not about(reading, "chemical_exfoliants").advised_against
    assert about(reading, "aha").sells


def test_a_heading_that_warns_is_a_warning(read: Read, about: About) -> None:
    reading = read("<h2>Avoid retinol</h2><p>Your skin is thin now, so wait.</p>")

    assert about(reading, "retinoids").advised_against
