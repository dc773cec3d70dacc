"""``POST /v1/events``: what shoppers saw and clicked."""

from __future__ import annotations

from typing import Any, cast

from flask import Response, g, jsonify, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter import RateLimitExceeded
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from pydantic import ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from service.api import problems, strict_json
from service.api.callers import PER_ADDRESS, caller, hear_storefront, is_crawler, throttle
from service.api.schemas import ApiModel, ProblemSaid
from service.auth.current import kept, services
from service.domain.errors import UnavailableError
from service.usecases.accept_events import EventBatch, accept_events
from service.usecases.known_shops import KnownShops

MOST_BYTES = 16 * 1024
MEDIA_TYPES = ("application/json", "text/plain")
PER_SHOP = "6000 per minute"
KNOWN = "endcap_known_shops"


class AcceptedSaid(ApiModel):
    """*ignored*: hand-placed links to products that the shop does not have."""

    accepted: int
    ignored: int


def _schema() -> dict[str, Any]:
    """The batch in one piece: a reference would point into a document that is not there."""
    schema = EventBatch.model_json_schema()
    parts = schema.pop("$defs")
    for name in ("sets", "events"):
        listed = schema["properties"][name]
        listed["items"] = parts[listed["items"]["$ref"].rpartition("/")[2]]
    return schema


api = APIBlueprint(
    "events",
    __name__,
    url_prefix="/v1",
    abp_tags=[Tag(name="Events", description="What shoppers saw and clicked; no cookies.")],
    abp_responses=dict.fromkeys((400, 404, 413, 415, 429, 503), ProblemSaid),
)


@api.post(
    "/events",
    description=(
        "At most 16 kB and 20 events, as `application/json` or, for `navigator.sendBeacon`, "
        "`text/plain`. 202: the events are on disk, and each counts once however often its id "
        "arrives. 429 and 503: send it again after `Retry-After` seconds. Any other 4xx: do not."
    ),
    request_body={
        "required": True,
        "content": {kind: {"schema": _schema()} for kind in MEDIA_TYPES},
    },
    responses={202: AcceptedSaid},
)
def post_events() -> tuple[Response, int]:
    """Record what was shown, seen and clicked"""
    known = services()
    accepted = accept_events(
        _batch(),
        caller(),
        known=known_shops(),
        signer=known.signer,
        segments=known.segments,
        doorbell=known.doorbell,
        clock=known.clock,
        secret_key=known.settings.secret_key,
        is_crawler=is_crawler,
    )
    hear_storefront(known_shops().get_by_domain(_shop()))  # a theme may ask on its own server
    return jsonify(accepted._asdict()), 202


@api.before_request
def _read() -> None:
    """Read the batch before it is counted, since a limit is the shop's."""
    if request.method == "POST":
        g.endcap_events = EventBatch.model_validate(strict_json.loads(_body()))


def _body() -> bytes:
    if request.mimetype not in MEDIA_TYPES or "Content-Encoding" in request.headers:
        raise UnsupportedMediaType("send application/json or text/plain, not compressed")
    request.max_content_length = MOST_BYTES
    return request.get_data(cache=False)


def _batch() -> EventBatch:
    return cast("EventBatch", g.endcap_events)


def _shop() -> str:
    return _batch().shop


@api.errorhandler(ValidationError)
def _refuse(error: ValidationError) -> Response:
    return problems.answer_invalid(error)


@api.errorhandler(UnavailableError)
def _put_off(error: UnavailableError) -> Response:
    response = problems.answer_expected(error)
    response.headers["Retry-After"] = "1"
    return response


@api.errorhandler(RateLimitExceeded)
def _slow_down(_error: RateLimitExceeded) -> Response:
    response = problems.problem(429, "Too many requests", "send it again later", kind="throttled")
    response.headers["Retry-After"] = "60"
    return response


@api.after_request
def _open_to_every_page(response: Response) -> Response:
    """Let any storefront send; no cookie comes along."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


@api.record_once
def _limit(state: BlueprintSetupState) -> None:
    throttle(state, post_events, [(PER_SHOP, _shop), PER_ADDRESS])


def known_shops() -> KnownShops:
    """Return what this app remembers of shops and their products."""
    return kept(KNOWN, lambda its: KnownShops(its.database))
