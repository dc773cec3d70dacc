"""Where a merchant lets us, articles list their products too; and it can be taken back."""

from __future__ import annotations

import pytest

from service.domain.articles import ArticleId
from service.domain.connections import WRITE_ARTICLES
from service.domain.first_paint import PRODUCTS
from service.domain.jobs import JobState
from service.domain.metafields import Place
from service.storage import articles, catalog, connections, first_paints
from service.usecases.publish_first_paint import GIVES_BACK
from tests.builders import a_product
from tests.integration.first_paint.conftest import ARTICLES, SCOPES, Painting

EVERY = range(1, ARTICLES + 1)


@pytest.fixture
def granted(full: Painting) -> Painting:
    """A merchant has granted it, and no list stands on any article yet."""
    full.forget_lists()
    full.grant(WRITE_ARTICLES)
    return full


def lists_are_written(painting: Painting) -> bool:
    with painting.database.transaction(painting.shop.id, read_only=True) as tx:
        is_ = first_paints.find(tx, painting.shop.id)
    return is_ is not None and is_.lists


def test_without_the_scope_lists_are_left_out_and_it_is_said(full: Painting) -> None:
    full.forget_lists()
    full.publish()

    assert ({}, False) == (full.lists(), lists_are_written(full))
    assert ARTICLES == len(full.shown())


def test_with_the_scope_every_article_lists_what_its_first_slot_shows(granted: Painting) -> None:
    written = granted.publish()

    assert [5, 1, 25, 25, 10] == written
    assert {number: [1, 2, 3] for number in EVERY} == granted.lists()
    assert lists_are_written(granted)


def test_only_the_lists_that_changed_are_written(granted: Painting) -> None:
    granted.publish()
    granted.decide([7, 12], 4, 2)
    granted.decide([13], 1, 2, 3, label="Another label")
    written = granted.publish()

    assert [2, 2] == written
    assert [Place(PRODUCTS, ArticleId(7)), Place(PRODUCTS, ArticleId(12))] == sorted(
        granted.said[-1][1]
    )
    assert ([2, 4], [1, 2, 3]) == (sorted(granted.lists()[7]), granted.lists()[13])


def test_an_article_that_shows_nothing_lists_nothing(granted: Painting) -> None:
    granted.publish()
    granted.decide([7])
    with granted.database.transaction(granted.shop.id) as tx:
        articles.remove(tx, granted.shop.id, [8])
    granted.decide([9], 4, 2)

    granted.publish()

    assert set(EVERY) - {7, 8} == set(granted.lists())


def test_they_come_when_the_scope_is_granted_later_and_no_shard_is_written(
    full: Painting,
) -> None:
    full.forget_lists()
    full.publish()
    full.grant(WRITE_ARTICLES)
    written = full.publish()

    assert [25, 25, 10] == written
    assert ARTICLES == len(full.lists())


def test_pausing_deletes_them_behind_all_else(granted: Painting) -> None:
    granted.publish()
    granted.switch(paused=True)

    granted.publish()

    assert [1, 5, ARTICLES] == [len(places) for _, places in granted.said]
    assert ({}, {}) == (granted.lists(), granted.there())


def test_giving_the_scope_back_deletes_them_first(granted: Painting) -> None:
    granted.publish()

    granted.publish({GIVES_BACK: True})

    assert ({}, ARTICLES) == (granted.lists(), len(granted.shown()))
    assert WRITE_ARTICLES not in granted.far(granted.shop).granted()
    with granted.database.transaction(granted.shop.id, read_only=True) as tx:
        connection = connections.find(tx, granted.shop.id)
    assert connection is not None
    assert WRITE_ARTICLES not in connection.scopes
    assert not lists_are_written(granted)


def test_lists_that_can_no_more_be_taken_back_are_known(granted: Painting) -> None:
    """The merchant took the scope away at Shopify's: they stay as they are, until it comes back."""
    granted.publish()
    granted.grant()
    granted.decide([7], 4)
    granted.publish()
    stays = granted.lists()[7]
    with granted.database.transaction(granted.shop.id, read_only=True) as tx:
        told = first_paints.summary(tx, granted.shop.id)
    granted.grant(WRITE_ARTICLES)

    granted.publish()

    assert ([1, 2, 3], ARTICLES, False) == (stays, told.lists, told.is_.lists)
    assert [4] == granted.lists()[7]


def test_a_list_of_a_product_that_is_gone_is_refused_and_said(granted: Painting) -> None:
    """The merchant has deleted the product, and nobody has told us yet."""
    with granted.database.transaction(granted.shop.id) as tx:
        catalog.store(tx, granted.shop.id, [a_product(99)])
    granted.decide([7], 99)

    ended = granted.run()

    with granted.database.transaction(granted.shop.id, read_only=True) as tx:
        told = first_paints.summary(tx, granted.shop.id)
    assert (JobState.DONE, 1) == (ended.state, told.refused)
    assert told.refusal
    assert ARTICLES - 1 == len(granted.lists())


def test_lists_that_outlived_an_installation_are_written_over(granted: Painting) -> None:
    granted.publish()
    granted.opening.fake.control("POST", "uninstall")
    granted.opening.fake.control("POST", "install", {"scopes": [*SCOPES, WRITE_ARTICLES]})
    granted.opening.install()
    granted.decide([7], 4)
    granted.decide([8])

    granted.publish()

    assert ([4], False) == (granted.lists()[7], 8 in granted.lists())
    assert [1, 2, 3] == granted.lists()[9]
