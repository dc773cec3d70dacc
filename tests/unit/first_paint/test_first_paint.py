"""What a theme's Liquid reads of an article, and how many shards a shop's articles lie in."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.first_paint import (
    DIVISIONS,
    FIRST_GUESS,
    LARGEST,
    USUAL,
    PaintedArticle,
    PaintedCard,
    PaintedSlot,
    digest,
    division_for,
    head_value,
    is_too_large,
    more_than,
    products_value,
    shard_key,
    shard_of,
    shard_value,
)
from service.domain.mappings import AFTER_INTRO, END, SlotName

ARTICLE = ArticleId(605_555_000_123)
SCRUB = PaintedCard(ProductId(1), "clay-scrub", "Clay")
SERUM = PaintedCard(ProductId(2), "serum", "", "Not on the same day")
MOST_ARTICLES = 20_000
SHOPIFY_STEP = 32_768


def painted(*names: SlotName, article: int = ARTICLE) -> PaintedArticle:
    slots = {name: PaintedSlot(f"s-{name}", (SCRUB, SERUM), element=2) for name in names}
    return PaintedArticle(ArticleId(article), 4, "published", slots)


def read_as_liquid_does(shards: dict[str, Any], head: dict[str, Any], article: int) -> Any:
    """As the block in the document, filter by filter."""
    number = article % head["shards"]
    key = "cards_" + str(head["shards"]) + "_" + str(number)
    return shards.get(key, {}).get(str(article))


def shards_of(articles: list[PaintedArticle], division: int) -> dict[str, str]:
    by_shard = sorted(articles, key=lambda each: shard_of(each.article, division))
    return {
        shard_key(division, number): shard_value(its)
        for number, its in groupby(by_shard, key=lambda each: shard_of(each.article, division))
    }


def divided(articles: list[PaintedArticle], mean_bytes: int, now: int = 0) -> dict[str, str]:
    """Return the shards, in the first division in which none is too large."""
    division: int | None = division_for(len(articles), mean_bytes, now)
    while division is not None:
        shards = shards_of(articles, division)
        if not any(is_too_large(value) for value in shards.values()):
            return shards
        division = more_than(division)
    raise AssertionError("no division is large enough")


def test_an_entry_says_all_that_a_block_needs() -> None:
    entry = json.loads(shard_value([painted(AFTER_INTRO)]))[str(ARTICLE)]

    assert (4, "published") == (entry["mapping_version"], entry["arm"])
    assert {
        "set_id": "s-after_intro",
        "element": 2,
        "items": [
            {"id": 1, "handle": "clay-scrub", "labels": {"default": "Clay"}},
            {"id": 2, "handle": "serum", "labels": {}, "note": "Not on the same day"},
        ],
    } == entry["slots"][AFTER_INTRO]


def test_a_slot_with_the_same_cards_names_the_other() -> None:
    entry = json.loads(shard_value([painted(AFTER_INTRO, END)]))[str(ARTICLE)]

    assert {"set_id": "s-end", "element": 2, "repeats": AFTER_INTRO} == entry["slots"][END]


def test_a_slot_with_the_same_cards_in_another_order_has_its_own() -> None:
    slots = {
        AFTER_INTRO: PaintedSlot("s1", (SCRUB, SERUM)),
        END: PaintedSlot("s2", (SERUM, SCRUB)),
    }
    entry = json.loads(shard_value([PaintedArticle(ARTICLE, 4, "published", slots)]))

    assert [2, 1] == [item["id"] for item in entry[str(ARTICLE)]["slots"][END]["items"]]


def test_a_slot_without_a_place_says_none() -> None:
    slots = {END: PaintedSlot("s1", (SCRUB,))}
    entry = json.loads(shard_value([PaintedArticle(ARTICLE, 4, "published", slots)]))

    assert {"set_id", "items"} == set(entry[str(ARTICLE)]["slots"][END])


def test_what_shows_nothing_is_not_there() -> None:
    assert "" == shard_value([painted()])
    assert "" == products_value(painted()) == products_value(None)


def test_an_article_lists_the_products_of_its_first_slot() -> None:
    assert ["gid://shopify/Product/1", "gid://shopify/Product/2"] == json.loads(
        products_value(painted(END, AFTER_INTRO))
    )


def test_an_article_is_found_by_liquids_filters_alone() -> None:
    articles = [painted(AFTER_INTRO, article=SHOPIFY_STEP * n + 7) for n in range(1, 60)]
    shards = {key: json.loads(value) for key, value in shards_of(articles, 11).items()}
    head = json.loads(head_value(11))

    found = [read_as_liquid_does(shards, head, each.article) for each in articles]

    assert all(entry["slots"][AFTER_INTRO]["set_id"] == "s-after_intro" for entry in found)
    assert read_as_liquid_does(shards, head, 1) is None


def test_the_same_cards_are_the_same_text() -> None:
    one, other = (shard_value([painted(AFTER_INTRO, END)]) for _ in range(2))

    assert digest(one) == digest(other)
    assert digest(one) != digest(shard_value([painted(AFTER_INTRO)]))


def test_letters_of_any_language_stand_as_they_are() -> None:
    card = PaintedCard(ProductId(1), "serum", "レチノール")
    value = shard_value([PaintedArticle(ARTICLE, 1, "published", {END: PaintedSlot("s", (card,))})])

    assert "レチノール" in value


@given(st.integers(0, MOST_ARTICLES), st.integers(1, 4_000), st.sampled_from((0, *DIVISIONS)))
def test_a_division_is_one_that_there_is_and_about_as_full_as_meant(
    articles: int, mean_bytes: int, now: int
) -> None:
    division = division_for(articles, mean_bytes, now)

    assert division in DIVISIONS
    assert articles * mean_bytes <= division * USUAL * 2 or division == DIVISIONS[-1]


@given(st.integers(1, MOST_ARTICLES), st.integers(1, 4_000), st.sampled_from(DIVISIONS))
def test_a_division_that_was_just_chosen_stays(articles: int, mean_bytes: int, now: int) -> None:
    chosen = division_for(articles, mean_bytes, now)

    assert chosen == division_for(articles, mean_bytes, chosen)


def test_a_few_articles_more_or_less_do_not_divide_anew() -> None:
    now = division_for(10_000, FIRST_GUESS, 0)

    assert now == division_for(11_000, FIRST_GUESS, now) == division_for(9_000, FIRST_GUESS, now)


@settings(max_examples=30)
@given(
    first=st.integers(1, 2**45),
    step=st.sampled_from((1, 2, 64, 1_024, SHOPIFY_STEP, 1_000, 2_310)),
    handle=st.integers(1, 255),
    cards=st.integers(1, 10),
)
def test_twenty_thousand_articles_fit(first: int, step: int, handle: int, cards: int) -> None:
    """Whatever the steps of their ids and the length of their cards: no shard is too large, and
    not even the longest takes more tries than one."""
    items = tuple(PaintedCard(ProductId(2**52 + n), "h" * handle, "Ü" * 60) for n in range(cards))
    slot = {AFTER_INTRO: PaintedSlot("s" * 23, items, 12), END: PaintedSlot("s" * 23, items, 40)}
    size = len(shard_value([PaintedArticle(ArticleId(first), 4, "published", slot)]).encode())
    division = division_for(MOST_ARTICLES, size, 0)
    held = [0] * division
    for n in range(MOST_ARTICLES):
        held[shard_of(ArticleId(first + step * n), division)] += 1

    assert max(held) * size <= LARGEST


def test_a_shard_that_grew_too_large_is_divided_further() -> None:
    """All ids fall into one shard of the smaller division, and none has been counted before."""
    articles = [painted(AFTER_INTRO, article=5 * 11 * 23 * n) for n in range(1, 1_200)]

    shards = divided(articles, mean_bytes=32)

    assert max(len(value.encode()) for value in shards.values()) <= LARGEST
    assert {"cards_47"} == {key.rpartition("_")[0] for key in shards}


def test_keys_are_as_shopify_takes_them() -> None:
    keys = [shard_key(n, n - 1) for n in DIVISIONS]

    assert all(2 <= len(key) <= 64 and key.replace("_", "").isalnum() for key in keys)
