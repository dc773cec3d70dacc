"""Runs the steps of a bulk query over the shop, one object at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.demo.fake_shopify.bulk.shape import Step
from service.demo.fake_shopify.connections import EVERYTHING
from service.demo.fake_shopify.execution import Exchange

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One object of the result; *is_root* when it has no parent."""

    said: dict[str, Any]
    is_root: bool


class _Path:
    @staticmethod
    def as_list() -> list[str | int]:
        return []


class _Info:
    """What resolvers look at, in place of graphql-core's own."""

    def __init__(self, scopes: frozenset[str]) -> None:
        self.context = Exchange(scopes)
        self.path = _Path()


def lines(root: Node, steps: tuple[Step, ...], scopes: frozenset[str]) -> Iterator[Line]:
    """Yield every object that *steps* lead to, a child after its parent."""
    runner = _Runner(_Info(scopes))
    for step in steps:
        if step.is_connection:
            yield from runner.listed(root, step, None)
        else:
            yield from _below(runner, root, step)


def _below(runner: _Runner, root: Node, step: Step) -> Iterator[Line]:
    """Yield what hangs on a single object at the top, such as ``shop``."""
    held = runner.value(root, step)
    if held is None:
        return
    for inner in step.steps:
        if inner.is_connection:
            yield from runner.listed(held, inner, None)


class _Runner:
    def __init__(self, info: _Info) -> None:
        self._info = info

    def value(self, node: Node, step: Step, **more: Any) -> Any:
        if step.is_required and step.name not in node:
            raise LookupError(f"the fake Shopify does not provide {step.owner}.{step.name}")
        value = node.get(step.name)
        return value(self._info, **step.arguments, **more) if callable(value) else value

    def listed(self, node: Node, step: Step, parent: str | None) -> Iterator[Line]:
        """Yield the nodes of a connection, each followed by what hangs on it."""
        page = self.value(node, step, **{EVERYTHING: True})
        for held in page["nodes"]:
            waiting: list[tuple[Node, Step]] = []
            said = self._said(held, step.steps, waiting)
            if parent is not None:
                said["__parentId"] = parent
            yield Line(said, is_root=parent is None)
            for owner, inner in waiting:
                yield from self.listed(owner, inner, held["id"])

    def _said(
        self, node: Node, steps: tuple[Step, ...], waiting: list[tuple[Node, Step]]
    ) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for step in steps:
            if step.only_on and step.only_on != node.get("__typename", step.only_on):
                continue
            if step.is_connection:
                waiting.append((node, step))
                continue
            value = self.value(node, step)
            if step.steps and isinstance(value, list):
                value = [self._said(one, step.steps, waiting) for one in value]
            elif step.steps and value is not None:
                value = self._said(value, step.steps, waiting)
            said[step.alias] = value
        return said
