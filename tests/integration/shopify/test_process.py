"""The fake as a process: how it begins, goes on and ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from service.clients.shopify.feed import GraphQLShopFeed
from service.clients.shopify.graphql import GraphQLClient
from service.demo import shop
from service.demo.fake_shopify import DEMO_TOKEN
from service.demo.fake_shopify.state import State, StateError, read_state, write_state
from service.demo.fake_shopify.store import Store
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.unit.shopify.demo_things import a_demo_shop

MODULE = [sys.executable, "-m", "service.demo.fake_shopify"]


def test_begins_with_the_demo_shop(tmp_path: Path) -> None:
    fake = FakeProcess(tmp_path / "state.json", {})
    fake.state.unlink()
    fake.start()

    feed = GraphQLShopFeed(GraphQLClient(shop.DOMAIN, DEMO_TOKEN, admin_url=fake.url))
    products = {product.handle for page in feed.products() for product in page}
    articles = {article.handle for page in feed.articles() for article in page}
    fake.stop()

    assert {product.handle for product in shop.load().products} == products
    assert {article.handle for article in shop.load().articles} == articles


def test_edits_survive_a_restart(tmp_path: Path) -> None:
    fake = FakeProcess(tmp_path / "state.json", {TOKEN: a_demo_shop()})
    fake.start()
    fake.control("PATCH", "products/product-1", {"available": False, "title": "Renamed"})
    assert 0 == fake.stop()

    fake.start()
    [[product]] = fake.feed().products()
    fake.stop()

    assert ("Renamed", False) == (product.title, product.available)


def test_whoever_asks_it_to_stop_again_and_again_does_not_hold_it_up(tmp_path: Path) -> None:
    fake = FakeProcess(tmp_path / "state.json", {TOKEN: a_demo_shop()})
    fake.start()
    assert fake.process is not None
    for _ in range(10_000):
        fake.process.send_signal(signal.SIGTERM)
        fake.process.send_signal(signal.SIGINT)

    assert 0 == fake.stop()


def test_edits_survive_a_kill(tmp_path: Path) -> None:
    fake = FakeProcess(tmp_path / "state.json", {TOKEN: a_demo_shop()})
    fake.start()
    fake.control("PATCH", "products/product-1", {"title": "Renamed"})
    assert fake.process is not None
    fake.process.kill()
    fake.process.wait()

    kept = read_state(fake.state).shops[TOKEN]

    assert ["Renamed"] == [product.title for product in kept.products]


def test_does_not_begin_on_a_state_file_that_is_not_one(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text("{")

    ended = subprocess.run(
        [*MODULE, "--port", "1", "--state", str(state)], capture_output=True, text=True, check=False
    )

    assert 2 == ended.returncode
    assert "delete it to begin again" in ended.stderr
    assert "{" == state.read_text()


def test_does_not_begin_on_a_port_that_is_taken(tmp_path: Path) -> None:
    other = make_server("127.0.0.1", 0, lambda _environ, _start: [])
    state = tmp_path / "state.json"
    write_state(state, State(shops={TOKEN: a_demo_shop()}))

    ended = subprocess.run(
        [*MODULE, "--port", str(other.server_port), "--state", str(state)],
        capture_output=True,
        text=True,
        check=False,
    )
    other.server_close()

    assert 2 == ended.returncode
    assert "in use" in ended.stderr


def test_an_edit_that_can_not_be_kept_is_not_made(tmp_path: Path) -> None:
    store = Store(State(shops={TOKEN: a_demo_shop()}), tmp_path / "file" / "state.json")
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OSError, match="file"):
        store.change(lambda s, _: a_demo_shop(name="Renamed"))

    assert "Fernwick" == store.shop().name


def test_refuses_the_state_of_another_format(tmp_path: Path) -> None:
    write_state(tmp_path / "state.json", State(shops={}, format=99))

    with pytest.raises(StateError, match="format 99"):
        read_state(tmp_path / "state.json")
