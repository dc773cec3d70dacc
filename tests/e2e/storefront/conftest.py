"""The demo's online store beside a small Endcap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from service.demo.fake_shopify import storefront
from service.demo.fake_shopify.state import State
from service.demo.fake_shopify.store import Store
from tests.e2e.storefront.shop import a_demo_shop
from tests.e2e.storefront.stub import StubEndcap, a_milia_stub, address, serve


@pytest.fixture
def endcap() -> Iterator[StubEndcap]:
    stub = a_milia_stub()
    server = serve(stub.app())
    stub.url = address(server)
    yield stub
    server.shutdown()


@pytest.fixture
def store_url(endcap: StubEndcap) -> Iterator[str]:
    app = Flask("store")
    store = Store(State(shops={"token": a_demo_shop()}))
    storefront.register(app, store, endcap_url=endcap.url)
    server = serve(app)
    endcap.store_url = address(server)
    yield endcap.store_url
    server.shutdown()


@pytest.fixture
def article_url(store_url: str) -> str:
    return f"{store_url}/blogs/news/milia"
