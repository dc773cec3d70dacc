"""A large shop of the fake: paged, filtered and exported without being held in memory."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from service.demo.fake_shopify import LARGE_TOKEN
from service.demo.fake_shopify.generated import DOMAIN, generated_shop
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_shop

PRODUCTS, ARTICLES, SEED = 3000, 600, 5
PAGE = """query($first: Int!, $after: String, $query: String, $sort: ProductSortKeys!) {
  products(first: $first, after: $after, query: $query, sortKey: $sort) {
    nodes { id updatedAt } pageInfo { hasNextPage endCursor }
  }
}"""
RUN = """mutation($q: String!) {
  bulkOperationRunQuery(query: $q) { bulkOperation { id } userErrors { message } }
}"""
POLL = "query($id: ID!) { bulkOperation(id: $id) { status objectCount rootObjectCount url } }"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    numbers = ("--products", str(PRODUCTS), "--articles", str(ARTICLES), "--seed", str(SEED))
    state = tmp_path_factory.mktemp("large") / "state.json"
    with running_fake(state, {TOKEN: a_demo_shop()}, *numbers) as fake:
        yield fake


def ask(fake: FakeProcess, asked: str, **variables: Any) -> dict[str, Any]:
    answer = requests.post(
        f"{fake.url}/shops/{DOMAIN}/admin/api/2026-10/graphql.json",
        json={"query": asked, "variables": variables},
        headers={"X-Shopify-Access-Token": LARGE_TOKEN},
        timeout=30,
    ).json()
    assert "errors" not in answer, answer
    return dict(answer["data"])


def paged(fake: FakeProcess, sort: str, query: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = ask(fake, PAGE, first=250, after=after, query=query, sort=sort)["products"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def resident(fake: FakeProcess) -> int:
    """Return how many kB of memory the fake has."""
    assert fake.process is not None
    status = Path(f"/proc/{fake.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


@pytest.mark.parametrize("sort", ["ID", "UPDATED_AT"])
def test_every_product_comes_once_in_order(fake: FakeProcess, sort: str) -> None:
    found = paged(fake, sort)

    by = "id" if sort == "ID" else "updatedAt"
    assert PRODUCTS == len({node["id"] for node in found})
    assert sorted(node[by] for node in found) == [node[by] for node in found]


def test_an_increment_is_what_changed_since(fake: FakeProcess) -> None:
    shop = generated_shop(PRODUCTS, ARTICLES, seed=SEED)
    since = sorted(product.updated_at for product in shop.products)[-40]
    later = sum(product.updated_at >= since for product in shop.products)

    found = paged(fake, "UPDATED_AT", f"updated_at:>='{since:%Y-%m-%dT%H:%M:%SZ}'")

    assert later == len(found) < 60


def test_an_edit_is_the_newest_change(fake: FakeProcess) -> None:
    [product] = fake.control("GET", f"products?shop={DOMAIN}&limit=1")
    fake.control("PATCH", f"products/{product['handle']}?shop={DOMAIN}", {"title": "Renamed"})

    newest = paged(fake, "UPDATED_AT")[-1]

    assert f"gid://shopify/Product/{product['id']}" == newest["id"]


def test_an_export_holds_everything_and_little_memory(fake: FakeProcess) -> None:
    before = resident(fake)
    query = """{ products { edges { node { id title descriptionHtml
      variants { edges { node { id price availableForSale } } }
      metafields { edges { node { id key value } } } } } } }"""
    number = ask(fake, RUN, q=query)["bulkOperationRunQuery"]["bulkOperation"]["id"]
    while (said := ask(fake, POLL, id=number)["bulkOperation"])["status"] != "COMPLETED":
        assert "FAILED" != said["status"]
        time.sleep(0.1)

    with requests.get(said["url"], timeout=30, stream=True) as answer:
        lines = [json.loads(line) for line in answer.iter_lines()]

    assert len(lines) == int(said["objectCount"]) > 10 * PRODUCTS
    assert PRODUCTS == int(said["rootObjectCount"])
    assert resident(fake) - before < 40_000
