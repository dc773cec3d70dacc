from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.clients.redis import RedisUnavailableError
from service.storage import jobs, shops
from service.storage.database import Database
from service.storage.jobs import SWEPT_WITHIN
from service.usecases.check_readiness import check_readiness
from tests.builders import NOW, an_article
from tests.integration.api.conftest import Here, Served, a_decision


@pytest.fixture
def ready(served: Served) -> Served:
    """A shop that was synced and computed, and a worker that swept just now."""
    with served.database.system() as tx:
        shops.mark_synced(tx, served.shop.id, began_at=NOW, full=True)
        jobs.mark(tx, jobs.SWEEP, now=NOW)
    return served


def unready(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/health/ready")
    assert 503 == response.status_code
    checks: dict[str, Any] = response.get_json()["checks"]
    return {name: check["detail"] for name, check in checks.items() if not check["ok"]}


def test_a_process_that_answers_lives(client: FlaskClient) -> None:
    response = client.get("/health/live")

    assert (200, {"status": "ok"}) == (response.status_code, response.get_json())


def test_is_ready_when_everything_is_there(ready: Served, client: FlaskClient) -> None:
    response = client.get("/health/ready")

    assert 200 == response.status_code
    assert "ok" == response.get_json()["status"]
    assert {"database", "worker", "shop", "answers", "redis"} == set(response.get_json()["checks"])


def test_a_fresh_installation_says_what_is_missing(client: FlaskClient) -> None:
    assert {"worker", "shop"} == set(unready(client))


def test_a_worker_that_swept_too_long_ago_does_not_count(
    ready: Served, client: FlaskClient, here: Here
) -> None:
    here.now += SWEPT_WITHIN
    assert 200 == client.get("/health/ready").status_code

    here.now += timedelta(seconds=1)
    assert {"worker"} == set(unready(client))


def test_articles_without_an_answer_are_counted(ready: Served, client: FlaskClient) -> None:
    ready.publish(an_article(2), None)
    ready.publish(an_article(3), None)

    assert {"answers": "2 articles have none yet"} == unready(client)

    for number in (2, 3):
        ready.publish(an_article(number), a_decision(number))
    assert 200 == client.get("/health/ready").status_code


def test_redis_must_answer(ready: Served, client: FlaskClient, here: Here) -> None:
    here.redis_error = RedisUnavailableError("connection refused at redis.internal:6379")

    assert {"redis": "it does not answer"} == unready(client)


def test_a_database_without_its_tables_is_not_ready(here: Here) -> None:
    checks = check_readiness(
        database=Database("sqlite://"), ping_redis=here.ping_redis, clock=here.clock
    )

    assert [("database", False), ("redis", True)] == [(check.name, check.ok) for check in checks]
    assert "run the migrations" == checks[0].detail


def test_a_database_that_is_away_is_not_ready(here: Here) -> None:
    checks = check_readiness(
        database=Database("postgresql+psycopg://nobody@127.0.0.1:1/none"),
        ping_redis=here.ping_redis,
        clock=here.clock,
    )

    assert ("database", False, "it does not answer") == checks[0]
