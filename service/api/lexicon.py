"""``/v1/shops/{shop}/lexicon``: a shop's own terms and categories, for programs with a key."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Response, request
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from pydantic import Field, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from service.api import problems, strict_json
from service.api.lexicon_schemas import (
    ChangesGiven,
    LexiconPreviewSaid,
    LexiconSaid,
    RevisionSaid,
    TermsSaid,
    in_one_piece,
)
from service.api.queries import check_query
from service.api.schemas import ApiModel, ProblemSaid, ShopName
from service.auth.api_keys import LEXICON_READ, LEXICON_WRITE, require_key, require_scope
from service.auth.current import services
from service.domain.errors import InvalidFieldError
from service.domain.lexicon import CategoryId, IngredientCategory, Term, TermKind
from service.domain.shop_lexicon import LexiconChanges, TermKey, key_of
from service.storage.shop_lexicon import OwnTerm
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.preview_lexicon_change import TextChanges, preview_lexicon_change
from service.usecases.show_lexicon import list_terms, show_lexicon

MEDIA_TYPE = "application/json"
PAGE = 1000


class ShopPath(ApiModel):
    shop: ShopName


class TermsQuery(ApiModel):
    after: str = Field("", max_length=160, description="`next` of the page before")


api = APIBlueprint(
    "lexicon",
    __name__,
    url_prefix="/v1/shops/<shop>/lexicon",
    abp_tags=[
        Tag(
            name="Lexicon",
            description="What a shop adds to Endcap's own terms, and what it ignores of them. With "
            "an API key of the shop: `lexicon:read`, and `lexicon:write` to change it.",
        )
    ],
    abp_responses=dict.fromkeys((400, 401, 403, 404, 414, 503), ProblemSaid),
)
api.before_request(check_query)

BODY = {"required": True, "content": {MEDIA_TYPE: {"schema": in_one_piece(ChangesGiven)}}}


@api.get("", responses={200: LexiconSaid})
def get_lexicon(path: ShopPath) -> Response:
    """What the shop adds and ignores, and how far its texts are read again"""
    shop = require_scope(LEXICON_READ, path.shop)
    shown = show_lexicon(
        shop.id, database=services().database, lexicons=services().lexicons, most_terms=0
    )
    said = {
        "revision": shown.revision,
        "version": shown.lexicon.version,
        "default_version": shown.default.version,
        "terms": shown.term_count,
        "categories": [
            {
                "id": own.category.id,
                "name": own.category.name,
                "parent": own.category.parent,
                "routine_step": own.category.routine_step,
                "author": own.added.author,
                "added_at": own.added.at,
            }
            for own in shown.categories
        ],
        "ignored": [
            {"text": own.text, "author": own.added.author, "added_at": own.added.at}
            for own in shown.ignored
        ],
        "rereading": shown.rereading,
    }
    return _json(said)


@api.get("/terms", responses={200: TermsSaid})
def get_terms(path: ShopPath, query: TermsQuery) -> Response:
    """The shop's own terms, by spelling, a thousand at a time"""
    shop = require_scope(LEXICON_READ, path.shop)
    after = _key(query.after) if query.after else None
    found = list_terms(shop.id, after=after, limit=PAGE + 1, database=services().database)
    page = found[:PAGE]
    more = len(found) > PAGE
    last = key_of(page[-1].term.text, page[-1].term.language) if more else None
    following = f"{last.language}:{last.folded}" if last else None
    return _json({"items": [_term(own) for own in page], "next": following})


@api.post(
    "/changes",
    request_body=BODY,
    responses={200: RevisionSaid, 409: ProblemSaid, 413: ProblemSaid, 415: ProblemSaid},
)
def post_changes(path: ShopPath) -> Response:
    """Add, remove, ignore and heed terms, add and remove categories

    All of it or nothing. What may read otherwise is read again by the workers; `GET` of the lexicon
    says how far that is. 409: it is no longer at the revision that `seen` names.
    """
    shop, key = require_key(LEXICON_WRITE, path.shop)
    given = _given()
    saved = edit_lexicon(
        shop.id,
        _changes(given),
        author=f"key {key.name}",
        database=services().database,
        lexicons=services().lexicons,
        doorbell=services().doorbell,
        clock=services().clock,
        seen=given.seen,
    )
    version = saved.version or services().lexicons.default.version
    return _json({"revision": saved.revision, "version": version})


@api.post(
    "/preview",
    request_body=BODY,
    responses={200: LexiconPreviewSaid, 409: ProblemSaid, 413: ProblemSaid, 415: ProblemSaid},
)
def post_preview(path: ShopPath) -> Response:
    """Which articles and products would gain or lose which category; writes nothing"""
    shop = require_scope(LEXICON_READ, path.shop)
    found = preview_lexicon_change(
        shop.id,
        _changes(_given()),
        database=services().database,
        lexicons=services().lexicons,
    )
    said = {
        "revision": found.revision,
        "articles": _text_changes(found.articles),
        "products": _text_changes(found.products),
    }
    return _json(said)


def _given() -> ChangesGiven:
    if request.mimetype != MEDIA_TYPE or "Content-Encoding" in request.headers:
        raise UnsupportedMediaType("send application/json, not compressed")
    return ChangesGiven.model_validate(strict_json.loads(request.get_data(cache=False)))


def _changes(given: ChangesGiven) -> LexiconChanges:
    return LexiconChanges(
        add_terms=tuple(
            Term(
                t.text,
                CategoryId(t.category),
                TermKind(t.kind),
                t.language,
                needs_skin=t.needs_skin,
            )
            for t in given.add_terms
        ),
        remove_terms=tuple(key_of(t.text, t.language) for t in given.remove_terms),
        ignore=tuple(given.ignore),
        heed=tuple(given.heed),
        add_categories=tuple(
            IngredientCategory(
                CategoryId(c.id),
                c.name,
                CategoryId(c.parent) if c.parent else None,
                c.routine_step,
            )
            for c in given.add_categories
        ),
        remove_categories=tuple(map(CategoryId, given.remove_categories)),
    )


def _key(cursor: str) -> TermKey:
    language, colon, folded = cursor.partition(":")
    if not colon or "\0" in cursor:
        raise InvalidFieldError("after", "must be what a page before said as next")
    return TermKey(folded, language)


def _term(own: OwnTerm) -> dict[str, Any]:
    term = own.term
    return {
        "text": term.text,
        "language": term.language,
        "category": term.category,
        "kind": term.kind,
        "needs_skin": term.needs_skin,
        "author": own.added.author,
        "added_at": own.added.at,
    }


def _text_changes(found: TextChanges) -> dict[str, Any]:
    return {
        "items": found.items,
        "total": found.total,
        "affected": found.affected,
        "read": found.read,
        "is_complete": found.is_complete,
    }


def _json(said: Any) -> Response:
    return Response(msgspec.json.encode(said), mimetype=MEDIA_TYPE)


@api.errorhandler(ValidationError)
def _refuse(error: ValidationError) -> Response:
    return problems.answer_invalid(error)


@api.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
