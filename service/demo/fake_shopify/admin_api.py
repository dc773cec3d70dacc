"""``POST /admin/api/{version}/graphql.json``: the door that the real client knocks at."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from service.demo.fake_shopify.doors import Visitor, visitor
from service.demo.fake_shopify.execution import run
from service.demo.fake_shopify.faults import Faults, Proper, faulty
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.mutations import whole_root
from service.demo.fake_shopify.schema import VERSION
from service.demo.fake_shopify.versions import serving
from service.demo.fake_shopify.which_shop import named_shop

UNKNOWN_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105


class Question(msgspec.Struct, rename="camel"):
    """The body of a request."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


def admin_api(machine: Machine) -> Blueprint:
    blueprint = Blueprint("admin_api", __name__)
    store = machine.store

    @blueprint.post("/admin/api/<version>/graphql.json")
    def graphql(version: str) -> Response:
        body = request.get_data()
        served = serving(version)
        if served is None:
            return _refused(404, "Not Found")
        token = request.headers.get("X-Shopify-Access-Token", "")
        guest = visitor(token, store, machine.ledger, named_shop())
        if guest is None:
            return _refused(401, UNKNOWN_TOKEN, served)
        return _answer(body, served, machine.faults, lambda asked: _run(asked, guest, machine))

    return blueprint


def _answer(
    body: bytes, served: str, faults: Faults, ask: Callable[[Question], dict[str, Any]]
) -> Response:
    try:
        question = msgspec.json.decode(body, type=Question)
    except msgspec.DecodeError:
        return _refused(400, {"query": "Required parameter missing or invalid"}, served)
    fault = faults.take()
    proper = Proper(msgspec.json.encode(ask(question)), _headers(served))
    if fault is not None:
        return faulty(fault, proper)
    return Response(proper.body, headers=proper.headers, content_type="application/json")


def _run(question: Question, guest: Visitor, machine: Machine) -> dict[str, Any]:
    return run(
        question.query,
        question.variables or {},
        question.operation_name,
        root=whole_root(guest, machine),
        bucket=machine.buckets.of(guest.shop.domain),
        scopes=guest.scopes,
    )


def _refused(status: int, errors: str | dict[str, str], served: str = VERSION) -> Response:
    body = msgspec.json.encode({"errors": errors})
    return Response(body, status=status, headers=_headers(served), content_type="application/json")


def _headers(served: str) -> dict[str, str]:
    return {"X-Shopify-API-Version": served, "X-Request-Id": str(uuid.uuid4())}
