"""Whatever a job is doing when its process is killed, another ends it, and all is as it should be.

Each kind of job is killed at twenty points, evenly spread over all that it says to the database.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import func, select

from service.domain.articles import ArticleId
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId
from service.domain.mappings import Mapping
from service.domain.recommendations import Decision
from service.domain.webhooks import Delivery
from service.storage import answers, articles, jobs, mappings, replays
from service.storage.database import Database
from service.storage.jobs import LEASE
from service.storage.replays import DRAFT, Basis, Showing
from service.storage.tables import metadata
from service.usecases.accept_webhook import accept_webhook
from service.usecases.uninstall_shop import uninstall_shop
from service.wiring import run_due
from tests.builders import NOW, a_product, a_rule, an_article
from tests.integration.killing import killed_at
from tests.integration.webhooks.conftest import DOMAIN, Told
from tests.integration.webhooks.test_redaction import keys, services

__all__ = ["keys", "services"]

RETINOIDS = CategoryId("retinoids")
KILLS = 20
THINGS = 6
"""Enough for one of them to go without a second look."""
TO_SHOPIFY = {JobKind.REFRESH_TOKEN, JobKind.PUBLISH_FIRST_PAINT}
KINDS = tuple(kind for kind in JobKind if kind not in TO_SHOPIFY)
"""The others speak to Shopify first of all: see `test_tokens` and `test_going_wrong`."""
BEFORE: dict[JobKind, tuple[JobKind, ...]] = {
    JobKind.READ_CONTENT: (JobKind.SYNC_CATALOG,),
    JobKind.COMPUTE_RECOMMENDATIONS: (JobKind.SYNC_CATALOG, JobKind.READ_CONTENT),
    JobKind.PROPOSE_TERMS: (JobKind.SYNC_CATALOG, JobKind.READ_CONTENT),
    JobKind.REPLAY_MAPPING: (JobKind.SYNC_CATALOG, JobKind.READ_CONTENT),
}
"""What has to be done first, so that there is something to do."""


def change(told: Told, number: int, kind: JobKind) -> None:
    """Let the shop hold something else than before: one thing more, one less, others edited.

    Of what is gone Shopify tells those alone who look at all that there is.
    """
    first = 1 if kind is JobKind.FOLLOW_CHANGES else 1 + number % 2
    told.clock.move(timedelta(minutes=1))
    at = NOW + timedelta(minutes=number)
    told.feed.content_products = [
        a_product(n, title=f"Retinol serum, batch {number}", updated_at=at)
        for n in range(first, first + THINGS)
    ]
    body = f"<p>We recommend a retinol serum at night, and {number} drops of bakuchiol.</p>"
    told.feed.content_articles = [
        an_article(n, title="Retinol", body_html=body, updated_at=at)
        for n in range(first, first + THINGS)
    ]


def ask(told: Told, kind: JobKind) -> None:
    first = BEFORE.get(kind, (kind,))[0]
    payload = {"full": True} if first is JobKind.SYNC_CATALOG else {}
    with told.database.system() as tx:
        jobs.add(tx, told.shop.id, first, payload, told.clock.now)
    for each in BEFORE.get(kind, ()):
        told.work(each)
    if kind is JobKind.PROPOSE_TERMS:
        with told.database.system() as tx:  # which waits for a quiet moment
            jobs.add(tx, told.shop.id, kind, {}, told.clock.now)
    if kind is JobKind.REPLAY_MAPPING:
        replay_a_draft(told)
    if kind is JobKind.HANDLE_WEBHOOKS:
        for product in {*told.products(), *(p.id for p in told.feed.content_products)}:
            tell(told, "products/update", b'{"id":%d}' % product)
    if kind is JobKind.REDACT_SHOP:
        told.clock.move(timedelta(minutes=1))
        uninstall_shop(
            DOMAIN, triggered_at=told.clock.now, database=told.database, clock=told.clock
        )
        tell(told, "shop/redact", b'{"shop_domain":"%b"}' % DOMAIN.encode())


def replay_a_draft(told: Told) -> None:
    """Edit the draft, so that each article shows something else, and have it looked at."""
    lexicon = told.services.lexicons.of(told.shop.id)
    with told.database.system() as tx:
        draft, articles_read = (
            mappings.draft(tx, told.shop.id),
            articles.count_read(tx, told.shop.id),
        )
        rule = a_rule(
            told.feed.content_products[0].id, category=RETINOIDS, label=str(told.clock.now)
        )
        edited = Mapping(rules=(rule,))
        seen, now = draft.revision, told.clock.now
        saved = mappings.save_draft(tx, told.shop.id, edited, seen=seen, author="", now=now)
        against = mappings.published(tx, told.shop.id).version
        basis = Basis(saved.revision, against, lexicon.version, 0)
        replays.begin(
            tx, told.shop.id, DRAFT, basis, articles=articles_read, reached=articles_read, now=now
        )
        jobs.add(tx, told.shop.id, JobKind.REPLAY_MAPPING, {}, now)


def is_replayed(told: Told) -> bool:
    with told.database.system(read_only=True) as tx:
        replay = replays.find(tx, told.shop.id, DRAFT)
        changed = replays.counts(tx, told.shop.id, DRAFT)[Showing.ALL]
    assert replay is not None
    return replay.finished_at is not None and changed == replay.looked_at == replay.reached > 0


def tell(told: Told, topic: str, body: bytes) -> None:
    accept_webhook(
        Delivery(DOMAIN, topic, f"{topic}-{body!r}-{told.clock.now}", body, told.clock.now),
        database=told.database,
        doorbell=told.services.doorbell,
        clock=told.clock,
    )


def in_a_process(told: Told, kind: JobKind, noted: Path, die_at: int = 0) -> int:
    """Work on *kind* in a process that is killed at its *die_at*-th statement; how it ended."""

    def work(database: Database) -> int:
        return run_due(kind, replace(told.services, database=database))

    return killed_at(die_at, told.database, work, noted=noted)


def rest(told: Told) -> None:
    """What the killed one held is taken over, and all that follows from it is done."""
    told.clock.move(LEASE + timedelta(seconds=1))
    told.work(*KINDS)


def decisions(told: Told) -> dict[ArticleId, Decision]:
    with told.database.system(read_only=True) as tx:
        return answers.find_many(tx, told.shop.id, articles.read_ids(tx, told.shop.id))


def decided_anew(told: Told) -> dict[ArticleId, Decision]:
    with told.database.system() as tx:
        jobs.add(tx, told.shop.id, JobKind.COMPUTE_RECOMMENDATIONS, {}, told.clock.now)
    told.work(*KINDS)
    return decisions(told)


def is_true(told: Told, kind: JobKind) -> bool:
    with told.database.system(read_only=True) as tx:
        assert not jobs.dead(tx, told.shop.id)
        newest = jobs.newest(tx, told.shop.id, kind)
    assert newest is not None
    assert not newest.error
    if kind is not JobKind.HANDLE_WEBHOOKS:
        with told.database.system(read_only=True) as tx:
            assert set(articles.read_ids(tx, told.shop.id)) == {
                article.id for article in told.feed.content_articles
            }
    assert told.products() == {product.id: product for product in told.feed.content_products}
    assert {True} >= {row.settled_at is not None for row in told.inbox()}
    if kind is JobKind.REPLAY_MAPPING:
        assert is_replayed(told)
    return decisions(told) == decided_anew(told)


def is_gone(told: Told) -> bool:
    with told.database.system(read_only=True) as tx:
        counts = {
            table.name: tx.scalar(select(func.count()).select_from(table))
            for table in metadata.sorted_tables
            if {"shop_id", "domain"} & set(table.c.keys())
        }
    return not any(counts.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_that_is_killed_twenty_times_is_done_once_each(
    told: Told, tmp_path: Path, keys: Redis, kind: JobKind
) -> None:
    redacts = kind is JobKind.REDACT_SHOP
    check: Callable[[], bool] = (
        (lambda: is_gone(told)) if redacts else (lambda: is_true(told, kind))
    )
    change(told, 1, kind)
    ask(told, JobKind.SYNC_CATALOG)
    told.work(*KINDS)
    change(told, 2, kind)
    ask(told, kind)
    noted = tmp_path / "said"
    assert 0 == in_a_process(told, kind, noted)
    rest(told)
    assert check()
    all_said = int(noted.read_text())

    for kill in range(KILLS):
        if redacts:
            told.shop = told.install()
        change(told, kill + 3, kind)
        ask(told, kind)
        ended = in_a_process(told, kind, noted, 1 + kill * (all_said - 1) // KILLS)
        rest(told)

        assert -signal.SIGKILL == ended
        assert check(), f"killed at {kill} of {KILLS}"
