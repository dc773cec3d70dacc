"""``endcap learn``: learn how stances are worded from labelled texts, and write the weights."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from service.cli.fitting import Fit, OverallFit, common
from service.cli.labels import Example, examples
from service.domain.evaluation import StanceTable
from service.domain.reading import Stance, overall
from service.domain.reading.stance_model import ANY_LANGUAGE, Leaning
from service.storage.lexicon import load_default_lexicon
from service.storage.stance_model import (
    WEIGHTS,
    parse_concepts,
    parse_stance_model,
    written_weights,
)

PARTS = 5
"""Into how many parts texts are put, each told by what the others teach."""


@click.command()
@click.argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("config/stance"),
)
@click.option("--check", is_flag=True, help="Only cross-validate; write nothing.")
def learn(folder: Path, *, check: bool) -> None:
    """Learn stance weights from FOLDER/texts and write them to FOLDER/weights.tsv.

    FOLDER/texts holds sentences.*.jsonl, with {"lang", "text", "above"?, "targets": [{"term",
    "category", "stance"}]} a line, and articles.*.jsonl as tests/evaluation has them. What comes
    out is the same every time.
    """
    console = Console(stderr=True)
    lexicon = load_default_lexicon().with_stances(None)
    concepts = parse_concepts(
        {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.toml"))}
    )
    labelled = list(examples(folder / "texts", lexicon, concepts, console))
    console.print(f"{len(labelled)} labels, {len(common(labelled))} features heard more than once")
    parts = _held_out(labelled, console)
    _print(_cross_validated(parts))
    if check:
        return
    weights = Fit(labelled).weights()
    weights[ANY_LANGUAGE] |= _learned_overall(parts).weights()
    lines = "\n".join(written_weights(weights)) + "\n"
    parse_stance_model({WEIGHTS: lines})
    (folder / WEIGHTS).write_text(lines, "utf-8")
    console.print(f"{sum(map(len, weights.values()))} weights written to {folder / WEIGHTS}")


class _HeldOut(NamedTuple):
    """How examples lean by a model that has not seen their texts."""

    examples: list[Example]
    leanings: list[tuple[Leaning, list[Leaning]]]

    def inputs(self) -> list[dict[str, int]]:
        """What decides for each of the articles."""
        return [
            overall.inputs(*leaning, categories=example.categories, in_title=example.in_title)
            for example, leaning in zip(self.examples, self.leanings, strict=True)
            if example.is_article
        ]

    def stances(self) -> list[str]:
        return [example.stance for example in self.examples if example.is_article]


def _held_out(examples: Sequence[Example], console: Console) -> list[_HeldOut]:
    """Ask a model of all other parts about each part."""
    parts: list[_HeldOut] = []
    for part in track(
        range(PARTS), "Cross-validating", console=console, disable=not console.is_terminal
    ):
        own = [example for example in examples if _part(example) == part]
        fit = Fit([example for example in examples if _part(example) != part])
        parts.append(_HeldOut(own, [fit.lean(example) for example in own]))
    return parts


def _part(example: Example) -> int:
    return zlib.crc32(example.group.encode()) % PARTS


Tables = dict[tuple[bool, str], StanceTable]


def _cross_validated(parts: Sequence[_HeldOut]) -> Tables:
    """How each part is told by what the others teach, by kind and language."""
    tables: Tables = {}
    for part in parts:
        others = [other for other in parts if other is not part]
        whole = _learned_overall(others)
        articles = [example for example in part.examples if example.is_article]
        told = [*zip(articles, whole.stances(part.inputs()), strict=True)]
        told += [
            (example, together.stance.value)
            for example, (together, _) in zip(part.examples, part.leanings, strict=True)
            if not example.is_article
        ]
        for example, stance in told:
            for language in (example.language, "all"):
                table = tables.setdefault((example.is_article, language), StanceTable())
                table.add(example.stance, stance)
    return tables


def _learned_overall(parts: Sequence[_HeldOut]) -> OverallFit:
    inputs = [each for part in parts for each in part.inputs()]
    return OverallFit(inputs, [stance for part in parts for stance in part.stances()])


def _print(tables: Tables) -> None:
    shown = Table("Language", "Articles", "Sentences", "Avoid taken for recommend", box=box.SIMPLE)
    for language in sorted({language for _, language in tables}):
        both = [tables.get((kind, language), StanceTable()) for kind in (True, False)]
        wrong = sum(table.count(Stance.AVOID, Stance.RECOMMEND) for table in both)
        scores = [f"{table.balanced_accuracy:.3f}" for table in both]
        shown.add_row(language, *scores, str(wrong))
    Console().print(shown)
