"""Reading with the default lexicon, said shortly."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import pytest

from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import CategoryReading, Mention, Reading
from service.domain.reading.article import read_article, read_text
from service.domain.reading.mentions import MOST_PER_CATEGORY
from service.storage.lexicon import load_default_lexicon


class Read(Protocol):
    def __call__(
        self, html: str, title: str = "Skin", tags: Sequence[str] = (), language: str = "en"
    ) -> Reading: ...


class Says(Protocol):
    def __call__(self, sentence: str, words: str) -> Mention: ...


class About(Protocol):
    def __call__(self, reading: Reading, category: str) -> CategoryReading: ...


class InProportion(Protocol):
    def __call__(self, reading: Callable[[], object]) -> bool: ...


MOST_TIMES_ORDINARY = 8
"""What is quadratic takes thousands of times as long."""


@pytest.fixture(scope="session")
def in_proportion(lexicon: Lexicon) -> InProportion:
    """Whether a reading takes not much longer than that of a megabyte of ordinary prose."""
    said = (
        "Use a gentle retinol in the evening. It helps with breakouts, and skin feels soft.\n\n"
        "Avoid sulfur by day; try niacinamide instead, with a moisturiser.\n\n"
    )
    # as much as is read to its end: of what names a thing more often, the rest is passed over
    prose = said * (MOST_PER_CATEGORY // 2)
    read_text("Warm up on retinol.", lexicon=lexicon)
    times = 1_000_000 // len(prose)
    ordinary = sum(_seconds(lambda: read_text(prose, lexicon=lexicon)) for _ in range(times))
    return lambda reading: _seconds(reading) < MOST_TIMES_ORDINARY * ordinary


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_default_lexicon()


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Read:
    def _read(
        html: str, title: str = "Skin", tags: Sequence[str] = (), language: str = "en"
    ) -> Reading:
        return read_article(html, title=title, tags=tags, language=language, lexicon=lexicon)

    return _read


@pytest.fixture(scope="session")
def says(read: Read) -> Says:
    """What a sentence says of *words*, the last time it names them."""

    def _says(sentence: str, words: str) -> Mention:
        reading = read(f"<p>{sentence}</p>")
        text = reading.text.text
        found = [m for m in reading.mentions if text[m.start : m.end] == words]
        assert found, f"{words!r} is not among {[text[m.start : m.end] for m in reading.mentions]}"
        return found[-1]

    return _says


@pytest.fixture(scope="session")
def about() -> About:
    def _about(reading: Reading, category: str) -> CategoryReading:
        return next(c for c in reading.categories if c.category == CategoryId(category))

    return _about
