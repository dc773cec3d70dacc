from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.clients.redis import RedisUnavailableError
from service.storage import jobs, shops
from service.storage.database import Database
from service.usecases.check_readiness import SWEPT_WITHIN, check_readiness
from tests.builders import NOW, an_article
from tests.integration.api.conftest import Here, Served, a_decision


@pytest.fixture
def ready(served: Served) -> Served:
    """A shop that was synced and computed, and a worker that swept just now."""
    with served.database.transaction() as tx:
        shops.mark_synced(tx, served.shop.id, began_at=NOW, full=True)
        jobs.mark(tx, jobs.SWEEP, now=NOW)
    return served


def unready(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/health/ready")
    assert response.status_code == 503
    checks: dict[str, Any] = response.get_json()["checks"]
    return {name: check["detail"] for name, check in checks.items() if not check["ok"]}


def test_a_process_that_answers_lives(client: FlaskClient) -> None:
    response = client.get("/health/live")

    assert (response.status_code, response.get_json()) == (200, {"status": "ok"})


def test_is_ready_when_everything_is_there(ready: Served, client: FlaskClient) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.get_json()["status"] == "ok"
    assert set(response.get_json()["checks"]) == {"database", "worker", "shop", "answers", "redis"}


def test_a_fresh_installation_says_what_is_missing(client: FlaskClient) -> None:
    assert set(unready(client)) == {"worker", "shop"}


def test_a_worker_that_swept_too_long_ago_does_not_count(
    ready: Served, client: FlaskClient, here: Here
) -> None:
    here.now += SWEPT_WITHIN
    assert client.get("/health/ready").status_code == 200

    here.now += timedelta(seconds=1)
    assert set(unready(client)) == {"worker"}


def test_articles_without_an_answer_are_counted(ready: Served, client: FlaskClient) -> None:
    ready.publish(an_article(2), None)
    ready.publish(an_article(3), None)

    assert unready(client) == {"answers": "2 articles have none yet"}

    for number in (2, 3):
        ready.publish(an_article(number), a_decision(number))
    assert client.get("/health/ready").status_code == 200


def test_redis_must_answer(ready: Served, client: FlaskClient, here: Here) -> None:
    here.redis_error = RedisUnavailableError("connection refused at redis.internal:6379")

    assert unready(client) == {"redis": "it does not answer"}


def test_a_database_without_its_tables_is_not_ready(here: Here) -> None:
    checks = check_readiness(
        database=Database("sqlite://"), ping_redis=here.ping_redis, clock=here.clock
    )

    assert [(check.name, check.ok) for check in checks] == [("database", False), ("redis", True)]
    assert checks[0].detail == "run the migrations"


def test_a_database_that_is_away_is_not_ready(here: Here) -> None:
    checks = check_readiness(
        database=Database("postgresql+psycopg://nobody@127.0.0.1:1/none"),
        ping_redis=here.ping_redis,
        clock=here.clock,
    )

    assert checks[0] == ("database", False, "it does not answer")
