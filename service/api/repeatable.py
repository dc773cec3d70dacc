"""Public answers that browsers, CDNs and the fast lane may keep and repeat."""

from __future__ import annotations

import hashlib

from flask import Response, request
from werkzeug.http import is_resource_modified

from service.edge.lane import MARK

KEEP_SECONDS = 60
KEEP = f"public, max-age={KEEP_SECONDS}, stale-while-revalidate=600, stale-if-error=86400"
KEEP_MISSING = "public, max-age=10"


def repeatable(
    body: bytes, media_type: str, *, key: str, generation: int, seconds: float | None = None
) -> Response:
    """Return *body* under a strong ETag, or 304 to who has it, marked for the fast lane.

    *seconds*: how long it holds at most, whatever happens; it is not answered after that.
    """
    etag = hashlib.blake2b(body, digest_size=16).hexdigest()
    mark = f"{key}:{generation}" if seconds is None else f"{key}:{generation};{seconds:.3f}"
    headers = {"ETag": f'"{etag}"', "Cache-Control": _keep(seconds), MARK: mark}
    if not is_resource_modified(request.environ, etag=etag):
        return Response(status=304, headers=headers)
    return Response(body, headers=headers, content_type=media_type)


def _keep(seconds: float | None) -> str:
    return KEEP if seconds is None else f"public, max-age={min(int(seconds), KEEP_SECONDS)}"


def open_to_every_origin(response: Response) -> Response:
    """Let every shop's pages read it, without credentials; a missing thing is kept briefly."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    if response.status_code == 404:
        response.headers["Cache-Control"] = KEEP_MISSING
    return response
