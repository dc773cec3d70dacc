"""What anyone may read of a shop without an app: products as JSON, blogs as Atom, sitemaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from itertools import islice
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from service.demo.fake_shopify.faults import Faults, Proper, faulty
from service.demo.fake_shopify.nodes import is_past
from service.demo.fake_shopify.store import Store
from service.demo.fake_shopify.webhooks import payloads
from service.demo.fake_shopify.which_shop import addressed_shop
from service.demo.shop import DemoArticle, DemoProduct, DemoShop

PAGE, LARGEST_PAGE = 30, 250
ENTRIES = 50
"""How many articles are on a page of a blog's feed."""

ROBOTS = """\
User-agent: *
Disallow: /admin
Disallow: /cart
Disallow: /orders
Disallow: /checkouts/
Disallow: /account
Disallow: /collections/*sort_by*
Disallow: /blogs/*+*
Disallow: /*?*preview_theme_id*
Disallow: /search
Disallow: /apps/
Sitemap: {url}/sitemap.xml
"""
"""What Shopify tells robots for every store, in short."""


def public_feeds(store: Store, base_url: str, faults: Faults) -> Blueprint:
    blueprint = Blueprint("public_feeds", __name__)

    @blueprint.get("/products.json")
    def products() -> Response:
        shop = store.shop(addressed_shop())
        size = min(max(request.args.get("limit", PAGE, int), 1), LARGEST_PAGE)
        start = _pages_before() * size
        shown = islice(_on_sale(shop, store.now()), start, start + size)
        return jsonify(products=[_product(shop, product, base_url) for product in shown])

    @blueprint.get("/blogs/<blog>.atom")
    def atom(blog: str) -> Response:
        shop = store.shop(addressed_shop())
        title = next((known.title for known in shop.blogs if known.handle == blog), None)
        if title is None:
            abort(404)
        start = _pages_before() * ENTRIES
        shown = _published(shop, blog, store.now())[start : start + ENTRIES]
        feed = _feed(f"{base_url}/blogs/{blog}", f"{shop.name} - {title}", shown)
        return Response(feed, content_type="application/atom+xml; charset=utf-8")

    pages: dict[str, Callable[[], Response]] = {
        "meta.json": lambda: _meta(store.shop(addressed_shop())),
        "robots.txt": lambda: _text(ROBOTS.format(url=base_url)),
        "sitemap.xml": lambda: _index(store, base_url),
        "sitemap_blogs_1.xml": lambda: _blogs_map(store, base_url),
    }
    for name, view in pages.items():
        blueprint.add_url_rule(f"/{name}", name.replace(".", "_"), view)
    blueprint.after_request(_spoilt_by(faults))
    blueprint.after_request(_unless_unchanged)
    return blueprint


def _meta(shop: DemoShop) -> Response:
    return jsonify(name=shop.name, currency=shop.currency, myshopify_domain=shop.domain)


def _text(text: str, content_type: str = "text/plain; charset=utf-8") -> Response:
    return Response(text, content_type=content_type)


def _index(store: Store, base_url: str) -> Response:
    """List the sitemaps, one of blogs only where there are blogs."""
    blogs = ["sitemap_blogs_1.xml"] if store.shop(addressed_shop()).blogs else []
    lines = (f"  <sitemap><loc>{escape(base_url)}/{name}</loc></sitemap>\n" for name in blogs)
    return _sitemap("sitemapindex", lines)


def _blogs_map(store: Store, base_url: str) -> Response:
    shop = store.shop(addressed_shop())
    paths = [blog.handle for blog in shop.blogs]
    for blog in shop.blogs:
        out = _published(shop, blog.handle, store.now())
        paths += [f"{blog.handle}/{article.handle}" for article in out]
    lines = (f"  <url><loc>{escape(f'{base_url}/blogs/{path}')}</loc></url>\n" for path in paths)
    return _sitemap("urlset", lines)


def _sitemap(tag: str, lines: Iterable[str]) -> Response:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return _text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="{space}">\n'
        f"{''.join(lines)}</{tag}>\n",
        "application/xml; charset=utf-8",
    )


def _spoilt_by(faults: Faults) -> Callable[[Response], Response]:
    """Return what lets ordered faults happen, to all but robots.txt."""

    def spoil(answer: Response) -> Response:
        is_robots = request.path == "/robots.txt"
        fault = None if is_robots or answer.status_code != 200 else faults.take("public")
        if fault is None:
            return answer
        return faulty(fault, Proper(answer.get_data(), {"Content-Type": answer.content_type}))

    return spoil


def _unless_unchanged(answer: Response) -> Response:
    """Answer 304 to who has the same already."""
    if answer.status_code != 200:
        return answer
    answer.add_etag()
    return answer.make_conditional(request)  # type: ignore[return-value]


def _pages_before() -> int:
    return max(request.args.get("page", 1, int), 1) - 1


def _on_sale(shop: DemoShop, now: datetime) -> Iterator[DemoProduct]:
    for product in shop.products:
        if product.status == "ACTIVE" and is_past(product.published_at, now):
            yield product


def _published(shop: DemoShop, blog: str, now: datetime) -> list[DemoArticle]:
    """Return what shoppers can see of a blog, the newest first."""
    shown = [
        (article.published_at, article)
        for article in shop.articles
        if article.blog_handle == blog and article.published_at and article.published_at <= now
    ]
    return [article for _, article in sorted(shown, key=lambda pair: pair[0], reverse=True)]


def _product(shop: DemoShop, product: DemoProduct, base_url: str) -> dict[str, Any]:
    said = payloads.product(shop, product)
    kept = ("id", "title", "handle", "body_html", "vendor", "product_type", "options")
    instants = ("published_at", "created_at", "updated_at")
    image = {"id": product.id, "position": 1, "src": f"{base_url}/files/{product.image}"}
    return {
        **{name: said[name] for name in (*kept, *instants)},
        "tags": list(product.tags),
        "variants": [
            {**payload, "available": variant.available}
            for payload, variant in zip(said["variants"], product.variants, strict=True)
        ],
        "images": [image] if product.image else [],
    }


def _feed(url: str, title: str, articles: list[DemoArticle]) -> str:
    newest = max((article.updated_at for article in articles), default=datetime.now(UTC))
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{escape(url)}.atom</id>\n"
        f'  <link rel="alternate" type="text/html" href="{escape(url)}"/>\n'
        f'  <link rel="self" type="application/atom+xml" href="{escape(url)}.atom"/>\n'
        f"  <title>{escape(title)}</title>\n  <updated>{newest.isoformat()}</updated>\n"
    )
    return head + "".join(_entry(url, article) for article in articles) + "</feed>\n"


def _entry(url: str, article: DemoArticle) -> str:
    address = escape(f"{url}/{article.handle}")
    published = (article.published_at or article.updated_at).isoformat()
    return (
        f"  <entry>\n    <id>{address}</id>\n"
        f"    <published>{published}</published>\n"
        f"    <updated>{article.updated_at.isoformat()}</updated>\n"
        f'    <link rel="alternate" type="text/html" href="{address}"/>\n'
        f"    <title>{escape(article.title)}</title>\n"
        f"    <author><name>{escape(article.author)}</name></author>\n"
        f'    <content type="html">{escape(article.body_html)}</content>\n  </entry>\n'
    )
