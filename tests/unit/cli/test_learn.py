"""Learning how stances are worded: from labelled texts to weights, the same every time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli.learn import learn
from service.domain.reading import Stance
from service.domain.reading.article import read_text
from service.storage.lexicon import load_default_lexicon
from service.storage.stance_model import parse_stance_model

FOR_IT = ("{} works wonders.", "We love {}.", "Reach for {}.", "{} is worth it.")
OF_IT = ("{} is a molecule.", "{} was first made in a laboratory.", "{} is sold in jars.")
AGAINST_IT = ("Keep away from {}.", "{} stings.", "Throw out {}.", "{} is a waste of money.")
NAMES = {
    "retinol": "retinoids", "glycolic acid": "aha", "niacinamide": "niacinamide",
    "squalane": "squalane", "urea": "urea",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a concept, some labelled sentences and an article."""
    (tmp_path / "concepts.en.toml").write_text('warns = "keep away | throw out"\n', "utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()
    lines = [
        _line(sentence.format(name), name, stance)
        for stance, sentences in (("recommend", FOR_IT), ("neutral", OF_IT), ("avoid", AGAINST_IT))
        for sentence in sentences
        for name in NAMES
    ]
    (texts / "sentences.en.jsonl").write_text("".join(lines), "utf-8")
    articles = [
        {
            "lang": "en", "title": "Our shelf", "kind": "article",
            "text": f"{name.capitalize()} {said}", "categories": {category: stance},
        }
        for name, category in NAMES.items()
        for said, stance in (
            ("works wonders for the skin.", "recommend"),
            ("is a molecule of the skin.", "neutral"),
            ("stings the skin.", "avoid"),
        )
    ]  # fmt: skip
    (texts / "articles.en.jsonl").write_text("".join(map(_json_line, articles)), "utf-8")
    return tmp_path


def test_tells_a_stance_by_the_words_it_learned(folder: Path) -> None:
    run(folder)

    assert [Stance.RECOMMEND, Stance.NEUTRAL, Stance.AVOID] == [
        stance_of(folder, f"{sentence} It is good for the skin to know.")
        for sentence in (
            "We love bakuchiol.",
            "Bakuchiol is a molecule.",
            "Keep away from bakuchiol.",
        )
    ]


def test_writes_the_same_bytes_every_time(folder: Path) -> None:
    run(folder)
    once = (folder / "weights.tsv").read_bytes()
    run(folder)

    assert once == (folder / "weights.tsv").read_bytes()


def test_says_how_well_it_would_do_and_writes_nothing_when_asked_to_check(folder: Path) -> None:
    output = run(folder, "--check")

    assert "Sentences" in output
    assert not (folder / "weights.tsv").exists()


def test_names_the_line_that_is_no_label(folder: Path) -> None:
    with (folder / "texts" / "sentences.en.jsonl").open("a", encoding="utf-8") as file:
        file.write("{nonsense\n")

    result = CliRunner().invoke(learn, [str(folder)])

    assert "sentences.en.jsonl:56" in str(result.exception)


def run(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(learn, [str(folder), *options], catch_exceptions=False)
    assert 0 == result.exit_code, result.output
    return result.output


def stance_of(folder: Path, text: str) -> Stance:
    files = {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}
    lexicon = load_default_lexicon().with_stances(parse_stance_model(files))
    reading = read_text(text, title="", language="en", lexicon=lexicon)
    return reading.categories[0].stance


def _line(text: str, name: str, stance: str) -> str:
    term = name if name in text else name.capitalize()
    text = text[0].upper() + text[1:]
    target = {"term": term, "category": NAMES[name], "stance": stance}
    return _json_line({"lang": "en", "text": text, "targets": [target]})


def _json_line(document: object) -> str:
    return f"{json.dumps(document)}\n"
