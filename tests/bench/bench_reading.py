"""How many articles a second of CPU time are read, beside the plainest way to find terms.

Both ways run in the same process on the same generated articles of about 35 kB each, in turns.
The floor, BeautifulSoup with ``html.parser`` and one ``re`` alternation, only finds terms; reading
also tells zones, stances, roles, settings and salience.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Sequence

from bs4 import BeautifulSoup

from service.domain.lexicon import Lexicon
from service.domain.reading.article import read_article
from service.storage.lexicon import load_default_lexicon

SIZE = 35_000
SEED = 20_261_102
FILLER = (
    "skin", "care", "morning", "evening", "routine", "gentle", "water", "face", "texture",
    "barrier",
    "oil", "balance", "season", "winter", "layer", "finish", "result", "patience", "small", "step",
    "week", "month", "simple", "habit", "towel", "pillow", "light", "dry", "soft", "cool", "that",
    "which", "with", "from", "into", "over", "when", "your", "they", "their", "many", "some",
    "most",
    "people", "notice", "change", "begin",
)  # fmt: skip
FRAMES = (
    "You can try {} when your skin feels rough.",
    "Some people avoid {} in the first weeks, but keep {}.",
    "With patience, {} helps prevent small bumps.",
    "A dermatologist may prescribe {} where nothing else works.",
    "It\u2019s kept simple: {} in the evening, and {} by day.",
)


def generated_article(number: int, terms: Sequence[str]) -> str:
    """An article of about `SIZE` characters that names some sixty terms."""
    dice = random.Random(SEED + number)
    parts: list[str] = []
    size = 0
    while size < SIZE:
        part = _section(dice, terms)
        parts.append(part)
        size += len(part)
    return "\n".join(parts)


def _section(dice: random.Random, terms: Sequence[str]) -> str:
    paragraphs = [f"<p>{_prose(dice, terms)}</p>" for _ in range(4)]
    items = "".join(f"<li>{_words(dice, 9)}</li>" for _ in range(3))
    return f"<h2>{_words(dice, 5)}</h2>\n{''.join(paragraphs)}\n<ul>{items}</ul>"


def _prose(dice: random.Random, terms: Sequence[str]) -> str:
    frame = dice.choice(FRAMES)
    named = frame.format(*(dice.choice(terms) for _ in range(frame.count("{}"))))
    before = " ".join(_words(dice, 14) + "." for _ in range(3))
    after = f"<strong>{_words(dice, 3)}</strong> " + _words(dice, 30) + "."
    return f"{before} {named} {after}"


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choice(FILLER) for _ in range(count)).capitalize()


def plainest_way(lexicon: Lexicon) -> Callable[[str], int]:
    """BeautifulSoup, then one alternation of all terms on word boundaries."""
    terms = sorted({t.text for t in lexicon.terms if t.language == "en"}, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")s?\b", re.IGNORECASE)

    def read(html: str) -> int:
        text = BeautifulSoup(html, "html.parser").get_text(" ")
        return sum(1 for _ in pattern.finditer(text))

    return read


def seconds_each(read: Callable[[str], object], articles: Sequence[str]) -> float:
    start = time.process_time()
    for html in articles:
        read(html)
    return (time.process_time() - start) / len(articles)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="1,000 articles instead of 100; the floor reads a tenth"
    )
    count = 1000 if parser.parse_args(arguments).full else 100
    lexicon = load_default_lexicon()
    terms = [t.text for t in lexicon.terms if t.language == "en"]
    articles = [generated_article(number, terms) for number in range(count)]

    def ours(html: str) -> object:
        return read_article(html, title="Rough skin in winter", lexicon=lexicon)

    floor = plainest_way(lexicon)
    ours(articles[0])
    mentions = len(read_article(articles[0], title="Rough skin", lexicon=lexicon).mentions)
    reading = seconds_each(ours, articles)
    finding = seconds_each(floor, articles[: max(3, count // 100)])
    kilobytes = sum(map(len, articles)) / count / 1000
    sys.stdout.write(
        f"{count} articles of {kilobytes:.1f} kB, {mentions} mentions in the first\n"
        f"reading        {reading * 1e3:8.2f} ms  {1 / reading:8.0f} articles/s\n"
        f"soup and re    {finding * 1e3:8.2f} ms  {1 / finding:8.1f} articles/s\n"
        f"ratio          {finding / reading:8.1f}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
