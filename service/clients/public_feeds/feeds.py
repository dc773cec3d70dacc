"""The shapes of public feeds, into the domain's: `products.json`, Atom, sitemaps, links."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import msgspec
from selectolax.lexbor import LexborHTMLParser

from service.clients.public_feeds.visitor import NotReadError
from service.domain.articles import Article, ArticleId
from service.domain.catalog import Image, PriceRange, Product, ProductId, ProductStatus

LONGEST_NAME = 120
ATOM = "{http://www.w3.org/2005/Atom}"
NOBODY_KNOWS = datetime(1970, 1, 1, tzinfo=UTC)
_HANDLE = re.compile(r"[\w.~%-]{1,255}")
_LOC = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?(.{1,2000}?)(?:\]\]>)?\s*</loc>", re.DOTALL)


class _Variant(msgspec.Struct):
    price: Decimal
    available: bool = True
    compare_at_price: Decimal | None = None


class _Image(msgspec.Struct):
    src: str
    width: int | None = None
    height: int | None = None
    alt: str | None = None


class _Product(msgspec.Struct):
    id: int
    title: str
    handle: str
    body_html: str | None = None
    vendor: str | None = None
    product_type: str | None = None
    tags: list[str] | str = []
    variants: list[_Variant] = []
    images: list[_Image] = []
    published_at: str | None = None
    updated_at: str | None = None


class _Products(msgspec.Struct):
    products: list[msgspec.Raw]


class Facts(msgspec.Struct):
    """What ``/meta.json`` says of a store; its name will be printed on a terminal."""

    name: str = ""
    currency: str = ""


def read_facts(body: bytes | None) -> Facts:
    try:
        facts = msgspec.json.decode(body or b"", type=Facts)
    except msgspec.MsgspecError:
        return Facts()
    name = "".join(c for c in facts.name if c.isprintable())[:LONGEST_NAME].strip()
    return Facts(name, facts.currency if re.fullmatch("[A-Z]{3}", facts.currency) else "")


def read_products(body: bytes, origin: str, currency: str) -> tuple[list[Product], int, int]:
    """Return the products of a page, how many can't be read, and how many there are."""
    try:
        raw = msgspec.json.decode(body, type=_Products).products
    except msgspec.MsgspecError as error:
        raise NotReadError("/products.json holds no products as Shopify writes them") from error
    found: list[Product] = []
    for entry in raw:
        try:
            wire = msgspec.json.decode(entry, type=_Product, strict=False)
        except msgspec.MsgspecError:
            continue
        if _HANDLE.fullmatch(wire.handle) and 0 < wire.id < 2**63:
            found.append(_product(wire, origin, currency))
    return found, len(raw) - len(found), len(raw)


def _product(wire: _Product, origin: str, currency: str) -> Product:
    tags = wire.tags.split(",") if isinstance(wire.tags, str) else wire.tags
    kind = wire.product_type or ""
    prices = [variant.price for variant in wire.variants] or [Decimal(0)]
    former = [v.compare_at_price for v in wire.variants if (v.compare_at_price or 0) > v.price]
    before = [price for price in former if price is not None]
    return Product(
        id=ProductId(wire.id),
        handle=wire.handle,
        title=wire.title,
        product_type=kind,
        vendor=wire.vendor or "",
        tags=tuple(tag.strip() for tag in tags if tag.strip()),
        description_html=wire.body_html or "",
        ingredients="",
        status=ProductStatus.ACTIVE,
        published_at=_instant(wire.published_at) or NOBODY_KNOWS,
        url=f"{origin}/products/{wire.handle}",
        is_gift_card="gift card" in f"{kind} {wire.title}".replace("-", " ").lower(),
        available=any(variant.available for variant in wire.variants),
        price=PriceRange(min(prices), max(prices), currency),
        compare_at=PriceRange(min(before), max(before), currency) if before else None,
        image=_image(wire.images, origin),
        updated_at=_instant(wire.updated_at) or NOBODY_KNOWS,
    )


