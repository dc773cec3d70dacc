"""What a shopper sees of an answer: a fragment of HTML that stands in any theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from service.api import prices
from service.domain.catalog import Image, Product
from service.usecases.serve_recommendations import Answer, Card

HEADING = "Shop this article"
EMPTY = '<section class="endcap" data-endcap hidden></section>\n'
"""Takes no room, and tells a theme that looks for the section that there is nothing to insert."""

SHOWN = 240
"""Pixels that a picture is wide until the style sheet says otherwise."""
WIDTHS = (240, 360, 480, 720)
RESIZING_HOST = "cdn.shopify.com"


class _Picture(NamedTuple):
    src: str
    srcset: str
    width: int
    height: int
    alt: str


def render(answer: Answer) -> str:
    """Return the cards of *answer* as one ``<section>``, every value escaped.

    It has no style and no script of its own: ``endcap.css`` dresses it, ``endcap.js`` counts, and
    without either it is a heading and a list of links that still count their clicks.
    """
    if not answer.cards:
        return EMPTY
    return _template().render(
        answer=answer,
        heading=HEADING,
        products=",".join(str(card.product.id) for card in answer.cards),
        cards=[_card(card) for card in answer.cards],
    )


def _card(card: Card) -> dict[str, object]:
    return {
        "position": card.position,
        "product": card.product,
        "label": card.label,
        "note": card.note,
        "click_url": card.click_url,
        "url": _web_url(card.product.url),
        "picture": _picture(card.product),
        "price": prices.say(card.product),
        "sold_out": not card.product.available,
    }


def _web_url(url: str | None) -> str:
    """Return *url* if a browser would fetch it, else nothing: never a script in a link."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else ""


def _picture(product: Product) -> _Picture | None:
    image = product.image
    if image is None or not _web_url(image.url):
        return None
    return _Picture(
        src=_resized(image.url, max(WIDTHS)),
        srcset=_srcset(image.url),
        width=SHOWN,
        height=_height(image),
        alt=_alt(image, product.title),
    )


def _height(image: Image) -> int:
    """Return how high it is at that width: a square, where the shop does not say."""
    return round(SHOWN * image.height / image.width) if image.width and image.height else SHOWN


def _alt(image: Image, title: str) -> str:
    """Return nothing where it would only say the title twice."""
    return "" if image.alt.strip().casefold() == title.strip().casefold() else image.alt


def _srcset(url: str) -> str:
    if urlsplit(url).hostname != RESIZING_HOST:
        return ""
    return ", ".join(f"{_resized(url, width)} {width}w" for width in WIDTHS)


def _resized(url: str, width: int) -> str:
    parts = urlsplit(url)
    if parts.hostname != RESIZING_HOST:
        return url
    query = [(k, v) for k, v in parse_qsl(parts.query) if k not in {"width", "height"}]
    return urlunsplit(parts._replace(query=urlencode([*query, ("width", width)])))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("cards.html")
