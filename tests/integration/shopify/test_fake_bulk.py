"""The fake runs bulk operations as Shopify does, and as badly as it is told to."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.integration.shopify.listening import Listener
from tests.unit.shopify.demo_things import (
    a_demo_article,
    a_demo_product,
    a_demo_shop,
    a_variant,
)

PRODUCTS = """{
  products {
    edges { node {
      id title updatedAt
      featuredMedia { preview { image { url } } }
      priceRangeV2 { minVariantPrice { amount } }
      variants { edges { node { id price availableForSale } } }
      metafields { edges { node { id namespace key value } } }
    } }
  }
}"""
RUN = """mutation($q: String!) {
  bulkOperationRunQuery(query: $q, groupObjects: false) {
    bulkOperation { id status } userErrors { field message code }
  }
}"""
POLL = """query($id: ID!) {
  bulkOperation(id: $id) {
    id status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt type
  }
}"""
CANCEL = """mutation($id: ID!) {
  bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } }
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    products = tuple(
        a_demo_product(n, variants=(a_variant(2 * n), a_variant(2 * n + 1))) for n in range(1, 6)
    )
    shop = a_demo_shop(products=products, articles=tuple(a_demo_article(n) for n in range(1, 4)))
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


def ask(fake: FakeProcess, query: str, **variables: Any) -> dict[str, Any]:
    answer = requests.post(
        f"{fake.url}/admin/api/2026-10/graphql.json",
        json={"query": query, "variables": variables},
        headers={"X-Shopify-Access-Token": TOKEN},
        timeout=10,
    ).json()
    assert "errors" not in answer, answer
    return dict(answer["data"])


def begin(fake: FakeProcess, query: str = PRODUCTS) -> str:
    begun = ask(fake, RUN, q=query)["bulkOperationRunQuery"]
    assert [] == begun["userErrors"]
    return str(begun["bulkOperation"]["id"])


def end(fake: FakeProcess, number: str) -> dict[str, Any]:
    for _ in range(200):
        said = ask(fake, POLL, id=number)["bulkOperation"]
        if said["status"] not in {"CREATED", "RUNNING", "CANCELING"}:
            return dict(said)
        time.sleep(0.02)
    raise AssertionError("the operation does not end")


def refused(fake: FakeProcess, query: str) -> dict[str, Any]:
    begun = ask(fake, RUN, q=query)["bulkOperationRunQuery"]
    assert begun["bulkOperation"] is None
    return dict(begun["userErrors"][0])


def read(url: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in requests.get(url, timeout=10).content.splitlines()]


def test_a_result_is_a_line_for_each_object_with_its_parent(fake: FakeProcess) -> None:
    done = end(fake, begin(fake))
    lines = read(done["url"])

    assert ("COMPLETED", None, "QUERY") == (done["status"], done["errorCode"], done["type"])
    assert ("20", "5") == (done["objectCount"], done["rootObjectCount"])
    assert 20 == len(lines)
    first, variant = lines[0], lines[1]
    assert {"id", "title", "updatedAt", "featuredMedia", "priceRangeV2"} == set(first)
    assert "gid://shopify/Product/1" == first["id"] == variant["__parentId"]
    assert ("24.00", True) == (variant["price"], variant["availableForSale"])
    kinds = [line["id"].split("/")[3] for line in lines]
    assert ["Product", "ProductVariant", "ProductVariant", "Metafield"] * 5 == kinds


def test_slashes_are_said_with_a_backslash(fake: FakeProcess) -> None:
    body = requests.get(end(fake, begin(fake))["url"], timeout=10).content

    assert body.startswith(rb'{"id":"gid:\/\/shopify\/Product\/1"')


def test_a_filter_holds_in_bulk_too(fake: FakeProcess) -> None:
    query = '{ articles(query: "id:>1") { edges { node { id body blog { handle } } } } }'

    lines = read(end(fake, begin(fake, query))["url"])

    assert [2, 3] == [int(line["id"].rpartition("/")[2]) for line in lines]
    assert "news" == lines[0]["blog"]["handle"]


def test_children_may_come_long_after_their_parents(fake: FakeProcess) -> None:
    fake.control("PUT", "bulk", {"scatter": True})

    lines = read(end(fake, begin(fake))["url"])

    assert all("__parentId" not in line for line in lines[:5])
    assert 20 == len(lines)


def test_nothing_found_has_no_link(fake: FakeProcess) -> None:
    done = end(fake, begin(fake, '{ products(query: "id:>99") { edges { node { id } } } }'))

    assert ("COMPLETED", "0", None, None) == (
        done["status"],
        done["objectCount"],
        done["url"],
        done["fileSize"],
    )


def test_it_goes_through_its_states(fake: FakeProcess) -> None:
    fake.control("PUT", "bulk", {"createdSeconds": 0.3, "runningSeconds": 0.4})
    number = begin(fake)

    states: list[str] = []
    while not states or states[-1] != "COMPLETED":
        states.append(ask(fake, POLL, id=number)["bulkOperation"]["status"])
        time.sleep(0.05)

    assert ["CREATED", "RUNNING", "COMPLETED"] == list(dict.fromkeys(states))


