"""Cards reach Shopify as few metafields as have changed, and what stands there is what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from service.domain.articles import ArticleId, ArticleState
from service.domain.catalog import HandPlacedLinks, ProductId
from service.domain.first_paint import HEAD, LARGEST
from service.domain.jobs import Job, JobId, JobKind
from service.domain.mappings import AFTER_INTRO, DEFAULT_SLOTS, END
from service.domain.metafields import Place
from service.domain.signing import Showing
from service.domain.sync_runs import RunKind
from service.storage import articles, catalog
from service.storage.lexicon import load_default_lexicon
from service.usecases.recording import Recording
from service.usecases.refresh_products import read_found, refresh_products
from tests.builders import a_product, an_article
from tests.integration.first_paint.conftest import ARTICLES, SIGNER, Painting

EVERY = range(1, ARTICLES + 1)
LONG = "Ü" * 300
"""A label that makes an article's cards more than two kilobytes."""


def test_every_article_shows_what_the_endpoint_would_say(full: Painting) -> None:
    full.publish()

    shown = full.shown()
    slot = shown[7]["slots"][AFTER_INTRO]
    showing = Showing(
        full.shop.id, ArticleId(7), AFTER_INTRO, (ProductId(1), ProductId(2), ProductId(3)), 7,
        "published",
    )  # fmt: skip
    assert set(EVERY) == set(shown)
    assert (7, "published") == (shown[7]["mapping_version"], shown[7]["arm"])
    assert (2, True) == (slot["element"], SIGNER.is_set_id(slot["set_id"], showing))
    assert [
        {"id": n, "handle": f"product-{n}", "labels": {"default": f"Label {n}"}} for n in (1, 2, 3)
    ] == slot["items"]
    assert (AFTER_INTRO, 9) == (
        shown[7]["slots"][END]["repeats"],
        shown[7]["slots"][END]["element"],
    )


def test_all_is_written_in_one_call_and_the_head_behind_it(full: Painting) -> None:
    written = full.publish()

    assert [5, 1] == written
    assert [Place(HEAD)] == full.said[-1][1]


def test_nothing_is_written_where_nothing_has_changed(full: Painting) -> None:
    full.publish()

    again = full.publish()

    assert ([], []) == (again, full.said)


def test_only_the_shards_that_changed_are_written(full: Painting) -> None:
    full.publish()
    full.decide([7, 12, 13], 4, 2)

    written = full.publish()

    assert [2] == written
    assert {Place("cards_5_2"), Place("cards_5_3")} == set(full.said[0][1])
    assert ([2, 4], [1, 2, 3]) == (sorted(full.products_of(7)), full.products_of(8))


def test_what_was_decided_again_to_the_same_is_not_written(full: Painting) -> None:
    full.publish()
    full.decide([7], 4, 2)
    full.decide([7], 1, 2, 3)

    assert [] == full.publish()


def test_what_an_article_no_longer_shows_goes(full: Painting) -> None:
    full.publish()
    full.turn(7, ArticleState.OFF)
    full.turn(8, ArticleState.WAITING)
    full.decide([9])

    full.publish()

    assert set(EVERY) - {7, 8, 9} == set(full.shown())


def test_a_product_that_sold_out_gives_way_as_when_serving(full: Painting) -> None:
    with full.database.transaction(full.shop.id) as tx:
        catalog.store(tx, full.shop.id, [a_product(2, available=False)])
    full.publish()

    assert [1, 3] == full.products_of(7)


def test_a_product_that_was_renamed_is_found_by_its_new_handle(full: Painting) -> None:
    """No decision says what a handle is."""
    full.publish()
    now = full.opening.clock()
    renamed = a_product(2, handle="new-name", updated_at=now)
    job = Job(JobId(1), full.shop.id, JobKind.HANDLE_WEBHOOKS, {}, 1, "lease")
    recording = Recording(job, RunKind.WEBHOOK, clock=full.opening.clock)
    lexicon = load_default_lexicon()
    read = read_found([renamed], lexicon)
    with full.database.transaction(full.shop.id) as tx:
        ids = [renamed.id]
        shop = full.shop.id
        refresh_products(tx, shop, ids, read, recording=recording, lexicon=lexicon, now=now)

    written = full.publish()

    assert [5] == written
    assert "new-name" == full.shown()[7]["slots"][AFTER_INTRO]["items"][1]["handle"]


def test_a_hidden_article_that_is_scheduled_is_painted_before_it_appears(full: Painting) -> None:
    tomorrow = full.opening.clock() + timedelta(days=1)
    with full.database.transaction(full.shop.id) as tx:
        given = [an_article(7, published_at=tomorrow), an_article(8, published_at=None)]
        articles.store(tx, full.shop.id, given)
    full.publish()

    assert (True, False) == (7 in full.shown(), 8 in full.shown())


def test_a_shop_that_keeps_its_links_shows_no_cards_beside_them(full: Painting) -> None:
    full.publish()
    full.switch(hand_placed_links=HandPlacedLinks.KEEP.value)

    full.publish()

    assert [END] == list(full.shown()[7]["slots"])
    assert [1, 2, 3] == full.products_of(7, END)


def test_many_articles_are_divided_anew_before_the_head_says_so(painting: Painting) -> None:
    painting.bring_in(EVERY)
    painting.decide(range(1, 21), 1, 2, 3, label=LONG)
    painting.publish()
    few = painting.there()
    painting.decide(range(21, ARTICLES + 1), 1, 2, 3, label=LONG)

    painting.publish()

    changed = [(verb, places[0].key.rpartition("_")[0]) for verb, places in painting.said]
    assert ({"shards": 1}, {"cards_1_0", HEAD}) == (few[HEAD], set(few))
    assert [("write", "cards_5"), ("write", "first"), ("delete", "cards_1")] == changed
    assert 1 + 5 == len(painting.there())
    assert set(EVERY) == set(painting.shown())


def test_a_shard_that_would_be_too_large_is_divided_before_it_is_written(
    painting: Painting,
) -> None:
    """Until now the cards were short; and all these ids leave 0 when they are divided by 5."""
    fives = range(5, ARTICLES + 1, 5)
    painting.bring_in(fives)
    painting.decide(fives, 1)
    painting.publish()
    ten = tuple(replace(slot, limit=10, repeats_categories=True) for slot in DEFAULT_SLOTS)
    painting.decide(fives, *range(1, 10), label=LONG * 3, slots=ten)

    painting.publish()

    sizes = [each.size for place, each in painting.known().items() if place.key != HEAD]
    assert {"shards": 11} == painting.there()[HEAD]
    assert LARGEST / 8 < max(sizes) <= LARGEST
    assert set(fives) == set(painting.shown())
    assert [] == painting.publish()
