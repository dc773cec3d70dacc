"""A shop's terms on the command line: shown, changed, and moved as a sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.domain.errors import EndcapError
from service.domain.shop_lexicon import ShopLexicon
from service.storage import shop_lexicon, shops
from service.storage.database import Database
from tests.integration.web.furnished import DOMAIN

MOON = ("moon_milk", "--name", "Moon milk", "--parent", "soothing_agents", "--step", "40")


def terms(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, ("terms", words[0], "--shop", DOMAIN, *words[1:]), input=given)


def done(*words: str, given: str = "") -> str:
    result = terms(*words, given=given)
    assert 0 == result.exit_code, result.exception
    return result.output


def refused(*words: str, given: str = "") -> str:
    result = terms(*words, given=given)
    assert isinstance(result.exception, EndcapError), result.output
    return str(result.exception)


def stored(database: Database) -> ShopLexicon:
    with database.system(read_only=True) as tx:
        return shop_lexicon.load(tx, shops.get_by_domain(tx, DOMAIN).id)


def listed() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(done("list", "--json"))
    return said


@pytest.fixture(autouse=True)
def _furnished(database: Database) -> None:
    """Every command finds a shop."""


def test_adds_and_lists_terms() -> None:
    done("add", "moon milk", "moon dew", "--category", "aha", "--needs-skin")

    assert [("moon dew", "aha", True), ("moon milk", "aha", True)] == [
        (own["term"]["text"], own["term"]["category"], own["term"]["needs_skin"])
        for own in listed()["terms"]
    ]


def test_lists_for_people_too() -> None:
    done("add-category", *MOON)
    done("add", "moon milk", "--category", "moon_milk")
    done("ignore", "retinol")

    said = done("list")

    assert all(word in said for word in ("Moon milk", "moon milk", "synonym", "ignored", "retinol"))


def test_says_that_nothing_is_added() -> None:
    assert "This shop adds nothing and ignores nothing.\n" == done("list")


def test_ignores_and_heeds(database: Database) -> None:
    done("ignore", "retinol", "glycolic acid")
    done("heed", "retinol")

    assert ("glycolic acid",) == stored(database).ignored


def test_removes_terms_and_categories(database: Database) -> None:
    done("add-category", *MOON)
    done("add", "moon milk", "--category", "moon_milk")

    done("remove", "Moon-Milk")
    done("remove-category", "moon_milk")

    assert ShopLexicon() == stored(database)


def test_says_what_was_done_and_when_it_was_done_already() -> None:
    first = done("ignore", "retinol")
    again = done("ignore", "retinol")

    assert first.startswith("Ignored retinol.")
    assert "That is so already; nothing was changed.\n" == again


def test_a_dry_run_says_what_would_change_and_changes_nothing(database: Database) -> None:
    said = done("ignore", "retinol", "--dry-run")

    assert "articles would gain or lose an ingredient" in said
    assert ShopLexicon() == stored(database)


def test_says_what_can_not_be() -> None:
    assert "'x' is a single letter" in refused("add", "x", "--category", "aha")


def test_what_goes_out_comes_in_again(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    done("add-category", *MOON)
    done("add", "moon milk", "--category", "moon_milk", "--kind", "inci")
    done("ignore", "retinol")
    before = stored(database)
    done("export", "--out", str(file))
    done("remove", "moon milk")
    done("heed", "retinol")

    done("import", str(file))

    assert before == stored(database)
    assert file.read_text() == done("export")


def test_a_sheet_can_take_the_place_of_what_is_there(database: Database) -> None:
    done("add", "moon milk", "--category", "aha")

    done("import", "-", "--replace", given="text,category\nmoon dew,aha\n")

    assert ["moon dew"] == [term.text for term in stored(database).terms]


def test_a_sheet_with_a_fault_changes_nothing_and_names_the_line(database: Database) -> None:
    sheet = "text,category\nmoon milk,aha\n!,aha\nmoon dew,nowhere\n"

    said = refused("import", "-", given=sheet)

    assert "line 3: '!' is only punctuation; line 4: 'moon dew' has no category" in said
    assert ShopLexicon() == stored(database)


def test_a_dry_run_of_a_sheet_changes_nothing(database: Database) -> None:
    said = done("import", "-", "--dry-run", given="text,category\nmoon dew,aha\n")

    assert "0 articles would gain or lose an ingredient.\n" in said
    assert ShopLexicon() == stored(database)


def test_says_which_file_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"

    assert f"FILE: {file}: no such file or directory" == refused("import", str(file))
    file.write_bytes(b"text\n\xff\n")
    assert f"FILE: {file} is not in UTF-8" == refused("import", str(file))
