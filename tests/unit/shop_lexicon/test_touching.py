"""What a change can not be heard in reads as before: nothing else has to be read again."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from service.demo.shop import load
from service.domain.lexicon import LANGUAGES, CategoryId, IngredientCategory, Term, TermKind
from service.domain.reading.article import read_article
from service.domain.reading.folding import fold
from service.domain.reading.product import read_product
from service.domain.reading.searched import searched_in
from service.domain.shop_lexicon import (
    ShopLexicon,
    Spelling,
    Touched,
    TouchFinder,
    merge,
    touched_by,
)
from service.storage.lexicon import load_default_lexicon
from tests.builders import AHA, a_product

DEFAULT = load_default_lexicon()
MILK = Term("moon milk", AHA, TermKind.SYNONYM)
MUD = IngredientCategory(CategoryId("mud"), "Mud", CategoryId("exfoliants"), 10)


def touched(before: ShopLexicon, after: ShopLexicon) -> Touched:
    return touched_by(merge(DEFAULT, before), merge(DEFAULT, after))


def spellings(found: Touched) -> set[str]:
    return {spelling.text for spelling in found.terms}


def test_touches_the_terms_that_come_and_go() -> None:
    other = Term("moon dew", AHA, TermKind.SYNONYM)

    found = touched(ShopLexicon((MILK,)), ShopLexicon((other,)))

    assert (
        Touched(frozenset([Spelling("moon milk", "en", AHA), Spelling("moon dew", "en", AHA)]))
        == found
    )


def test_touches_nothing_when_nothing_changes() -> None:
    assert Touched() == touched(ShopLexicon((MILK,)), ShopLexicon((MILK,)))


def test_touches_a_term_that_is_ignored_in_every_language() -> None:
    found = touched(ShopLexicon(), ShopLexicon(ignored=("Glicerina",)))

    assert {"glicerina"} == {fold(text) for text in spellings(found)}
    assert {"pt", "ro", "es"} == {spelling.language for spelling in found.terms}


def test_touches_a_term_that_moves_to_another_category() -> None:
    moved = replace(MILK, category=CategoryId("retinoids"))

    assert {"moon milk"} == spellings(touched(ShopLexicon((MILK,)), ShopLexicon((moved,))))


def test_a_new_category_touches_what_names_those_above_it() -> None:
    found = touched(ShopLexicon(), ShopLexicon(categories=(MUD,)))

    assert "over-exfoliating" in spellings(found)
    assert "retinol" not in spellings(found)
    assert found.categories


def test_a_category_that_moves_touches_what_stands_below_it() -> None:
    silt = IngredientCategory(CategoryId("silt"), "Silt", MUD.id, 10)
    dust = Term("silver dust", silt.id, TermKind.SYNONYM)
    moved = replace(MUD, parent=CategoryId("retinoids"))

    found = touched(ShopLexicon((dust,), (MUD, silt)), ShopLexicon((dust,), (moved, silt)))

    assert "silver dust" in spellings(found)


def test_a_new_name_is_heard_in_answers_alone() -> None:
    renamed = replace(MUD, name="Healing mud")

    found = touched(ShopLexicon(categories=(MUD,)), ShopLexicon(categories=(renamed,)))

    assert Touched(categories=True) == found


@pytest.mark.parametrize(
    "text",
    ["Try moon milk.", "MOON-MILK!", "two moon milks", "(moon milk)", "a jar of moon\xa0milk"],
)
def test_finds_a_touched_term_however_it_is_written(text: str) -> None:
    finder = TouchFinder(Touched(frozenset([Spelling("moon milk", "en", AHA)])))

    assert finder.holds(fold(text))


@pytest.mark.parametrize("text", ["", "honeymoon milk", "moon milkshake", "milk of the moon"])
def test_finds_no_touched_term_within_other_words(text: str) -> None:
    finder = TouchFinder(Touched(frozenset([Spelling("moon milk", "en", AHA)])))

    assert not finder.holds(fold(text))


def test_finds_an_abbreviation_in_folded_text() -> None:
    finder = TouchFinder(touched(ShopLexicon(), ShopLexicon(ignored=("AHA",))))

    assert finder.holds("an aha for winter")


@cache
def articles() -> tuple[tuple[str, str], ...]:
    return tuple((article.title, article.body_html) for article in load().articles)


def some_changes() -> Iterator[tuple[ShopLexicon, ShopLexicon]]:
    """Pairs of additions, a few terms and categories apart, the same with every run."""
    dice = random.Random(11)
    words = sorted(
        {word for _, html in articles() for word in fold(html).split() if word.isalpha()}
    )
    categories = sorted(DEFAULT.categories)
    spelled = sorted({term.text for term in DEFAULT.terms})
    for number in range(12):
        own = [
            Term(
                f"{dice.choice(words)} {dice.choice(words)}"
                if dice.random() < 0.3
                else dice.choice([word for word in words if len(word) > 3]),
                CategoryId(dice.choice(categories)),
                dice.choice([TermKind.SYNONYM, TermKind.INCI]),
                needs_skin=dice.random() < 0.5,
            )
            for _ in range(4)
        ]
        mud = IngredientCategory(
            CategoryId("mud"), "Mud", CategoryId(dice.choice(categories)), dice.choice([10, 30])
        )
        in_mud = Term(dice.choice(words), mud.id, TermKind.SYNONYM)
        ignored = tuple(dice.sample(spelled, 3))
        before = ShopLexicon(tuple(own[:2]), (mud,) if number % 2 else (), ignored[:1])
        yield before, ShopLexicon((*own[1:], in_mud), (mud,), ignored)


def unlike(reading: object) -> object:
    return replace(reading, lexicon_version="")  # type: ignore[type-var]


@pytest.mark.parametrize("number", range(12))
def test_an_article_that_holds_nothing_touched_reads_as_before(number: int) -> None:
    own_before, own_after = list(some_changes())[number]
    before, after = merge(DEFAULT, own_before), merge(DEFAULT, own_after)
    finder = TouchFinder(touched_by(before, after))
    differ = same = 0
    for title, html in articles():
        old = read_article(html, title=title, lexicon=before)
        new = read_article(html, title=title, lexicon=after)
        if not finder.holds(fold(old.text.text)):
            assert unlike(old) == unlike(new), title
            same += 1
        differ += unlike(old) != unlike(new)

    assert same + differ > 0


@pytest.mark.parametrize("number", range(12))
def test_a_product_that_holds_nothing_touched_reads_as_before(number: int) -> None:
    own_before, own_after = list(some_changes())[number]
    before, after = merge(DEFAULT, own_before), merge(DEFAULT, own_after)
    finder = TouchFinder(touched_by(before, after))
    left = 0
    for sold in load().products:
        product = a_product(
            title=sold.title,
            product_type=sold.product_type,
            tags=tuple(sold.tags),
            description_html=sold.description_html,
            ingredients=sold.ingredients,
        )
        if not finder.holds(searched_in(product)):
            assert unlike(read_product(product, before)) == unlike(read_product(product, after))
            left += 1

    assert left > 0


LABELLED = Path(__file__).parents[2] / "evaluation"


def texts_in(language: str) -> list[str]:
    lines = (LABELLED / f"articles.{language}.jsonl").read_text("utf-8").splitlines()
    documents = [json.loads(line) for line in lines[:10]]
    return [document.get("html") or document["text"] for document in documents]


def changes_in(language: str) -> tuple[ShopLexicon, ShopLexicon]:
    """Terms cut out of the texts themselves come and go, others are ignored, a category moves."""
    dice = random.Random(language)
    cut = [dice.choice(texts_in(language)).split() for _ in range(8)]
    spelled = [" ".join(words[3 : 3 + dice.randint(1, 2)]).strip(".,;:!?()")[:24] for words in cut]
    own = [
        Term(text, CategoryId("aha"), TermKind.SYNONYM, language)
        for text in dict.fromkeys(spelled)
        if text
    ]
    named = sorted({t.text for t in DEFAULT.terms if t.language in {"en", language}})
    ignored = tuple(dice.sample(named, 40))
    parents = dice.sample(sorted(DEFAULT.categories), 2)
    muds = [replace(MUD, parent=CategoryId(parent)) for parent in parents]
    return (
        ShopLexicon(tuple(own[:4]), (muds[0],), ignored[:10]),
        ShopLexicon(tuple(own[2:]), (muds[1],), ignored[5:]),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_what_holds_nothing_touched_reads_as_before(language: str) -> None:
    own_before, own_after = changes_in(language)
    before, after = merge(DEFAULT, own_before), merge(DEFAULT, own_after)
    finder = TouchFinder(touched_by(before, after))
    held = []
    for text in texts_in(language):
        old = read_article(text, title="", language=language, lexicon=before)
        new = read_article(text, title="", language=language, lexicon=after)
        held.append(finder.holds(fold(old.text.text)))
        assert held[-1] or unlike(old) == unlike(new), text[:80]

    assert any(held)
