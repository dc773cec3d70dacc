"""Two fake shops as processes: a small one to be edited, and a large one to be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_article, a_demo_product, a_demo_shop


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(
        products=tuple(a_demo_product(n) for n in range(1, 4)),
        articles=tuple(a_demo_article(n) for n in range(1, 4)),
    )
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def fake(running: FakeProcess) -> FakeProcess:
    """The small shop, with no faults on order and bulk operations as they are at first."""
    running.control("PUT", "bulk", {})
    running.control("DELETE", "faults")
    return running


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(
        products=tuple(a_demo_product(n) for n in range(1, 321)),
        articles=tuple(a_demo_article(n) for n in range(1, 261)),
    )
    with running_fake(tmp_path_factory.mktemp("large") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def token(fake: FakeProcess) -> str:
    """A token of an app that was just installed, with nothing written yet."""
    fake.control("PATCH", "app", {"appUrl": ""})
    fake.control("POST", "uninstall")
    fake.control("POST", "install")
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    answer = requests.post(
        f"{fake.url}/admin/oauth/access_token",
        data={**given, "grant_type": "client_credentials"},
        timeout=5,
    )
    return str(answer.json()["access_token"])
