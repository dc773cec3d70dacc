"""The fake Shopify as one Flask app: admin API, merchant's controls, pictures and storefront."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable

from flask import Flask, Response, jsonify, send_from_directory

from service.demo.fake_shopify import storefront
from service.demo.fake_shopify.admin_api import admin_api
from service.demo.fake_shopify.bulk.files import bulk_files
from service.demo.fake_shopify.bulk.operations import Bulks, Operation
from service.demo.fake_shopify.control import control
from service.demo.fake_shopify.control_page import control_page
from service.demo.fake_shopify.cost import Buckets, Plan
from service.demo.fake_shopify.granting import granting
from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.oauth import oauth
from service.demo.fake_shopify.proxy import app_proxy
from service.demo.fake_shopify.public_feeds import public_feeds
from service.demo.fake_shopify.schema import load_schema
from service.demo.fake_shopify.store import Store
from service.demo.fake_shopify.webhooks.news import News
from service.demo.fake_shopify.webhooks.newsroom import Newsroom
from service.demo.fake_shopify.which_shop import FlaskOfShops
from service.demo.shop import IMAGES

LARGEST_BODY = 10 * 1024 * 1024
PICTURE_SECONDS = 3600


def create_app(
    store: Store,
    *,
    base_url: str,
    endcap_url: str = "",
    ledger: Ledger | None = None,
    plan: Plan | None = None,
) -> Flask:
    """Return the app. *base_url* is where it is served, *endcap_url* where Endcap is; neither has a
    trailing slash. *ledger*: what the fake knows of the app that shops install."""
    app = FlaskOfShops(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, BASE_URL=base_url, ENDCAP_URL=endcap_url)
    machine = _machine(store, ledger or Ledger(), base_url, plan)
    app.register_blueprint(admin_api(machine))
    app.register_blueprint(oauth(store, machine.ledger, machine.faults, machine.newsroom))
    app.register_blueprint(granting(store, machine.newsroom))
    app.register_blueprint(bulk_files(machine.bulks, machine.faults))
    app.register_blueprint(app_proxy(store, machine.ledger))
    app.register_blueprint(public_feeds(store, base_url, machine.faults))
    app.register_blueprint(control(machine))
    app.register_blueprint(control_page(machine))
    app.add_url_rule("/files/<name>", view_func=picture)
    app.add_url_rule("/health", view_func=_health(_build_schema_aside()))
    storefront.register(app, store, endcap_url=endcap_url)
    return app


def _machine(store: Store, ledger: Ledger, base_url: str, plan: Plan | None) -> Machine:
    newsroom = Newsroom(ledger)
    store.listen(newsroom.tell_of_edit)

    def tell_of(operation: Operation) -> None:
        finished = News("bulk_operations/finish", operation.finish_payload())
        newsroom.tell(operation.domain, [finished])

    bulks = Bulks(tell_of)
    atexit.register(bulks.close)
    machine = Machine(store, ledger, base_url, newsroom, bulks, Buckets(plan))
    store.listen(lambda old, new: machine.chronicle.note(old, new, store.now()))
    return machine


def picture(name: str) -> Response:
    answer = send_from_directory(IMAGES, name, max_age=PICTURE_SECONDS)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # An SVG that is opened by itself is a document: it may draw, and nothing else.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


def _health(is_ready: Callable[[], bool]) -> Callable[[], Response]:
    def health() -> Response:
        return jsonify(status="ok", schema="ready" if is_ready() else "loading")

    return health


def _build_schema_aside() -> Callable[[], bool]:
    """Begin to build the schema, so that the port answers at once; tell whether it is built."""
    builder = threading.Thread(target=load_schema, name="schema", daemon=True)
    builder.start()
    return lambda: not builder.is_alive()
