"""``endcap evaluate``: readings beside a careful editor's labels, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from service.cli import jsonl
from service.cli.folder import json_option
from service.cli.jsonl import ArticleLine, ProductLine
from service.cli.printing import print_json
from service.domain.errors import InvalidFieldError
from service.domain.evaluation import Agreement, Counts, StanceTable
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import Presence, Stance
from service.storage.lexicon import load_default_lexicon

Label = dict[str, Any]


@dataclass(slots=True)
class Evaluation:
    """What was counted over a folder of labelled lines."""

    articles: Agreement = field(default_factory=Agreement)
    languages: dict[str, Agreement] = field(default_factory=dict)
    stances: StanceTable = field(default_factory=StanceTable)
    sentences: StanceTable = field(default_factory=StanceTable)
    products: Agreement = field(default_factory=Agreement)
    silent: list[int] = field(default_factory=lambda: [0, 0])
    """Texts with nothing to sell: how many got a category, of how many."""
    look_alikes: list[int] = field(default_factory=lambda: [0, 0])
    """Phrases that only look like an ingredient: how many were taken for one, of how many."""
    advised_against: list[int] = field(default_factory=lambda: [0, 0])
    """Labels "avoid": how many were read as recommended, of how many."""
    differences: list[str] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        return {
            "articles": _scores(self.articles),
            "languages": {name: _scores(one) for name, one in sorted(self.languages.items())},
            "products": _scores(self.products),
            "stance_balanced_accuracy": {
                "articles": round(self.stances.balanced_accuracy, 4),
                "sentences": round(self.sentences.balanced_accuracy, 4),
            },
            "nothing_to_sell_got_a_category": self.silent,
            "look_alikes_taken": self.look_alikes,
            "advised_against_taken_as_recommended": self.advised_against,
            "differences": self.differences,
        }


@click.command()
@click.argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("tests/evaluation"),
)
@click.option("--differences", is_flag=True, help="Also list every text that was read otherwise.")
@click.option("--only", metavar="LANG", help="Only articles and sentences of this language.")
@json_option
def evaluate(folder: Path, only: str | None, *, differences: bool, as_json: bool) -> None:
    """Read every labelled text in FOLDER and say how well that agrees with its labels.

    FOLDER holds articles.*.jsonl, stances.*.jsonl and products.jsonl, or some of them. Look at
    the differences of config/stance/texts, and at the totals of tests/evaluation.
    """
    result = evaluate_folder(folder, load_default_lexicon(), only=only)
    if as_json:
        print_json(result.document())
        return
    _print(result, differences=differences)


def evaluate_folder(folder: Path, lexicon: Lexicon, *, only: str | None = None) -> Evaluation:
    """Count agreements over every labelled line of *folder*."""
    result = Evaluation()
    for label in _labels(folder, "articles.*.jsonl", only):
        _article(label, lexicon, result)
    for label in _labels(folder, "stances.*.jsonl", only):
        _sentence(label, lexicon, result)
    if only is None:
        for label in _labels(folder, "products.jsonl", None):
            _product(label, lexicon, result)
    return result


def _labels(folder: Path, pattern: str, only: str | None) -> Iterable[Label]:
    labels = [
        label
        for file in sorted(folder.glob(pattern))
        for label in _lines(file)
        if only in (None, label.get("lang"))
    ]
    console = Console(stderr=True)
    return track(
        labels,
        description=pattern,
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def _lines(file: Path) -> Iterator[Label]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            label: Label = json.loads(line)
            label.setdefault("id", f"{file.name}:{number}")
            yield label
        except ValueError as error:
            raise InvalidFieldError(f"{file.name}:{number}", str(error)) from error


def _article(label: Label, lexicon: Lexicon, result: Evaluation) -> None:
    line = ArticleLine(
        id=label["id"],
        text=label.get("text"),
        html=label.get("html"),
        lang=label["lang"],
        title=label.get("title"),
    )
    document = jsonl.article_document(line, jsonl.read_line(line, label["lang"], lexicon))
    found = {CategoryId(c): said["stance"] for c, said in document["categories"].items()}
    expected = {CategoryId(c): stance for c, stance in label["categories"].items()}
    result.articles.add(expected.keys(), found.keys())
    result.languages.setdefault(label["lang"], Agreement()).add(expected.keys(), found.keys())
    if label["kind"] == "nothing_to_sell":
        result.silent[0] += bool(found)
        result.silent[1] += 1
    _look_alikes(label, document, result)
    for category, stance in expected.items():
        if category in found:
            result.stances.add(stance, found[category])
        if stance == Stance.AVOID:
            result.advised_against[0] += found.get(category) == Stance.RECOMMEND
            result.advised_against[1] += 1
    if expected != found:
        result.differences.append(f"{label['id']}: {_difference(expected, found)}")


def _look_alikes(label: Label, document: dict[str, Any], result: Evaluation) -> None:
    """A phrase is taken for an ingredient when the only evidence of a wrong category holds it."""
    wrong = [said for c, said in document["categories"].items() if c not in label["categories"]]
    quotes = [evidence["text"].lower() for said in wrong for evidence in said["evidence"]]
    for phrase in label.get("look_alikes", ()):
        taken = any(phrase.lower() in quote for quote in quotes)
        result.look_alikes[0] += taken
        result.look_alikes[1] += 1


def _sentence(label: Label, lexicon: Lexicon, result: Evaluation) -> None:
    line = ArticleLine(id=label["id"], text=label["text"], lang=label["lang"], title="")
    document = jsonl.article_document(line, jsonl.read_line(line, label["lang"], lexicon))
    found = document["categories"].get(label["category"], {}).get("stance", "none")
    result.sentences.add(label["stance"], found)
    if found != label["stance"]:
        result.differences.append(
            f"{label['id']}: {label['category']} is {label['stance']}, read as {found}:"
            f" {label['text']}"
        )


def _product(label: Label, lexicon: Lexicon, result: Evaluation) -> None:
    known = ("id", "title", "brand", "product_type", "highlights", "ingredients")
    line = ProductLine(**{name: label[name] for name in known if name in label})
    found = {
        CategoryId(c): said["role"] for c, said in jsonl.product_categories(line, lexicon).items()
    }
    expected = {CategoryId(c): role for c, role in label["categories"].items()}
    result.products.add(_active(expected), _active(found))
    if _active(expected) != _active(found):
        result.differences.append(f"{label['id']}: {_difference(expected, found)}")


def _active(roles: dict[CategoryId, str]) -> set[CategoryId]:
    return {category for category, role in roles.items() if role == Presence.ACTIVE}


def _difference(expected: dict[CategoryId, str], found: dict[CategoryId, str]) -> str:
    parts = [
        f"{c} is {expected.get(c, 'not there')}, read as {found.get(c, 'not there')}"
        for c in sorted(expected | found)
        if expected.get(c) != found.get(c)
    ]
    return "; ".join(parts)


def _scores(agreement: Agreement) -> dict[str, Any]:
    return {
        "micro_f1": round(agreement.total.f1, 4),
        "macro_f1": round(agreement.macro_f1, 4),
        "categories": {
            category: _numbers(counts) for category, counts in sorted(agreement.by_category.items())
        },
    }


def _numbers(counts: Counts) -> dict[str, float]:
    return {
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
        "labelled": counts.right + counts.missed,
    }


def _print(result: Evaluation, *, differences: bool) -> None:
    console = Console(highlight=False)
    table = Table("Category", "Precision", "Recall", "F1", "Labelled", box=box.SIMPLE)
    for category, counts in sorted(result.articles.by_category.items()):
        labelled = str(counts.right + counts.missed)
        shares = (counts.precision, counts.recall, counts.f1)
        table.add_row(category, *(f"{share:.2f}" for share in shares), labelled)
    console.print(table)
    for name, figure in _figures(result):
        console.print(f"{name:<52} {figure}")
    if differences:
        for line in result.differences:
            console.print(Text(f"· {line}"), soft_wrap=True)
    elif result.differences:
        console.print(f"{len(result.differences)} differ; see them with --differences")


def _figures(result: Evaluation) -> Iterator[tuple[str, str]]:
    yield (
        "Articles, micro / macro F1",
        f"{result.articles.total.f1:.3f} / {result.articles.macro_f1:.3f}",
    )
    for language, agreement in sorted(result.languages.items()):
        yield f"  {language}, micro F1", f"{agreement.total.f1:.3f}"
    yield "Products, active, micro F1", f"{result.products.total.f1:.3f}"
    yield "Stance in articles, balanced accuracy", f"{result.stances.balanced_accuracy:.3f}"
    yield "Stance in sentences, balanced accuracy", f"{result.sentences.balanced_accuracy:.3f}"
    yield "Advised against, taken as recommended", "{} of {}".format(*result.advised_against)
    yield "Nothing to sell, yet got a category", "{} of {}".format(*result.silent)
    yield "Look-alike phrases taken for an ingredient", "{} of {}".format(*result.look_alikes)
