"""The product rules go to a sheet and come back into the draft."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from service.cli.rules import rules
from service.storage import mappings
from service.storage.database import Database
from service.storage.mappings import Draft
from service.storage.system import shop_named
from service.usecases.exchange_mapping import WrongLinesError

SHOP = "fernwick.myshopify.com"


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(rules, [*words, "--shop", SHOP], input=given)


def draft_of(database: Database) -> Draft:
    shop = shop_named(database, SHOP)
    with database.transaction(shop.id, read_only=True) as tx:
        return mappings.draft(tx, shop.id)


def test_a_sheet_comes_back_as_it_went_out(folder: Path, database: Database) -> None:
    before = draft_of(database)
    sheet = folder / "rules.csv"
    assert run("export", "--out", str(sheet)).exit_code == 0

    result = run("import", str(sheet), "--replace")

    assert "nothing was changed" in result.output
    assert before == draft_of(database)
    assert before.mapping.rules


def test_takes_a_line_into_the_draft_alone(folder: Path, database: Database) -> None:
    before = draft_of(database)
    sheet = "what,rule,category,label\nrule,of-mine,urea,'=Softens\n"

    result = run("import", "-", given=sheet)

    assert "1 added" in result.output
    [new] = [rule for rule in draft_of(database).mapping.rules if rule.id == "of-mine"]
    assert "=Softens" == new.label
    assert before.revision + 1 == draft_of(database).revision
    assert "of-mine" not in run("export", "--published").output


def test_a_dry_run_names_what_is_wrong_and_changes_nothing(
    folder: Path, database: Database
) -> None:
    before = draft_of(database)

    result = run("import", "-", "--dry-run", given="what,category\nrule,urea\nrule,gold\n")

    assert 0 == result.exit_code
    assert "category: there is no ingredient 'gold'" in " ".join(result.output.split())
    assert "1 added, 0 changed, 0 removed, 0 same, 1 wrong" in result.output
    assert before == draft_of(database)


def test_wrong_lines_stop_it_unless_they_are_left_out(folder: Path, database: Database) -> None:
    before = draft_of(database)
    sheet = "what,rule,category\nrule,of-mine,urea\nrule,other,gold\n"

    refused = run("import", "-", given=sheet)
    kept = draft_of(database)
    taken = run("import", "-", "--skip-wrong", given=sheet)

    assert isinstance(refused.exception, WrongLinesError)
    assert before == kept
    assert 0 == taken.exit_code
    assert "of-mine" in [rule.id for rule in draft_of(database).mapping.rules]


def test_two_thousand_lines_with_thirty_wrong_ones(folder: Path, database: Database) -> None:
    good = [f"rule,mine-{number},urea" for number in range(1970)]
    lines = [*good, *(f"rule,bad-{number},gold" for number in range(30))]

    result = run("import", "-", "--skip-wrong", given="what,rule,category\n" + "\n".join(lines))

    assert "1,970 added, 0 changed, 0 removed, 0 same, 30 wrong" in result.output
    assert 1970 <= len(draft_of(database).mapping.rules)
