"""Every question that the client asks is one that Shopify answers, and will answer next year."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    NoDeprecatedCustomRule,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    specified_rules,
    validate,
    visit,
)

from service.clients.shopify import queries
from service.clients.shopify.graphql import API_VERSION
from service.demo.fake_shopify.cost import MOST_A_QUERY, requested_cost
from service.demo.fake_shopify.schema import VERSION, Access, load_access, load_schema

NAMES = sorted(
    file.name.removesuffix(".graphql")
    for file in files(queries).iterdir()
    if file.name.endswith(".graphql")
)

GRAPHQL = re.compile(r"^\s*(?:query|mutation)\s+\w+.*\{\s*$", re.MULTILINE)


APP = tomllib.loads((Path(__file__).parents[3] / "shopify.app.toml").read_text())


def granted() -> frozenset[str]:
    """What a merchant grants at install: writing includes reading."""
    asked = APP["access_scopes"]["scopes"].split(",")
    implied = [scope.replace("write_", "read_", 1) for scope in asked]
    return frozenset([*asked, *implied])


class Denials(Visitor):
    """Notes the fields that need a scope which nobody has granted."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.fields: list[str] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent, returned = self._info.get_parent_type(), self._info.get_type()
        assert parent is not None
        assert returned is not None
        name, thing = f"{parent.name}.{node.name.value}", get_named_type(returned).name
        if any(access.scopes.isdisjoint(granted()) for access in needed(name, thing)):
            self.fields.append(name)


def needed(field: str, returned: str) -> list[Access]:
    """What the schema asks for to read the field, and the things that it leads to."""
    types, fields = load_access()
    asked = (fields.get(field), types.get(returned.removesuffix("Connection")))
    return [access for access in asked if access is not None and access.scopes]


def denied_fields(document: DocumentNode) -> list[str]:
    info = TypeInfo(load_schema())
    denials = Denials(info)
    visit(document, TypeInfoVisitor(info, denials))
    return denials.fields


def test_there_are_questions() -> None:
    assert {"articles", "products", "shop", "variants"} <= set(NAMES)


def test_no_question_stands_elsewhere_in_the_code() -> None:
    code = Path(queries.__file__).parents[1]
    said = [path.name for path in code.rglob("*.py") if GRAPHQL.search(path.read_text())]

    assert [] == said


def test_shopify_sends_webhooks_in_the_version_that_the_client_speaks() -> None:
    assert API_VERSION == APP["webhooks"]["api_version"]


def test_never_asks_to_change_themes_or_scripts() -> None:
    assert granted().isdisjoint({"write_themes", "write_script_tags", "read_all_orders"})


def test_the_client_and_the_schema_are_of_one_version() -> None:
    assert API_VERSION == VERSION


@pytest.mark.parametrize("name", NAMES)
def test_is_valid_and_asks_for_nothing_deprecated(name: str) -> None:
    rules = [*specified_rules, NoDeprecatedCustomRule]

    errors = validate(load_schema(), parse(queries.query(name)), rules)

    assert [] == errors


def test_a_deprecated_field_would_be_found() -> None:
    rules = [*specified_rules, NoDeprecatedCustomRule]
    old = parse("{ products(first: 1) { nodes { bodyHtml } } }")

    errors = validate(load_schema(), old, rules)

    assert 1 == len(errors)


@pytest.mark.parametrize("name", NAMES)
def test_needs_no_scope_that_the_app_does_not_ask_for(name: str) -> None:
    assert [] == denied_fields(parse(queries.query(name)))


def test_a_missing_scope_would_be_found() -> None:
    document = parse("{ orders(first: 1) { nodes { id } } }")

    assert "QueryRoot.orders" in denied_fields(document)


@pytest.mark.parametrize("name", NAMES)
def test_costs_less_than_half_of_what_one_question_may(name: str) -> None:
    cost = requested_cost(parse(queries.query(name)), {"first": 50})

    assert cost < MOST_A_QUERY / 2
