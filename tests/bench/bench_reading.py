"""How long it takes to read articles, beside the plainest ways to find terms; and products.

Articles of 1,500 words are read beside what no reading can do without: their HTML turned into text,
and one pass of one automaton over it; first generated ones, which name something as often as blogs
do, then some made of the texts that stances are learned from, which speak of little else. Then
1,000 articles of about 35 kB each are read beside a
plain way. Both ways run in the same process on the same generated articles, in turns, and are timed
in seconds of CPU. The floor, BeautifulSoup with ``html.parser`` and one ``re``
alternation, only finds terms; reading also tells zones, stances, roles, settings and salience. The
floor is slow, so it is given a few of the articles only. The products are all different, and share
ingredients as the products of a shop do.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from ahocorasick_rs import AhoCorasick
from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from service.domain.catalog import PriceRange, Product, ProductId, ProductStatus
from service.domain.lexicon import Lexicon, TermKind
from service.domain.reading import Reading
from service.domain.reading.article import read_article
from service.domain.reading.product import read_product
from service.storage.lexicon import load_default_lexicon

T = TypeVar("T")

ARTICLES = 1000
SIZE = 35_000
WORDS, SIZE_OF_1500_WORDS = 1500, 9_600
FEW = 200
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
INERT = (
    "Aqua", "Glycerin", "Butylene Glycol", "Phenoxyethanol", "Parfum (Fragrance)", "1,2-Hexanediol",
    "Xanthan Gum", "Disodium EDTA", "Caprylic/Capric Triglyceride", "Cetearyl Alcohol",
    "Sodium Benzoate", "Tocopherol", "Carbomer", "Dimethicone", "Glyceryl Stearate",
)  # fmt: skip
FRAMES = (
    "You can try {} when your skin feels rough.",
    "Some people avoid {} in the first weeks, but keep {}.",
    "With patience, {} helps prevent small bumps.",
    "A dermatologist may prescribe {} where nothing else works.",
    "It\u2019s kept simple: {} in the evening, and {} by day.",
)


def generated_article(number: int, terms: Sequence[str], length: int = SIZE) -> str:
    """An article of about *length* characters that names a term in every sixth sentence or so."""
    dice = random.Random(SEED + number)
    parts: list[str] = []
    size = 0
    while size < length:
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


def least_text(html: str) -> str:
    return LexborHTMLParser(html).text(separator=" ")


def least_way(lexicon: Lexicon) -> Callable[[str], int]:
    """HTML to text, then one pass of one automaton: what any reading has to do."""
    terms = {t.text.lower() for t in lexicon.terms if t.language == "en"}
    automaton = AhoCorasick(sorted(terms), store_patterns=False)

    def read(html: str) -> int:
        return len(automaton.find_matches_as_indexes(least_text(html).lower(), overlapping=True))

    return read


def generated_product(number: int, inci: Sequence[str], terms: Sequence[str]) -> Product:
    """A product with a title of its own, 25 ingredients and a description of two paragraphs."""
    dice = random.Random(SEED - number)
    listed = [dice.choice(inci if dice.random() < 0.3 else INERT) for _ in range(25)]
    return Product(
        ProductId(number),
        f"product-{number}",
        f"{_words(dice, 2)} {dice.choice(terms)} {number}",
        dice.choice(("Serum", "Cream", "Scrub", "Cleanser", "Mask")),
        "Fernwick",
        tuple(dice.choice(FILLER) for _ in range(3)),
        f"<p>{_prose(dice, terms)}</p><p>{_words(dice, 30)}.</p>",
        ", ".join(listed),
        ProductStatus.ACTIVE,
        None,
        None,
        is_gift_card=False,
        available=True,
        price=PriceRange(Decimal(24), Decimal(24), "USD"),
        compare_at=None,
        image=None,
        updated_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


def seconds(work: Callable[[T], object], things: Iterable[T]) -> float:
    start = time.process_time()
    for thing in things:
        work(thing)
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="all 1,000 articles and 10,000 products, not a tenth"
    )
    count = ARTICLES if parser.parse_args(arguments).full else ARTICLES // 10
    lexicon = load_default_lexicon()
    terms = [t.text for t in lexicon.terms if t.language == "en"]
    ordinary = [generated_article(n, terms, SIZE_OF_1500_WORDS) for n in range(FEW)]
    _bench_one_article("an article", ordinary, lexicon)
    _bench_one_article("one that is dense with ingredients", dense_articles(), lexicon)
    articles = [generated_article(number, terms) for number in range(count)]
    _bench_articles(articles, lexicon)
    inci = [t.text for t in lexicon.terms if t.kind is TermKind.INCI]
    products = [generated_product(number, inci, terms) for number in range(count * 10)]
    _bench_products(products, lexicon)
    return 0


def dense_articles() -> list[str]:
    """Return articles of 1,500 words that are made of labelled texts."""
    path = Path(__file__).parents[2] / "config" / "stance" / "texts" / "articles.en.jsonl"
    labelled = map(json.loads, path.read_text("utf-8").splitlines())
    texts = [each["text"] for each in labelled if "text" in each]
    articles: list[str] = []
    paragraphs: list[str] = []
    for text in texts * (FEW // len(texts) * 10 + 1):
        paragraphs += text.split("\n\n")
        if sum(len(part.split()) for part in paragraphs) >= WORDS:
            articles.append("".join(f"<p>{html.escape(part)}</p>" for part in paragraphs))
            paragraphs = []
    return articles[:FEW]


def _bench_one_article(name: str, articles: Sequence[str], lexicon: Lexicon) -> None:
    def ours(html: str) -> Reading:
        return read_article(html, title="Rough skin in winter", lexicon=lexicon)

    least = least_way(lexicon)
    count = len(articles)
    words = sum(len(least_text(html).split()) for html in articles) / count
    mentions = sum(len(ours(html).mentions) for html in articles) / count
    spent = [seconds(ours, articles[turn::4]) for turn in range(4)]
    floor = [seconds(least, articles[turn::4]) for turn in range(4)]
    reading, finding = min(spent) * 4 / count, min(floor) * 4 / count
    sys.stdout.write(
        f"{name}: {words:,.0f} words, {mentions:.0f} mentions\n"
        f"reading        {reading * 1e3:8.2f} ms\n"
        f"text and pass  {finding * 1e3:8.2f} ms\n"
        f"ratio          {reading / finding:8.1f}\n\n"
    )


def _bench_articles(articles: Sequence[str], lexicon: Lexicon) -> None:
    def ours(html: str) -> Reading:
        return read_article(html, title="Rough skin in winter", lexicon=lexicon)

    floor = plainest_way(lexicon)
    count, few, turns = len(articles), max(1, len(articles) // 100), 4
    mentions = sum(len(ours(html).mentions) for html in articles[:few]) / few
    spent = finding = 0.0
    for turn in range(turns):
        spent += seconds(ours, articles[turn::turns])
        finding += seconds(floor, articles[turn : turn + few]) / few / turns
    reading = spent / count
    extrapolated = "" if count == ARTICLES else f", extrapolated from {count}"
    kilobytes = sum(map(len, articles)) / count / 1000
    sys.stdout.write(
        f"articles of {kilobytes:.1f} kB with {mentions:.0f} mentions\n"
        f"1,000 articles {reading * ARTICLES:8.2f} s{extrapolated}\n"
        f"reading        {reading * 1e3:8.2f} ms  {1 / reading:8.0f} articles/s\n"
        f"soup and re    {finding * 1e3:8.2f} ms  {1 / finding:8.1f} articles/s"
        f", from {few * turns}\n"
        f"ratio          {finding / reading:8.1f}\n"
    )


def _bench_products(products: Sequence[Product], lexicon: Lexicon) -> None:
    each = seconds(lambda product: read_product(product, lexicon), products) / len(products)
    sys.stdout.write(
        f"products       {each * 1e3:8.3f} ms  {1 / each:8.0f} products/s, from {len(products)}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
