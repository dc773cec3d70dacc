"""Whoever comes from one shop gets nothing of another, by any route, and changes nothing there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row, select
from werkzeug.routing import Rule

from service.app import create_app
from service.domain.catalog import ProductId, Shop
from service.domain.lexicon import CategoryId
from service.domain.mappings import Mapping as Rules
from service.domain.mappings import Rule as MappingRule
from service.domain.mappings import RuleId
from service.storage import api_keys, articles, catalog, mappings, row_security, shops
from service.storage.database import Database
from service.storage.system import called
from service.storage.tenancy import shop_column
from tests.builders import NOW, a_product, an_article
from tests.integration.web.conftest import Person, client_of
from tests.integration.web.furnished import DOMAIN, OTHER_DOMAIN, Bell, furnish, the_services

MARK = "zq-of-the-other-shop"
ITS_NUMBER = 987654
ITS_VERSION = 3
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
PUBLIC = {"storefront.recommendations_by_id", "storefront.recommendations_by_handle"}
"""What shoppers read on the shop's own pages, whoever they are."""
REFUSED = {400, 401, 403, 404, 405, 415, 422}

OF_THE_OTHER: Mapping[str, Any] = {
    "shop": OTHER_DOMAIN,
    "shop_domain": OTHER_DOMAIN,
    "article": str(ITS_NUMBER),
    "blog": MARK,
    "handle": MARK,
    "category": MARK,
    "version": ITS_VERSION,
    "run": ITS_NUMBER,
    "token": "x",
    "name": "x",
    "page": "x",
}
"""A value for each parameter of a route: a new one has to be thought of here."""


@pytest.fixture
def ours(database: Database) -> Shop:
    return furnish(database)


@pytest.fixture
def other(database: Database, ours: Shop) -> Shop:
    """With a product, an article and rules that say whose they are."""
    del ours
    number = ProductId(ITS_NUMBER)
    with database.system() as tx:
        shop = shops.get_by_domain(tx, OTHER_DOMAIN)
        catalog.store(tx, shop.id, [a_product(ITS_NUMBER, title=MARK, handle=MARK)])
        article = an_article(ITS_NUMBER, title=MARK, blog_handle=MARK, handle=MARK)
        articles.store(tx, shop.id, [article])
        rules = Rules(rules=(MappingRule(RuleId(MARK), CategoryId("retinoids"), (number,)),))
        for _ in range(ITS_VERSION):
            mappings.publish(tx, shop.id, rules, author=MARK, note=MARK, now=NOW)
    return shop


@pytest.fixture
def app(database: Database, redis_url: str, tmp_path: Path, other: Shop) -> Flask:
    del other
    return create_app(the_services(tmp_path, database, redis_url, Bell()))


@pytest.fixture
def admin(app: Flask) -> Person:
    """Who may do everything on our shop."""
    person = Person(client_of(app))
    person.sign_in("admin@fernwick.test")
    person.get(f"/shops/{DOMAIN}/settings/")
    return person


@pytest.fixture
def key(database: Database, ours: Shop) -> str:
    scopes = ("exports:read", "lexicon:read", "lexicon:write", "recommendations:read")
    with database.system() as tx:
        return api_keys.create(tx, ours.id, "Everything", scopes, now=NOW)


def routes(app: Flask, values: Mapping[str, Any]) -> Iterator[tuple[Rule, str]]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        yield rule, adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def rows_of(database: Database, shop: Shop) -> dict[str, list[Row[Any]]]:
    with database.system(read_only=True) as tx:
        return {
            table.name: list(tx.execute(select(table).where(column == shop.id)))
            for table in row_security._tables(tx)
            if (column := shop_column(table)) is not None
        }


def is_the_others(rule: Rule) -> bool:
    return bool({"shop", "shop_domain"} & rule.arguments) and rule.endpoint not in PUBLIC


def test_who_is_signed_in_to_one_shop_gets_nothing_of_another(
    app: Flask, admin: Person, database: Database, other: Shop
) -> None:
    before, wrong = rows_of(database, other), []
    form = {"csrf_token": admin.token, "state": "on", "revision": "0", "seen": "0", "note": "x"}
    for rule, path in routes(app, OF_THE_OTHER):
        for method in METHODS:
            if rule.endpoint.startswith("security."):
                continue  # signs us out
            data = form if method not in {"GET", "HEAD", "OPTIONS"} else None
            answer = admin.client.open(path, method=method, data=data)
            told = MARK in answer.text.replace(path, "") and rule.endpoint not in PUBLIC
            let_in = is_the_others(rule) and method != "OPTIONS"
            if told or (let_in and answer.status_code not in REFUSED):
                wrong.append((method, path, answer.status_code))

    assert wrong == []
    assert rows_of(database, other) == before


def test_names_and_ids_of_another_shop_are_nobody_in_ours(
    app: Flask, admin: Person, database: Database, other: Shop
) -> None:
    before, wrong = rows_of(database, other), []
    values = {**OF_THE_OTHER, "shop": DOMAIN, "shop_domain": DOMAIN}
    form = {"csrf_token": admin.token, "state": "on", "revision": "0", "product": str(ITS_NUMBER)}
    named = {"article", "blog", "handle", "category", "version"}
    for rule, path in routes(app, values):
        for method in {"GET", "POST"} & (rule.methods or set()):
            if rule.endpoint.startswith("security."):
                continue
            data = form if method == "POST" else None
            answer = admin.client.open(path, method=method, data=data)
            found = bool(named & rule.arguments) and answer.status_code < 400
            # a search for products to pin shows our own, whatever it is asked beside
            if MARK in answer.text.replace(path, "") or (
                found and rule.endpoint != "web.articles.products"
            ):
                wrong.append((method, path, answer.status_code))

    assert wrong == []
    assert rows_of(database, other) == before


def test_a_key_of_one_shop_opens_no_other(
    app: Flask, key: str, database: Database, other: Shop
) -> None:
    before, wrong = rows_of(database, other), []
    client = client_of(app)
    for rule, path in routes(app, OF_THE_OTHER):
        if not rule.rule.startswith("/v1/") or rule.endpoint in PUBLIC:
            continue
        for method in METHODS:
            body: dict[str, str] | None = {} if method in {"POST", "PUT", "PATCH"} else None
            headers = {"Authorization": f"Bearer {key}"}
            answer = client.open(path, method=method, headers=headers, json=body)
            let_in = is_the_others(rule) and method != "OPTIONS"
            if MARK in answer.text or (let_in and answer.status_code not in REFUSED):
                wrong.append((method, path, answer.status_code))

    assert wrong == []
    assert rows_of(database, other) == before


def test_a_domain_that_names_another_shop_by_now_is_heard_anew(
    database: Database, ours: Shop, other: Shop
) -> None:
    """What this process remembers of a domain is looked at in each transaction."""
    database.shop_ids[DOMAIN] = other.id

    with called(database, DOMAIN, read_only=True) as who:
        assert who.shop.id == ours.id
