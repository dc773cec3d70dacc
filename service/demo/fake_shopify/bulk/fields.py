"""The fields of the schema about bulk operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import GraphQLError

from service.demo.fake_shopify.bulk.lines import lines
from service.demo.fake_shopify.bulk.operations import Bulks, Operation
from service.demo.fake_shopify.bulk.shape import NotBulkError, read
from service.demo.fake_shopify.connections import Node, connection

Root = Callable[[], Node]


def bulk_queries(bulks: Bulks, domain: str, base_url: str) -> dict[str, Any]:
    def one(_info: object, *, id: str) -> Node | None:  # noqa: A002 - the schema's name
        found = bulks.find(domain, id)
        return _node(found, base_url) if found else None

    def every(_info: object, **arguments: Any) -> Node:
        return connection(
            [o for o in bulks.of(domain) if _is_asked(o, arguments.get("query") or "")],
            key=lambda operation: (operation.number, operation.number),
            node=lambda operation: _node(operation, base_url),
            arguments={**arguments, "reverse": not arguments.get("reverse")},
        )

    def current(_info: object, **_arguments: Any) -> Node | None:
        newest = bulks.of(domain)
        return _node(newest[0], base_url) if newest else None

    return {"bulkOperation": one, "bulkOperations": every, "currentBulkOperation": current}


def bulk_mutations(
    bulks: Bulks, domain: str, base_url: str, scopes: frozenset[str], root: Root
) -> dict[str, Any]:
    """*root*: what bulk queries are asked of, made anew for each."""

    def run(_info: object, *, query: str, **_options: Any) -> Node:
        try:
            steps = read(query, scopes)
            operation = bulks.begin(domain, query, lambda: lines(root(), steps, scopes))
        except NotBulkError as error:
            return _refused(str(error), "INVALID")
        except GraphQLError as error:
            return _refused(error.message, "INVALID")
        except OverflowError:
            return _too_many(bulks.policy.at_once)
        return {"bulkOperation": _node(operation, base_url), "userErrors": []}

    def cancel(_info: object, *, id: str) -> Node:  # noqa: A002 - the schema's name
        found = bulks.find(domain, id)
        if found is None:
            errors = [{"field": ["id"], "message": "Bulk operation does not exist"}]
            return {"bulkOperation": None, "userErrors": errors}
        bulks.cancel(found)
        return {"bulkOperation": _node(found, base_url), "userErrors": []}

    return {"bulkOperationRunQuery": run, "bulkOperationCancel": cancel}


def _refused(message: str, code: str) -> Node:
    error = {"field": ["query"], "message": message, "code": code}
    return {"bulkOperation": None, "userErrors": [error]}


def _too_many(most: int) -> Node:
    if most == 1:
        said = "A bulk query operation for this app and shop is already in progress"
        return _refused(said, "OPERATION_IN_PROGRESS")
    return _refused(f"At most {most} bulk query operations may run at once", "LIMIT_REACHED")


def _is_asked(operation: Operation, query: str) -> bool:
    """Whether *operation* is found by ``status:…``; the other filters hold for all."""
    wanted = [
        word.partition(":")[2].strip("'\"").upper()
        for word in query.split()
        if word.lower().startswith("status:")
    ]
    return not wanted or operation.status in wanted


def _node(operation: Operation, base_url: str) -> Node:
    url = f"{base_url}/bulk/{operation.key}/{operation.number}.jsonl"
    done, partly = operation.status == "COMPLETED", operation.status == "FAILED"
    return {
        "__typename": "BulkOperation",
        "id": operation.id,
        "status": operation.status,
        "errorCode": operation.error_code,
        "createdAt": _instant(operation.created_at),
        "completedAt": operation.completed_at and _instant(operation.completed_at),
        "objectCount": str(operation.objects),
        "rootObjectCount": str(operation.roots),
        "fileSize": str(operation.size) if operation.is_over and operation.objects else None,
        "url": url if done and operation.objects else None,
        "partialDataUrl": url if partly and operation.objects else None,
        "type": "QUERY",
        "query": operation.query,
    }


def _instant(instant: Any) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
