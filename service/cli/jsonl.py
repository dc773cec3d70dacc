"""JSON lines in, JSON lines out: readings for programs. An odd line is told and the run goes on."""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import click
import msgspec

from service.cli.places import Finder
from service.domain.catalog import PriceRange, Product, ProductId, ProductStatus
from service.domain.errors import EndcapError, InvalidFieldError
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import CategoryReading, Quote, Reading
from service.domain.reading.article import read_article, read_text
from service.domain.reading.language import UNKNOWN, detect_html, detect_text
from service.domain.reading.product import read_product

LONGEST_LINE = 4 * 1024 * 1024
MOST_EVIDENCE = 5
UNREAD = "the language is not one that is read; only names that need none count"
GROUPS = frozenset({CategoryId("exfoliants")})
"""Categories that only hold others together and name no ingredient."""

Document = dict[str, Any]


class ArticleLine(msgspec.Struct, forbid_unknown_fields=False):
    """One article of the input."""

    id: str | int
    text: str | None = None
    html: str | None = None
    lang: str | None = None
    title: str | None = None


class ProductLine(msgspec.Struct, forbid_unknown_fields=False):
    """One product of the input."""

    id: str | int
    title: str = ""
    brand: str | None = None
    product_type: str | None = None
    highlights: str | list[str] | None = None
    ingredients: str | list[str] | None = None


def run(lines: Iterable[bytes], answer: Callable[[bytes], Document]) -> None:
    """Print an answer a line; for a line that can't be read print its number and what is wrong."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            # ASCII alone: a line separator or half a surrogate in a text must not end a line
            click.echo(json.dumps(_answered(number, line, answer)))


def _answered(number: int, line: bytes, answer: Callable[[bytes], Document]) -> Document:
    try:
        if len(line) > LONGEST_LINE:
            raise InvalidFieldError("line", f"longer than {LONGEST_LINE // 2**20} MiB")
        return answer(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, EndcapError) as error:
        return {"line": number, "error": str(error)}


def standard_input() -> Iterator[bytes]:
    """Return the lines of standard input, one at a time."""
    return iter(sys.stdin.buffer.readline, b"")


def article_answer(lexicon: Lexicon) -> Callable[[bytes], Document]:
    decoder = msgspec.json.Decoder(ArticleLine)

    def answer(line: bytes) -> Document:
        article = decoder.decode(line)
        language = language_of(article)
        document = article_document(article, read_line(article, language, lexicon))
        if article.lang is None and language == UNKNOWN:
            document["note"] = UNREAD
        return document

    return answer


def language_of(line: ArticleLine) -> str:
    """Return the language that *line* names or seems to be in."""
    return line.lang or (
        detect_html(line.html) if line.html is not None else detect_text(line.text or "")
    )


def read_line(line: ArticleLine, language: str, lexicon: Lexicon) -> Reading:
    """Read the article that *line* holds; raise `InvalidFieldError` when it holds none, or two."""
    if (line.text is None) == (line.html is None):
        raise InvalidFieldError("text, html", "give one of the two")
    if line.html is not None:
        return read_article(line.html, title=line.title or "", language=language, lexicon=lexicon)
    return read_text(line.text or "", title=line.title, language=language, lexicon=lexicon)


def article_document(line: ArticleLine, reading: Reading) -> Document:
    """Return what was found; offsets refer to the given text, for HTML to the ``text`` that is
    added."""
    place = _Places(line.text, reading) if line.text is not None else None
    found = {
        category.category: _category(category, reading, place)
        for category in reading.categories
        if category.salience > 0 and category.category not in GROUPS
    }
    document: Document = {"id": line.id, "categories": found}
    if line.html is not None:
        document["text"] = reading.text.text
    return document


def _category(category: CategoryReading, reading: Reading, place: _Places | None) -> Document:
    mentions = [m for m in reading.mentions if m.category == category.category]
    mentions.sort(key=lambda m: (m.stance != category.stance, m.start))
    quotes = dict.fromkeys([reading.quote_of(category), *(m.quote for m in mentions)])
    evidence = [place.of(quote) if place else _evidence(quote) for quote in quotes]
    document: Document = {
        "stance": "avoid" if category.advised_against else category.stance.value,
        "salience": round(category.salience, 4),
        "evidence": [item for item in evidence if item][:MOST_EVIDENCE],
    }
    if category.role:
        document["role"] = category.role.value
    return document


def _evidence(quote: Quote) -> Document:
    return {"text": quote.text, "start": quote.start, "end": quote.end}


class _Places:
    """Finds the sentences of a reading again in the text as it was given.

    The plain text has the title first and white space tidied; the given text is the truth for the
    caller, so every offset is looked up there, each after the one before it.
    """

    def __init__(self, given: str, reading: Reading) -> None:
        self._spots: dict[Quote, Document] = {}
        finder = Finder(given)
        at = 0
        for quote in sorted({m.quote for m in reading.mentions}, key=lambda q: q.start):
            place = finder.find(quote.text, at)
            if place is not None:
                at, end = place
                self._spots[quote] = {"text": given[at:end], "start": at, "end": end}

    def of(self, quote: Quote) -> Document | None:
        return self._spots.get(quote)


def product_answer(lexicon: Lexicon) -> Callable[[bytes], Document]:
    decoder = msgspec.json.Decoder(ProductLine)

    def answer(line: bytes) -> Document:
        product = decoder.decode(line)
        return {"id": product.id, "categories": product_categories(product, lexicon)}

    return answer


def product_categories(line: ProductLine, lexicon: Lexicon) -> Document:
    """Return the product's categories with role and evidence."""
    found: Document = {}
    for category in read_product(_product(line), lexicon).categories:
        if category.category in GROUPS:
            continue
        evidence = {"text": category.evidence, "source": category.source}
        if category.position:
            evidence["position"] = str(category.position)
        known = found.setdefault(
            category.category, {"role": category.presence.value, "evidence": []}
        )
        known["evidence"].append(evidence)
    return found


def _product(line: ProductLine) -> Product:
    return Product(
        id=ProductId(0),
        handle="",
        title=line.title,
        product_type=line.product_type or "",
        vendor=line.brand or "",
        tags=(),
        description_html="".join(f"<p>{html.escape(part)}</p>" for part in _parts(line.highlights)),
        ingredients=", ".join(_parts(line.ingredients)),
        status=ProductStatus.ACTIVE,
        published_at=None,
        url=None,
        is_gift_card=False,
        available=True,
        price=PriceRange(Decimal(0), Decimal(0), "USD"),
        compare_at=None,
        image=None,
        updated_at=datetime.min.replace(tzinfo=UTC),
    )


def _parts(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value
