"""Whole pages, with what themes and word processors put in, say no more than their articles."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.cli.jsonl import ArticleLine, article_document, read_line
from service.domain.lexicon import Lexicon

PAGES = Path(__file__).parent / "pages"


def pages(name: str) -> list[Any]:
    read = tomllib.loads((PAGES / f"{name}.toml").read_text(encoding="utf-8"))
    return [pytest.param(page, id=page["name"]) for page in read["page"]]


def said_by(page: dict[str, Any], lexicon: Lexicon) -> tuple[dict[str, Any], str]:
    """The categories of *page*, and the text that their offsets refer to."""
    line = ArticleLine("page", text=page.get("text"), html=page.get("html"))
    language = page.get("language", "en")
    document = article_document(line, read_line(line, language, lexicon))
    return document["categories"], page.get("text") or document["text"]


ALL = [*pages("themes"), *pages("languages"), *pages("texts"), *pages("others")]


@pytest.mark.parametrize("page", ALL)
def test_only_the_article_of_a_page_counts(page: dict[str, Any], lexicon: Lexicon) -> None:
    found, _ = said_by(page, lexicon)

    avoided = {name for name, said in found.items() if said["stance"] == "avoid"}
    assert page["counts"] == sorted(found)
    assert avoided >= set(page.get("avoids", []))


@pytest.mark.parametrize("page", ALL)
def test_evidence_stands_in_the_text_of_a_page(page: dict[str, Any], lexicon: Lexicon) -> None:
    found, text = said_by(page, lexicon)

    for said in found.values():
        assert said["evidence"]
        for each in said["evidence"]:
            assert each["text"] == text[each["start"] : each["end"]]
