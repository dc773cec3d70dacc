"""``endcap try`` as a person runs it, against the public pages of the fake Shopify."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from service.cli import cli
from service.demo import shop
from service.domain.errors import StoreUnreadableError
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.integration.trying.scripted import Said, products, serving

COMMAND = [sys.executable, "-m", "service.cli", "try"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop.load()}) as fake:
        yield fake


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}


def run(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["try", *arguments], env=environment(tmp_path))


def test_programs_get_cards_with_their_sentences(demo: FakeProcess, tmp_path: Path) -> None:
    done = run(tmp_path, demo.url, "--json")

    said = json.loads(done.stdout)
    [milia] = [each for each in said["articles"] if "Milia" in each["title"]]
    cards = [card for card in milia["cards"] if card["slot"] == "after_intro"]
    assert {"url": demo.url, "name": "Fernwick", "currency": "USD"} == said["store"]
    assert (25, []) == (said["totals"]["articles"], said["left_out"])
    assert 3 == len(cards)
    assert all(card["sentence"] for card in cards)
    shown = {card["product"] for each in said["articles"] for card in each["cards"]}
    assert len(shown) == said["totals"]["products_placed"]


def test_no_product_that_can_not_be_sold_is_placed(demo: FakeProcess, tmp_path: Path) -> None:
    said = json.loads(run(tmp_path, demo.url, "--json").stdout)

    placed = {card["url"].rpartition("/")[2] for a in said["articles"] for card in a["cards"]}
    assert set() == placed & set(shop.UNSELLABLE)


def test_a_second_run_is_answered_by_what_was_kept(demo: FakeProcess, tmp_path: Path) -> None:
    first, second = (run(tmp_path, demo.url, "--limit", "5", "--json") for _ in range(2))

    assert first.stdout == second.stdout
    assert any((tmp_path / "endcap" / "try").iterdir())


def test_a_busy_store_is_waited_for(demo: FakeProcess, tmp_path: Path) -> None:
    demo.order("429", on="public", seconds=0)

    assert 0 == run(tmp_path, demo.url, "--json", "--fresh").exit_code


def test_a_closed_store_is_one_sentence(demo: FakeProcess, tmp_path: Path) -> None:
    demo.order("password", on="public")

    done = run(tmp_path, demo.url, "--fresh")

    assert isinstance(done.exception, StoreUnreadableError)
    assert str(done.exception).startswith("the store is closed with a password")


def test_a_broken_feed_is_said_and_the_rest_is_shown(demo: FakeProcess, tmp_path: Path) -> None:
    demo.order("half_json", on="public", after=4)

    said = json.loads(run(tmp_path, demo.url, "--fresh", "--json").stdout)

    assert 1 == len(said["left_out"])
    assert "The feed of the blog" in said["left_out"][0]
    assert 0 < said["totals"]["articles"] < 25


def test_what_was_typed_wrongly_is_said(tmp_path: Path) -> None:
    done = run(tmp_path, "ftp://store.com")

    expected = "STORE: 'ftp://store.com' is no address such as https://store.com"
    assert expected == str(done.exception)


def test_the_help_shows_how_to_begin(tmp_path: Path) -> None:
    assert "endcap try https://store.com" in run(tmp_path, "--help").stdout


def test_the_local_page_is_there_until_ctrl_c(demo: FakeProcess, tmp_path: Path) -> None:
    command = [*COMMAND, demo.url, "--no-browser", "--limit", "3"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        url = next(line for line in running.stdout if "Look at it" in line).split()[-1]
        here = requests.get(url, timeout=5)
        elsewhere = requests.get(url, headers={"Host": "evil.test"}, timeout=5)
        running.send_signal(signal.SIGINT)
        code = running.wait(timeout=10)
        said = running.stderr.read()

    assert (200, 400, 0) == (here.status_code, elsewhere.status_code, code)
    assert "Traceback" not in said


def test_ctrl_c_while_it_reads_is_one_word(tmp_path: Path) -> None:
    busy = Said(status=503, headers={"Retry-After": "30"})
    with (
        serving({"/products.json?limit=250": busy}) as store,
        subprocess.Popen(
            [*COMMAND, store.url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(tmp_path),
        ) as running,
    ):
        assert running.stderr is not None
        while len(store.asked) < 2:
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        code = running.wait(timeout=10)
        said = running.stderr.read()

    assert (130, "Stopped.") == (code, said.splitlines()[-1])
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said_before_the_store_is_read(tmp_path: Path) -> None:
    with serving({}) as store:
        done = run(tmp_path, store.url, "--port", store.url.rpartition(":")[2])

    assert ("choose another with --port" in str(done.exception), []) == (True, store.asked)


def test_a_store_without_a_blog_is_told_so(tmp_path: Path) -> None:
    with serving({"/products.json?limit=250": products("Niacinamide")}) as store:
        said = json.loads(run(tmp_path, store.url, "--json").stdout)

    assert {"articles": 0, "articles_with_cards": 0, "products": 1, "products_placed": 0} == said[
        "totals"
    ]
