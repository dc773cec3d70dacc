"""``endcap reread`` does the work itself where no worker does, and goes on where it was stopped."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.domain.articles import Article
from service.domain.jobs import JobKind
from service.domain.lexicon import Lexicon
from service.storage import articles, jobs, shops
from service.storage.database import Database
from service.usecases import read_batches
from service.usecases import read_content as usecase
from tests.builders import an_article
from tests.integration.web.furnished import DOMAIN

NUMBERS = range(5001, 5021)


@pytest.fixture
def read(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the articles that are read, of twenty more that the shop has."""
    with database.system() as tx:
        shop = shops.get_by_domain(tx, DOMAIN)
        articles.store(tx, shop.id, [an_article(number) for number in NUMBERS])
    found = list[int]()
    real = read_batches.read_stored

    def note(article: Article, lexicon: Lexicon) -> Any:
        found.append(article.id)
        return real(article, lexicon)

    monkeypatch.setattr(read_batches, "read_stored", note)
    return found


def reread(*words: str) -> Result:
    return CliRunner().invoke(cli, ("reread", "--shop", DOMAIN, *words))


def test_reads_what_is_stale_and_says_so(read: list[int]) -> None:
    result = reread()

    assert 0 == result.exit_code, result.exception
    assert set(NUMBERS) <= set(read)
    assert f"{DOMAIN}: " in result.output


def test_reads_nothing_a_second_time_unless_asked_to(read: list[int]) -> None:
    reread()
    first = sorted(read)
    read.clear()

    reread()
    second = sorted(read)
    reread("--all")

    assert ([], first) == (second, sorted(read))


def test_answers_with_json(read: list[int]) -> None:
    said = json.loads(reread("--json").stdout)

    assert (False, 0, said["total"]) == (said["is_open"], said["dead"], said["looked_at"])
    assert len(read) <= said["read"] <= said["total"]


def test_goes_on_where_it_was_stopped(
    database: Database, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecase, "ALONE", 5)
    monkeypatch.setattr(read_batches, "LOOK", 2)
    monkeypatch.setattr(read_batches, "BATCH", 2)
    noting = read_batches.read_stored

    def stop(article: Article, lexicon: Lexicon) -> Any:
        if article.id == NUMBERS[10]:
            raise KeyboardInterrupt
        return noting(article, lexicon)

    monkeypatch.setattr(read_batches, "read_stored", stop)
    stopped = reread()
    monkeypatch.setattr(read_batches, "read_stored", noting)
    again = reread()

    assert (130, 0) == (stopped.exit_code, again.exit_code)
    assert "Stopped; go on with: endcap reread" in stopped.output
    assert set(NUMBERS) <= set(read)
    assert len(read) == len(set(read))
    with database.system(read_only=True) as tx:
        shop = shops.get_by_domain(tx, DOMAIN)
        waiting = {job.kind for job in jobs.unfinished(tx, shop.id)}
    assert waiting.isdisjoint({JobKind.READ_CONTENT, JobKind.COMPUTE_RECOMMENDATIONS})
