"""The tree of ingredients, the page of one, changes with their preview, history, proposals."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from service.domain.catalog import Shop
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, IngredientCategory, TermKind
from service.domain.members import MemberRole
from service.domain.shop_lexicon import LexiconChanges, ShopLexicon
from service.storage import articles, catalog, jobs, shop_lexicon
from service.storage.database import Database, DatabaseUnavailableError
from service.usecases.edit_lexicon import edit_lexicon
from service.wiring import Services
from tests.builders import NOW, an_article
from tests.integration.web.conftest import Person
from tests.integration.web.furnished import DOMAIN, MARKUP, OTHER_DOMAIN, Bell
from tests.integration.web.reading import read_again, read_texts, with_whole_lexicon

HERE = f"/shops/{DOMAIN}/ingredients/"
PEPTIDES = f"{HERE}category/peptides"
PROPOSALS = f"{HERE}proposals/"
MOON = {"do": "add-term", "category": "peptides", "text": "moon milk", "kind": "synonym"}
OWN = {"do": "add-category", "name": "Moon milk", "parent": "soothing_agents", "step": "40"}
VIEWER = pytest.mark.parametrize("person", [MemberRole.VIEWER], indirect=True)
EDITOR = pytest.mark.parametrize("person", [MemberRole.EDITOR], indirect=True)


@pytest.fixture
def services(services: Services, shop: Shop) -> Services:
    """With the lexicon that shops begin with, and texts that were read with it."""
    services = with_whole_lexicon(services)
    read_texts(services, shop)
    return services


def change(**form: str) -> str:
    return f"{HERE}change?{urlencode(form)}"


def save(person: Person, **form: str) -> TestResponse:
    return person.post(f"{HERE}edit", {}, **form)


def decide(person: Person, **form: str) -> TestResponse:
    return person.post(f"{PROPOSALS}decide", {}, **form)


def own(database: Database, shop: Shop) -> ShopLexicon:
    with database.system(read_only=True) as tx:
        return shop_lexicon.load(tx, shop.id)


def row(page: str, category: str) -> str:
    """The words of a row of the tree."""
    found = re.search(rf'id="row-{category}".*?</tr>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_shows_the_tree_with_where_each_was_found(person: Person) -> None:
    page = person.get(HERE).text

    assert page.index("row-exfoliants") < page.index("row-chemical_exfoliants")
    assert page.index("row-chemical_exfoliants") < page.index("row-aha")
    assert "1 article 1 product" in row(page, "aha")
    assert "1 article 2 products" in row(page, "chemical_exfoliants")
    assert "2 cautions" in row(page, "aha")


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=glycolic", "aha", "retinoids"),
        ("q=GLYKOLSÄURE", "aha", "retinoids"),
        ("unsold=yes", "tea_tree", "aha"),
        ("language=ja&q=aha", "aha", "retinoids"),
    ],
)
def test_searches_and_filters_by_its_address(
    person: Person, query: str, there: str, gone: str
) -> None:
    page = person.get(f"{HERE}?{query}").text

    assert f'id="row-{there}"' in page
    assert f'id="row-{gone}"' not in page


def test_keeps_the_filters_in_the_form(person: Person) -> None:
    page = person.get(f"{HERE}?q=acid&own=yes&unsold=yes&language=fr").text

    assert 'value="acid"' in page
    assert '<option value="fr" selected>' in page
    assert 2 == len(re.findall(r'name="(?:own|unsold)"[^>]*checked', page))


def test_shows_only_what_the_shop_changed(person: Person) -> None:
    nothing = person.get(f"{HERE}?own=yes").text
    save(person, seen="0", **MOON)
    page = person.get(f"{HERE}?own=yes").text

    assert "You have not added or ignored anything yet." in nothing
    assert "+1 term" in row(page, "peptides")
    assert 'id="row-aha"' not in page


def test_says_all_of_one_ingredient(person: Person) -> None:
    page = person.get(f"{HERE}category/aha").text

    assert "Glycolic acid, slowly" in page
    assert "We recommend glycolic acid for dull skin, twice a week." in page
    assert "Glow Serum" in page
    assert "In ingredient lists" in page
    assert "Stands below it" in page
    assert "no medical advice" in page
    assert "Ignore glycolic acid" in page


def test_an_umbrella_shows_what_stands_below_it(person: Person) -> None:
    page = person.get(f"{HERE}category/exfoliants").text

    assert "Glycolic acid, slowly" in page
    assert "Chemical exfoliant" in page


@pytest.mark.parametrize("page", [PEPTIDES, HERE, PROPOSALS, f"{HERE}change?do=add-category"])
def test_prints_markup_as_text(person: Person, page: str) -> None:
    assert MARKUP not in person.get(page).text


def test_knows_no_ingredient_of_nowhere(person: Person) -> None:
    assert 404 == person.get(f"{HERE}category/nowhere").status_code


def test_leads_through_many_articles_page_by_page(
    person: Person, services: Services, shop: Shop
) -> None:
    with services.database.system() as tx:
        page = [
            an_article(
                number,
                title=f"Peptides {number}",
                handle=f"p-{number}",
                body_html="<p>Peptides firm the skin.</p>",
                language="en",
            )
            for number in range(100, 125)
        ]
        articles.store(tx, shop.id, page)
    read_again(services, shop)

    first, last = (person.get(f"{PEPTIDES}?articles={n}").text for n in (1, 3))

    assert "Page 1 of 3" in first
    assert "Page 3 of 3" in last


def test_a_change_is_seen_before_it_is_saved(
    person: Person, database: Database, shop: Shop
) -> None:
    page = person.get(change(**MOON)).text

    assert "1 article changes" in page
    assert "Moon milk calms tired skin overnight." in page
    assert "gains Peptide" in page
    assert "Moon Milk Balm" in page
    assert ShopLexicon() == own(database, shop)


def test_a_term_is_added(person: Person, database: Database, shop: Shop, bell: Bell) -> None:
    person.get(change(**MOON))
    answer = save(person, seen="0", **MOON)

    assert (303, PEPTIDES) == (answer.status_code, answer.headers["Location"])
    (term,) = own(database, shop).terms
    assert ("moon milk", "peptides", TermKind.SYNONYM, "en") == (
        term.text,
        term.category,
        term.kind,
        term.language,
    )
    assert JobKind.READ_CONTENT in bell.rung
    page = person.get(PEPTIDES).text
    assert "Saved. Added “moon milk” to Peptide." in page
    assert "Remove moon milk" in page


def test_what_was_added_is_evidence_on_the_page_of_the_article(
    person: Person, services: Services, shop: Shop
) -> None:
    save(person, seen="0", terms="moon milk", **OWN)
    read_again(services, shop)

    page = person.get(f"/shops/{DOMAIN}/articles/news/read-11").text

    assert re.search('title="Moon milk: (?:recommends|mentions)', page)
    assert f'href="{HERE}category/own_moon_milk"' in page
    assert 'Ignore here<span class="sr-only">: Moon milk' in page


def test_an_article_is_shown_after_what_it_spoke_of_is_gone(
    person: Person, services: Services, shop: Shop
) -> None:
    save(person, seen="0", terms="moon milk", **OWN)
    read_again(services, shop)
    gone = {"do": "remove-category", "category": "own_moon_milk"}
    save(person, seen=revision(person.get(change(**gone)).text), **gone)
    before = person.get(f"/shops/{DOMAIN}/articles/news/read-11")
    read_again(services, shop)
    after = person.get(f"/shops/{DOMAIN}/articles/news/read-11")

    assert (200, 200) == (before.status_code, after.status_code)
    assert "Own moon milk" in before.text
    assert "moon milk:" not in after.text.lower()


def test_a_term_is_removed_again(person: Person, database: Database, shop: Shop) -> None:
    save(person, seen="0", **MOON)
    form = {"do": "remove-term", "text": "moon milk", "language": "en"}
    seen = person.get(change(**form)).text
    save(person, seen=revision(seen), **form)

    assert ShopLexicon() == own(database, shop)


def revision(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_a_default_term_is_ignored_and_heeded_again(
    person: Person, services: Services, shop: Shop
) -> None:
    form = {"do": "ignore", "text": "glycolic acid", "category": "aha"}
    preview = person.get(change(**form)).text
    save(person, seen=revision(preview), **form)
    ignored = own(services.database, shop).ignored
    page = person.get(f"{HERE}category/aha").text
    back = {**form, "do": "heed"}
    save(person, seen=revision(person.get(change(**back)).text), **back)

    assert "loses AHA" in preview
    assert ("glycolic acid",) == ignored
    assert "Heed again glycolic acid" in page
    assert ShopLexicon() == own(services.database, shop)


def test_an_ingredient_is_added_changed_and_removed(
    person: Person, database: Database, shop: Shop
) -> None:
    preview = person.get(change(terms="moon milk\nlune lait", **OWN)).text
    save(person, seen=revision(preview), terms="moon milk\nlune lait", **OWN)
    added = own(database, shop)
    renamed = {"do": "change-category", "category": "own_moon_milk", "name": "Moon", "step": "30"}
    save(person, seen=revision(person.get(change(**renamed)).text), **renamed)
    (changed,) = own(database, shop).categories
    gone = {"do": "remove-category", "category": "own_moon_milk"}
    save(person, seen=revision(person.get(change(**gone)).text), **gone)

    assert "gains Moon milk" in preview
    assert ("own_moon_milk", "soothing_agents", 40) == (
        added.categories[0].id,
        added.categories[0].parent,
        added.categories[0].routine_step,
    )
    assert ["lune lait", "moon milk"] == [term.text for term in added.terms]
    assert ("Moon", None, 30) == (changed.name, changed.parent, changed.routine_step)
    assert ShopLexicon() == own(database, shop)


def test_a_form_that_can_not_be_kept_comes_back_with_the_reason(
    person: Person, database: Database, shop: Shop
) -> None:
    form = {**MOON, "text": "retinol"}
    tried, saved = person.get(change(**form)), save(person, seen="0", **form)

    for answer in (tried, saved):
        assert 422 == answer.status_code
        assert "is a default term of Retinoid; ignore it there first" in answer.text
        assert 'value="retinol"' in answer.text
    assert ShopLexicon() == own(database, shop)


@pytest.mark.parametrize(
    "form",
    [
        {"do": "explode"},
        {"do": ""},
        {"do": "remove-term", "text": "nothing"},
        {"do": "remove-category", "category": "aha"},
        {"do": "change-category", "category": "aha", "name": "Mine"},
        {**MOON, "category": "nowhere"},
        {**MOON, "language": "xx"},
        {**MOON, "text": "x" * 5000},
        {"do": "ignore", "text": "no such term"},
        {**OWN, "name": "x" * 300},
        {**OWN, "step": "31"},
        {**OWN, "parent": "nowhere"},
    ],
)
def test_keeps_nothing_of_a_form_that_says_nothing_sensible(
    person: Person, database: Database, shop: Shop, form: dict[str, str]
) -> None:
    answer = save(person, seen="0", **form)

    assert 422 == answer.status_code
    assert ShopLexicon() == own(database, shop)


def test_an_open_form_asks_for_what_is_missing(person: Person) -> None:
    page = person.get(f"{HERE}change?do=add-category&parent=aha").text

    assert "Nothing is saved yet." in page
    assert '<option value="aha" selected>' in page
    assert f'action="{HERE}edit"' not in page


def test_shows_both_sides_of_a_stale_edit_and_keeps_the_first(
    person: Person, database: Database, shop: Shop
) -> None:
    save(person, seen="0", **MOON)

    stale = save(person, seen="0", do="ignore", text="glycolic acid")

    assert 409 == stale.status_code
    assert "Ignored “glycolic acid”" in stale.text
    assert "Added “moon milk” to Peptide" in stale.text
    assert ((), 1) == (own(database, shop).ignored, len(own(database, shop).terms))


def test_does_the_stale_edit_on_top_when_asked(
    person: Person, database: Database, shop: Shop
) -> None:
    save(person, seen="0", **MOON)
    form = {"do": "ignore", "text": "glycolic acid"}
    stale = save(person, seen="0", **form)
    again = save(person, seen=revision(stale.text), **form)

    assert 303 == again.status_code
    assert (1, 1) == (len(own(database, shop).terms), len(own(database, shop).ignored))


def test_writes_down_who_did_what(person: Person) -> None:
    nothing = person.get(f"{HERE}history").text
    save(person, seen="0", **MOON)
    page = person.get(f"{HERE}history").text

    assert "Nothing was changed yet" in nothing
    assert "Added “moon milk” to Peptide" in page
    assert "publisher@fernwick.test" in page
    assert "1 term and 0 ingredients of your own, 0 default terms ignored" in page


def test_says_how_far_the_reading_is_until_it_is_done(
    person: Person, services: Services, shop: Shop
) -> None:
    save(person, seen="0", **MOON)
    waiting = person.get(PEPTIDES).text
    polled = person.get(f"{HERE}progress", **{"HX-Request": "true"}).text
    read_again(services, shop)
    done = person.get(f"{HERE}progress", **{"HX-Request": "true"}).text

    for page in (waiting, polled):
        assert "Reading again what may have changed" in page
        assert 'hx-trigger="every 2s"' in page
        assert "Look again" in page
    assert "Everything is read again." in done
    assert "hx-trigger" not in done
    assert "Milk for tired skin" in person.get(PEPTIDES).text


@EDITOR
def test_an_editor_changes_ingredients(person: Person, database: Database, shop: Shop) -> None:
    assert 303 == save(person, seen="0", **MOON).status_code


@VIEWER
@pytest.mark.parametrize("page", [HERE, PEPTIDES, PROPOSALS, f"{HERE}history"])
def test_a_viewer_looks_and_has_no_buttons(person: Person, page: str) -> None:
    answer = person.get(page)

    assert 200 == answer.status_code
    for button in ("Add an ingredient", "See what changes", "Ignore ", "Dismiss"):
        assert button not in answer.text


@VIEWER
def test_a_viewer_changes_nothing(person: Person, database: Database, shop: Shop) -> None:
    tried = [
        person.get(change(**MOON)),
        save(person, seen="0", **MOON),
        decide(person, do="dismiss", text="zumbra oil"),
    ]

    assert [403] * 3 == [answer.status_code for answer in tried]
    assert ShopLexicon() == own(database, shop)


@pytest.mark.parametrize("page", ["edit", "proposals/decide"])
def test_takes_no_form_from_elsewhere(person: Person, page: str) -> None:
    person.token = "made up"

    assert 400 == person.post(f"{HERE}{page}", {}, seen="0", **MOON).status_code


@pytest.mark.parametrize("form", [{}, {"seen": "x"}])
def test_takes_no_form_that_saw_nothing(person: Person, form: dict[str, str]) -> None:
    assert 400 == save(person, **MOON, **form).status_code


def test_shows_nothing_of_a_shop_of_others(person: Person) -> None:
    assert 404 == person.get(f"/shops/{OTHER_DOMAIN}/ingredients/").status_code


def test_a_rule_that_speaks_for_an_ingredient_keeps_it(person: Person) -> None:
    save(person, seen="0", **OWN)
    person.post(f"/shops/{DOMAIN}/rules/edit", do="new", category="own_moon_milk", seen="0")
    gone = {"do": "remove-category", "category": "own_moon_milk"}
    answer = person.get(change(**gone))

    assert 422 == answer.status_code
    assert "a product rule speaks for" in answer.text.lower() or "A product rule" in answer.text


def test_proposes_what_the_shop_writes_and_is_not_known(person: Person) -> None:
    page = person.get(PROPOSALS).text

    assert "zumbra oil" in page
    assert "At night I press zumbra oil into damp skin." in page
    assert "2 articles" in page
    assert '<option value="plant_oils" selected>' in page
    assert "Zumbramide" in page
    assert "ectomarine" in page
    assert ">3</span>" in person.get(HERE).text


def test_adds_a_proposal_with_one_click(person: Person, database: Database, shop: Shop) -> None:
    form = {"do": "add", "text": "zumbra oil", "category": "plant_oils", "language": "en"}
    answer = decide(person, seen="0", kind="synonym", **form)
    page = person.get(PROPOSALS).text

    assert 303 == answer.status_code
    assert ["zumbra oil"] == [term.text for term in own(database, shop).terms]
    assert "2 proposals" in page
    assert "Added “zumbra oil” to Face oil." in page


def test_answers_htmx_with_the_proposals_that_are_left(person: Person) -> None:
    answer = person.post(
        f"{PROPOSALS}decide", {"HX-Request": "true"}, do="dismiss", text="zumbra oil"
    )

    assert answer.text.lstrip().startswith('<div id="proposals"')
    assert "Dismissed “zumbra oil”." in answer.text
    assert "2 proposals" in answer.text


def test_what_is_dismissed_is_proposed_again_only_when_asked(
    person: Person, services: Services, shop: Shop
) -> None:
    decide(person, do="dismiss", text="zumbra oil")
    read_again(services, shop)
    dismissed = person.get(PROPOSALS).text
    decide(person, do="restore", text="zumbra oil")

    assert "2 proposals" in dismissed
    assert "Propose again" in dismissed
    assert "3 proposals" in person.get(PROPOSALS).text


def test_shows_both_sides_when_a_proposal_was_decided_on_an_old_page(
    person: Person, database: Database, shop: Shop
) -> None:
    save(person, seen="0", **MOON)
    form = {"do": "add", "text": "zumbra oil", "category": "plant_oils"}

    stale = decide(person, seen="0", **form)

    assert 409 == stale.status_code
    assert "Added “moon milk” to Peptide" in stale.text
    assert ["moon milk"] == [term.text for term in own(database, shop).terms]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"do": "add", "text": "zumbra oil", "category": ""}, 422),
        ({"do": "add", "text": "retinol", "category": "aha"}, 422),
        ({"do": "dismiss", "text": ""}, 422),
        ({"do": "explode", "text": "zumbra oil"}, 400),
    ],
)
def test_decides_nothing_of_a_form_that_says_nothing_sensible(
    person: Person, database: Database, shop: Shop, form: dict[str, str], status: int
) -> None:
    answer = decide(person, seen="0", **form)

    assert status == answer.status_code
    assert ShopLexicon() == own(database, shop)


def test_an_empty_shop_says_so(person: Person, database: Database, shop: Shop) -> None:
    with database.system() as tx:
        articles.remove_all_but(tx, shop.id, [])
        catalog.remove_all_but(tx, shop.id, [])
    tree, one = person.get(HERE).text, person.get(PEPTIDES).text

    assert "none was found in this shop yet" in tree
    assert "No article speaks of it." in one
    assert "No product has it." in one


def test_a_reading_that_was_given_up_is_told(
    person: Person, database: Database, shop: Shop
) -> None:
    with database.system() as tx:
        jobs.add(tx, shop.id, JobKind.READ_CONTENT, {}, NOW)
        whole = jobs.claim(tx, JobKind.READ_CONTENT, now=NOW)
        assert whole is not None
        jobs.share_out(tx, whole, [{"noun": "articles", "after": 0, "until": 9, "of": 1}], now=NOW)
        jobs.finish(tx, whole, now=NOW)
        part = jobs.claim(tx, JobKind.READ_CONTENT, now=NOW)
        assert part is not None
        jobs.bury(tx, part, "broken", now=NOW)

    assert "1 part of the last reading could not be done" in person.get(HERE).text


def test_a_tree_as_deep_and_wide_as_it_may_be_is_shown(
    person: Person, database: Database, services: Services, shop: Shop
) -> None:
    deep = [
        IngredientCategory(
            CategoryId(f"own_deep_{n}"),
            f"Deep {n}",
            CategoryId(f"own_deep_{n - 1}") if n else None,
            30,
        )
        for n in range(8)
    ]
    wide = [
        IngredientCategory(CategoryId(f"own_wide_{n}"), f"Wide {n}", CategoryId("aha"), 30)
        for n in range(400)
    ]
    edit_lexicon(
        shop.id,
        LexiconChanges(add_categories=(*deep, *wide)),
        author="Ines",
        database=database,
        lexicons=services.lexicons,
        doorbell=services.doorbell,
        clock=services.clock,
    )

    page = person.get(HERE).text

    assert 'class="depth-7 "' in page
    assert 400 == len(re.findall(r'id="row-own_wide_', page))
    assert "Wide 399" in person.get(f"{HERE}category/aha").text


@pytest.mark.parametrize("page", [HERE, PEPTIDES, PROPOSALS, f"{HERE}history", f"{HERE}progress"])
def test_names_none_of_our_insides_when_the_database_is_gone(
    person: Person, services: Services, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise DatabaseUnavailableError("connection to 10.0.0.7 refused")

    monkeypatch.setattr(services.database, "transaction", gone)

    answer = person.get(page)

    assert 503 == answer.status_code
    assert "10.0.0.7" not in answer.text


@pytest.mark.parametrize("query", ["articles=0", "articles=-3", "articles=999", "products=x"])
def test_a_page_that_is_not_there_is_the_nearest_that_is(person: Person, query: str) -> None:
    answer = person.get(f"{HERE}category/aha?{query}")

    assert 200 == answer.status_code
    assert "Glycolic acid, slowly" in answer.text
