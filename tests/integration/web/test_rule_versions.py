"""See what changes, publish, and go back: over plain forms, as every role."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.catalog import Shop
from service.domain.jobs import JobKind, JobState
from service.domain.members import MemberRole
from service.storage import jobs, mappings, shops
from service.storage.database import Database
from service.usecases import replay_mapping
from service.wiring import Services, run_due
from tests.builders import NOW
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import DOMAIN, GONE_SOON, RETINAL, SCRUB, Bell

RULES = f"/shops/{DOMAIN}/rules/"
HTMX = {"HX-Request": "true"}


def test_calls_ingredients_by_their_names_in_the_list_of_changes(person: Person) -> None:
    person.post(f"{RULES}edit", do="off", rule="exfoliants", seen="0")
    person.post(f"{RULES}edit", do="new", category="vitamin_c", seen="1")

    page = person.get(f"{RULES}changes").text

    assert "Physical exfoliant rule switched off" in page
    assert "Vitamin C rule added" in page


def test_says_which_articles_change_before_publishing(person: Person) -> None:
    person.post(f"{RULES}edit", do=f"remove:{RETINAL}", rule="retinoids", seen="0")

    page = person.get(f"{RULES}changes").text

    assert "1 article shows something else" in page
    assert "+ Super Smooth Resurfacing Serum" in page
    assert "− Retinal Super Serum" in page
    before, after = page.split("Now, as published")[1].split("After publishing")
    assert "Retinal Super Serum" in before
    assert "Retinal Super Serum" not in after.split("Open the article")[0]


def test_publishes_with_a_job_and_a_new_generation_in_one_go(
    person: Person, database: Database, shop: Shop, bell: Bell
) -> None:
    person.post(f"{RULES}edit", do="label", rule="retinoids", label="Night", seen="0")
    with database.system(read_only=True) as tx:
        before = shops.generation(tx, shop.id)

    answer = person.post(f"{RULES}publish", seen="1", note="For autumn")

    assert 303 == answer.status_code
    assert [JobKind.COMPUTE_RECOMMENDATIONS] == bell.rung
    with database.system(read_only=True) as tx:
        published, draft = mappings.published(tx, shop.id), mappings.draft(tx, shop.id)
        waiting = jobs.unfinished(tx, shop.id)
        after = shops.generation(tx, shop.id)
    assert (2, "For autumn", "publisher@fernwick.test") == (
        published.version,
        published.note,
        published.author,
    )
    assert (published.mapping, 2) == (draft.mapping, draft.based_on)
    assert [(JobKind.COMPUTE_RECOMMENDATIONS, JobState.WAITING)] == [
        (job.kind, job.state) for job in waiting
    ]
    assert after > before
    assert "Published as version 2" in person.get(RULES).text


def test_does_not_publish_a_draft_that_somebody_edited_since(
    person: Person, database: Database, shop: Shop
) -> None:
    person.post(f"{RULES}edit", do="off", rule="retinoids", seen="0")

    stale = person.post(f"{RULES}publish", seen="0")

    assert 409 == stale.status_code
    with database.system(read_only=True) as tx:
        assert 1 == mappings.published(tx, shop.id).version


def test_goes_back_to_an_old_version_as_a_new_one(
    person: Person, database: Database, shop: Shop
) -> None:
    person.post(f"{RULES}edit", do="off", rule="retinoids", seen="0")
    person.post(f"{RULES}publish", seen="1", note="")

    going_back = person.get(f"{RULES}history/1/restore").text
    person.post(f"{RULES}history/1/restore", seen="2")

    assert "1 article shows something else" in going_back
    with database.system(read_only=True) as tx:
        first, newest = mappings.version(tx, shop.id, 1), mappings.published(tx, shop.id)
    assert (3, first.mapping) == (newest.version, newest.mapping)
    assert "Back to version 1" in person.get(f"{RULES}history").text


def test_previews_an_article_before_and_after(person: Person) -> None:
    person.post(f"{RULES}edit", do=f"remove:{RETINAL}", rule="retinoids", seen="0")

    page = person.get(f"{RULES}preview?article=1").text

    before, after = page.split(">After publishing<")
    assert "Retinal Super Serum" in before
    assert "Super Smooth Resurfacing Serum" in after


def test_a_draft_that_is_not_published_stays_when_somebody_goes_back(
    person: Person, database: Database, shop: Shop
) -> None:
    person.post(f"{RULES}edit", do="off", rule="retinoids", seen="0")
    person.post(f"{RULES}publish", seen="1", note="")
    person.post(f"{RULES}edit", do=f"remove:{GONE_SOON}", rule="exfoliants", seen="2")

    person.post(f"{RULES}history/1/restore", seen="2")

    with database.system(read_only=True) as tx:
        exfoliants, retinoids = mappings.draft(tx, shop.id).mapping.rules
        first = mappings.version(tx, shop.id, 1).mapping
    assert GONE_SOON not in exfoliants.products
    assert first.rules[1] == retinoids


def test_does_not_go_back_from_a_version_that_nobody_has_seen(
    person: Person, database: Database, shop: Shop
) -> None:
    for seen in (0, 2):
        verb = "off" if seen == 0 else "on"
        person.post(f"{RULES}edit", do=verb, rule="retinoids", seen=str(seen))
        person.post(f"{RULES}publish", seen=str(seen + 1), note="")

    stale = person.post(f"{RULES}history/1/restore", seen="2")

    assert 409 == stale.status_code
    assert "Published version 3" in stale.text
    with database.system(read_only=True) as tx:
        assert 3 == mappings.published(tx, shop.id).version


def test_lists_articles_by_what_happens_to_them(person: Person) -> None:
    person.post(f"{RULES}edit", do=f"remove:{RETINAL}", rule="retinoids", seen="0")

    losing = person.get(f"{RULES}changes?show=losing&product={RETINAL}").text
    emptied = person.get(f"{RULES}changes?show=emptied").text
    other = person.get(f"{RULES}changes?product={SCRUB}").text

    assert "What are milia?" in losing
    assert "No article is like that" in emptied
    assert "No article is like that" in other


@pytest.mark.parametrize(
    "query", ["show=nonsense", "product=-1", "product=9e9", "page=0", "page=x"]
)
def test_an_address_that_asks_for_nothing_sensible_shows_all(person: Person, query: str) -> None:
    person.post(f"{RULES}edit", do=f"remove:{RETINAL}", rule="retinoids", seen="0")

    page = person.get(f"{RULES}changes?{query}")

    assert 200 == page.status_code
    assert "What are milia?" in page.text


def test_shows_how_far_a_long_look_is_and_then_what_it_found(
    person: Person, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_mapping, "AT_ONCE", 0)
    person.post(f"{RULES}edit", do=f"remove:{RETINAL}", rule="retinoids", seen="0")

    looking = person.get(f"{RULES}changes", **HTMX).text
    run_due(JobKind.REPLAY_MAPPING, services)
    found = person.get(f"{RULES}changes", **HTMX).text

    assert looking.lstrip().startswith('<div id="replay"')
    assert "0 of 1 articles" in looking
    assert "every 1s" in looking
    assert "every 1s" not in found
    assert "1 article shows something else" in found


def test_works_it_out_again_when_the_shop_has_changed(
    person: Person,
    services: Services,
    database: Database,
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replay_mapping, "AT_ONCE", 0)
    person.post(f"{RULES}edit", do=f"remove:{RETINAL}", rule="retinoids", seen="0")
    person.get(f"{RULES}changes")
    run_due(JobKind.REPLAY_MAPPING, services)
    with database.system() as tx:
        shops.raise_generation(tx, shop.id)

    outdated = person.get(f"{RULES}changes").text
    person.post(f"{RULES}changes/again")

    assert "have changed since" in outdated
    assert "0 of 1 articles" in person.get(f"{RULES}changes").text


@pytest.mark.parametrize("person", [MemberRole.VIEWER, MemberRole.EDITOR], indirect=True)
def test_only_a_publisher_publishes_and_goes_back(
    person: Person, database: Database, shop: Shop
) -> None:
    with database.system() as tx:
        mapping = mappings.draft(tx, shop.id).mapping
        rules = (replace(mapping.rules[0], enabled=False), mapping.rules[1])
        edited = replace(mapping, rules=rules)
        mappings.publish(tx, shop.id, edited, author="a", note="", now=NOW)

    assert 403 == person.post(f"{RULES}publish", seen="0").status_code
    assert 403 == person.post(f"{RULES}history/1/restore", seen="2").status_code
    shown = person.get(f"{RULES}history/1/restore")
    assert 200 == shown.status_code
    assert "A publisher can go back" in shown.text
