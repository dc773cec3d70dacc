"""``GET /c/{token}``: a signed link to a product, for pages without JavaScript and for e-mail."""

from __future__ import annotations

from flask import Response, redirect
from flask.sansio.blueprints import BlueprintSetupState
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from service.api.callers import PER_ADDRESS, caller, is_crawler, throttle
from service.api.events import known_shops
from service.api.schemas import ApiModel, ProblemSaid
from service.auth.current import services
from service.usecases.follow_click import follow_click


class LinkPath(ApiModel):
    token: str = Field(description="As in the links that Endcap gives out.")


api = APIBlueprint(
    "redirect",
    __name__,
    abp_tags=[Tag(name="Links", description="Signed links to products.")],
    abp_responses={404: ProblemSaid, 429: ProblemSaid, 503: ProblemSaid},
)


@api.get(
    "/c/<token>",
    description=(
        "302 to the product in its own shop, or to the shop's first page when the product is gone. "
        "HEAD, prefetch and link previews are recorded as such and never counted."
    ),
    responses={302: {"description": "The product."}},
)
def follow(path: LinkPath) -> AnyResponse:
    """Follow a link to a product and record the click"""
    known = services()
    leads_to = follow_click(
        path.token,
        caller(),
        known=known_shops(),
        signer=known.signer,
        segments=known.segments,
        doorbell=known.doorbell,
        clock=known.clock,
        is_crawler=is_crawler,
        allow_local_shops=known.settings.allow_local_shops,
    )
    return redirect(leads_to, 302)


@api.after_request
def _keep_out_of_caches(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@api.record_once
def _limit(state: BlueprintSetupState) -> None:
    throttle(state, follow, [PER_ADDRESS])
