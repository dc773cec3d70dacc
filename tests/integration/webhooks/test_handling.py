"""A webhook is a hint: what the shop holds now is asked for, and taken over once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests

from service.domain.catalog import PriceRange, Product, ProductId, ShopDomain
from service.domain.errors import (
    ShopifyRefusedError,
    ShopifyUnavailableError,
    ShopNotFoundError,
)
from service.domain.jobs import JobKind
from service.domain.sync_runs import RunKind, RunState
from service.ports import ShopFacts
from service.storage import (
    answers,
    articles,
    catalog,
    connections,
    jobs,
    shops,
    sync_runs,
    webhooks,
)
from service.storage.sync_runs import Counts, Run, Wanted
from service.usecases.uninstall_shop import NOT_INSTALLED
from service.usecases.webhook_inbox import ACTED, LATE, OLDER
from tests.builders import NOW, a_product, an_article
from tests.integration.webhooks.conftest import DOMAIN, Sender, Told, sweep_now

UNINSTALLED = {"id": 1, "myshopify_domain": DOMAIN}


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000000000Z")


def generation(told: Told) -> int:
    with told.database.system(read_only=True) as tx:
        return shops.generation(tx, told.shop.id)


def runs(told: Told) -> Sequence[Run]:
    of_webhooks = Wanted(kinds=(RunKind.WEBHOOK,))
    with told.database.system(read_only=True) as tx:
        return sync_runs.listed(tx, told.shop.id, now=told.clock(), wanted=of_webhooks, limit=9)


def test_a_new_product_comes_in(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7)]

    sender.send("products/create", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {ProductId(7): a_product(7)} == told.products()
    assert [ACTED] == told.outcomes()


def test_what_webhooks_changed_is_a_run_of_its_own(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7, title="Serum")]
    sender.send("products/update", {"id": 7})

    told.work()

    (run,) = runs(told)
    assert (RunKind.WEBHOOK, RunState.DONE) == (run.kind, run.state)
    assert Counts(seen=1, new=1) == run.products


def test_webhooks_that_tell_nothing_new_are_no_run(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7)]
    sender.send("products/update", {"id": 7})
    told.work()
    sender.send("products/update", {"id": 7})

    told.work()

    assert 1 == len(runs(told))


def test_the_body_is_not_believed(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7, title="Night serum")]

    sender.send("products/update", {"id": 7, "title": "Free money"})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert "Night serum" == told.products()[ProductId(7)].title


def test_a_changed_product_raises_the_generation(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7)]
    sender.send("products/create", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)
    before = generation(told)
    told.feed.content_products = [
        a_product(7, price=PriceRange(Decimal(9), Decimal(9), "USD"), updated_at=NOW)
    ]

    sender.send("products/update", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert generation(told) > before


def test_what_has_not_changed_raises_nothing(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7)]
    sender.send("products/create", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)
    before = generation(told)

    sender.send("products/update", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert before == generation(told)
    assert [ACTED, ACTED] == told.outcomes()


def test_a_deleted_product_goes(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7), a_product(8)]
    sender.send("products/create", {"id": 7})
    sender.send("products/create", {"id": 8})
    told.work(JobKind.HANDLE_WEBHOOKS)
    told.feed.content_products = [a_product(8)]

    sender.send("products/delete", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {ProductId(8)} == set(told.products())


def test_a_late_delete_of_a_product_that_is_there_deletes_nothing(
    told: Told, sender: Sender
) -> None:
    told.feed.content_products = [a_product(7)]

    sender.send("products/delete", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {ProductId(7)} == set(told.products())


def test_a_product_that_goes_while_a_sync_runs_is_looked_at_again(
    told: Told, sender: Sender
) -> None:
    with told.database.system() as tx:
        catalog.store(tx, told.shop.id, [a_product(7)])
        jobs.add(tx, told.shop.id, JobKind.SYNC_CATALOG, {}, told.clock.now)
        jobs.claim(tx, JobKind.SYNC_CATALOG, now=told.clock.now)
    sender.send("products/delete", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)
    with told.database.system() as tx:  # a page of that sync, from before
        catalog.store(tx, told.shop.id, [a_product(7)])

    told.clock.move(timedelta(hours=1))
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {} == told.products()
    assert [ACTED] == told.outcomes()


def test_many_webhooks_of_a_product_ask_for_it_once(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7)]
    for _ in range(5):
        sender.send("products/update", {"id": 7})

    told.work(JobKind.HANDLE_WEBHOOKS)

    assert [(7,)] == told.feed.asked_for
    assert [ACTED] * 5 == told.outcomes()


def test_older_news_than_what_is_stored_asks_for_nothing(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7, updated_at=NOW)]
    sender.send("products/update", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)
    told.feed.asked_for.clear()

    sender.send("products/update", {"id": 7, "updated_at": stamp(NOW - timedelta(seconds=1))})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert [] == told.feed.asked_for
    assert OLDER == told.outcomes()[-1]


def test_news_of_the_same_second_is_asked_for(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7, updated_at=NOW)]
    sender.send("products/update", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)
    told.feed.content_products = [a_product(7, updated_at=NOW, title="Renamed")]

    sender.send("products/update", {"id": 7, "updated_at": stamp(NOW)})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert "Renamed" == told.products()[ProductId(7)].title


def test_older_never_overwrites_newer_whoever_brings_it(told: Told, sender: Sender) -> None:
    newest = a_product(7, title="Newest", updated_at=NOW)
    with told.database.system() as tx:
        catalog.store(tx, told.shop.id, [newest])
    told.feed.content_products = [replace(newest, title="Older", updated_at=NOW - timedelta(1))]

    sender.send("products/update", {"id": 7})
    told.work()

    assert "Newest" == told.products()[ProductId(7)].title


def test_what_came_again_unchanged_is_newer_than_a_slow_page(told: Told, sender: Sender) -> None:
    first = a_product(7, title="Serum", updated_at=NOW - timedelta(3))
    told.feed.content_products = [first]
    sender.send("products/create", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)
    told.feed.content_products = [replace(first, updated_at=NOW)]  # renamed, and renamed back
    sender.send("products/update", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)

    with told.database.system() as tx:
        between = replace(first, title="Renamed", updated_at=NOW - timedelta(1))
        catalog.store(tx, told.shop.id, [between])

    assert "Serum" == told.products()[ProductId(7)].title


def test_while_shopify_is_away_webhooks_wait_however_long(told: Told, sender: Sender) -> None:
    told.feed.error = ShopifyUnavailableError("Shopify did not answer")
    sender.send("products/create", {"id": 7})
    for _ in range(20):
        told.work(JobKind.HANDLE_WEBHOOKS)
        told.clock.move(timedelta(minutes=1))
    told.feed.error = None
    told.feed.content_products = [a_product(7)]

    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {ProductId(7)} == set(told.products())
    assert [ACTED] == told.outcomes()


def test_what_shopify_refuses_is_not_asked_for_ever(told: Told, sender: Sender) -> None:
    told.feed.error = ShopifyRefusedError("the token is refused")
    sender.send("products/create", {"id": 7})

    told.work(JobKind.HANDLE_WEBHOOKS)

    assert ["failed: the token is refused"] == told.outcomes()
    assert [] == told.waits()


def test_one_product_that_fails_holds_up_no_other(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(n) for n in range(1, 6)]
    told.feed.content_products[2] = a_product(3, title=None)  # the database refuses it
    for number in range(1, 6):
        sender.send("products/create", {"id": number})

    for _ in range(12):
        told.work(JobKind.HANDLE_WEBHOOKS)
        told.clock.move(timedelta(minutes=2))

    assert {1, 2, 4, 5} == set(told.products())
    assert [ACTED, ACTED, "failed: IntegrityError", ACTED, ACTED] == told.outcomes()
    assert [] == told.waits()


def test_a_webhook_that_takes_its_workers_along_goes_alone_and_is_given_up(
    told: Told, sender: Sender
) -> None:
    for number in (1, 2):
        sender.send("products/create", {"id": number})
    tried: list[list[int]] = []
    for _ in range(12):  # each try ends with the worker: nothing is settled
        with told.database.system() as tx:
            batch = webhooks.begin(tx, told.shop.id, now=told.clock.now, limit=100)
        tried.append([int(each.product or 0) for each in batch])
        told.clock.move(timedelta(minutes=11))

    assert [[1, 2], [1, 2]] == tried[:2]
    assert {0, 1} == {len(each) for each in tried[2:]}
    assert [webhooks.WORN_OUT] * 2 == told.outcomes()
    assert [] == tried[-1]


def test_what_a_killed_worker_had_begun_is_done_by_the_next(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7)]
    sender.send("products/create", {"id": 7})
    with told.database.system() as tx:  # it dies before it has settled anything
        jobs.claim(tx, JobKind.HANDLE_WEBHOOKS, now=told.clock.now)
        webhooks.begin(tx, told.shop.id, now=told.clock.now, limit=100)
    told.work(JobKind.HANDLE_WEBHOOKS)
    assert [None] == told.outcomes()

    told.clock.move(timedelta(minutes=12))
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {ProductId(7)} == set(told.products())
    assert [ACTED] == told.outcomes()


def test_a_worker_that_was_taken_for_dead_commits_nothing(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7, title="as it was when the slow one asked")]
    sender.send("products/create", {"id": 7})
    slow = told.feed.products_by_id

    def fall_asleep(ids: Sequence[ProductId]) -> Sequence[Product]:
        found = slow(ids)
        told.feed.products_by_id = slow  # type: ignore[method-assign]
        told.feed.content_products = []
        told.clock.move(timedelta(minutes=12))
        told.work(JobKind.HANDLE_WEBHOOKS)  # another one takes over, and finds it gone
        return found

    told.feed.products_by_id = fall_asleep  # type: ignore[method-assign]
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {} == told.products()
    assert [ACTED] == told.outcomes()


def test_a_job_that_was_lost_is_asked_for_again(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(7)]
    sender.send("products/create", {"id": 7})
    with told.database.system() as tx:
        jobs.stop_all(tx, told.shop.id)
    told.clock.move(timedelta(minutes=1))

    sweep_now(told)
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert {ProductId(7)} == set(told.products())


def test_jobs_that_are_done_do_not_pile_up(told: Told, sender: Sender) -> None:
    sender.send("products/create", {"id": 7})
    told.work(JobKind.HANDLE_WEBHOOKS)
    told.clock.move(timedelta(days=2))

    sweep_now(told)

    with told.database.system(read_only=True) as tx:
        assert jobs.newest(tx, told.shop.id, JobKind.HANDLE_WEBHOOKS) is None


def test_only_the_articles_that_are_concerned_are_decided_again(told: Told, sender: Sender) -> None:
    told.feed.content_products = [
        a_product(1, title="Retinol night serum"),
        a_product(2, title="Glycolic acid toner"),
    ]
    told.feed.content_articles = [
        an_article(1, title="Retinol", body_html="<p>We recommend a retinol serum at night.</p>"),
        an_article(2, title="Glycolic", body_html="<p>Use glycolic acid twice a week.</p>"),
    ]
    sender.send("products/create", {"id": 1})
    sender.send("products/create", {"id": 2})
    with told.database.system() as tx:
        jobs.add(tx, told.shop.id, JobKind.SYNC_CATALOG, {"full": True}, told.clock.now)
    told.work()
    told.clock.move(timedelta(minutes=1))
    told.feed.content_products[0] = replace(
        told.feed.content_products[0], available=False, updated_at=told.clock.now
    )

    sender.send("products/update", {"id": 1})
    told.work()

    with told.database.system(read_only=True) as tx:
        found = answers.find_many(tx, told.shop.id, [an_article(1).id, an_article(2).id])
        newest = jobs.newest(tx, told.shop.id, JobKind.COMPUTE_RECOMMENDATIONS)
    assert newest is not None
    assert {"articles": 1, "of": 1, "changed": 1} == dict(newest.progress)
    assert [[], [2]] == [[c.product for c in each.candidates] for each in found.values()]


def test_a_new_price_needs_no_new_answer(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(1, title="Retinol night serum")]
    sender.send("products/create", {"id": 1})
    told.work()
    dear = PriceRange(Decimal(99), Decimal(99), "USD")
    told.feed.content_products = [
        a_product(1, title="Retinol night serum", price=dear, updated_at=NOW)
    ]

    sender.send("products/update", {"id": 1})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert dear == told.products()[ProductId(1)].price
    assert JobKind.COMPUTE_RECOMMENDATIONS not in told.waits()


def test_the_facts_of_a_shop_are_asked_for(told: Told, sender: Sender) -> None:
    moved = ShopFacts("Fernwick & Co", "EUR", "Europe/Oslo", "https://new.example")
    told.feed.facts = lambda: moved  # type: ignore[method-assign]

    sender.send("shop/update", {"id": 1, "name": "not believed", "myshopify_domain": DOMAIN})
    told.work(JobKind.HANDLE_WEBHOOKS)

    with told.database.system(read_only=True) as tx:
        shop = shops.get(tx, told.shop.id)
    assert ("Fernwick & Co", "EUR", "https://new.example") == (shop.name, shop.currency, shop.url)


def test_the_scopes_that_are_granted_are_asked_for(told: Told, sender: Sender) -> None:
    told.feed.granted = frozenset({"read_products"})

    sender.send("app/scopes_update", {"id": 1, "current": ["read_products", "write_everything"]})
    told.work(JobKind.HANDLE_WEBHOOKS)

    with told.database.system(read_only=True) as tx:
        connection = connections.find(tx, told.shop.id)
    assert connection is not None
    assert {"read_products"} == connection.scopes


def test_a_finished_bulk_operation_brings_its_sync_forward(told: Told, sender: Sender) -> None:
    later = told.clock.now + timedelta(hours=1)
    with told.database.system() as tx:
        jobs.add(tx, told.shop.id, JobKind.SYNC_CATALOG, {}, told.clock.now, run_after=later)

    for _ in range(2):
        sender.send("bulk_operations/finish", {"admin_graphql_api_id": "gid://shopify/X/1"})
    told.work(JobKind.HANDLE_WEBHOOKS)

    with told.database.system(read_only=True) as tx:
        assert [JobKind.SYNC_CATALOG] == jobs.due_kinds(tx, now=told.clock.now)
    assert [ACTED, ACTED] == told.outcomes()


def test_an_uninstalled_shop_is_silent_and_its_tokens_are_gone(told: Told, sender: Sender) -> None:
    before = generation(told)
    with told.database.system() as tx:
        jobs.add(tx, told.shop.id, JobKind.SYNC_CATALOG, {}, told.clock.now)
    told.clock.move(timedelta(minutes=1))

    sender.send("app/uninstalled", UNINSTALLED, Triggered_At=stamp(told.clock.now))
    told.work(JobKind.HANDLE_WEBHOOKS)

    with told.database.system(read_only=True) as tx:
        assert connections.find(tx, told.shop.id) is None
        with pytest.raises(ShopNotFoundError):
            shops.get_by_domain(tx, DOMAIN)
    assert generation(told) > before
    assert [] == told.waits()


def test_the_storefront_of_an_uninstalled_shop_is_that_of_no_shop(
    told: Told, sender: Sender
) -> None:
    def ask(domain: str) -> tuple[int, bytes]:
        path = f"/v1/shops/{domain}/articles/1/recommendations"
        answer = requests.get(sender.url + path, timeout=10)
        return answer.status_code, answer.content

    with told.database.system() as tx:
        articles.store(tx, told.shop.id, [an_article(1)])
    assert 200 == ask(DOMAIN)[0]
    told.clock.move(timedelta(minutes=1))

    sender.send("app/uninstalled", UNINSTALLED, Triggered_At=stamp(told.clock.now))
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert 404 == ask(DOMAIN)[0]
    assert ask("nobody.myshopify.com") == ask(DOMAIN)


def test_after_the_end_nothing_is_asked_for(told: Told, sender: Sender) -> None:
    told.clock.move(timedelta(minutes=1))
    sender.send("app/uninstalled", UNINSTALLED, Triggered_At=stamp(told.clock.now))
    sender.send("products/update", {"id": 7})  # in the same moment
    told.work()

    sender.send("products/update", {"id": 7})
    told.work()

    assert [] == told.feed.asked_for
    assert not told.is_installed()
    assert [NOT_INSTALLED] * 2 == told.outcomes()[1:]
    assert [] == told.waits()


def test_a_late_uninstall_leaves_a_new_installation_alone(told: Told, sender: Sender) -> None:
    told.clock.move(timedelta(minutes=1))
    left_at = told.clock.now
    sender.send("app/uninstalled", UNINSTALLED, Triggered_At=stamp(left_at))
    told.work()
    told.clock.move(timedelta(minutes=1))
    told.install()
    told.clock.move(timedelta(minutes=1))

    sender.send("app/uninstalled", UNINSTALLED, Triggered_At=stamp(left_at))
    told.work()

    assert told.is_installed()
    assert LATE == told.outcomes()[-1]


def test_an_uninstall_of_another_shop_ends_nothing(told: Told, sender: Sender) -> None:
    told.clock.move(timedelta(minutes=1))
    other: dict[str, Any] = {"myshopify_domain": ShopDomain("other.myshopify.com")}

    sender.send("app/uninstalled", other)
    told.work()

    assert told.is_installed()


def test_news_do_not_wait_for_those_that_are_tried_again_later(told: Told, sender: Sender) -> None:
    told.feed.content_products = [a_product(1), a_product(2)]
    told.feed.error = ShopifyUnavailableError("away")
    sender.send("products/update", {"id": 1})
    told.work()
    told.feed.error = None

    sender.send("products/update", {"id": 2})
    told.work(JobKind.HANDLE_WEBHOOKS)

    assert ACTED == told.outcomes()[-1]
