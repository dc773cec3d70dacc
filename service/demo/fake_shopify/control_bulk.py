"""The control API about bulk operations."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from service.demo.fake_shopify.bulk.operations import BulkPolicy, Bulks


def control_bulk(blueprint: Blueprint, bulks: Bulks) -> None:
    @blueprint.put("/bulk")
    def change_bulk() -> Response:
        bulks.policy = BulkPolicy.model_validate(request.get_json())
        return jsonify(bulks.policy.model_dump(by_alias=True))

    @blueprint.post("/bulk/expire")
    def expire_links() -> ResponseReturnValue:
        bulks.expire_links()
        return "", 204
