"""What a storefront asks for: the recommendations of an article."""

from __future__ import annotations

import msgspec
from flask import Response
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag

from service.api import bodies, cards
from service.api.callers import hear_storefront
from service.api.queries import check_query
from service.api.repeatable import open_to_every_origin, repeatable
from service.api.schemas import (
    ArticleByHandle,
    ArticleById,
    ProblemSaid,
    RecommendationsQuery,
    RecommendationsSaid,
)
from service.auth.current import services
from service.domain.catalog import ProductId
from service.domain.lexicon import CategoryId
from service.domain.mappings import SlotName
from service.usecases.serve_recommendations import Answer, Asked, serve_recommendations

api = APIBlueprint(
    "storefront",
    __name__,
    url_prefix="/v1/shops/<shop>/articles",
    abp_tags=[Tag(name="Storefront", description="For themes; public, cacheable, no cookies.")],
    abp_responses=dict.fromkeys((400, 404, 414, 503), ProblemSaid),
)
api.before_request(check_query)
api.after_request(open_to_every_origin)


@api.get("/<article>/recommendations", responses={200: RecommendationsSaid})
def recommendations_by_id(path: ArticleById, query: RecommendationsQuery) -> Response:
    """The products that stand in a slot of an article, by its id"""
    return _render(_serve(path.shop, path.article, query), query.format)


@api.get("/<blog>/<article>/recommendations", responses={200: RecommendationsSaid})
def recommendations_by_handle(path: ArticleByHandle, query: RecommendationsQuery) -> Response:
    """The products that stand in a slot of an article, by its blog's handle and its own"""
    return _render(_serve(path.shop, f"{path.blog}/{path.article}", query), query.format)


def _serve(shop: str, article: str, query: RecommendationsQuery) -> Answer:
    known = services()
    answer = serve_recommendations(
        _asked(shop, article, query),
        database=known.database,
        signer=known.signer,
        public_url=known.settings.public_url,
        clock=known.clock,
    )
    hear_storefront(answer.shop)
    return answer


def _asked(shop: str, article: str, query: RecommendationsQuery) -> Asked:
    return Asked(
        shop,
        article,
        SlotName(query.slot),
        query.limit or None,
        frozenset(map(CategoryId, _parts(query.categories))),
        frozenset(ProductId(int(number)) for number in _parts(query.exclude)),
    )


def _parts(said: str) -> list[str]:
    return said.split(",") if said else []


def _render(answer: Answer, format_: str) -> Response:
    if format_ == "html":
        body, media_type = cards.render(answer).encode(), "text/html; charset=utf-8"
    else:
        body = msgspec.json.encode(bodies.recommendations(answer))
        media_type = "application/json"
    return repeatable(
        body,
        media_type,
        key=str(answer.shop.id),
        generation=answer.generation,
        seconds=answer.seconds,
    )
