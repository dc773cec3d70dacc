"""A shop's lexicon is changed all at once or not at all, and it is kept who did so."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.catalog import Shop
from service.domain.errors import InvalidShopLexiconError, StaleEditError
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon, Term, TermKind
from service.domain.mappings import Mapping
from service.domain.shop_lexicon import LexiconChanges, ShopLexicon, key_of, merge
from service.storage import audit, jobs, mappings, shop_lexicon
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.storage.shop_lexicon import Revision
from service.usecases.edit_lexicon import EDITED, edit_lexicon, in_a_sentence
from service.usecases.shop_lexicons import ShopLexicons
from service.usecases.show_lexicon import show_lexicon
from tests.builders import AHA, a_rule
from tests.fakes import FakeClock, SilentDoorbell

MILK = Term("moon milk", AHA, TermKind.SYNONYM)
MOON = IngredientCategory(CategoryId("moon"), "Moon", AHA, 40)


class Editor:
    def __init__(self, database: Database, shop: Shop, clock: FakeClock) -> None:
        self.database = database
        self.shop = shop
        self.clock = clock
        self.doorbell = SilentDoorbell()
        self.lexicons = ShopLexicons(load_default_lexicon(), database)

    def edit(self, *, seen: int | None = None, said: str = "", **changes: Any) -> Revision:
        return edit_lexicon(
            self.shop.id,
            LexiconChanges(**changes),
            author="Ines",
            database=self.database,
            lexicons=self.lexicons,
            doorbell=self.doorbell,
            clock=self.clock,
            seen=seen,
            said=said,
        )

    def load(self) -> ShopLexicon:
        with self.database.system(read_only=True) as tx:
            return shop_lexicon.load(tx, self.shop.id)

    def lexicon(self) -> Lexicon:
        return self.lexicons.of(self.shop.id)

    def waiting(self) -> list[tuple[JobKind, dict[str, Any]]]:
        with self.database.system(read_only=True) as tx:
            return [
                (job.kind, dict(job.payload))
                for job in jobs.unfinished(tx, self.shop.id)
                if job.kind is JobKind.READ_CONTENT
            ]


@pytest.fixture
def editor(database: Database, shop: Shop, clock: FakeClock) -> Editor:
    return Editor(database, shop, clock)


def test_what_is_added_is_read_with_at_once(editor: Editor) -> None:
    editor.edit(add_terms=(MILK,), ignore=("retinol",))

    expected = merge(editor.lexicons.default, ShopLexicon((MILK,), (), ("retinol",)))
    assert expected == editor.lexicon()


def test_a_shop_that_adds_nothing_has_the_default_lexicon_itself(editor: Editor) -> None:
    before = editor.lexicon()
    editor.edit(add_terms=(MILK,))
    editor.edit(remove_terms=(key_of("moon milk"),))

    assert editor.lexicons.default is before
    assert editor.lexicons.default is editor.lexicon()


def test_a_lexicon_is_merged_once_for_all_who_ask(editor: Editor) -> None:
    editor.edit(add_terms=(MILK,))

    assert editor.lexicon() is editor.lexicon()


def test_another_process_hears_of_an_edit(editor: Editor, database: Database) -> None:
    elsewhere = ShopLexicons(editor.lexicons.default, database)
    elsewhere.of(editor.shop.id)
    editor.edit(add_terms=(MILK,))

    assert MILK in elsewhere.of(editor.shop.id).terms


def test_keeps_few_merged_lexicons_and_merges_the_others_anew(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.usecases.shop_lexicons.MOST", 1)
    editor.edit(add_terms=(MILK,))
    first = editor.lexicon()
    editor.edit(ignore=("retinol",))
    editor.lexicon()
    editor.edit(heed=("retinol",))

    again = editor.lexicon()

    assert first == again
    assert first is not again


def test_asks_for_a_reading_and_rings(editor: Editor) -> None:
    editor.edit(add_terms=(MILK,))

    assert [(JobKind.READ_CONTENT, {"compute": False})] == editor.waiting()
    assert [JobKind.READ_CONTENT] == editor.doorbell.rung


def test_asks_for_every_decision_when_the_tree_changed(editor: Editor) -> None:
    editor.edit(add_categories=(MOON,))

    assert [(JobKind.READ_CONTENT, {"compute": True})] == editor.waiting()


def test_a_change_that_changes_nothing_writes_nothing(editor: Editor) -> None:
    first = editor.edit(add_terms=(MILK,))
    editor.doorbell.rung.clear()

    again = editor.edit(add_terms=(MILK,))

    assert (first.revision, []) == (again.revision, editor.doorbell.rung)


def test_one_fault_and_nothing_of_it_is_kept(editor: Editor) -> None:
    with pytest.raises(InvalidShopLexiconError, match=r"'\.' is only punctuation"):
        editor.edit(add_terms=(MILK, Term(".", AHA, TermKind.SYNONYM)))

    assert ShopLexicon() == editor.load()
    assert [] == editor.waiting()


def test_nobody_overwrites_what_they_have_not_seen(editor: Editor) -> None:
    seen = editor.edit(add_terms=(MILK,)).revision
    current = editor.edit(seen=seen, ignore=("retinol",)).revision

    with pytest.raises(StaleEditError) as stale:
        editor.edit(seen=seen, heed=("retinol",))

    assert (seen, current) == (stale.value.seen, stale.value.current)


def test_a_category_that_a_rule_speaks_for_stays(editor: Editor) -> None:
    editor.edit(add_categories=(MOON,))
    with editor.database.system() as tx:
        rules = Mapping((a_rule(1, category=MOON.id),))
        mappings.publish(tx, editor.shop.id, rules, author="", note="", now=editor.clock())

    with pytest.raises(InvalidShopLexiconError, match="a product rule speaks for 'moon'"):
        editor.edit(remove_categories=(MOON.id,))


def test_it_is_written_down_who_changed_what_and_when(editor: Editor) -> None:
    editor.edit(add_terms=(MILK,))

    with editor.database.system(read_only=True) as tx:
        [entry] = audit.newest(tx, editor.shop.id, actions=[EDITED])
    assert ("Ines", editor.clock(), {"said": "Added moon milk", "revision": 2}) == (
        entry.author,
        entry.at,
        entry.detail,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (LexiconChanges(add_terms=(MILK,), ignore=("tea",)), "Added moon milk; Ignored tea"),
        (LexiconChanges(ignore=tuple("abcd")), "Ignored 4 terms"),
        (LexiconChanges(add_categories=(MOON,)), "Added Moon"),
        (LexiconChanges(), "Changed nothing"),
    ],
)
def test_changes_are_said_in_a_sentence(changes: LexiconChanges, said: str) -> None:
    assert said == in_a_sentence(changes)


def test_shows_what_is_the_shops_own_and_what_was_done(editor: Editor) -> None:
    editor.edit(add_categories=(MOON,), add_terms=(MILK,), ignore=("retinol",), said="Began")

    shown = show_lexicon(editor.shop.id, database=editor.database, lexicons=editor.lexicons)

    assert (
        [MILK],
        [MOON],
        ["retinol"],
        ["Began"],
        editor.lexicon(),
    ) == (
        [own.term for own in shown.terms],
        [own.category for own in shown.categories],
        [own.text for own in shown.ignored],
        [revision.said for revision in shown.history],
        shown.lexicon,
    )
    assert ["Ines"] == [own.added.author for own in shown.terms]
    assert shown.revision == editor.edit(seen=shown.revision, heed=("retinol",)).revision - 1
