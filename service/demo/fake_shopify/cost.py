"""What a query costs. Shopify does not publish how connections are counted.

Observed answers fit ``2 + 2 ln(first)`` times the cost of one node; objects cost 1, scalars 0.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

MOST_A_QUERY = 1000
BUCKET = 2000.0
RESTORED_PER_SECOND = 100.0
LIMITS = "https://shopify.dev/api/usage/limits#rate-limits"

_FREE = frozenset({"edges", "pageInfo"})


def requested_cost(document: DocumentNode, variables: Mapping[str, Any]) -> int:
    """Return the most that the document's operation can cost."""
    fragments = {
        d.name.value: d.selection_set
        for d in document.definitions
        if isinstance(d, FragmentDefinitionNode)
    }
    return sum(
        math.ceil(_selected(d.selection_set, fragments, variables))
        for d in document.definitions
        if isinstance(d, OperationDefinitionNode)
    )


def too_costly(cost: int) -> GraphQLError:
    return GraphQLError(
        f"Query cost is {cost}, which exceeds the single query max cost limit ({MOST_A_QUERY}).",
        extensions={
            "code": "MAX_COST_EXCEEDED",
            "cost": cost,
            "maxCost": MOST_A_QUERY,
            "documentation": LIMITS,
        },
    )


def _selected(
    selections: SelectionSetNode | None,
    fragments: Mapping[str, SelectionSetNode],
    variables: Mapping[str, Any],
) -> float:
    total = 0.0
    for selection in selections.selections if selections else ():
        if isinstance(selection, FieldNode):
            total += _field(selection, fragments, variables)
        elif isinstance(selection, FragmentSpreadNode):
            total += _selected(fragments.get(selection.name.value), fragments, variables)
        else:
            total += _selected(getattr(selection, "selection_set", None), fragments, variables)
    return total


def _field(
    field: FieldNode, fragments: Mapping[str, SelectionSetNode], variables: Mapping[str, Any]
) -> float:
    if field.selection_set is None:
        return 0
    inside = _selected(field.selection_set, fragments, variables)
    size = _page_size(field, variables)
    if size is not None:
        return 2 + 2 * math.log(max(size, 2)) * max(inside, 1)
    return inside if field.name.value in _FREE else 1 + inside


def _page_size(field: FieldNode, variables: Mapping[str, Any]) -> int | None:
    for argument in field.arguments or ():
        if argument.name.value in {"first", "last"}:
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                size = variables.get(argument.value.name.value)
                return size if isinstance(size, int) else 1
    return None


class Bucket:
    """The points that are left; queries take from it, time gives back. It never refuses."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._available = BUCKET
        self._seen_at = clock()

    def take(self, cost: int) -> float:
        """Return what is left after *cost*."""
        with self._lock:
            now = self._clock()
            restored = (now - self._seen_at) * RESTORED_PER_SECOND
            self._available = max(0.0, min(BUCKET, self._available + restored) - cost)
            self._seen_at = now
            return self._available


def cost_report(requested: int, actual: int | None, available: float) -> dict[str, Any]:
    """Return ``extensions.cost``."""
    return {
        "requestedQueryCost": requested,
        "actualQueryCost": actual,
        "throttleStatus": {
            "maximumAvailable": BUCKET,
            "currentlyAvailable": int(available),
            "restoreRate": RESTORED_PER_SECOND,
        },
    }
