"""How close the storefront endpoint comes to a WSGI callable that answers constant bytes.

Starts granian as production does, three times over the same generated shop: a callable that always
answers the endpoint's own bytes (the limit), Endcap, and Endcap without its fast lane (the miss
path). Each round asks every case in turn, so that a noisy machine disturbs all alike; the medians
are compared. Requests a second depend on who else uses the cores; the server's CPU time a request
is the steadier number.

Load comes from `wrk` where it is installed, else from threads of this process, which are slower
than the server: then read the CPU column.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.fernet import Fernet

from config.settings import load_settings
from service.domain.articles import Article, ArticleId, ArticleState, Placement
from service.domain.catalog import (
    HandPlacedLinks,
    Image,
    PriceRange,
    Product,
    ProductId,
    ProductStatus,
    ShopDomain,
    ShopMode,
)
from service.domain.lexicon import CategoryId
from service.domain.mappings import AFTER_INTRO, DEFAULT_SLOTS, RuleId
from service.domain.reading import Role, Stance
from service.domain.recommendations import Because, Candidate, Decision, Source
from service.ports import ShopFacts
from service.storage import answers, articles, catalog, shops
from service.storage.database import Database
from service.storage.migrate import migrate

ROOT = Path(__file__).parents[2]
SHOP = ShopDomain("bench.myshopify.com")
PATH = f"/v1/shops/{SHOP}/articles/1/recommendations"
NOW = datetime.now(UTC)
TARGETS = {
    "constant": "tests.bench.bench_endpoint:constant",
    "endcap": "service.wsgi:application",
    "flask": "tests.bench.bench_endpoint:without_lane",
}


class Case(NamedTuple):
    name: str
    server: str
    conditional: bool = False


CASES = (
    Case("constant bytes", "constant"),
    Case("hit", "endcap"),
    Case("304", "endcap", conditional=True),
    Case("miss", "flask"),
)


class Round(NamedTuple):
    per_second: float
    cpu_microseconds: float


class Size(NamedTuple):
    products: int
    articles: int
    rounds: int
    seconds: float


SMALL = Size(products=200, articles=50, rounds=3, seconds=1.5)
FULL = Size(products=5_000, articles=2_000, rounds=7, seconds=6.0)


# --- what the servers run


def __getattr__(name: str) -> Callable[..., Iterable[bytes]]:
    """Build the callables when a server asks for them, and not when the bench itself starts."""
    if name == "constant":
        return _constant()
    if name == "without_lane":
        return _without_lane()
    raise AttributeError(name)


def _constant() -> Callable[..., Iterable[bytes]]:
    body = Path(os.environ["ENDCAP_BENCH_BODY"]).read_bytes()
    headers = [
        tuple(line.split(": ", 1))
        for line in Path(os.environ["ENDCAP_BENCH_HEADERS"]).read_text().splitlines()
    ]

    def answer(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return answer


def _without_lane() -> Callable[..., Iterable[bytes]]:
    from service.app import create_app  # noqa: PLC0415  only in the server that needs it
    from service.wiring import build  # noqa: PLC0415

    return create_app(build(load_settings()))


# --- the shop


def generate(database: Database, size: Size) -> None:
    """Fill a shop whose every article shows three products out of twelve candidates."""
    migrate(database)
    with database.system() as tx:
        facts = ShopFacts("Bench", "USD", "UTC", "https://bench.example")
        shop = shops.install(tx, SHOP, facts, sealed_token=b"", now=NOW)
        live = {"mode": ShopMode.LIVE, "hand_placed_links": HandPlacedLinks.UPGRADE}
        shops.change_settings(tx, shop.id, live)
        catalog.store(tx, shop.id, [_product(number) for number in range(1, size.products + 1)])
        numbers = range(1, size.articles + 1)
        articles.store(tx, shop.id, [_article(number) for number in numbers])
        for number in numbers:
            articles.set_state(tx, shop.id, ArticleId(number), ArticleState.ON, "")
        decided = [_decision(number, size.products) for number in numbers]
        answers.store(tx, shop.id, decided, now=NOW)


def _product(number: int) -> Product:
    price = PriceRange(Decimal("24.00"), Decimal("38.00"), "USD")
    return Product(
        id=ProductId(number),
        handle=f"product-{number}",
        title=f"Resurfacing serum number {number}",
        product_type="Serum",
        vendor="Bench",
        tags=("serum", "face"),
        description_html="<p>Smooths and evens the look of skin.</p>" * 20,
        ingredients="Aqua, Glycolic Acid, Glycerin",
        status=ProductStatus.ACTIVE,
        published_at=NOW - timedelta(days=90),
        url=f"https://bench.example/products/product-{number}",
        is_gift_card=False,
        available=True,
        price=price,
        compare_at=None,
        image=Image(f"https://cdn.shopify.com/files/product-{number}.jpg", 1200, 1200, "A bottle"),
        updated_at=NOW - timedelta(days=1),
    )


def _article(number: int) -> Article:
    return Article(
        id=ArticleId(number),
        blog_handle="news",
        handle=f"article-{number}",
        title=f"Article {number}",
        body_html="<p>Regular exfoliation helps to keep skin even.</p>" * 60,
        tags=("skin",),
        author="Bench",
        image=None,
        is_published=True,
        published_at=NOW - timedelta(days=30),
        updated_at=NOW - timedelta(days=1),
    )


def _decision(article: int, products: int) -> Decision:
    ids = [(article * 7 + step * 13) % products + 1 for step in range(12)]
    return Decision(
        article=ArticleId(article),
        candidates=tuple(_candidate(number, place) for place, number in enumerate(ids)),
        dropped=(),
        slots=DEFAULT_SLOTS,
        mapping_version=3,
        lexicon_version="bench",
        placements={AFTER_INTRO: Placement(2)},
    )


def _candidate(product: int, place: int) -> Candidate:
    category = CategoryId(f"category_{place % 3}")
    because = Because(
        category, Source.RULE, RuleId(f"r{place}"), "Retinoid", Stance.RECOMMEND, Role.TREATS, None
    )
    return Candidate(
        product=ProductId(product),
        because=because,
        score=1 / (place + 1),
        priority=1,
        routine_step=place,
        covers=frozenset({category}),
        kinds=frozenset({category}),
        led_by=(category,),
    )


# --- the servers


@contextmanager
def serving(target: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run granian as production does; give its port and process id."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1"),
        *(f"--port={port}", "--workers=1", "--blocking-threads=256", "--backpressure=1024"),
        *("--log-level=error", target),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("a server did not start")
        try:
            fetch(port)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("a server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(port: int, headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", PATH, headers=headers or {})
    response = connection.getresponse()
    answer = response.status, response.read(), dict(response.getheaders())
    connection.close()
    return answer


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and everything below it."""
    ticks = sum(_ticks(each) for each in (pid, *_below(pid)))
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _below(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, children) for each in (child, *_below(child))]


