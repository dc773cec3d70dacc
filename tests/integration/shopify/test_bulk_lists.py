"""Lists that Shopify gathers arrive whole, in any order of their lines, or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from service.clients.shopify.bulk import BulkLists
from service.domain.catalog import Product
from service.domain.errors import AccessDeniedError
from service.ports import BrokenExportError, Export, ExportNoun
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import (
    a_demo_article,
    a_demo_product,
    a_demo_shop,
    a_variant,
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    products = tuple(
        a_demo_product(n, variants=(a_variant(2 * n), a_variant(2 * n + 1))) for n in range(1, 8)
    )
    shop = a_demo_shop(products=products, articles=tuple(a_demo_article(n) for n in range(1, 4)))
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def lists(fake: FakeProcess) -> BulkLists:
    return BulkLists(fake.client(), also_from=fake.url)


def made(lists: BulkLists, noun: ExportNoun = ExportNoun.PRODUCTS) -> Export:
    operation = lists.begin(noun)
    for _ in range(200):
        if (found := lists.find(operation)) is not None:
            return found
        time.sleep(0.02)
    raise AssertionError("the operation does not end")


def read(lists: BulkLists, known: dict[int, str] | None = None) -> dict[int, tuple[Product, str]]:
    with lists.products(made(lists), known or {}, "EUR") as gathered:
        return {
            product.id: (product, digest) for page in gathered.pages for product, digest in page
        }


def by_pages(fake: FakeProcess) -> dict[int, Product]:
    return {product.id: product for page in fake.feed().products() for product in page}


def only_products(found: dict[int, tuple[Product, str]], currency: str) -> dict[int, Any]:
    assert all(product.price.currency == "EUR" for product, _ in found.values())
    return {number: (p.title, p.price.minimum, p.available) for number, (p, _) in found.items()}


def test_a_list_says_the_same_as_its_pages(fake: FakeProcess, lists: BulkLists) -> None:
    paged = by_pages(fake)
    currency = next(iter(paged.values())).price.currency
    with lists.products(made(lists), {}, currency) as gathered:
        found = {product.id: product for page in gathered.pages for product, _ in page}

    assert paged == found
    assert sorted(paged) == sorted(gathered.ids)


def test_articles_come_the_same_way(fake: FakeProcess, lists: BulkLists) -> None:
    with lists.articles(made(lists, ExportNoun.ARTICLES), {}) as gathered:
        found = {article.id: article for page in gathered.pages for article, _ in page}

    assert {a.id: a for page in fake.feed().articles() for a in page} == found


def test_children_may_stand_anywhere(fake: FakeProcess, lists: BulkLists) -> None:
    in_order = read(lists)
    fake.control("PUT", "bulk", {"scatter": True})

    scattered = read(lists)

    assert only_products(in_order, "EUR") == only_products(scattered, "EUR")


def test_what_is_known_is_not_read_again(lists: BulkLists) -> None:
    known = {number: digest for number, (_, digest) in read(lists).items()}
    changed = dict(known) | {3: "other"}

    with lists.products(made(lists), changed, "EUR") as gathered:
        again = [product.id for page in gathered.pages for product, _ in page]

    assert [3] == again
    assert sorted(known) == sorted(gathered.ids)


@pytest.mark.parametrize("damage", ["truncated", "short", "orphans", "empty"])
@pytest.mark.parametrize("scatter", [False, True])
def test_a_list_that_lacks_something_gives_nothing(
    fake: FakeProcess, lists: BulkLists, damage: str, scatter: bool
) -> None:
    fake.control("PUT", "bulk", {"damage": damage, "scatter": scatter})

    with pytest.raises(BrokenExportError):
        read(lists)


@pytest.mark.parametrize(
    "policy", [{"failAfter": 3}, {"cancelAfter": 3}, {"failAfter": 0, "errorCode": "TIMEOUT"}]
)
def test_a_list_that_did_not_get_done_is_refused(
    fake: FakeProcess, lists: BulkLists, policy: dict[str, Any]
) -> None:
    fake.control("PUT", "bulk", policy)

    with pytest.raises(BrokenExportError):
        made(lists)


def test_a_list_that_may_not_be_gathered_needs_a_person(
    fake: FakeProcess, lists: BulkLists
) -> None:
    fake.control("PUT", "bulk", {"failAfter": 0, "errorCode": "ACCESS_DENIED"})

    with pytest.raises(AccessDeniedError):
        made(lists)


def test_a_link_that_has_expired_is_refused(fake: FakeProcess, lists: BulkLists) -> None:
    export = made(lists)
    fake.control("POST", "bulk/expire")

    with pytest.raises(BrokenExportError, match="400"), lists.products(export, {}, "EUR"):
        pass


def test_a_list_of_nothing_has_no_address(fake: FakeProcess, lists: BulkLists) -> None:
    nothing = Export(None, 0, 0, made(lists).began_at)

    with lists.products(nothing, {}, "EUR") as gathered:
        assert [] == list(gathered.pages)
    assert [] == list(gathered.ids)


def test_a_redirect_is_not_followed(fake: FakeProcess, lists: BulkLists) -> None:
    export = made(lists)
    fake.order("redirect", on="bulk")

    with pytest.raises(BrokenExportError, match="30"), lists.products(export, {}, "EUR"):
        pass


def test_a_list_that_breaks_off_goes_on_where_it_was(fake: FakeProcess, lists: BulkLists) -> None:
    export = made(lists)
    fake.order("cut", on="bulk")

    with lists.products(export, {}, "EUR") as gathered:
        assert 7 == len(gathered.ids)


def test_only_shopifys_own_hosts_are_asked(fake: FakeProcess) -> None:
    lists = BulkLists(fake.client())  # as in production: no fake's host is allowed

    with pytest.raises(BrokenExportError, match="where none should lie"):
        read(lists)


def test_one_that_is_under_way_is_waited_for(fake: FakeProcess, lists: BulkLists) -> None:
    fake.control("PUT", "bulk", {"runningSeconds": 0.5})

    first, second = lists.begin(ExportNoun.PRODUCTS), lists.begin(ExportNoun.PRODUCTS)

    assert first == second
    assert lists.find(first) is None