def _image(images: list[_Image], origin: str) -> Image | None:
    if not images:
        return None
    first = images[0]
    url = joined(origin, first.src)
    parts = urlsplit(url)
    if parts.scheme != "https" and not url.startswith(f"{origin}/"):
        return None
    return Image(url, first.width, first.height, first.alt or "")


def read_blog(body: bytes, blog: str) -> list[Article]:
    """Return the articles of a page of a blog's Atom feed; raise `NotReadError`."""
    try:
        text = body.decode("utf-8-sig")
        if "<!DOCTYPE" in text[:2_000] or "<!ENTITY" in text:
            raise NotReadError(f"the feed of the blog “{blog}” declares entities")
        feed = ET.fromstring(text)  # noqa: S314 - without entities, expat can't be made to explode
    except (ET.ParseError, UnicodeDecodeError, ValueError) as error:
        raise NotReadError(f"the feed of the blog “{blog}” is broken ({error})") from error
    if feed.tag != f"{ATOM}feed":
        raise NotReadError(f"the feed of the blog “{blog}” is not an Atom feed")
    return list(_articles(feed, blog))


def _articles(feed: ET.Element, blog: str) -> Iterator[Article]:
    for entry in feed.iterfind(f"{ATOM}entry"):
        links = [link for link in entry.iterfind(f"{ATOM}link") if _is_page(link)]
        address = links[0].get("href", "") if links else _text(entry, "id")
        handle = urlsplit(joined("https://store", address)).path.rstrip("/").rpartition("/")[2]
        if not _HANDLE.fullmatch(handle):
            continue
        published = _instant(_text(entry, "published"))
        updated = _instant(_text(entry, "updated")) or published or NOBODY_KNOWS
        tags = (tag.get("term", "") for tag in entry.iterfind(f"{ATOM}category"))
        yield Article(
            id=_article_id(_text(entry, "id"), f"{blog}/{handle}"),
            blog_handle=blog,
            handle=handle,
            title=_text(entry, "title"),
            body_html=_text(entry, "content") or _text(entry, "summary"),
            tags=tuple(tag for tag in tags if tag),
            author=_text(entry, f"author/{ATOM}name"),
            image=None,
            is_published=True,
            published_at=published or updated,
            updated_at=updated,
        )


def _is_page(link: ET.Element) -> bool:
    return link.get("rel", "alternate") == "alternate"


def _text(entry: ET.Element, name: str) -> str:
    found = entry.find(f"{ATOM}{name}")
    return "".join(found.itertext()).strip() if found is not None else ""


def _article_id(said: str, name: str) -> ArticleId:
    """Return the number at the end of its id, else one that stays with its name."""
    number = re.search(r"/(\d{1,18})$", said, re.ASCII)
    digest = hashlib.sha256(name.encode()).digest()
    return ArticleId(int(number[1]) if number else int.from_bytes(digest[:6]))


def _instant(text: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def locations(body: bytes) -> list[str]:
    """Return the addresses of a sitemap, also of one that is broken elsewhere."""
    text = body.decode("utf-8", "replace")
    return [joined("https://nowhere", unescape(f[1].strip())) for f in _LOC.finditer(text)]


def links(body: bytes, origin: str) -> list[str]:
    """Return where a page leads."""
    tree: Any = LexborHTMLParser(body.decode("utf-8", "replace"))
    return [joined(origin, a.attributes.get("href") or "") for a in tree.css("a[href]")]


def joined(base: str, said: str) -> str:
    """Return where *said* leads from *base*, nothing when it is no address."""
    try:
        url = urljoin(base, said)
        _ = urlsplit(url).port  # it is looked at only here
    except ValueError:
        return ""
    return url


def blog_of(url: str, origin: str) -> tuple[str, bool] | None:
    """Return the handle of the blog at *url*, and whether it is one of its articles."""
    parts = urlsplit(url)
    same = parts.hostname == urlsplit(origin).hostname
    path = parts.path.strip("/").split("/")
    if not same or path[0] != "blogs" or not 2 <= len(path) <= 3 or not _HANDLE.fullmatch(path[1]):
        return None
    return path[1].removesuffix(".atom"), len(path) == 3
