"""Runs a query against Shopify's schema and answers in Shopify's shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLResolveInfo,
    OperationType,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
    parse,
    validate,
)
from graphql.execution import execute_sync

from service.demo.fake_shopify.cost import (
    A_MUTATION,
    MOST_A_QUERY,
    Bucket,
    requested_cost,
    throttled,
    too_costly,
)
from service.demo.fake_shopify.schema import load_schema
from service.demo.fake_shopify.scopes import SCOPES, access_denied, denied
from service.demo.fake_shopify.wording import worded

Answer = dict[str, Any]

MOST_IN_AN_ARRAY = 250
"""How many things one argument may list."""


@dataclass(slots=True)
class Exchange:
    """What is noted while one query runs with *scopes*."""

    scopes: frozenset[str] = SCOPES
    actual_cost: int = 0
    search_warnings: list[Answer] = field(default_factory=list)

    def warn_of_search(
        self, path: Sequence[str | int], query: str, unknown: tuple[str, ...]
    ) -> None:
        if unknown:
            warnings = [
                {"field": name, "message": "Invalid search field for this query."}
                for name in unknown
            ]
            entry = {"path": list(path), "query": query, "warnings": warnings}
            self.search_warnings.append(entry)


def run(
    query: str,
    variables: Mapping[str, Any],
    operation: str | None,
    *,
    root: Mapping[str, Any],
    bucket: Bucket,
    scopes: frozenset[str] = SCOPES,
) -> Answer:
    """Return the body of the answer; everything that goes wrong is in ``errors``."""
    try:
        document = parse(query, no_location=False)
    except GraphQLError as error:
        return {"errors": [worded(error)]}
    if errors := validate(load_schema(), document):
        return {"errors": [worded(error) for error in errors]}
    cost = requested_cost(document, variables)
    if cost > MOST_A_QUERY:
        return {"errors": [worded(too_costly(cost))]}
    if (left := bucket.reserve(cost)) is not None:
        return {"errors": [throttled()], "extensions": {"cost": bucket.report(cost, None, left)}}
    exchange = Exchange(scopes)
    result = _executed(document, variables, operation, root, exchange)
    left = bucket.settle(cost, exchange.actual_cost)
    return _answer(result, exchange, bucket.report(cost, exchange.actual_cost, left))


def _executed(
    document: DocumentNode,
    variables: Mapping[str, Any],
    operation: str | None,
    root: Mapping[str, Any],
    exchange: Exchange,
) -> ExecutionResult:
    return execute_sync(
        load_schema(),
        document,
        root_value=root,
        context_value=exchange,
        variable_values=dict(variables),
        operation_name=operation,
        field_resolver=_resolve,
    )


def _answer(result: ExecutionResult, exchange: Exchange, cost: Answer) -> Answer:
    answer: Answer = {"data": result.data, "extensions": {"cost": cost}}
    if exchange.search_warnings:
        answer["extensions"]["search"] = exchange.search_warnings
    if result.errors:
        answer["errors"] = [worded(error) for error in result.errors]
    return answer


def _resolve(
    source: Mapping[str, Any], info: GraphQLResolveInfo[Exchange], **arguments: Any
) -> Any:
    returned = get_named_type(info.return_type)
    access = denied(info.parent_type.name, info.field_name, returned.name, info.context.scopes)
    if access is not None:
        raise access_denied(info.field_name, access)
    _refuse_long_lists(arguments)
    if info.path.prev is None and info.operation.operation is OperationType.MUTATION:
        info.context.actual_cost += A_MUTATION
    value = _value(source, info, arguments)
    if value is not None and not is_leaf_type(returned):
        info.context.actual_cost += len(value) if isinstance(value, list) else 1
    return value


def _refuse_long_lists(arguments: Mapping[str, Any]) -> None:
    longest = max((len(said) for said in arguments.values() if isinstance(said, list)), default=0)
    if longest > MOST_IN_AN_ARRAY:
        raise GraphQLError(
            f"The input array size of {longest} is greater than the maximum allowed of "
            f"{MOST_IN_AN_ARRAY}.",
            extensions={"code": "MAX_INPUT_SIZE_EXCEEDED"},
        )


def _value(
    source: Mapping[str, Any], info: GraphQLResolveInfo[Exchange], arguments: dict[str, Any]
) -> Any:
    if info.field_name not in source:
        if is_non_null_type(info.return_type):
            name = f"{info.parent_type.name}.{info.field_name}"
            raise GraphQLError(f"the fake Shopify does not provide {name}")
        return None
    value = source[info.field_name]
    return value(info, **arguments) if callable(value) else value
