"""The demo's online store: what a shopper sees of a shop whose theme has Endcap in it."""

from __future__ import annotations

from flask import Flask

from service.demo.fake_shopify.store import Store
from service.demo.fake_shopify.storefront.pages import storefront
from service.demo.fake_shopify.storefront.slots import SlotSource


def register(app: Flask, store: Store, *, endcap_url: str) -> None:
    """Add the pages of the first shop of *store* to *app*.

    *endcap_url* is Endcap's public address; when nothing answers there, the pages are the same
    without cards.
    """
    app.register_blueprint(storefront(store, SlotSource(endcap_url)))
