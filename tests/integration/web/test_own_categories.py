"""A category that the shop added is one like any other, on every page."""

from __future__ import annotations

import pytest

from service.domain.catalog import Shop
from service.domain.lexicon import CategoryId, IngredientCategory
from service.domain.mappings import Mapping
from service.domain.shop_lexicon import LexiconChanges
from service.storage import mappings, shops
from service.storage.database import Database
from service.usecases.edit_lexicon import edit_lexicon
from service.wiring import Services
from tests.builders import NOW, a_rule
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import DOMAIN, OTHER_DOMAIN, SCRUB

RULES = f"/shops/{DOMAIN}/rules/"
MOON = IngredientCategory(CategoryId("moon"), "Moon milk", None, 40)


@pytest.fixture(autouse=True)
def _added(services: Services, shop: Shop) -> None:
    edit_lexicon(
        shop.id,
        LexiconChanges(add_categories=(MOON,)),
        author="Ines",
        database=services.database,
        lexicons=services.lexicons,
        doorbell=services.doorbell,
        clock=services.clock,
    )


def test_a_rule_can_speak_for_it(person: Person, database: Database, shop: Shop) -> None:
    person.post(f"{RULES}edit", do="new", category=MOON.id, seen="0")

    with database.system(read_only=True) as tx:
        rules = mappings.draft(tx, shop.id).mapping.rules
    assert MOON.id in {rule.category for rule in rules}


def test_a_rule_for_it_is_named_and_has_no_fault(
    person: Person, database: Database, shop: Shop
) -> None:
    with database.system() as tx:
        rule = Mapping((a_rule(SCRUB, category=MOON.id),))
        mappings.save_draft(tx, shop.id, rule, seen=0, author="", now=NOW)

    page = person.get(RULES).text

    assert "Moon milk" in page
    assert "does not know" not in page


def test_it_is_offered_where_a_rule_is_begun(person: Person) -> None:
    assert "Moon milk" in person.get(RULES).text


def test_another_shop_does_not_know_it(services: Services, database: Database) -> None:
    with database.system(read_only=True) as tx:
        other = shops.get_by_domain(tx, OTHER_DOMAIN)

    assert MOON.id not in services.lexicons.of(other.id).categories
