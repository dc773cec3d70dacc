"""
How long a published mapping, and one changed product, take to reach the articles of a large shop.

The shop has the generated texts of the fake Shopify: each category is in a good third of its
products. The floor decides for as many articles in memory: their readings are decoded already, and
nothing is stored. The job loads, decodes, decides and compares in batches, under its lease.

    python -m tests.bench.bench_recompute --full
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import TypeVar

from service.demo.fake_shopify.generated import generated_shop
from service.demo.shop import DemoArticle, DemoProduct
from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId, Shop, ShopDomain
from service.domain.jobs import Job, JobId, JobKind
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping
from service.domain.reading import Reading
from service.domain.reading.folding import fold
from service.domain.recommendations import Recommender
from service.domain.sync_runs import RunKind
from service.storage import articles, catalog, content, jobs, mappings
from service.storage.content import Before, NewReading
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.storage.migrate import migrate
from service.usecases.compute_recommendations import compute_recommendations
from service.usecases.install_shop import install_shop
from service.usecases.read_batches import new_of_product, read_stored
from service.usecases.recording import Recording
from service.usecases.refresh_products import read_found, refresh_products
from tests.bench.bench_rereading import databases
from tests.builders import NOW, a_product, a_rule, an_article
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell

AT_ONCE = 500
TEXTS = 1_000
"""So many are read; the others say the same under another id."""

KIND = JobKind.COMPUTE_RECOMMENDATIONS
T = TypeVar("T")


def main() -> None:
    given = _arguments()
    sizes = (given.products, given.articles)
    with databases(given.database) as address:
        bench = Bench.of(address("recompute"), *sizes)
        say(f"{given.database}, {sizes[0]} products, {sizes[1]} articles")
        for _ in range(given.rounds):
            with profiled(given.profile):
                whole, memory = measured(bench.publish_anew)
            say(f"all articles: {whole:.1f} s, {memory} MiB more at the most")
            floor, _ = measured(bench.decide_alone)
            say(f"deciding alone: {floor:.1f} s, ratio {floor / whole:.2f}")
            one, _ = measured(bench.sell_out)
            say(f"a product sold out: {one:.1f} s, {bench.decided()} articles")
        bench.database.close()


def say(said: str) -> None:
    sys.stdout.write(said + "\n")
    sys.stdout.flush()


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """Return the seconds that *work* takes, and by how much the peak of memory grows, in MiB."""
    began_at, before = time.perf_counter(), _peak()
    work()
    return time.perf_counter() - began_at, _peak() - before


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def profiled(wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    with cProfile.Profile() as profile:
        yield
    pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(30)


@dataclass
class Bench:
    database: Database
    shop: Shop
    lexicon: Lexicon
    mapping: Mapping
    sold_out: int = 0

    @classmethod
    def of(cls, url: str, products: int, texts: int) -> Bench:
        database, lexicon = Database(url), load_default_lexicon()
        migrate(database)
        shop = install_shop(
            ShopDomain("fernwick.myshopify.com"),
            FakeFeed().facts(),
            b"sealed",
            database=database,
            doorbell=SilentDoorbell(),
            clock=FakeClock(),
        )
        said = fill(database, shop, lexicon, products, texts)
        ruled = sorted({found.category for reading in said for found in reading.categories})[::3]
        rules = tuple(a_rule(*range(n, n + 20), category=c) for n, c in enumerate(ruled, 1))
        return cls(database, shop, lexicon, Mapping(rules))

    def publish_anew(self) -> None:
        """Publish anew, so that every answer is another one, and run the job."""
        with self.database.transaction(self.shop.id) as tx:
            mappings.publish(tx, self.shop.id, self.mapping, author="", note="", now=NOW)
            jobs.add(tx, self.shop.id, KIND, {}, NOW)
        self._work()

    def sell_out(self) -> None:
        """Take over that one product cannot be bought any more, and run the job."""
        self.sold_out += 1
        number = ProductId(self.sold_out)
        with self.database.transaction(self.shop.id) as tx:
            gone = replace(catalog.find(tx, self.shop.id, [number])[number], available=False)
            read = read_found([gone], self.lexicon)
            refresh_products(
                tx,
                self.shop.id,
                [number],
                read,
                recording=Recording(self._told_of(), RunKind.WEBHOOK, clock=FakeClock()),
                lexicon=self.lexicon,
                now=NOW,
            )
        self._work()

    def _told_of(self) -> Job:
        return Job(JobId(0), self.shop.id, JobKind.HANDLE_WEBHOOKS, {}, 1, "")

    def decided(self) -> int:
        with self.database.system(read_only=True) as tx:
            newest = jobs.newest(tx, self.shop.id, KIND)
        assert newest is not None
        return int(newest.progress["articles"])

    def decide_alone(self) -> None:
        with self.database.transaction(self.shop.id, read_only=True) as tx:
            recommender = Recommender.over(
                catalog.stocked(tx, self.shop.id, now=NOW),
                mapping=self.mapping,
                mapping_version=1,
                lexicon=self.lexicon,
                now=NOW,
            )
            ids = articles.read_ids(tx, self.shop.id)
            few = articles.all_read(tx, self.shop.id, ids[:TEXTS])
        for read in islice(cycle(few), len(ids)):
            recommender.recommend(read.article, read.reading)

    def _work(self) -> None:
        with self.database.system() as tx:
            job: Job | None = jobs.claim(tx, KIND, now=NOW)
        assert job is not None
        clock = FakeClock()
        compute_recommendations(job, database=self.database, lexicon=self.lexicon, clock=clock)
        with self.database.transaction(self.shop.id) as tx:
            jobs.finish(tx, job, now=NOW)


def fill(
    database: Database, shop: Shop, lexicon: Lexicon, products: int, texts: int
) -> Sequence[Reading]:
    """Store products and articles with their readings; return what the articles say."""
    made = generated_shop(min(products, TEXTS), min(texts, TEXTS))
    sold = [_a_product(product) for product in made.products]
    read = [(article, _read(article, lexicon)) for article in map(_an_article, made.articles)]
    readings = [new_of_product(product, lexicon, Before()).reading for product in sold]
    say("the texts are read")
    for page in pages(list(zip(sold, readings, strict=True)), products):
        new = [_kept(replace(p, id=ProductId(n)), r, "") for n, (p, r) in page]
        with database.transaction(shop.id) as tx:
            catalog.store(tx, shop.id, [replace(p, id=ProductId(n)) for n, (p, _) in page])
            catalog.store_readings(tx, shop.id, new)
    for written in pages(read, texts):
        new = [_kept(replace(a, id=ArticleId(n)), r, r.text.text) for n, (a, r) in written]
        with database.transaction(shop.id) as tx:
            articles.store(
                tx, shop.id, [each.read for each in new if isinstance(each.read, Article)]
            )
            articles.store_readings(tx, shop.id, new)
    return [reading for _, reading in read]


def pages(found: Sequence[T], count: int) -> Iterator[list[tuple[int, T]]]:
    numbered = enumerate(islice(cycle(found), count), 1)
    while page := list(islice(numbered, AT_ONCE)):
        yield page


def _kept(read: Product | Article, reading: object, searched: str) -> NewReading:
    return content.new_reading(read, reading, fold(searched))  # type: ignore[arg-type]


def _a_product(made: DemoProduct) -> Product:
    return a_product(
        made.id,
        title=made.title,
        product_type=made.product_type,
        tags=made.tags,
        description_html=made.description_html,
        ingredients=made.ingredients,
        available=any(variant.available for variant in made.variants),
    )


def _an_article(made: DemoArticle) -> Article:
    return an_article(
        made.id,
        title=made.title,
        body_html=made.body_html,
        tags=made.tags,
        blog_handle=made.blog_handle,
    )


def _read(article: Article, lexicon: Lexicon) -> Reading:
    reading = read_stored(article, lexicon)
    assert reading is not None
    return reading


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--products", type=int, default=5_000)
    parser.add_argument("--full", action="store_true", help="100,000 products, 20,000 articles")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    given = parser.parse_args()
    if given.full:
        given.products, given.articles = 100_000, 20_000
    return given


if __name__ == "__main__":
    main()
