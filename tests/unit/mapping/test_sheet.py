"""A mapping goes out as a sheet and comes back as it was; a sheet says what each line does."""

from __future__ import annotations

import csv
import io
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.errors import InvalidFieldError
from service.domain.lexicon import CategoryId
from service.domain.mappings import (
    DEFAULT_SLOTS,
    END,
    ArticleOverride,
    Mapping,
    Names,
    Pin,
    Rule,
    RuleId,
    Slot,
    SlotName,
    SlotOrder,
    read_sheet,
    write_sheet,
)
from service.domain.reading import Role

CATEGORIES = [CategoryId(name) for name in ("aha", "retinoids", "urea")]
HANDLES = {ProductId(1): "clay-scrub", ProductId(2): "serum", ProductId(3): '-sale, "new"'}
PATHS = {ArticleId(7): "news/milia", ArticleId(8): "news/=urea"}
NAMES = Names(HANDLES, PATHS, frozenset(CATEGORIES))
EMPTY = Mapping()
RETINOIDS = Rule(RuleId("retinoids"), CategoryId("retinoids"), (ProductId(2),))

TEXTS = st.text(st.sampled_from([*string.ascii_letters, *" =+-@',;|\"é美"]), max_size=12).map(
    str.strip
)
ITEMS = st.lists(TEXTS.filter(bool), max_size=3, unique=True).map(tuple)
PRODUCTS = st.lists(st.integers(1, 5).map(ProductId), max_size=3, unique=True).map(tuple)
TIMES = st.none() | st.just(datetime(2026, 11, 28, 9, tzinfo=UTC))
RULES = st.builds(
    Rule,
    id=st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).map(RuleId),
    category=st.sampled_from(CATEGORIES),
    products=PRODUCTS,
    label=TEXTS,
    weight=st.floats(0.001, 100),
    role=st.none() | st.sampled_from(Role),
    tags=ITEMS,
    blogs=ITEMS,
    languages=ITEMS,
    starts_at=TIMES,
    ends_at=st.none() | st.just(datetime(2026, 12, 1, tzinfo=UTC)),
    enabled=st.booleans(),
)
OVERRIDES = st.builds(
    ArticleOverride,
    pins=st.lists(st.builds(Pin, st.integers(1, 5).map(ProductId), st.integers(1, 10), TEXTS),
                  max_size=3, unique_by=(lambda p: p.position, lambda p: p.product))
    .map(lambda pins: tuple(sorted(pins, key=lambda pin: pin.position))),
    never_show=PRODUCTS.map(frozenset),
    ignore=st.frozensets(st.sampled_from(CATEGORIES)),
)  # fmt: skip
MAPPINGS = st.builds(
    Mapping,
    rules=st.lists(RULES, max_size=3, unique_by=lambda rule: rule.id).map(tuple),
    slots=st.sampled_from(
        [
            DEFAULT_SLOTS,
            (Slot(SlotName("aside"), 5, 2, SlotOrder.PRIORITY, repeats_categories=True),),
            (Slot(END, 4, repeats=SlotName("x")), Slot(SlotName("x"))),
        ]
    ),
    never_show=PRODUCTS.map(frozenset),
    articles=st.dictionaries(
        st.sampled_from([ArticleId(n) for n in (7, 8, 9)]),
        OVERRIDES.filter(lambda override: override != ArticleOverride()),
    ),
    fallback=PRODUCTS,
)


@given(MAPPINGS)
def test_a_mapping_comes_back_as_it_went_out(mapping: Mapping) -> None:
    sheet = write_sheet(mapping, NAMES)

    found = read_sheet(sheet, Mapping(slots=()), NAMES, replaces=True)

    assert mapping == found.mapping
    assert () == found.wrong


@given(MAPPINGS)
def test_a_sheet_of_what_is_there_changes_nothing(mapping: Mapping) -> None:
    found = read_sheet(write_sheet(mapping, NAMES), mapping, NAMES)

    assert mapping == found.mapping
    assert {"same"} >= {verdict.does for verdict in found.verdicts}


