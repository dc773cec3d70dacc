"""
How long a published mapping takes to reach every article, beside deciding alone.

The floor decides for as many articles in memory: their readings are decoded already, and nothing
is stored. The job loads, decodes, decides and compares in batches, under its lease.

    python -m tests.bench.bench_recompute --articles 20000
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice

from service.demo.setup import demo_mapping
from service.demo.shop import load
from service.domain.articles import Article, ArticleId
from service.domain.catalog import Shop, ShopDomain
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.reading import Reading
from service.domain.reading.folding import fold
from service.domain.recommendations import Recommender
from service.storage import articles, catalog, content, jobs, mappings
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.storage.migrate import migrate
from service.usecases.compute_recommendations import compute_recommendations
from service.usecases.install_shop import install_shop
from service.usecases.read_batches import new_of_product, read_stored
from tests.builders import NOW, a_product, an_article
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell

AT_ONCE = 500

Read = tuple[Article, Reading]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/endcap.db")
        migrate(database)
        lexicon = load_default_lexicon()
        shop = an_installed_shop(database)
        read = list(islice(cycle(read_texts(lexicon)), given.articles))
        fill(database, shop, lexicon, read)
        for _ in range(given.rounds):
            floor = seconds(lambda: decide_alone(database, shop, lexicon, read))
            whole = seconds(lambda: recompute(database, shop, lexicon))
            said = f"{given.articles} articles: {whole:.1f} s, deciding alone {floor:.1f} s"
            sys.stdout.write(f"{said}, ratio {floor / whole:.2f}\n")
        database.close()


def seconds(work: Callable[[], None]) -> float:
    began_at = time.perf_counter()
    work()
    return time.perf_counter() - began_at


def an_installed_shop(database: Database) -> Shop:
    return install_shop(
        ShopDomain("fernwick.myshopify.com"),
        FakeFeed().facts(),
        b"sealed",
        database=database,
        doorbell=SilentDoorbell(),
        clock=FakeClock(),
    )


def read_texts(lexicon: Lexicon) -> list[Read]:
    found: list[Read] = []
    for number, text in enumerate(load().articles, 1):
        article = an_article(number, title=text.title, body_html=text.body_html, tags=text.tags)
        reading = read_stored(article, lexicon)
        assert reading is not None
        found.append((article, reading))
    return found


def fill(database: Database, shop: Shop, lexicon: Lexicon, read: list[Read]) -> None:
    numbered = [(replace(a, id=ArticleId(n)), r) for n, (a, r) in enumerate(read, 1)]
    sold = [
        a_product(number, title=product.title, ingredients=product.ingredients)
        for number, product in enumerate(load().products, 1)
    ]
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, sold)
        readings = [new_of_product(product, lexicon, content.Before()) for product in sold]
        catalog.store_readings(tx, shop.id, readings)
        for start in range(0, len(numbered), AT_ONCE):
            page = numbered[start : start + AT_ONCE]
            articles.store(tx, shop.id, [article for article, _ in page])
            new = [content.new_reading(a, r, fold(r.text.text)) for a, r in page]
            articles.store_readings(tx, shop.id, new)
        mappings.publish(tx, shop.id, demo_mapping(), author="", note="", now=NOW)


def decide_alone(database: Database, shop: Shop, lexicon: Lexicon, read: list[Read]) -> None:
    with database.transaction(shop.id, read_only=True) as tx:
        recommender = Recommender.of(
            mapping=demo_mapping(),
            mapping_version=1,
            products=catalog.all_products(tx, shop.id),
            product_readings=catalog.readings(tx, shop.id),
            lexicon=lexicon,
            now=NOW,
        )
    for article, reading in read:
        recommender.recommend(article, reading)


def recompute(database: Database, shop: Shop, lexicon: Lexicon) -> None:
    """Publish anew, so that every answer is another one, and run the job."""
    with database.transaction(shop.id) as tx:
        mappings.publish(tx, shop.id, demo_mapping(), author="", note="", now=NOW)
        jobs.add(tx, shop.id, JobKind.COMPUTE_RECOMMENDATIONS, {}, NOW)
    job = claimed(database)
    compute_recommendations(job, database=database, lexicon=lexicon, clock=FakeClock())
    with database.transaction(shop.id) as tx:
        jobs.finish(tx, job, now=NOW)


def claimed(database: Database) -> Job:
    with database.system() as tx:
        job = jobs.claim(tx, JobKind.COMPUTE_RECOMMENDATIONS, now=NOW)
    assert job is not None
    return job


if __name__ == "__main__":
    main()
