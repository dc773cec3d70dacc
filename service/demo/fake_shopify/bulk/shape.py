"""A bulk query as a tree of steps, and whether it is one that Shopify runs in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_non_null_type,
    parse,
    validate,
)
from graphql.execution.values import get_argument_values

from service.demo.fake_shopify.schema import load_schema
from service.demo.fake_shopify.scopes import access_denied, denied

MOST_CONNECTIONS = 5
DEEPEST = 2
"""How many connections may stand within each other below the first."""

Parent = GraphQLObjectType | GraphQLInterfaceType


class NotBulkError(ValueError):
    """The query is not one for a bulk operation; the message says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One field of *owner*. *only_on*: the type that its object must have, if any."""

    owner: str

    alias: str
    name: str
    arguments: Mapping[str, Any]
    only_on: str
    is_connection: bool
    is_required: bool
    steps: tuple[Step, ...]


def read(query: str, scopes: frozenset[str]) -> tuple[Step, ...]:
    """Return the steps of *query*; raises `NotBulkError`, or `GraphQLError` where access is denied.

    A connection's steps are those of its nodes.
    """
    try:
        document = parse(query)
    except GraphQLError as error:
        raise NotBulkError(f"Invalid bulk query: {error.message}") from error
    if errors := validate(load_schema(), document):
        raise NotBulkError(f"Invalid bulk query: {errors[0].message}")
    reader = _Reader(document, scopes)
    steps = reader.read()
    _check(steps)
    return steps


class _Reader:
    def __init__(self, document: DocumentNode, scopes: frozenset[str]) -> None:
        self._scopes = scopes
        definitions = document.definitions
        self._operations = [d for d in definitions if isinstance(d, OperationDefinitionNode)]
        self._fragments = {
            d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)
        }

    def read(self) -> tuple[Step, ...]:
        root = load_schema().query_type
        if len(self._operations) != 1 or root is None:
            raise NotBulkError("Invalid bulk query: exactly one query is needed")
        return tuple(self._steps(self._operations[0].selection_set, root, ""))

    def _steps(
        self, selections: SelectionSetNode | None, parent: Parent, only_on: str
    ) -> Iterator[Step]:
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                yield self._step(selection, parent, only_on)
            elif isinstance(selection, InlineFragmentNode):
                name = selection.type_condition.name.value if selection.type_condition else ""
                yield from self._steps(selection.selection_set, *_within(parent, only_on, name))
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
                within = _within(parent, only_on, fragment.type_condition.name.value)
                yield from self._steps(fragment.selection_set, *within)

    def _step(self, field: FieldNode, parent: Parent, only_on: str) -> Step:
        name = field.name.value
        alias = field.alias.value if field.alias else name
        if name == "__typename":
            return Step(parent.name, alias, name, {}, only_on, False, False, ())
        definition = parent.fields[name]
        returned: Any = get_named_type(definition.type)
        access = denied(parent.name, name, returned.name, self._scopes)
        if access is not None:
            raise access_denied(name, access)
        arguments = get_argument_values(definition, field)
        is_connection = returned.name.endswith("Connection")
        selected = _nodes(field) if is_connection else field.selection_set
        inner = get_named_type(returned.fields["nodes"].type) if is_connection else returned
        steps = tuple(self._steps(selected, inner, "")) if hasattr(inner, "fields") else ()
        required = is_non_null_type(definition.type)
        return Step(parent.name, alias, name, arguments, only_on, is_connection, required, steps)


def _within(parent: Parent, only_on: str, name: str) -> tuple[Any, str]:
    """Return the type that a fragment on *name* speaks of, and the condition it makes."""
    if not name or name == parent.name:
        return parent, only_on
    return load_schema().type_map[name], name


def _nodes(connection: FieldNode) -> SelectionSetNode | None:
    """Return what is selected of a connection's nodes, through edges or not."""
    for field in _fields(connection.selection_set):
        if field.name.value == "nodes":
            return field.selection_set
        if field.name.value == "edges":
            found = [f for f in _fields(field.selection_set) if f.name.value == "node"]
            return found[0].selection_set if found else None
    return None


def _fields(selections: SelectionSetNode | None) -> list[FieldNode]:
    return [s for s in selections.selections if isinstance(s, FieldNode)] if selections else []


def _check(steps: tuple[Step, ...]) -> None:
    connections = list(_connections(steps, 0))
    if not connections:
        raise NotBulkError("Bulk queries must contain at least one connection.")
    if any(step.name in {"node", "nodes"} for step in steps):
        raise NotBulkError("The `node` and `nodes` fields cannot be used in a bulk query.")
    if len(connections) > MOST_CONNECTIONS:
        raise NotBulkError(f"Bulk queries cannot contain more than {MOST_CONNECTIONS} connections.")
    if max(depth for _, depth in connections) > DEEPEST:
        raise NotBulkError(
            f"Bulk queries cannot contain connections with a nesting depth greater than {DEEPEST}."
        )


def _connections(steps: tuple[Step, ...], depth: int) -> Iterator[tuple[Step, int]]:
    for step in steps:
        if step.is_connection:
            yield step, depth
        yield from _connections(step.steps, depth + step.is_connection)
