"""Every expected error as an HTTP answer: one table, ``application/problem+json``."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec
from flask import Flask, Response, current_app, request
from markupsafe import escape
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.sansio.response import Response as BaseResponse

from service.domain.errors import (
    ConflictError,
    EndcapError,
    ForbiddenError,
    GoneError,
    InvalidError,
    InvalidFieldError,
    InvalidShopLexiconError,
    NotFoundError,
    ShopifyError,
    UnauthenticatedError,
    UnavailableError,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PAGE = "endcap_fault_page"
Page = Callable[[int, str], str]
"""Says a status and a sentence to a person."""

HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}
FOR_PROGRAMS = ("/v1/", "/api/", "/c/", "/health/", "/webhooks")
"""Paths whose callers read JSON; everybody else gets a page."""


class Row(NamedTuple):
    """*says*: told to the caller instead of the error's own words, which may name our insides."""

    status: int
    title: str
    says: str = ""


TABLE: dict[type[EndcapError], Row] = {
    InvalidError: Row(400, "Invalid request"),
    NotFoundError: Row(404, "Not found", "no such thing here"),  # the same for gone and never was
    ConflictError: Row(409, "Conflict"),
    UnauthenticatedError: Row(401, "Not known who asks"),
    ForbiddenError: Row(403, "Forbidden"),
    GoneError: Row(410, "Gone"),
    UnavailableError: Row(503, "Unavailable", "not possible now; try again later"),
    ShopifyError: Row(502, "Shopify failed", "Shopify refused or did not answer"),
}


class Fault(NamedTuple):
    """A parameter that is wrong, and why."""

    parameter: str
    reason: str


def row_of(kind: type[EndcapError]) -> Row | None:
    """Return the row of the nearest branch above *kind*."""
    return next((TABLE[branch] for branch in kind.__mro__ if branch in TABLE), None)


def plain_page(status: int, detail: str) -> str:
    """It asks for nothing, not even a style sheet."""
    title = HTTP_STATUS_CODES.get(status, "Fault")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>{escape(title)} · Endcap</title>"
        f"<main><p>{status}</p><h1>{escape(title)}</h1><p>{escape(detail)}</p>"
        '<p><a href="/">Back to your shop</a></p></main></html>\n'
    )


def register(app: Flask, *, page: Page = plain_page) -> None:
    """Answer every error: for programs with a problem, for people with *page*."""
    app.extensions[PAGE] = page
    app.register_error_handler(EndcapError, answer_expected)
    app.register_error_handler(HTTPException, answer_refused)
    app.register_error_handler(Exception, answer_unexpected)


def is_for_programs() -> bool:
    return request.path.startswith(FOR_PROGRAMS)


def answer_expected(error: EndcapError) -> Response:
    row = row_of(type(error))
    if row is None:
        return answer_unexpected(error)
    if row.status >= 500:
        logger.warning("request_failed", extra={"status": row.status}, exc_info=error)
    faults = _faults_of(error)
    response = problem(
        row.status, row.title, row.says or str(error), kind=_kind(error), faults=faults
    )
    response.headers.update(HEADERS.get(row.status, {}))
    return response


def _faults_of(error: EndcapError) -> list[Fault]:
    if isinstance(error, InvalidShopLexiconError):
        return [Fault(place, reason) for place, reason in error.faults]
    return [Fault(error.field, error.reason)] if isinstance(error, InvalidFieldError) else []


def answer_refused(error: HTTPException) -> Response | BaseResponse:
    """Say what Flask itself refuses: no such route, too large, another method."""
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status < 400:  # a redirect is not a problem
        return Response(error.get_body(), status, error.get_headers())
    response = problem(status, error.name, error.description or "")
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def answer_unexpected(error: Exception) -> Response:
    """Say nothing of what happened inside; the log has it."""
    logger.error("request_crashed", extra={"path": request.path}, exc_info=error)
    return problem(500, "Internal error", "something went wrong on our side")


def answer_invalid(error: ValidationError) -> Response:
    """Name each parameter that the models refuse."""
    faults = [Fault(_name(fault["loc"]), _reason(fault)) for fault in error.errors()]
    detail = "; ".join(f"{fault.parameter}: {fault.reason}" for fault in faults)
    return problem(400, "Invalid request", detail, kind="invalid", faults=faults)


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    kind: str = "",
    faults: Sequence[Fault] = (),
) -> Response:
    """Return a problem (RFC 9457), or a plain page for a browser; *kind* ends its ``type``."""
    if not is_for_programs():
        return Response(current_app.extensions[PAGE](status, detail), status, mimetype="text/html")
    body: dict[str, Any] = {
        "type": f"urn:endcap:problem:{kind}" if kind else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if faults:
        body["errors"] = [fault._asdict() for fault in faults]
    return Response(msgspec.json.encode(body), status, mimetype=MEDIA_TYPE)


def _kind(error: EndcapError) -> str:
    """``ArticleNotFoundError`` is ``article-not-found``."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def _name(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "body"


def _reason(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return "unknown parameter"
    message = str(fault["msg"])
    return message[:1].lower() + message[1:]
