"""JSON lines in, JSON lines out: offsets that stand in the given text, odd lines told by number."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from service.cli import cli

ARTICLE = (
    "# Fine lines\n\nA serum with **retinol** is a good choice for skin with fine lines.\n\n"
    "Avoid [salicylic acid](https://shop.example/a) while your skin is dry."
)


def answers(command: str, *lines: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(cli, [command, "--jsonl"], input="\n".join(lines) + "\n")
    assert 0 == done.exit_code, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_evidence_stands_in_the_given_text() -> None:
    answer = answers("read", json.dumps({"id": "a", "text": ARTICLE, "lang": "en"}))[0]

    stances = {name: said["stance"] for name, said in answer["categories"].items()}
    assert {"retinoids": "recommend", "bha": "avoid"} == stances
    for said in answer["categories"].values():
        assert said["evidence"]
        for evidence in said["evidence"]:
            assert evidence["text"] == ARTICLE[evidence["start"] : evidence["end"]]


def test_html_comes_with_the_text_that_offsets_refer_to() -> None:
    html = "<h1>Skin</h1><p>Use <b>niacinamide</b> every day for your skin.</p>"
    answer = answers("read", json.dumps({"id": 1, "html": html, "lang": "en"}))[0]

    evidence = answer["categories"]["niacinamide"]["evidence"][0]
    assert evidence["text"] == answer["text"][evidence["start"] : evidence["end"]]


def test_an_odd_line_is_told_by_its_number_and_the_run_goes_on() -> None:
    found = answers(
        "read",
        "not JSON",
        '{"id": 2}',
        '{"id": 3, "text": 5}',
        "[]",
        '{"id": 5, "text": "Retinol is good for your skin.", "lang": "en"}',
    )

    assert [1, 2, 3, 4] == [answer["line"] for answer in found[:4]]
    assert all(answer["error"] for answer in found[:4])
    assert ["retinoids"] == list(found[4]["categories"])


def test_says_what_a_product_is_for_and_what_is_a_trace() -> None:
    product = {
        "id": 1,
        "title": "Niacinamide 10% Serum",
        "ingredients": "Aqua, Niacinamide, Glycerin, Phenoxyethanol, Citric Acid",
    }

    found = answers("read-products", json.dumps(product))[0]["categories"]

    assert ("active", "trace") == (found["niacinamide"]["role"], found["aha"]["role"])


def test_an_odd_product_is_told_too() -> None:
    found = answers("read-products", '{"title": "No id"}', '{"id": 2, "title": "Mug"}')

    assert 1 == found[0]["line"]
    assert {"id": 2, "categories": {}} == found[1]


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x1c", "\x0c", "\ufeff"])
def test_a_separator_in_a_text_ends_no_line(odd: str) -> None:
    text = f"Retinol is{odd}good for your skin."

    assert 1 == len(answers("read", json.dumps({"id": 1, "text": text, "lang": "en"})))


@pytest.mark.parametrize("lang", ["de", "und", "xx", ""])
def test_any_language_is_answered(lang: str) -> None:
    text = "Retinol glättet die Haut."

    assert answers("read", json.dumps({"id": 1, "text": text, "lang": lang}))[0]["id"] == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_no_text_makes_it_fail(before: str, after: str) -> None:
    text = f"{before} Retinol is good for your skin. {after}"
    answer = answers("read", json.dumps({"id": 1, "text": text}))[0]

    for said in answer["categories"].values():
        for evidence in said["evidence"]:
            assert evidence["text"] == text[evidence["start"] : evidence["end"]]
