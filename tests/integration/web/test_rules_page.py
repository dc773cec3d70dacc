"""The draft, its conflicts, publishing and history, over plain forms."""

from __future__ import annotations

import pytest

from service.domain.catalog import Shop
from service.domain.members import MemberRole
from service.storage import mappings
from service.storage.database import Database, DatabaseUnavailableError
from service.wiring import Services
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import (
    DOMAIN,
    GONE_SOON,
    MARKUP,
    ODD,
    RETINAL,
    SCRUB,
    SERUM,
)

RULES = f"/shops/{DOMAIN}/rules/"


def test_shows_each_rule_with_its_products_in_order(person: Person) -> None:
    page = person.get(RULES).text

    assert page.index("Deep Exfoliating Clay Scrub") < page.index("Gentle Sugar Polish")
    assert "sold out" in page
    assert "Physical exfoliant" in page


def test_prints_a_title_with_markup_as_text(person: Person) -> None:
    page = person.get(RULES).text

    assert MARKUP not in page
    assert "&lt;script&gt;" in page


def test_saves_an_edit_to_the_draft_alone(person: Person, database: Database, shop: Shop) -> None:
    person.post(f"{RULES}edit", do=f"move:{SERUM}:0", rule="retinoids", seen="0")

    with database.system(read_only=True) as tx:
        draft, published = mappings.draft(tx, shop.id), mappings.published(tx, shop.id)
    assert (SERUM, RETINAL) == draft.mapping.rules[1].products
    assert (RETINAL, SERUM) == published.mapping.rules[1].products
    assert "publisher@fernwick.test" == draft.author
    assert "not published" in person.get(RULES).text


def test_answers_htmx_with_the_board_and_what_was_saved(person: Person) -> None:
    answer = person.post(
        f"{RULES}edit", {"HX-Request": "true"}, do=f"remove:{ODD}", rule="exfoliants", seen="0"
    )

    assert 200 == answer.status_code
    assert answer.text.lstrip().startswith('<div id="board"')
    assert "Saved. Removed Odd" in answer.text


def test_every_edit_of_a_rule_is_possible(person: Person, database: Database, shop: Shop) -> None:
    edits = [
        {"do": f"add:{SERUM}", "rule": "exfoliants"},
        {"do": f"remove:{GONE_SOON}", "rule": "exfoliants"},
        {"do": "label", "rule": "exfoliants", "label": "Scrub"},
        {"do": "off", "rule": "retinoids"},
        {"do": "new", "category": "vitamin_c"},
    ]
    for seen, form in enumerate(edits):
        assert 303 == person.post(f"{RULES}edit", {}, seen=str(seen), **form).status_code

    with database.system(read_only=True) as tx:
        exfoliants, retinoids, vitamin_c = mappings.draft(tx, shop.id).mapping.rules
    assert (SCRUB, ODD, SERUM) == exfoliants.products
    assert "Scrub" == exfoliants.label
    assert not retinoids.enabled
    assert "vitamin_c" == vitamin_c.category


def test_removes_a_rule(person: Person, database: Database, shop: Shop) -> None:
    person.post(f"{RULES}edit", do="drop", rule="retinoids", seen="0")

    with database.system(read_only=True) as tx:
        rules = mappings.draft(tx, shop.id).mapping.rules
    assert ["exfoliants"] == [rule.id for rule in rules]


def test_points_at_a_label_that_promises_a_cure(person: Person) -> None:
    person.post(f"{RULES}edit", do="label", rule="retinoids", label="Cures acne", seen="0")

    assert "The label says “Cures”" in person.get(RULES).text


def test_discards_the_draft(person: Person, database: Database, shop: Shop) -> None:
    person.post(f"{RULES}edit", do="drop", rule="retinoids", seen="0")

    person.post(f"{RULES}discard", seen="1")

    with database.system(read_only=True) as tx:
        draft, published = mappings.draft(tx, shop.id), mappings.published(tx, shop.id)
    assert published.mapping == draft.mapping
    assert "Discarded the draft, back to version 1" in person.get(RULES).text


def test_does_not_discard_what_somebody_saved_meanwhile(
    person: Person, database: Database, shop: Shop
) -> None:
    person.post(f"{RULES}edit", do="drop", rule="retinoids", seen="0")

    stale = person.post(f"{RULES}discard", seen="0")

    assert 409 == stale.status_code
    with database.system(read_only=True) as tx:
        assert ["exfoliants"] == [r.id for r in mappings.draft(tx, shop.id).mapping.rules]


@pytest.mark.parametrize("do", ["", "explode", "move:abc:0", "add:999999"])
def test_refuses_a_form_that_says_nothing_sensible(person: Person, do: str) -> None:
    answer = person.post(f"{RULES}edit", do=do, rule="retinoids", seen="0")

    assert 422 == answer.status_code


@pytest.mark.parametrize("fragment", [True, False])
def test_shows_both_sides_of_a_stale_edit_and_keeps_the_first(
    person: Person, database: Database, shop: Shop, fragment: bool
) -> None:
    person.post(f"{RULES}edit", do="label", rule="retinoids", label="First", seen="0")
    headers = {"HX-Request": "true"} if fragment else {}

    stale = person.post(f"{RULES}edit", headers, do="off", rule="exfoliants", seen="0")

    assert 409 == stale.status_code
    assert "Turned the rule for Physical exfoliant off" in stale.text
    assert "Labelled Retinoid “First”" in stale.text
    with database.system(read_only=True) as tx:
        draft = mappings.draft(tx, shop.id)
    assert "First" == draft.mapping.rules[1].label
    assert draft.mapping.rules[0].enabled


def test_does_the_stale_edit_on_top_when_asked(
    person: Person, database: Database, shop: Shop
) -> None:
    person.post(f"{RULES}edit", do="label", rule="retinoids", label="First", seen="0")

    person.post(f"{RULES}edit", do="off", rule="exfoliants", seen="1")

    with database.system(read_only=True) as tx:
        exfoliants, retinoids = mappings.draft(tx, shop.id).mapping.rules
    assert ("First", False) == (retinoids.label, exfoliants.enabled)


def test_finds_products_that_a_rule_does_not_have_yet(person: Person) -> None:
    found = person.get(f"{RULES}products?rule=retinoids&find=s", **{"HX-Request": "true"}).text

    assert "Gentle Sugar Polish" in found
    assert "Retinal Super Serum" not in found


@pytest.mark.parametrize("person", [MemberRole.VIEWER], indirect=True)
def test_shows_a_viewer_no_buttons(person: Person) -> None:
    page = person.get(RULES).text

    assert "Turn off" not in page
    assert "Pause everywhere" not in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_names_none_of_our_insides_when_the_database_is_gone(
    person: Person, services: Services, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise DatabaseUnavailableError("connection to 10.0.0.7 refused")

    monkeypatch.setattr(services.database, "transaction", gone)

    answer = person.get(RULES, **headers)

    assert 503 == answer.status_code
    assert "10.0.0.7" not in answer.text
    assert "Try again in a moment." in answer.text
