"""``GET /v1/shops/{shop}/exports/clicks``: a shop's clicks, for programs with a key."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from pydantic import AwareDatetime, Field

from service.api.queries import check_query
from service.api.schemas import ApiModel, ProblemSaid, ShopName
from service.auth.api_keys import EXPORTS_READ, require_scope
from service.auth.current import services
from service.domain.errors import InvalidFieldError
from service.usecases.export_data import CLICKS, ExportFormat, export_clicks

MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.NDJSON: "application/x-ndjson",
}


class ShopPath(ApiModel):
    shop: ShopName


class ExportQuery(ApiModel):
    format: ExportFormat = ExportFormat.CSV
    since: AwareDatetime | None = Field(
        default=None, description="Only rows stored at or after this instant, with its zone."
    )


api = APIBlueprint(
    "exports",
    __name__,
    url_prefix="/v1/shops/<shop>/exports",
    abp_tags=[Tag(name="Exports", description="With an API key of the shop: `exports:read`.")],
    abp_security=[{"api_key": []}],
    abp_responses=dict.fromkeys((400, 401, 403, 404, 503), ProblemSaid),
)
api.before_request(check_query)


@api.get(
    "/clicks",
    description=CLICKS,
    responses={
        200: {
            "description": "Streamed; whole only when the answer ends as HTTP says it should.",
            "content": {"text/csv": {}, "application/x-ndjson": {}},
        }
    },
)
def get_clicks(path: ShopPath, query: ExportQuery) -> Response:
    """Every click of the shop"""
    shop = require_scope(EXPORTS_READ, path.shop)
    pieces = export_clicks(
        shop.domain,
        format=query.format,
        since=_in_utc(query.since) if query.since else None,
        database=services().database,
    )
    response = Response(pieces, content_type=MEDIA_TYPES[query.format])
    name = f"{shop.domain.partition('.')[0]}-clicks.{query.format.value}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _in_utc(since: datetime) -> datetime:
    try:
        return since.astimezone(UTC)
    except OverflowError as error:  # a zone can lead out of the years that there are
        raise InvalidFieldError("since", "must lie in the years 1 to 9999 of UTC") from error


@api.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Endcap"'
    return response
