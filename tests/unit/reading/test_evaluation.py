"""Readings stay as good as they are, by the labels in tests/evaluation."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.cli.evaluate import Evaluation, evaluate_folder
from service.domain.evaluation import Agreement, StanceTable
from service.domain.lexicon import CategoryId
from service.domain.reading import Stance
from service.storage.lexicon import load_default_lexicon

LABELS = Path(__file__).parents[2] / "evaluation"
AHA, BHA = CategoryId("aha"), CategoryId("bha")


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_folder(LABELS, load_default_lexicon())


def test_categories_of_articles(evaluation: Evaluation) -> None:
    assert evaluation.articles.total.f1 >= 0.95
    assert evaluation.articles.macro_f1 >= 0.93


def test_no_language_is_read_much_worse(evaluation: Evaluation) -> None:
    worst = min(evaluation.languages, key=lambda name: evaluation.languages[name].total.f1)

    assert evaluation.languages[worst].total.f1 >= 0.94, worst


def test_what_products_are_sold_for(evaluation: Evaluation) -> None:
    assert evaluation.products.total.f1 >= 0.94


def test_silence_where_there_is_nothing_to_sell(evaluation: Evaluation) -> None:
    taken, of = evaluation.silent

    assert taken <= 0.08 * of


def test_what_only_looks_like_an_ingredient(evaluation: Evaluation) -> None:
    taken, of = evaluation.look_alikes

    assert taken <= 0.04 * of


def test_what_is_advised_against_is_not_recommended(evaluation: Evaluation) -> None:
    taken, of = evaluation.advised_against

    assert taken <= 0.065 * of


def test_stances(evaluation: Evaluation) -> None:
    assert evaluation.stances.balanced_accuracy >= 0.77
    assert evaluation.sentences.balanced_accuracy >= 0.79


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    agreement = Agreement()
    agreement.add({AHA}, {AHA, BHA})
    agreement.add({AHA}, set())

    total = agreement.total
    assert (0.5, 0.5, 0.5) == (total.precision, total.recall, total.f1)
    assert 1 / 3 == agreement.macro_f1


def test_balanced_accuracy_counts_every_stance_alike() -> None:
    table = StanceTable()
    for _ in range(8):
        table.add(Stance.RECOMMEND, Stance.RECOMMEND)
    table.add(Stance.AVOID, Stance.RECOMMEND)

    assert 0.5 == table.balanced_accuracy
