"""A shop's own terms as the database keeps them, with who and when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.catalog import Shop, ShopDomain
from service.domain.lexicon import CategoryId, IngredientCategory, Term, TermKind
from service.domain.shop_lexicon import ShopLexicon, Spelling, Touched
from service.ports import ShopFacts
from service.storage import shop_lexicon, shops
from service.storage.database import Database
from tests.builders import AHA, NOW

MUCIN = Term("Snail mucin", CategoryId("snail"), TermKind.INCI, needs_skin=True)
SNAIL = IngredientCategory(CategoryId("snail"), "Snail", AHA, 40)
ADDITIONS = ShopLexicon((MUCIN,), (SNAIL,), ("Fruit acids",))
NOTHING = ShopLexicon()


def install(database: Database, name: str) -> Shop:
    facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
    with database.system() as tx:
        domain = ShopDomain(f"{name}.myshopify.com")
        return shops.install(tx, domain, facts, sealed_token=b"", now=NOW)


@pytest.fixture
def shop(database: Database) -> Shop:
    return install(database, "fernwick")


def write(database: Database, shop: Shop, before: ShopLexicon, after: ShopLexicon, by: str) -> None:
    with database.system() as tx:
        shop_lexicon.write(tx, shop.id, before, after, author=by, now=NOW)


def load(database: Database, shop: Shop) -> ShopLexicon:
    with database.system(read_only=True) as tx:
        return shop_lexicon.load(tx, shop.id)


def note(database: Database, shop: Shop, version: str, touched: Touched | None) -> None:
    with database.system() as tx:
        shop_lexicon.add_revision(
            tx, shop.id, version, touched, author="Ines", said="Added it", now=NOW
        )


def since(database: Database, shop: Shop, version: str) -> Touched | None:
    with database.system(read_only=True) as tx:
        newest = shop_lexicon.revision(tx, shop.id).version
        return shop_lexicon.touched_between(tx, shop.id, version, newest)


def test_gives_back_what_was_written(database: Database, shop: Shop) -> None:
    write(database, shop, NOTHING, ADDITIONS, "Ines")

    assert ADDITIONS == load(database, shop)


def test_a_shop_has_only_its_own_terms(database: Database, shop: Shop) -> None:
    other = install(database, "other")
    write(database, shop, NOTHING, ADDITIONS, "Ines")

    assert NOTHING == load(database, other)


def test_what_stays_keeps_its_author(database: Database, shop: Shop) -> None:
    second = Term("Moon milk", AHA, TermKind.SYNONYM)
    both = replace(ADDITIONS, terms=(second, MUCIN))
    write(database, shop, NOTHING, ADDITIONS, "Ines")

    write(database, shop, ADDITIONS, both, "Theo")

    with database.system(read_only=True) as tx:
        own = shop_lexicon.terms(tx, shop.id)
    assert [("Moon milk", "Theo"), ("Snail mucin", "Ines")] == [
        (each.term.text, each.added.author) for each in own
    ]


def test_takes_away_what_is_no_longer_there(database: Database, shop: Shop) -> None:
    write(database, shop, NOTHING, ADDITIONS, "Ines")

    write(database, shop, ADDITIONS, NOTHING, "Theo")

    assert NOTHING == load(database, shop)


def test_nothing_is_known_of_a_version_that_the_shop_never_had(
    database: Database, shop: Shop
) -> None:
    note(database, shop, "one", Touched())

    assert since(database, shop, "another") is None


def test_gathers_what_later_revisions_touched(database: Database, shop: Shop) -> None:
    mucin, milk = Spelling("Snail mucin", "en", AHA), Spelling("moon milk", "en", AHA)
    note(database, shop, "one", None)
    note(database, shop, "two", Touched(frozenset([mucin])))
    note(database, shop, "three", Touched(frozenset([milk]), categories=True))

    found = [since(database, shop, version) for version in ("one", "two", "three")]

    assert [
        Touched(frozenset([mucin, milk]), categories=True),
        Touched(frozenset([milk]), categories=True),
        Touched(),
    ] == found


def test_a_version_that_came_back_counts_from_its_last_time(database: Database, shop: Shop) -> None:
    mucin = Touched(frozenset([Spelling("Snail mucin", "en", AHA)]))
    for version, touched in (("one", None), ("two", mucin), ("one", mucin)):
        note(database, shop, version, touched)

    assert Touched() == since(database, shop, "one")


def test_everything_counts_as_touched_once_the_default_lexicon_changed(
    database: Database, shop: Shop
) -> None:
    note(database, shop, "one", Touched())
    note(database, shop, "newer default", None)

    assert since(database, shop, "one") is None


def test_gathers_between_two_versions_from_either_side(database: Database, shop: Shop) -> None:
    mucin, milk, dew = (Touched(frozenset([Spelling(t, "en", AHA)])) for t in ("a", "b", "c"))
    for version, touched in (("one", None), ("two", mucin), ("three", milk), ("four", dew)):
        note(database, shop, version, touched)

    with database.system(read_only=True) as tx:
        there = shop_lexicon.touched_between(tx, shop.id, "two", "three")
        back = shop_lexicon.touched_between(tx, shop.id, "three", "two")

    assert (milk, milk) == (there, back)


def test_nothing_is_known_of_what_another_default_lexicon_reads(
    database: Database, shop: Shop
) -> None:
    note(database, shop, "one", Touched())

    with database.system(read_only=True) as tx:
        assert shop_lexicon.touched_between(tx, shop.id, "one", "one, read by another") is None


def test_revisions_say_who_and_when(database: Database, shop: Shop) -> None:
    note(database, shop, "one", Touched())
    note(database, shop, "two", Touched())

    with database.system(read_only=True) as tx:
        newest = shop_lexicon.revision(tx, shop.id)

    assert (2, "two", "Ines", "Added it", NOW) == (
        newest.revision,
        newest.version,
        newest.author,
        newest.said,
        newest.at,
    )
