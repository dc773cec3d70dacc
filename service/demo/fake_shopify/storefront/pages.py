"""The pages of the demo's online store: home, journal, article, product."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, render_template, send_from_directory

from service.demo.fake_shopify.store import Store, UnknownThingError, article_of, product_of
from service.demo.fake_shopify.storefront.slots import SlotSource
from service.demo.fake_shopify.storefront.weave import weave
from service.demo.shop import IMAGES, DemoArticle, DemoBlog, DemoProduct, DemoShop

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
HOME_PRODUCTS = 8
HOME_ARTICLES = 3


def storefront(store: Store, source: SlotSource) -> Blueprint:
    """Return the pages, served under ``/``."""
    pages = Blueprint(
        "storefront",
        __name__,
        template_folder="templates",
        static_folder=str(Path(__file__).parent / "assets"),
        static_url_path="/assets",
    )
    views = _Views(store, source)
    pages.add_url_rule("/", view_func=views.home)
    pages.add_url_rule("/blogs/<blog>", view_func=views.blog)
    pages.add_url_rule("/blogs/<blog>/<handle>", view_func=views.article)
    pages.add_url_rule("/collections/all", view_func=views.collection)
    pages.add_url_rule("/products/<handle>", view_func=views.product)
    pages.add_url_rule("/cart", view_func=views.cart)
    pages.add_url_rule("/cdn/shop/files/<name>", view_func=views.file)
    pages.after_request(_policy(source.url))
    pages.app_errorhandler(404)(views.missing)
    return pages


class _Views:
    def __init__(self, store: Store, source: SlotSource) -> None:
        self._store = store
        self._source = source

    def home(self) -> str:
        shop = self._store.shop()
        return self._page(
            "home",
            shop,
            products=self._on_sale(shop)[:HOME_PRODUCTS],
            articles=self._published(shop)[:HOME_ARTICLES],
        )

    def collection(self) -> str:
        shop = self._store.shop()
        return self._page("collection", shop, products=self._on_sale(shop))

    def blog(self, blog: str) -> str:
        shop = self._store.shop()
        return self._page(
            "blog", shop, blog=_blog_of(shop, blog), articles=self._published(shop, blog)
        )

    def article(self, blog: str, handle: str) -> str:
        shop = self._store.shop()
        article = _found(article_of, shop, blog, handle)
        if not self._is_out(article.published_at):
            abort(404)
        return self._page(
            "article",
            shop,
            blog=_blog_of(shop, blog),
            article=article,
            body=weave(article.body_html, self._source.of(shop.domain, blog, handle)),
        )

    def product(self, handle: str) -> str:
        shop = self._store.shop()
        product = _found(product_of, shop, handle)
        if product.status not in {"ACTIVE", "UNLISTED"} or not self._is_out(product.published_at):
            abort(404)
        return self._page("product", shop, product=product)

    def cart(self) -> str:
        return self._page("cart", self._store.shop())

    def file(self, name: str) -> Response:
        return send_from_directory(IMAGES, name, max_age=3600)

    def missing(self, _error: Exception) -> tuple[str, int]:
        return self._page("missing", self._store.shop()), 404

    def _page(self, name: str, shop: DemoShop, **values: Any) -> str:
        return render_template(
            f"storefront/{name}.html",
            shop=shop,
            endcap_url=self._source.url,
            money=lambda amount: _money(amount, shop.currency),
            is_available=_is_available,
            **values,
        )

    def _on_sale(self, shop: DemoShop) -> list[DemoProduct]:
        listed = (p for p in shop.products if p.status == "ACTIVE")
        return [product for product in listed if self._is_out(product.published_at)]

    def _published(self, shop: DemoShop, blog: str | None = None) -> list[DemoArticle]:
        """Return the articles that shoppers can see, newest first."""
        out = [
            (article.published_at, article)
            for article in shop.articles
            if article.published_at and self._is_out(article.published_at)
            if blog in (None, article.blog_handle)
        ]
        return [article for _, article in sorted(out, key=lambda pair: pair[0], reverse=True)]

    def _is_out(self, published_at: datetime | None) -> bool:
        return published_at is not None and published_at <= self._store.now()


def _found(find: Any, *names: Any) -> Any:
    try:
        return find(*names)
    except UnknownThingError:
        abort(404)


def _blog_of(shop: DemoShop, handle: str) -> DemoBlog:
    found = [blog for blog in shop.blogs if blog.handle == handle]
    return found[0] if found else abort(404)


def _is_available(product: DemoProduct) -> bool:
    return any(variant.available for variant in product.variants)


def _money(amount: Decimal, currency: str) -> str:
    number = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{SYMBOLS[currency]}{number}" if currency in SYMBOLS else f"{number} {currency}"


def _policy(endcap_url: str) -> Any:
    """Return what adds the shop's content security policy: itself and Endcap, nothing else."""
    parts = urlsplit(endcap_url)
    allowed = f"'self' {parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src {allowed}; "
        "style-src-attr 'unsafe-inline'; "  # the merchant's own text is shown as it is
        f"img-src {allowed} https: data:; connect-src {allowed}; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )

    def add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        return response

    return add