def test_only_so_many_run_at_once(fake: FakeProcess) -> None:
    fake.control("PUT", "bulk", {"atOnce": 1, "runningSeconds": 0.5})
    number = begin(fake)
    listed = ask(fake, '{ bulkOperations(first: 5, query: "status:running") { nodes { id } } }')

    assert "OPERATION_IN_PROGRESS" == refused(fake, PRODUCTS)["code"]
    assert number in {node["id"] for node in listed["bulkOperations"]["nodes"]}
    end(fake, number)
    assert "COMPLETED" == end(fake, begin(fake))["status"]


def test_five_may_run_at_once(fake: FakeProcess) -> None:
    fake.control("PUT", "bulk", {"runningSeconds": 0.5})
    numbers = [begin(fake) for _ in range(5)]

    assert "LIMIT_REACHED" == refused(fake, PRODUCTS)["code"]
    assert {"COMPLETED"} == {end(fake, number)["status"] for number in numbers}


def test_it_can_be_cancelled(fake: FakeProcess) -> None:
    fake.control("PUT", "bulk", {"runningSeconds": 20})
    number = begin(fake)

    said = ask(fake, CANCEL, id=number)["bulkOperationCancel"]

    assert ("CANCELING", []) == (said["bulkOperation"]["status"], said["userErrors"])
    assert ("CANCELED", None) == (end(fake, number)["status"], end(fake, number)["url"])


def test_shopify_cancels_one_that_stalls(fake: FakeProcess) -> None:
    fake.control("PUT", "bulk", {"cancelAfter": 3})

    assert "CANCELED" == end(fake, begin(fake))["status"]


def test_a_failed_one_may_leave_a_part(fake: FakeProcess) -> None:
    fake.control("PUT", "bulk", {"failAfter": 6, "errorCode": "INTERNAL_SERVER_ERROR"})

    done = end(fake, begin(fake))

    assert ("FAILED", "INTERNAL_SERVER_ERROR", None) == (
        done["status"],
        done["errorCode"],
        done["url"],
    )
    assert 6 == len(read(done["partialDataUrl"]))


@pytest.mark.parametrize(
    ("damage", "lines", "last_is_whole"),
    [("truncated", 20, False), ("short", 19, True), ("orphans", 19, True)],
)
def test_a_file_can_be_less_than_it_says(
    fake: FakeProcess, damage: str, lines: int, last_is_whole: bool
) -> None:
    fake.control("PUT", "bulk", {"damage": damage})

    done = end(fake, begin(fake))
    got = requests.get(done["url"], timeout=10).content.splitlines()

    assert ("20", lines) == (done["objectCount"], len(got))
    assert last_is_whole is got[-1].endswith(b"}")


def test_links_end(fake: FakeProcess) -> None:
    done = end(fake, begin(fake))
    fake.control("POST", "bulk/expire")

    answer = requests.get(done["url"], timeout=10)

    assert (400, True) == (answer.status_code, "ExpiredToken" in answer.text)


def test_faults_stand_at_the_files_too(fake: FakeProcess) -> None:
    done = end(fake, begin(fake))
    fake.order("503", on="bulk")
    fake.order("redirect", on="bulk")

    answers = [requests.get(done["url"], timeout=10, allow_redirects=False) for _ in range(3)]

    assert [503, 302, 200] == [answer.status_code for answer in answers]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("{ shop { name } }", "at least one connection"),
        ("{ products { edges { node { nmae } } } }", "Cannot query field 'nmae'"),
        ("{ products { edges ", "syntax"),
        ('{ node(id: "x") { id } products { edges { node { id } } } }', "`node`"),
        ("{ orders { edges { node { id } } } }", "Access denied for orders field"),
        (
            "{ blogs { edges { node { id articles { edges { node { id metafields { edges { node "
            "{ id } } } comments { edges { node { id } } } } } } metafields { edges { node "
            "{ id } } } events { edges { node { id } } } } } } }",
            "more than 5 connections",
        ),
    ],
)
def test_says_which_queries_are_not_for_bulk(fake: FakeProcess, query: str, said: str) -> None:
    error = refused(fake, query)

    assert "INVALID" == error["code"]
    assert said.lower() in error["message"].lower()


def test_the_end_is_told_by_webhook(fake: FakeProcess) -> None:
    app = Listener()
    app.start()
    fake.control("PATCH", "app", {"appUrl": app.url})
    number = begin(fake)
    end(fake, number)
    fake.control("POST", "webhooks/wait")
    fake.control("PATCH", "app", {"appUrl": ""})
    app.stop()

    [told] = [one for one in app.heard if one.topic == "bulk_operations/finish"]
    said = json.loads(told.body)
    assert (number, "completed", "query", None) == (
        said["admin_graphql_api_id"],
        said["status"],
        said["type"],
        said["error_code"],
    )


def test_a_mutation_costs_ten_points(fake: FakeProcess) -> None:
    answer = requests.post(
        f"{fake.url}/admin/api/2026-10/graphql.json",
        json={"query": RUN, "variables": {"q": PRODUCTS}},
        headers={"X-Shopify-Access-Token": TOKEN},
        timeout=10,
    ).json()

    assert answer["extensions"]["cost"]["requestedQueryCost"] >= 10
    assert answer["extensions"]["cost"]["actualQueryCost"] >= 10
