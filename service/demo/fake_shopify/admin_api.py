"""``POST /admin/api/{version}/graphql.json``: the door that the real client knocks at."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from service.demo.fake_shopify.cost import Bucket
from service.demo.fake_shopify.execution import run
from service.demo.fake_shopify.faults import Faults, Proper, faulty
from service.demo.fake_shopify.nodes import Scene
from service.demo.fake_shopify.roots import query_root
from service.demo.fake_shopify.schema import VERSION
from service.demo.fake_shopify.store import Store
from service.demo.shop import DemoShop

UNKNOWN_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105


class Question(msgspec.Struct, rename="camel"):
    """The body of a request."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


def admin_api(store: Store, faults: Faults, base_url: str) -> Blueprint:
    """Return the blueprint; *base_url* is where the shop itself is served."""
    blueprint = Blueprint("admin_api", __name__)
    buckets: dict[str, Bucket] = {}

    @blueprint.post("/admin/api/<version>/graphql.json")
    def graphql(version: str) -> Response:
        body = request.get_data()
        if not re.fullmatch(r"\d{4}-\d{2}|unstable", version):
            return _refused(404, "Not Found")
        shop = store.shop_of(request.headers.get("X-Shopify-Access-Token", ""))
        if shop is None:
            return _refused(401, UNKNOWN_TOKEN)
        bucket = buckets.setdefault(shop.domain, Bucket())
        return _answer(body, faults, lambda asked: _run(asked, shop, store, base_url, bucket))

    return blueprint


def _answer(body: bytes, faults: Faults, ask: Callable[[Question], dict[str, Any]]) -> Response:
    try:
        question = msgspec.json.decode(body, type=Question)
    except msgspec.DecodeError:
        return _refused(400, {"query": "Required parameter missing or invalid"})
    fault = faults.take()
    proper = Proper(msgspec.json.encode(ask(question)), _headers())
    if fault is not None:
        return faulty(fault, proper)
    return Response(proper.body, headers=proper.headers, content_type="application/json")


def _run(
    question: Question, shop: DemoShop, store: Store, base_url: str, bucket: Bucket
) -> dict[str, Any]:
    scene = Scene(shop, base_url, store.now())
    return run(
        question.query,
        question.variables or {},
        question.operation_name,
        root=query_root(scene),
        bucket=bucket,
    )


def _refused(status: int, errors: str | dict[str, str]) -> Response:
    body = msgspec.json.encode({"errors": errors})
    return Response(body, status=status, headers=_headers(), content_type="application/json")


def _headers() -> dict[str, str]:
    # A version that is no longer served falls forward: the header tells which one answered.
    return {"X-Shopify-API-Version": VERSION, "X-Request-Id": str(uuid.uuid4())}
