"""Real workers, real queue, real PostgreSQL: they share a long reading, and one may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from cryptography.fernet import Fernet
from redis import Redis
from sqlalchemy import text

from config.celery import celery_options
from config.settings import Settings
from service.clients.doorbell import CeleryDoorbell
from service.domain.catalog import Shop, ShopDomain
from service.domain.jobs import JobKind, JobState
from service.ports import ShopFacts, utc_now
from service.storage import articles, jobs, shops
from service.storage.database import Database
from service.usecases.reread_content import Rereading, how_far, request_rereading
from tests.builders import an_article
from tests.conftest import _fresh_postgresql, roles_of

ROOT = Path(__file__).parents[3]
ARTICLES = 2500
BODY = "<p>We recommend glycolic acid for dull skin, and a plain cream at night.</p>" * 40


@pytest.fixture
def settings(
    postgresql_url: str, postgresql_template: str, redis_url: str, tmp_path: Path
) -> Iterator[Settings]:
    """Of a production with an empty database and an empty queue."""
    queue: Redis = Redis.from_url(redis_url)
    queue.flushdb()
    for url in _fresh_postgresql(postgresql_url, postgresql_template):
        yield Settings(
            data_dir=tmp_path,
            database_url=roles_of(url).app,
            database_system_url=roles_of(url).system,
            redis_url=redis_url,
            secret_key="k" * 32,
            token_keys=Fernet.generate_key().decode(),
            host_name="test-host",
        )
    queue.flushdb()


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database, system_url=settings.database_system_url)
    yield database
    database.close()


@pytest.fixture
def shop(database: Database) -> Shop:
    """With articles that were never read, and nothing to sync."""
    facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
    with database.system() as tx:
        domain = ShopDomain("fernwick.myshopify.com")
        shop = shops.install(tx, domain, facts, sealed_token=b"", now=utc_now())
        shops.mark_synced(tx, shop.id, began_at=utc_now(), full=True)
        page = [an_article(n, body_html=BODY, language="en") for n in range(1, ARTICLES + 1)]
        articles.store(tx, shop.id, page)
    return shop


@pytest.fixture
def doorbell(settings: Settings) -> CeleryDoorbell:
    celery = Celery(set_as_current=False)
    celery.conf.update(celery_options(settings))
    return CeleryDoorbell(celery, host_name=settings.host_name)


@pytest.fixture
def workers(settings: Settings, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two worker processes, each with one child that works."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ENDCAP_")} | {
        "ENDCAP_DATA_DIR": str(tmp_path),
        "ENDCAP_DATABASE_URL": settings.database_url,
        "ENDCAP_DATABASE_SYSTEM_URL": settings.database_system_url,
        "ENDCAP_REDIS_URL": settings.redis_url,
        "ENDCAP_SECRET_KEY": settings.secret_key,
        "ENDCAP_TOKEN_KEYS": settings.token_keys,
        "ENDCAP_HOST_NAME": settings.host_name,
        "ENDCAP_WORKER_PROCESSES": "1",
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "service.cli", "worker"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(2)
    ]
    yield started
    for worker in started:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


class Watch:
    """Rings now and then, as the schedule does, until something is so."""

    def __init__(self, database: Database, shop: Shop, doorbell: CeleryDoorbell) -> None:
        self.database = database
        self.shop = shop
        self.doorbell = doorbell

    def until(self, is_so: Callable[[], bool], *, seconds: float = 90) -> bool:
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > deadline:
                return False
            self.doorbell.ring(JobKind.READ_CONTENT)
            time.sleep(0.1)
        return True

    def how_far(self) -> Rereading:
        return how_far(self.shop.id, database=self.database)

    def running(self) -> int:
        with self.database.system(read_only=True) as tx:
            return sum(
                job.state is JobState.RUNNING and job.kind is JobKind.READ_CONTENT
                for job in jobs.unfinished(tx, self.shop.id)
            )

    def let_leases_end(self) -> None:
        """As if two minutes had passed without a word."""
        past = utc_now() - timedelta(seconds=1)
        with self.database.system() as tx:
            tx.execute(
                text("UPDATE jobs SET leased_until = :past WHERE state = 'running'"), {"past": past}
            )


def test_two_workers_share_a_reading_and_one_goes_on_alone_when_the_other_is_killed(
    database: Database,
    shop: Shop,
    doorbell: CeleryDoorbell,
    workers: list[subprocess.Popen[bytes]],
) -> None:
    watch = Watch(database, shop, doorbell)
    request_rereading(
        shop.id, everything=False, database=database, doorbell=doorbell, clock=utc_now
    )

    assert watch.until(lambda: watch.running() == 2)
    assert watch.until(lambda: watch.how_far().looked_at > 0)
    os.killpg(workers[0].pid, signal.SIGKILL)
    watch.let_leases_end()

    assert watch.until(lambda: not watch.how_far().is_open)
    assert (
        Rereading(total=ARTICLES, looked_at=ARTICLES, read=ARTICLES, changed=ARTICLES)
        == watch.how_far()
    )
    with database.system(read_only=True) as tx:
        assert ARTICLES == len(articles.read_ids(tx, shop.id))
