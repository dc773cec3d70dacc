"""Tokens of an hour: renewed by one process at a time, kept before use, and never lost."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from service.clients.sealing import SealBrokenError
from service.clients.shopify.oauth import App, ClientRefusedError, SessionTokenRefusedError
from service.clients.shopify.tokens import LOCK_LASTS, LockLostError
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.domain.catalog import Shop
from service.domain.connections import ConnectionKind, Grant
from service.domain.errors import (
    ReauthNeededError,
    ShopClosedError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
)
from service.domain.jobs import JobKind
from service.storage import connections, jobs, shops
from service.storage.database import Database
from service.usecases.install_shop import install_shop
from service.usecases.refresh_token import plan_refreshes, refresh_token
from service.usecases.run_jobs import run_due_jobs
from tests.fakes import SilentDoorbell
from tests.integration.shopify import killed
from tests.integration.shopify.fake_process import FakeProcess
from tests.integration.shopify.opening import DOMAIN, KEYS, Opening, ShiftedClock

HOUR = timedelta(hours=1)


@pytest.fixture
def opening(database: Database, fake: FakeProcess) -> Iterator[Opening]:
    fake.control("POST", "install", {})
    yield Opening(fake, database)
    fake.control("DELETE", "faults")


@pytest.fixture
def shop(opening: Opening) -> Shop:
    return opening.install()


def expire(opening: Opening, what: str) -> None:
    opening.fake.control("POST", "tokens/expire", {"what": what})


def name(opening: Opening, shop: Shop) -> str:
    return opening.clients.feed(shop).facts().name


def test_a_shop_opens_with_what_a_session_token_was_exchanged_for(
    opening: Opening, shop: Shop
) -> None:
    found = opening.connection(shop)

    assert "Fernwick" == name(opening, shop)
    assert (ConnectionKind.EXPIRING, 1) == (found.kind, found.version)
    assert {"read_products", "read_content"} <= found.scopes
    assert found.access_expires_at is not None
    assert found.refresh_expires_at is not None
    assert found.refresh_expires_at - found.access_expires_at > timedelta(days=89)


def test_neither_token_stands_in_the_database_unsealed(
    opening: Opening, shop: Shop, database: Database
) -> None:
    found = opening.connection(shop)
    tokens = [opening.seal.open(DOMAIN, t) for t in (found.access_token, found.refresh_token) if t]

    with database.system(read_only=True) as tx:
        row = str(tuple(tx.execute(text("SELECT * FROM connections")).one())).encode()

    assert 2 == len(tokens)
    assert [] == [token for token in tokens if token.encode() in row or token in repr(found)]


def test_a_token_with_little_time_left_is_renewed_before_it_is_used(
    opening: Opening, shop: Shop
) -> None:
    before = opening.connection(shop)
    opening.clock.shift = timedelta(minutes=56)

    assert "Fernwick" == name(opening, shop)
    after = opening.connection(shop)
    assert before.version + 1 == after.version
    assert after.refresh_token != before.refresh_token
    assert after.scopes == before.scopes


def test_a_token_with_time_left_is_kept(opening: Opening, shop: Shop) -> None:
    opening.clock.shift = timedelta(minutes=50)

    name(opening, shop)

    assert 1 == opening.connection(shop).version


def test_a_token_that_shopify_refuses_is_renewed_once(opening: Opening, shop: Shop) -> None:
    expire(opening, "access")

    assert "Fernwick" == name(opening, shop)
    assert 2 == opening.connection(shop).version


def test_many_that_renew_at_once_renew_once(
    opening: Opening, shop: Shop, database: Database
) -> None:
    later = ShiftedClock(timedelta(minutes=57))
    processes = [Opening(opening.fake, database, clock=later) for _ in range(6)]
    names: list[str] = []
    askers = [
        threading.Thread(target=lambda p=process: names.append(name(p, shop)))
        for process in processes
    ]

    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert ["Fernwick"] * 6 == names
    assert 2 == opening.connection(shop).version


@pytest.mark.parametrize("kind", ["cut", "half_json", "502"])
def test_the_lost_answer_of_a_refresh_is_asked_for_again(
    opening: Opening, shop: Shop, kind: str
) -> None:
    opening.clock.shift = timedelta(minutes=57)
    opening.fake.order(kind, on="oauth")

    assert "Fernwick" == name(opening, shop)
    assert 2 == opening.connection(shop).version


def test_another_takes_over_from_a_process_that_was_killed_before_it_stored_the_answer(
    opening: Opening, shop: Shop, database: Database
) -> None:
    before = opening.connection(shop)
    assert before.refresh_token is not None
    old = opening.seal.open(DOMAIN, before.refresh_token)
    with database.system() as tx:
        assert connections.lock(tx, DOMAIN, "killed", now=opening.clock(), lasts=LOCK_LASTS)
    lost = opening.clients.oauth().refresh(DOMAIN, old)
    opening.clock.shift = timedelta(minutes=57)

    assert "Fernwick" == name(opening, shop)
    after = opening.connection(shop)
    assert (2, lost.access_token) == (after.version, opening.seal.open(DOMAIN, after.access_token))


@pytest.mark.parametrize("point", killed.POINTS)
def test_a_process_killed_in_the_middle_of_a_refresh_costs_no_token(
    opening: Opening, shop: Shop, database: Database, point: str
) -> None:
    ended = killed.killed_at(point, DOMAIN, database, fake_url=opening.fake.url, keys=KEYS)
    opening.clock.shift = timedelta(minutes=57)

    assert -signal.SIGKILL == ended
    assert "Fernwick" == name(opening, shop)
    found = opening.connection(shop)
    assert None is found.reauth_needed_at
    assert found.refresh_token is not None
    living = opening.fake.control("GET", "tokens")["refresh"]["tokenEnd"]
    assert opening.seal.open(DOMAIN, found.refresh_token).endswith(living)


@pytest.mark.parametrize("point", killed.POINTS)
def test_the_next_sweep_looks_after_whom_a_killed_process_left(
    opening: Opening, shop: Shop, database: Database, point: str
) -> None:
    """While Shopify still says again what it said: nothing else may ask for an hour."""
    with database.system() as tx:
        jobs.add(tx, shop.id, JobKind.REFRESH_TOKEN, {}, opening.clock())
        assert jobs.claim(tx, JobKind.REFRESH_TOKEN, now=opening.clock()) is not None
    killed.killed_at(point, DOMAIN, database, fake_url=opening.fake.url, keys=KEYS)
    opening.clock.shift = LOCK_LASTS + timedelta(seconds=1)

    tend(opening)

    once_more = point == "before_unlocking"  # what was stored could have been lost as well
    assert 2 + once_more == opening.connection(shop).version
    with database.system(read_only=True) as tx:
        assert [] == [j for j in jobs.unfinished(tx, shop.id) if j.kind is JobKind.REFRESH_TOKEN]
        assert not tx.scalar(text("SELECT count(*) FROM token_locks"))
    expire(opening, "access")
    assert "Fernwick" == name(opening, shop)


def test_whoever_was_overtaken_keeps_nothing(
    opening: Opening, shop: Shop, database: Database
) -> None:
    tokens = opening.clients.tokens
    before = opening.connection(shop)
    with tokens.lock(DOMAIN) as holder:
        with database.system() as tx:
            later = opening.clock() + LOCK_LASTS + timedelta(seconds=1)
            assert connections.lock(tx, DOMAIN, "other", now=later, lasts=LOCK_LASTS)
        with pytest.raises(LockLostError):
            tokens.keep(shop.id, DOMAIN, holder, Grant("shpat_late", frozenset()), before)

    assert before == opening.connection(shop)


def test_a_living_token_serves_while_none_is_to_be_had(opening: Opening, shop: Shop) -> None:
    opening.clock.shift = timedelta(minutes=57)
    opening.fake.order("502", on="oauth", count=100)

    assert "Fernwick" == name(opening, shop)
    assert 1 == opening.connection(shop).version


def test_a_dead_token_does_not_serve_while_none_is_to_be_had(opening: Opening, shop: Shop) -> None:
    opening.clock.shift = timedelta(minutes=61)
    opening.fake.order("502", on="oauth", count=100)

    with pytest.raises(ShopifyUnavailableError):
        name(opening, shop)

    assert None is opening.connection(shop).reauth_needed_at


def test_a_shop_that_refuses_both_tokens_needs_a_person(opening: Opening, shop: Shop) -> None:
    expire(opening, "all")

    with pytest.raises(ReauthNeededError, match="open Endcap in Shopify"):
        name(opening, shop)

    assert None is not opening.connection(shop).reauth_needed_at


def test_a_shop_that_needs_a_person_is_not_asked_again(opening: Opening, shop: Shop) -> None:
    expire(opening, "all")
    with pytest.raises(ReauthNeededError):
        name(opening, shop)
    opening.fake.order("500", on="graphql", count=100)

    with pytest.raises(ReauthNeededError):
        name(opening, shop)


def test_a_person_who_opens_the_app_mends_it(opening: Opening, shop: Shop) -> None:
    expire(opening, "all")
    with pytest.raises(ReauthNeededError):
        name(opening, shop)

    again = opening.install()

    assert shop.id == again.id
    assert "Fernwick" == name(opening, again)
    assert None is opening.connection(shop).reauth_needed_at


def test_an_uninstalled_app_needs_a_person(opening: Opening, shop: Shop) -> None:
    opening.fake.control("POST", "uninstall")

    with pytest.raises(ReauthNeededError):
        name(opening, shop)


def test_a_closed_shop_is_left_alone_for_a_day(opening: Opening, shop: Shop) -> None:
    opening.fake.order("402")
    with pytest.raises(ShopClosedError):
        name(opening, shop)

    with pytest.raises(ShopClosedError, match="closed at Shopify"):
        name(opening, shop)

    opening.clock.shift = timedelta(days=1, minutes=1)
    assert "Fernwick" == name(opening, shop)
    assert None is opening.connection(shop).closed_at


def test_the_version_that_answers_is_remembered(opening: Opening, shop: Shop) -> None:
    opening.fake.order("other_version")

    name(opening, shop)
    seen = opening.connection(shop).answered_version
    name(opening, shop)

    assert ("2026-01", "2026-10") == (seen, opening.connection(shop).answered_version)


def test_the_older_secret_serves_until_shopify_knows_the_newer(
    database: Database, opening: Opening
) -> None:
    rotating = Opening(opening.fake, database, secrets=("not known yet", CLIENT_SECRET))

    assert "Fernwick" == name(rotating, rotating.install())


def test_secrets_that_shopify_does_not_know_are_an_alarm(
    database: Database, opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = Opening(opening.fake, database, secrets=("wrong",))

    with pytest.raises(ClientRefusedError):
        wrong.install()

    assert ["CRITICAL"] == [
        r.levelname for r in caplog.records if r.message == "shopify_knows_no_secret_of_ours"
    ]


def test_a_session_token_that_is_too_old_is_refused(opening: Opening) -> None:
    old = opening.session_token(age=120)

    with pytest.raises(SessionTokenRefusedError):
        opening.clients.oauth().exchange_session_token(DOMAIN, old)


def test_the_merchants_own_app_asks_with_its_secret(opening: Opening, database: Database) -> None:
    app = App(CLIENT_ID, (CLIENT_SECRET,))
    tokens = opening.clients.tokens
    grant = opening.clients.oauth(app).client_credentials(DOMAIN)
    shop = install_shop(
        DOMAIN,
        None,
        tokens.sealed_of(DOMAIN, grant, app),
        database=database,
        doorbell=SilentDoorbell(),
        clock=opening.clock,
    )
    other = Opening(opening.fake, database, secrets=())
    other.clock.shift = timedelta(hours=23, minutes=58)

    assert "Fernwick" == name(other, shop)
    found = opening.connection(shop)
    assert (ConnectionKind.OWN_APP, 2) == (found.kind, found.version)
    assert app == other.clients.tokens.app_of(DOMAIN, found)


def tend(opening: Opening) -> int:
    tokens = opening.clients.tokens
    with opening.database.system() as tx:
        plan_refreshes(tx, opening.clock())
    return run_due_jobs(
        JobKind.REFRESH_TOKEN,
        lambda job: refresh_token(
            job,
            reseal=tokens.reseal,
            renew=tokens.renew,
            database=opening.database,
            clock=opening.clock,
        ),
        database=opening.database,
        clock=opening.clock,
    )


def test_tokens_of_an_idle_shop_are_renewed_weekly(opening: Opening, shop: Shop) -> None:
    versions: list[int] = []
    for day in range(1, 17):
        opening.clock.shift = timedelta(days=day, minutes=day)
        tend(opening)
        versions.append(opening.connection(shop).version)

    assert [1] * 6 + [2] * 7 + [3] * 3 == versions


def test_nobody_looks_after_the_tokens_of_an_uninstalled_shop(
    opening: Opening, shop: Shop, database: Database
) -> None:
    opening.clock.shift = timedelta(days=8)
    with database.system() as tx:
        tx.execute(text("UPDATE shops SET uninstalled_at = installed_at"))

    tend(opening)

    with database.system(read_only=True) as tx:
        assert None is jobs.newest(tx, shop.id, JobKind.REFRESH_TOKEN)


def test_keys_are_replaced_while_all_runs(opening: Opening, shop: Shop, database: Database) -> None:
    new = Fernet.generate_key().decode()
    steps = [KEYS, f"{KEYS},{new}", f"{new},{KEYS}"]
    names = [name(Opening(opening.fake, database, keys=keys), shop) for keys in steps]
    both = Opening(opening.fake, database, keys=steps[-1])
    both.clock.shift = timedelta(days=1, minutes=1)
    expire(opening, "access")

    tend(both)

    only_new = Opening(opening.fake, database, keys=new)
    assert ["Fernwick"] * 3 == names
    assert "Fernwick" == name(only_new, shop)
    assert not both.clients.tokens.reseal(shop)


def test_a_wrong_key_says_so_and_wipes_nothing(
    opening: Opening, shop: Shop, database: Database
) -> None:
    before = opening.connection(shop)
    wrong = Opening(opening.fake, database, keys=Fernet.generate_key().decode())

    with pytest.raises(SealBrokenError):
        name(wrong, shop)

    assert before == opening.connection(shop)
    assert "Fernwick" == name(opening, shop)


def test_a_shop_without_tokens_is_refused(opening: Opening, shop: Shop, database: Database) -> None:
    with database.system() as tx:
        tx.execute(text("DELETE FROM connections"))
        shop = shops.get(tx, shop.id)

    with pytest.raises(ShopifyRefusedError, match="connect it again"):
        name(opening, shop)


def test_neither_tokens_nor_secrets_are_told(
    opening: Opening, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found = opening.connection(shop)
    assert found.refresh_token is not None
    secrets = [
        opening.seal.open(DOMAIN, found.access_token),
        opening.seal.open(DOMAIN, found.refresh_token),
        CLIENT_SECRET,
    ]
    expire(opening, "all")

    with pytest.raises(ReauthNeededError) as raised:
        name(opening, shop)

    told = [str(raised.value), repr(opening.clients.app), *(str(vars(r)) for r in caplog.records)]
    assert [] == [line for line in told if any(secret in line for secret in secrets)]
