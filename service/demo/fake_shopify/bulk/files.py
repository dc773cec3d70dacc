"""``/bulk``: where the results lie; whoever has a link may read, while it lives."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, abort, request, send_file

from service.demo.fake_shopify.bulk.operations import Bulks
from service.demo.fake_shopify.faults import Faults, Proper, faulty

EXPIRED = (
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>ExpiredToken</Code>"
    "<Message>Invalid argument.</Message></Error>"
)


def bulk_files(bulks: Bulks, faults: Faults) -> Blueprint:
    blueprint = Blueprint("bulk_files", __name__, url_prefix="/bulk")

    @blueprint.get("/<key>/<int:number>.jsonl")
    def result(key: str, number: int) -> Any:
        operation = bulks.by_key(key)
        if operation is None or operation.number != number or not operation.is_over:
            abort(404)
        if "X-Shopify-Access-Token" in request.headers:
            return Response("A token was sent to a host that it is not for", status=400)
        if operation.expires_at <= time.time():
            return Response(EXPIRED, status=400, content_type="application/xml; charset=UTF-8")
        if (fault := faults.take("bulk")) is not None:
            return faulty(fault, Proper(operation.path.read_bytes(), {}))
        return send_file(operation.path, mimetype="application/jsonl", conditional=True)

    return blueprint
