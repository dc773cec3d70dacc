"""A shop's additions go out as a sheet and come in again, exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidFieldError
from service.domain.lexicon import CategoryId, IngredientCategory, Term, TermKind
from service.domain.shop_lexicon import (
    LexiconChanges,
    ShopLexicon,
    changes_to,
    key_of,
    read_sheet,
    write_sheet,
)
from service.domain.shop_lexicon.values import clean
from tests.builders import AHA

MILK = Term("moon milk", AHA, TermKind.INCI, "fr", needs_skin=True)
MOON = IngredientCategory(CategoryId("moon"), "Moon, silver", AHA, 40)
ADDITIONS = ShopLexicon((MILK,), (MOON,), ("Retinol",))
NOTHING = ShopLexicon()

SHEET = """\
what,text,language,category,kind,needs_skin,name,parent,routine_step\r
category,,,moon,,,"Moon, silver",aha,40\r
term,moon milk,fr,aha,inci,yes,,,\r
ignored,Retinol,,,,,,,\r
"""


def test_writes_a_row_a_thing() -> None:
    assert SHEET == write_sheet(ADDITIONS)


def test_reads_what_it_wrote() -> None:
    assert ADDITIONS == read_sheet(write_sheet(ADDITIONS)).said


@given(
    st.lists(
        st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1).map(
            lambda text: Term(clean(text), AHA, TermKind.SYNONYM)
        ),
        unique_by=lambda term: key_of(term.text),
    )
)
def test_whatever_a_term_is_made_of_comes_back(terms: list[Term]) -> None:
    again = read_sheet(write_sheet(ShopLexicon(tuple(terms)))).said.terms

    assert set(terms) == set(again)


@pytest.mark.parametrize("text", ["=milk()", "+milk", "-milk", "@milk", "'milk", "'=milk"])
def test_no_term_is_a_formula_to_a_spreadsheet(text: str) -> None:
    written = write_sheet(ShopLexicon((Term(text, AHA, TermKind.SYNONYM),)))

    assert f",'{text}," in written.replace("term,", ",", 1)
    assert [text] == [term.text for term in read_sheet(written).said.terms]


def test_a_sheet_of_terms_alone_needs_few_columns() -> None:
    said = read_sheet("\ufefftext,category\nmoon milk,aha\nmoon dew,aha\n").said

    assert (
        Term("moon milk", AHA, TermKind.SYNONYM),
        Term("moon dew", AHA, TermKind.SYNONYM),
    ) == said.terms


def test_remembers_the_line_of_each_thing() -> None:
    assert {"add_categories.0": 2, "add_terms.0": 3, "ignore.0": 4} == read_sheet(SHEET).lines


@pytest.mark.parametrize(
    ("sheet", "fault"),
    [
        ("", "line 1: must name the columns, text at least"),
        ("category\naha\n", "line 1: must name the columns, text at least"),
        (
            "text,colour\nmilk,white\n",
            "line 1: there is no column 'colour'; there are what, text, language, category, kind, "
            "needs_skin, name, parent, routine_step",
        ),
        ("what,text\nthing,milk\n", "line 2: 'thing' is not one of term, category, ignored"),
        ("text,category\nmilk\n", "line 2: has another number of cells than line 1"),
        ("text,category\nmilk,aha,x\n", "line 2: has another number of cells than line 1"),
        (
            "text,kind\nmilk,acid\n",
            "line 2: kind 'acid' is none of inci, synonym, abbreviation, drug, procedure",
        ),
        ("text,needs_skin\nmilk,maybe\n", "line 2: needs_skin is yes or no, not 'maybe'"),
        (
            "what,text,category,routine_step\ncategory,,moon,ten\n",
            "line 2: routine_step must be a number, not 'ten'",
        ),
        ('text,category\n"milk,aha\n', "line 2: is no CSV: unexpected end of data"),
    ],
)
def test_names_the_line_that_can_not_be_read(sheet: str, fault: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        read_sheet(sheet)

    assert fault == str(refused.value)


def test_a_sheet_adds_to_what_is_there() -> None:
    other = Term("moon dew", AHA, TermKind.SYNONYM)
    current = ShopLexicon((other,), (), ("tea",))

    assert LexiconChanges(
        add_terms=(MILK,), ignore=("Retinol",), add_categories=(MOON,)
    ) == changes_to(current, ADDITIONS, replace=False)


def test_a_sheet_can_take_the_place_of_what_is_there() -> None:
    other = Term("moon dew", AHA, TermKind.SYNONYM)
    sun = IngredientCategory(CategoryId("sun"), "Sun", None, 50)
    current = ShopLexicon((other, MILK), (sun,), ("tea", "retinol"))

    changes = changes_to(current, ADDITIONS, replace=True)

    assert ((key_of("moon dew"),), ("tea",), (sun.id,)) == (
        changes.remove_terms,
        changes.heed,
        changes.remove_categories,
    )


def test_what_a_sheet_says_of_a_term_that_is_there_counts() -> None:
    current = ShopLexicon((Term("moon milk", MOON.id, TermKind.SYNONYM, "fr"),))

    changes = changes_to(current, ADDITIONS, replace=False)

    assert ((key_of("moon milk", "fr"),), (MILK,)) == (changes.remove_terms, changes.add_terms)


def test_a_sheet_that_says_what_is_there_changes_nothing() -> None:
    assert LexiconChanges(
        add_terms=(MILK,), ignore=("Retinol",), add_categories=(MOON,)
    ) == changes_to(ADDITIONS, ADDITIONS, replace=True)
