"""Home says what needs somebody first, then today's numbers; of a new shop, what happens next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, text

from service.api.callers import CALLS
from service.domain.articles import ArticleId, ArticleState
from service.domain.catalog import Shop, ShopId
from service.domain.errors import UnavailableError
from service.domain.jobs import JobKind
from service.domain.members import MemberRole
from service.domain.recommendations import Decision
from service.domain.webhooks import Delivery
from service.storage import answers, articles, catalog, jobs, shops, tables, webhooks
from service.storage.database import Database
from service.usecases.hear_storefront import StorefrontCalls
from service.wiring import Services, run_due
from tests.builders import NOW, a_product, an_article
from tests.integration.web.conftest import Person, client_of
from tests.integration.web.furnished import DOMAIN

HOME = f"/shops/{DOMAIN}/"
MILIA = f"/v1/shops/{DOMAIN}/articles/news/milia/recommendations"
TODAY = NOW + timedelta(days=1)
UNSEEN = "No call from your storefront seen yet"

pytestmark = pytest.mark.parametrize("person", [MemberRole.VIEWER], indirect=True)


@pytest.fixture(autouse=True)
def came_in(database: Database, shop: Shop) -> None:
    """All of the shop has come in, just now."""
    with database.transaction(shop.id) as tx:
        shops.mark_synced(tx, shop.id, began_at=TODAY, full=True)


@pytest.fixture
def calls(app: Flask, services: Services) -> list[datetime]:
    """The clock of what the app hears of storefronts, which it notes before it answers."""
    at = [TODAY]
    app.extensions[CALLS] = StorefrontCalls(
        services.database, clock=lambda: at[0], run=lambda work: work()
    )
    return at


def change(database: Database, statement: str) -> None:
    with database.system() as tx:
        tx.execute(text(statement))


def concerns(person: Person) -> str:
    return person.get(HOME).text.partition('id="attention"')[2].partition("</section>")[0]


def test_is_what_a_shop_opens_on_and_first_in_the_navigation(person: Person) -> None:
    page = person.get(HOME)

    assert HOME == person.get("/").headers["Location"]
    assert 200 == page.status_code
    navigation = page.text.partition('aria-label="Main"')[2]
    assert f'href="{HOME}" aria-current="page"' in navigation[:200]


def test_says_that_no_storefront_has_called_and_where_the_block_is_put(person: Person) -> None:
    said = concerns(person)

    assert UNSEEN in said
    assert "has no Endcap block, or nobody has opened an article" in said
    assert f"https://{DOMAIN}/admin/themes/current/editor?template=article" in said


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://shop.example"},
        {"Origin": f"https://{DOMAIN}"},
        {"Referer": "https://SHOP.example/blogs/news/milia?a=b"},
    ],
)
def test_never_claims_that_the_block_is_missing_once_it_has_called(
    app: Flask, person: Person, calls: list[datetime], headers: dict[str, str]
) -> None:
    client_of(app).get(MILIA, headers=headers)
    calls[0] += timedelta(days=300)

    assert UNSEEN not in concerns(person)
    assert "Your storefront called last about" in person.get(HOME).text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Referer": ""},
        {"Referer": "https://shop.example.evil.test/"},
        {"Referer": "https://[shop.example/"},
    ],
)
def test_takes_no_other_page_for_the_storefront(
    app: Flask, person: Person, calls: list[datetime], headers: dict[str, str]
) -> None:
    del calls
    assert 200 == client_of(app).get(MILIA, headers=headers).status_code

    assert UNSEEN in concerns(person)


def test_notes_a_storefronts_calls_once_an_hour(
    app: Flask, person: Person, calls: list[datetime], statements: list[str]
) -> None:
    del person
    client = client_of(app)
    for minutes in (0, 20, 39, 2):
        calls[0] += timedelta(minutes=minutes)
        client.get(MILIA, headers={"Origin": "https://shop.example"})

    assert 2 == len([s for s in statements if "storefront_called_at=" in s])


def test_forgets_the_storefronts_calls_with_the_installation(
    person: Person, database: Database, shop: Shop
) -> None:
    with database.system() as tx:
        shops.note_storefront_call(tx, shop.id, now=TODAY)
        shops.uninstall(tx, shop.domain, told_at=TODAY, now=TODAY)
        facts = shops.find_facts(tx, shop.domain)
        assert facts is not None
        shops.install(tx, shop.domain, facts, sealed_token=b"sealed", now=TODAY)

    assert UNSEEN in concerns(person)


def test_notes_the_next_call_where_the_database_was_away(shop: Shop, person: Person) -> None:
    del person
    away = _Away()
    calls = StorefrontCalls(away, clock=lambda: NOW, run=lambda work: work())  # type: ignore[arg-type]

    for _ in range(2):
        calls.hear(shop, origin=shop.url, referrer="")

    assert 2 == away.asked


class _Away:
    """A database that does not answer."""

    asked = 0

    def transaction(self, _shop_id: ShopId) -> Any:
        self.asked += 1
        raise UnavailableError("away")


def test_says_first_what_is_wrong_with_the_connection(person: Person, database: Database) -> None:
    change(database, "UPDATE connections SET reauth_needed_at = refreshed_at")

    page = person.get(HOME).text

    assert page.index("lets us in no longer") < page.index(UNSEEN)


def test_tells_of_work_that_was_given_up_until_it_was_done(
    person: Person, database: Database, shop: Shop
) -> None:
    with database.system() as tx:
        for _ in range(2):
            jobs.add(tx, shop.id, JobKind.FOLLOW_CHANGES, {}, NOW)
            job = jobs.claim(tx, JobKind.FOLLOW_CHANGES, now=NOW)
            assert job is not None
            jobs.bury(tx, job, "the shop <b>did not</b> answer", now=NOW)
    said = concerns(person)
    with database.system() as tx:
        jobs.add(tx, shop.id, JobKind.FOLLOW_CHANGES, {}, NOW)
        job = jobs.claim(tx, JobKind.FOLLOW_CHANGES, now=NOW)
        assert job is not None
        jobs.finish(tx, job, now=NOW)

    assert 1 == said.count("Bringing in what changed was given up")
    assert "the shop &lt;b&gt;did not&lt;/b&gt; answer" in said
    assert "given up" not in concerns(person)


@pytest.mark.parametrize("kind", list(JobKind))
def test_has_words_for_every_kind_of_work(
    person: Person, database: Database, shop: Shop, kind: JobKind
) -> None:
    with database.system() as tx:
        jobs.add(tx, shop.id, kind, {}, NOW)
        job = jobs.claim(tx, kind, now=NOW)
        assert job is not None
        jobs.bury(tx, job, "too much", now=NOW)

    assert "was given up" in concerns(person)


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ("failed: TypeError", "1 message of Shopify&#39;s could not be acted on"),
        (None, "The oldest has waited 1 hour."),
        ("acted on", UNSEEN),
    ],
)
def test_tells_of_news_that_is_not_acted_on(
    person: Person, database: Database, shop: Shop, outcome: str | None, says: str
) -> None:
    with database.system() as tx:
        webhooks.keep(
            tx,
            Delivery(DOMAIN, "products/update", "1", b"{}"),
            shop_id=shop.id,
            product=None,
            updated_at=None,
            body=None,
            outcome=outcome,
            now=TODAY - timedelta(hours=1),
        )

    said = concerns(person)
    assert says in said
    assert ("of Shopify" in said) == (outcome != "acted on")


def test_tells_of_changes_that_do_not_come_in(
    person: Person, database: Database, shop: Shop
) -> None:
    fresh = concerns(person)
    with database.transaction(shop.id) as tx:
        shops.mark_synced(tx, shop.id, began_at=TODAY - timedelta(hours=26), full=False)

    assert "for a while" not in fresh
    assert "The last look at the shop was 1 day ago" in concerns(person)


def test_leads_to_the_articles_that_wait(person: Person, database: Database, shop: Shop) -> None:
    both = concerns(person)
    with database.transaction(shop.id) as tx:
        articles.set_state(tx, shop.id, ArticleId(1), ArticleState.ON, "")
    one = concerns(person)

    assert "2 articles wait for you" in both
    assert f"{HOME}articles/?state=waiting" in both
    assert "1 article waits for you" in one


def test_says_so_when_nothing_is_to_be_done(person: Person, database: Database, shop: Shop) -> None:
    with database.transaction(shop.id) as tx:
        shops.note_storefront_call(tx, shop.id, now=TODAY)
        shops.change_settings(tx, shop.id, {"mode": "live"})
        for number in (1, 2):
            articles.set_state(tx, shop.id, ArticleId(number), ArticleState.OFF, "")

    assert "Nothing. What changes in the shop comes in by itself." in concerns(person)


def test_tells_todays_numbers(
    person: Person, database: Database, services: Services, shop: Shop
) -> None:
    with database.system() as tx:
        articles.store(tx, shop.id, [an_article(3, handle="unread")])
        jobs.add(tx, shop.id, JobKind.COMPUTE_RECOMMENDATIONS, {}, NOW)
        for number, (when, visitor) in enumerate(
            [(TODAY, "human"), (TODAY, "bot"), (TODAY - timedelta(days=8), "human")]
        ):
            tx.execute(insert(tables.events).values(a_click(shop, number, when, visitor)))
    run_due(JobKind.COMPUTE_RECOMMENDATIONS, services)

    numbers = " ".join(text_of(person.get(HOME).text.partition('id="numbers"')[2]).split())
    assert "2 articles read of 3" in numbers
    assert "1 article with cards 0 articles are on" in numbers
    assert "5 products known" in numbers
    assert "1 click by people in 7 days" in numbers


def a_click(shop: Shop, number: int, when: datetime, visitor: str) -> dict[str, Any]:
    return {
        "shop_id": shop.id,
        "id": str(number),
        "kind": "clicked",
        "source": "page",
        "article_id": 1,
        "product_id": 101,
        "slot": "end",
        "position": 1,
        "hand_placed": False,
        "set_id": "x",
        "mapping_version": 1,
        "arm": "published",
        "propensity": 1,
        "visitor_class": visitor,
        "class_reason": "",
        "consent": False,
        "visitor": None,
        "occurred_at": when,
        "received_at": when,
        "stored_at": when,
    }


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_says_what_happens_next_to_a_new_shop(
    person: Person, database: Database, services: Services, shop: Shop
) -> None:
    change(database, "UPDATE shops SET synced_at = NULL, fully_synced_at = NULL")
    with database.system() as tx:
        jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {}, NOW)
        job = jobs.claim(tx, JobKind.SYNC_CATALOG, now=TODAY)
        assert job is not None
        jobs.report(tx, job, {"products": 1200}, now=TODAY)

    page = person.get(HOME).text

    assert "What happens next" in page
    assert "1200 products so far" in page
    assert UNSEEN not in page
    assert 'id="numbers"' not in page
    assert "admin/themes/current/editor" in page


def test_follows_the_work_and_says_when_it_is_done(
    person: Person, database: Database, shop: Shop
) -> None:
    with database.system() as tx:
        jobs.add(tx, shop.id, JobKind.READ_CONTENT, {}, NOW)
        job = jobs.claim(tx, JobKind.READ_CONTENT, now=TODAY)
        assert job is not None
        jobs.report(tx, job, {"looked_at": 40, "of": 100}, now=TODAY)
    begun = person.get(f"{HOME}progress").text
    with database.system() as tx:
        jobs.finish(tx, job, now=TODAY)

    assert 'value="40" max="100"' in begun
    assert "hx-trigger" in begun
    done = person.get(f"{HOME}progress").text
    assert "hx-trigger" not in done
    assert "Show the new numbers" in done


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engines = {id(each): each for each in (database.engine, database._system)}
    for engine in engines.values():
        event.listen(engine, "before_cursor_execute", note)
    yield said
    for engine in engines.values():
        event.remove(engine, "before_cursor_execute", note)


def test_asks_as_much_of_the_database_however_large_the_shop_is(
    person: Person, database: Database, shop: Shop, statements: list[str]
) -> None:
    person.get(HOME)
    statements.clear()
    person.get(HOME)
    small = len(statements)
    with database.system() as tx:
        catalog.store(tx, shop.id, [a_product(n, handle=f"p{n}") for n in range(1000, 1100)])
        articles.store(tx, shop.id, [an_article(n, handle=f"a{n}") for n in range(1000, 1100)])
        decision = Decision(ArticleId(1000), (), (), (), 1, "test")
        answers.store(
            tx,
            shop.id,
            [replace(decision, article=ArticleId(n)) for n in range(1000, 1100)],
            now=NOW,
        )
        for kind in JobKind:
            jobs.add(tx, shop.id, kind, {}, NOW)
    statements.clear()

    person.get(HOME)

    assert small == len(statements)
