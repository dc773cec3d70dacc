"""Every question that the client asks is one that Shopify answers, and will answer next year."""

from __future__ import annotations

from importlib.resources import files

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
from service.demo.fake_shopify.schema import VERSION, load_schema
from service.demo.fake_shopify.scopes import SCOPES, denied

NAMES = sorted(
    file.name.removesuffix(".graphql")
    for file in files(queries).iterdir()
    if file.name.endswith(".graphql")
)


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
        if denied(parent.name, node.name.value, get_named_type(returned).name):
            self.fields.append(f"{parent.name}.{node.name.value}")


def denied_fields(document: DocumentNode) -> list[str]:
    info = TypeInfo(load_schema())
    denials = Denials(info)
    visit(document, TypeInfoVisitor(info, denials))
    return denials.fields


def test_there_are_questions() -> None:
    assert ["articles", "products", "shop", "variants"] == NAMES


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
def test_needs_no_scope_but_products_and_content(name: str) -> None:
    assert {"read_products", "read_content"} == SCOPES
    assert [] == denied_fields(parse(queries.query(name)))


def test_a_missing_scope_would_be_found() -> None:
    document = parse("{ orders(first: 1) { nodes { id } } }")

    assert "QueryRoot.orders" in denied_fields(document)


@pytest.mark.parametrize("name", NAMES)
def test_costs_less_than_half_of_what_one_question_may(name: str) -> None:
    cost = requested_cost(parse(queries.query(name)), {"first": 50})

    assert cost < MOST_A_QUERY / 2