# --- the load


def load(port: int, etag: str | None, *, seconds: float, connections: int) -> int:
    """Ask for *seconds* over kept connections; return how many answers came."""
    if shutil.which("wrk"):
        return _wrk(port, etag, seconds, connections)
    return _threads(port, etag, seconds, min(connections, 16))


def _wrk(port: int, etag: str | None, seconds: float, connections: int) -> int:
    condition = ["-H", f"If-None-Match: {etag}"] if etag else []
    url = f"http://127.0.0.1:{port}{PATH}"
    # wrk knows whole seconds only
    command = ["wrk", "-t2", f"-c{connections}", f"-d{max(1, round(seconds))}s", *condition, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said and not etag:
        raise SystemExit(f"refused answers:\n{said}")
    found = re.search(r"(\d+) requests in", said)
    return int(found[1]) if found else 0


def _threads(port: int, etag: str | None, seconds: float, connections: int) -> int:
    ends_at = time.perf_counter() + seconds
    counts: list[int] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        answered = 0
        while time.perf_counter() < ends_at:
            connection.request("GET", PATH, headers={"If-None-Match": etag} if etag else {})
            connection.getresponse().read()
            answered += 1
        counts.append(answered)

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def measure(port: int, pid: int, etag: str | None, seconds: float, connections: int) -> Round:
    cpu, began = cpu_seconds(pid), time.perf_counter()
    answered = load(port, etag, seconds=seconds, connections=connections)
    took = time.perf_counter() - began
    return Round(answered / took, (cpu_seconds(pid) - cpu) / max(answered, 1) * 1e6)


# --- the bench


def run(size: Size, connections: int) -> dict[str, list[Round]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = _environment(folder)
        generate(Database(f"sqlite:///{folder / 'endcap.db'}"), size)
        servers = {"endcap": stack.enter_context(serving(TARGETS["endcap"], environment))}
        _, body, headers = fetch(servers["endcap"][0])
        _remember(folder, body, headers)
        for name in ("constant", "flask"):
            servers[name] = stack.enter_context(serving(TARGETS[name], environment))
        etag = headers["etag"]
        _check(servers, body, etag)
        say(f"{len(body)} bytes of JSON, {connections} connections, {os.cpu_count()} cores")
        return _rounds(servers, etag, size, connections)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ENDCAP_DATA_DIR": str(folder),
        "ENDCAP_REDIS_URL": "redis://127.0.0.1:1/0",
        "ENDCAP_SECRET_KEY": secrets.token_hex(16),
        "ENDCAP_TOKEN_KEYS": Fernet.generate_key().decode(),
        "ENDCAP_LOG_LEVEL": "warning",
        "ENDCAP_BENCH_BODY": str(folder / "body"),
        "ENDCAP_BENCH_HEADERS": str(folder / "headers"),
    }


def _remember(folder: Path, body: bytes, headers: dict[str, str]) -> None:
    """Keep the endpoint's own answer for the constant callable."""
    (folder / "body").write_bytes(body)
    servers_own = {"date", "server"}
    own = [f"{name}: {said}" for name, said in headers.items() if name.lower() not in servers_own]
    (folder / "headers").write_text("\n".join(own))


def _check(servers: dict[str, tuple[int, int]], body: bytes, etag: str) -> None:
    """Make sure that every case answers what it is measured for."""
    for port, _ in servers.values():
        status, said, _ = fetch(port)
        if (status, said) != (200, body) or said.count(b'"position"') != 3:
            raise SystemExit("the servers do not answer alike, with three products")
    if fetch(servers["endcap"][0], {"If-None-Match": etag})[0] != 304:
        raise SystemExit("no 304 for who has the answer")


def _rounds(
    servers: dict[str, tuple[int, int]], etag: str, size: Size, connections: int
) -> dict[str, list[Round]]:
    results: dict[str, list[Round]] = {case.name: [] for case in CASES}
    for case in CASES:
        load(servers[case.server][0], None, seconds=1, connections=connections)  # warm
    for _ in range(size.rounds):
        for case in CASES:
            port, pid = servers[case.server]
            condition = etag if case.conditional else None
            results[case.name].append(measure(port, pid, condition, size.seconds, connections))
    return results


def report(results: dict[str, list[Round]]) -> None:
    medians = {
        name: Round(*(statistics.median(column) for column in zip(*rounds, strict=True)))
        for name, rounds in results.items()
    }
    limit = medians[CASES[0].name]
    say(f"{'':16}{'req/s':>10}{'of constant':>13}{'CPU us':>9}{'more':>8}")
    for name, median in medians.items():
        ratio = median.per_second / limit.per_second
        more = median.cpu_microseconds - limit.cpu_microseconds
        say(
            f"{name:16}{median.per_second:>10,.0f}{ratio:>13.2f}"
            f"{median.cpu_microseconds:>9.1f}{more:>+8.1f}"
        )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="a larger shop and longer rounds")
    parser.add_argument("--connections", type=int, default=64)
    arguments = parser.parse_args()
    report(run(FULL if arguments.full else SMALL, arguments.connections))


if __name__ == "__main__":
    main()