@given(MAPPINGS)
def test_no_cell_is_a_formula(mapping: Mapping) -> None:
    rows = csv.reader(io.StringIO(write_sheet(mapping, NAMES)))

    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_says_what_each_line_does() -> None:
    sheet = (
        "what,category,products,label,article,position\n"
        "rule,aha,serum,,,\n"
        "rule,retinoids,\"serum, clay-scrub\",,,\n"
        "pin,,serum,,news/milia,1\n"
        "never_show,,serum,,,\n"
        "rule,urea,nothing-such,,,\n"
    )  # fmt: skip
    old = replace(EMPTY, rules=(RETINOIDS,), never_show=frozenset({ProductId(2)}))

    found = read_sheet(sheet, old, NAMES)

    assert [(2, "added"), (3, "changed"), (4, "added"), (5, "same"), (6, "wrong")] == [
        (verdict.line, verdict.does) for verdict in found.verdicts
    ]
    assert "there is no product 'nothing-such' in the shop" == found.wrong[0].message
    assert "products" == found.wrong[0].column
    assert ["retinoids", "aha"] == [rule.id for rule in found.mapping.rules]


def test_what_a_sheet_leaves_out_goes_only_when_it_replaces() -> None:
    old = replace(EMPTY, rules=(RETINOIDS,), fallback=(ProductId(1),))
    sheet = "what,category,products\nrule,aha,serum\n"

    kept = read_sheet(sheet, old, NAMES)
    replaced = read_sheet(sheet, old, NAMES, replaces=True)

    assert old.fallback == kept.mapping.fallback
    assert ["aha"] == [rule.id for rule in replaced.mapping.rules]
    assert ["rule retinoids", "filler"] == [
        verdict.message for verdict in replaced.verdicts if verdict.does == "removed"
    ]
    assert DEFAULT_SLOTS == replaced.mapping.slots


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("rule,x,serum,,,,,", "category"),
        ("rule,aha,serum,,,,,often", "weight"),
        ("rule,aha,serum,,,,,-1", "weight"),
        ("rule,aha,\"serum, serum\",,,,,", "products"),
        ("rule,aha,serum,,,,tomorrow,", "starts_at"),
        ("pin,,serum,news/milia,0,,,", "position"),
        ("pin,,serum,news/gone,1,,,", "article"),
        ("pin,,\"serum, clay-scrub\",news/milia,1,,,", "products"),
        ("never_show,,,,,,,", "products"),
        ("ignore,,,news/milia,,,,", "category"),
        ("hide,aha,serum,,,,,", "what"),
        ("rule,aha", "what"),
        ("rule,aha,\"a \"\"b\",,,,,", "products"),
    ],
)  # fmt: skip
def test_names_the_column_that_is_wrong(line: str, column: str) -> None:
    header = "what,category,products,article,position,reason,starts_at,weight\n"

    found = read_sheet(header + line + "\n", EMPTY, NAMES)

    assert [(2, "wrong", column)] == [(v.line, v.does, v.column) for v in found.verdicts]
    assert EMPTY == found.mapping


def test_a_line_with_too_few_cells_is_said_to_be_so() -> None:
    found = read_sheet("what,category\nrule\n", EMPTY, NAMES)

    assert "has another number of cells than line 1" == found.wrong[0].message


def test_a_line_that_says_what_another_says_is_wrong() -> None:
    found = read_sheet("what,category\nrule,aha\nrule,aha\n", EMPTY, NAMES)

    assert "line 2 says this already" == found.wrong[0].message


@pytest.mark.parametrize(
    ("text", "where"),
    [("", "line 1"), ("what,price\n", "line 1"), ("category\naha\n", "line 1"),
     ('what\n"rule\n', "line 2")],
)  # fmt: skip
def test_refuses_what_is_no_such_sheet(text: str, where: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_sheet(text, EMPTY, NAMES)

    assert where == caught.value.field


def test_a_time_without_zone_is_utc() -> None:
    found = read_sheet(
        "what,category,starts_at,ends_at\nrule,aha,2026-11-28T09:00,2026-11-29\n", EMPTY, NAMES
    )

    [rule] = found.mapping.rules
    assert datetime(2026, 11, 28, 9, tzinfo=UTC) == rule.starts_at
    assert rule.ends_at is not None
    assert timedelta(0) == rule.ends_at.utcoffset()
