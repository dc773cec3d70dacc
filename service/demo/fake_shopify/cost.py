"""What a query costs. Shopify does not publish how connections are counted.

Observed answers fit ``2 + 2 ln(first)`` times the cost of one node; objects cost 1, scalars 0.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
)

MOST_A_QUERY = 1000
A_MUTATION = 10
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
        math.ceil(_selected(d.selection_set, fragments, variables)) + _mutations(d)
        for d in document.definitions
        if isinstance(d, OperationDefinitionNode)
    )


def _mutations(operation: OperationDefinitionNode) -> int:
    if operation.operation is not OperationType.MUTATION:
        return 0
    return A_MUTATION * len(operation.selection_set.selections)


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


@dataclass(frozen=True, slots=True)
class Plan:
    """A shop's plan: how many points its bucket holds and how many come back a second."""

    maximum: float = BUCKET
    restored: float = RESTORED_PER_SECOND


PLANS = {
    "standard": Plan(),
    "advanced": Plan(4000.0, 200.0),
    "plus": Plan(20_000.0, 1000.0),
    "enterprise": Plan(40_000.0, 2000.0),
}


class Bucket:
    """The points that are left; queries take from it, time gives back."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, plan: Plan | None = None
    ) -> None:
        self._clock = clock
        self._plan = plan or Plan()
        self._lock = threading.Lock()
        self._available = self._plan.maximum
        self._seen_at = clock()

    def reserve(self, cost: float) -> float | None:
        """Take *cost*; when that is more than there is, take nothing and return what there is."""
        with self._lock:
            self._restore()
            if cost > self._available:
                return self._available
            self._available -= cost
            return None

    def settle(self, reserved: float, actual: float) -> float:
        """Give back what was reserved and not needed; return what is left."""
        with self._lock:
            self._restore()
            given_back = self._available + reserved - actual
            self._available = max(0.0, min(self._plan.maximum, given_back))
            return self._available

    def report(self, requested: int, actual: int | None, available: float) -> dict[str, Any]:
        """Return ``extensions.cost``."""
        return cost_report(requested, actual, available, self._plan)

    def _restore(self) -> None:
        now = self._clock()
        restored = (now - self._seen_at) * self._plan.restored
        self._available = min(self._plan.maximum, self._available + restored)
        self._seen_at = now


class Buckets:
    """A bucket for each shop, all of one plan."""

    def __init__(self, plan: Plan | None = None) -> None:
        self._lock = threading.Lock()
        self.change(plan or Plan())

    def change(self, plan: Plan) -> None:
        """Begin anew, with full buckets of another size."""
        with self._lock:
            self.plan = plan
            self._buckets: dict[str, Bucket] = {}

    def of(self, domain: str) -> Bucket:
        with self._lock:
            return self._buckets.setdefault(domain, Bucket(plan=self.plan))


def throttled() -> dict[str, Any]:
    """Return the error of a query that asks for more points than there are."""
    return {
        "message": "Throttled",
        "extensions": {"code": "THROTTLED", "documentation": LIMITS},
    }


def cost_report(
    requested: int, actual: int | None, available: float, plan: Plan | None = None
) -> dict[str, Any]:
    """Return ``extensions.cost``."""
    plan = plan or Plan()
    return {
        "requestedQueryCost": requested,
        "actualQueryCost": actual,
        "throttleStatus": {
            "maximumAvailable": plan.maximum,
            "currentlyAvailable": int(available),
            "restoreRate": plan.restored,
        },
    }
