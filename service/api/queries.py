"""Reads a query string more strictly than Flask does, before any model sees it."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import RequestURITooLarge

from service.domain.errors import InvalidFieldError

MAX_BYTES = 4096


def check_query() -> None:
    """Refuse a query that is too long, is no UTF-8, or says a parameter twice or without a value.

    What remains has one meaning, and few spellings to fill a cache with.
    """
    if request.method == "OPTIONS" or not request.query_string:
        return
    if len(request.query_string) > MAX_BYTES:
        raise RequestURITooLarge
    said = Counter(name for name, _ in _pairs(request.query_string))
    for name, times in said.items():
        if times > 1:
            raise InvalidFieldError(name, "is said more than once")


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict"
        )
    except ValueError as error:
        raise InvalidFieldError("query", "must be name=value pairs in UTF-8") from error
