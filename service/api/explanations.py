"""Why an article shows what it shows, for editors' programs: with quotes, behind a key."""

from __future__ import annotations

import msgspec
from flask import Response
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag

from service.api import bodies
from service.api.queries import check_query
from service.api.schemas import (
    ArticleByHandle,
    ArticleById,
    ExplanationSaid,
    ProblemSaid,
    SlotQuery,
)
from service.auth.api_keys import require_scope
from service.auth.current import services
from service.domain.mappings import SlotName
from service.usecases.explain_recommendations import explain_recommendations
from service.usecases.serve_recommendations import Asked

RECOMMENDATIONS_READ = "recommendations:read"

api = APIBlueprint(
    "explanations",
    __name__,
    url_prefix="/v1/shops/<shop>/articles",
    abp_tags=[Tag(name="Explanations", description="Quotes, advisories and what was dropped.")],
    abp_responses=dict.fromkeys((400, 401, 403, 404, 414, 503), ProblemSaid),
)
api.before_request(check_query)


@api.get("/<article>/explanation", responses={200: ExplanationSaid})
def explanation_by_id(path: ArticleById, query: SlotQuery) -> Response:
    """Why a slot of an article shows what it shows, by the article's id"""
    return _explain(path.shop, path.article, query.slot)


@api.get("/<blog>/<article>/explanation", responses={200: ExplanationSaid})
def explanation_by_handle(path: ArticleByHandle, query: SlotQuery) -> Response:
    """Why a slot of an article shows what it shows, by its blog's handle and its own"""
    return _explain(path.shop, f"{path.blog}/{path.article}", query.slot)


def _explain(shop: str, article: str, slot: str) -> Response:
    require_scope(RECOMMENDATIONS_READ, shop)
    explained = explain_recommendations(
        Asked(shop, article, SlotName(slot)),
        database=services().database,
        clock=services().clock,
    )
    body = msgspec.json.encode(bodies.explanation(explained))
    return Response(body, mimetype="application/json")
