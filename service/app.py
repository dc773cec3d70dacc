"""``create_app(services)``: the Flask app, put together from rooms that do not know each other."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Request, Response, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_openapi.models.info import Info
from flask_openapi.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config.settings import Settings
from service import api, web
from service.api import openapi, problems
from service.api.schemas import ProblemSaid
from service.auth import shopify_embedded
from service.auth.current import EXTENSION
from service.web import manifest, shell
from service.wiring import Services

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_FORM_BYTES = 64 * 1024
MAX_FORM_PARTS = 50

HASHED_NAME = r"^.+\.[0-9a-f]{8,}\.[a-z0-9]+$"
STATIC_SECONDS = 300
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
HSTS = "max-age=31536000"

PAGE_POLICY = {
    "default_src": "'self'",
    "img_src": "'self' https: data:",  # the shops' pictures come from their CDN
    "object_src": "'none'",
    "base_uri": "'none'",
    "form_action": "'self'",
    "frame_ancestors": "'none'",
}

FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"

FROM_HERE = ("127.0.0.1", "localhost")
"""What a health check on this host calls us, whatever our name is to others."""

LOCAL_PICTURES = " http://127.0.0.1:*"
"""Where the pictures of a demo shop come from."""


class SessionsForPages(SecureCookieSessionInterface):
    """Programs have no session: nothing they are answered may depend on a cookie, or vary by it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith(problems.FOR_PROGRAMS):
            return self.make_null_session(app)
        return super().open_session(app, request)


def create_app(services: Services) -> OpenAPI:
    """Return the app; it answers by *services* alone and keeps nothing of its own."""
    app = OpenAPI(
        __name__,
        info=Info(title="Endcap", version="1", description="The right products beside an article."),
        doc_ui=False,
        security_schemes=openapi.SECURITY_SCHEMES,
        validation_error_status=400,
        validation_error_model=ProblemSaid,
        validation_error_callback=problems.answer_invalid,
        static_folder=None,
    )
    app.openapi_version = openapi.VERSION
    app.session_interface = SessionsForPages()
    app.extensions[EXTENSION] = services
    _configure(app, services.settings)
    _follow_requests(app)
    _guard_answers(app, services.settings)
    api.register(app, page=shell.fault_page)
    web.register(app, services)
    shopify_embedded.register(app)
    _serve_files(app)
    _trust_proxies(app, services.settings.proxy_hops)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    hosts = [host.strip() for host in settings.trusted_hosts.split(",") if host.strip()]
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        TRUSTED_HOSTS=[*hosts, *FROM_HERE] if hosts else None,
    )


def _follow_requests(app: Flask) -> None:
    """Give each request an id that stands in its log lines; a proxy's own is taken over."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        g.began_at = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        took = time.perf_counter() - g.began_at if "began_at" in g else 0.0
        logger.info("request_served", extra=_seen(response, took))
        if "request_id" in g and not response.cache_control.public:  # what caches keep is no one's
            response.headers["X-Request-ID"] = g.request_id
        return response


def _seen(response: Response, seconds: float) -> dict[str, Any]:
    """Return what the log says of a request: its route, never its query or tokens."""
    return {
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }


def _guard_answers(app: Flask, settings: Settings) -> None:
    """Set what every answer carries, unless its view has said something stricter of its own."""
    secure = settings.public_url.startswith("https://")
    policy = dict(PAGE_POLICY)
    if settings.allow_local_shops:
        policy["img_src"] += LOCAL_PICTURES

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        if response.status_code == 308 and response.location:  # a slash too few or too many
            response.location = _path_of(response.location)
        if secure:
            response.headers["Strict-Transport-Security"] = HSTS
        if response.mimetype == "text/html" and not response.content_security_policy:
            for directive, sources in policy.items():
                setattr(response.content_security_policy, directive, sources)
        return response


def _path_of(address: str) -> str:
    """Return it without the host, which is only what the request claims that we are called."""
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def _serve_files(app: Flask) -> None:
    """Serve what was built, before Flask; a name with a digest never changes its content."""
    files = WhiteNoise(
        app.wsgi_app,
        max_age=STATIC_SECONDS,
        immutable_file_test=HASHED_NAME,
        add_headers_function=_guard_file,
    )
    files.add_files(str(manifest.STATIC), prefix="files/")
    files.add_files(str(api.STATIC), prefix="storefront/")
    files.add_files(str(openapi.PAGE), prefix="api/docs/")
    files.add_files(str(openapi.SWAGGER), prefix="api/docs/swagger/")
    app.wsgi_app = files  # type: ignore[method-assign]  # as Flask documents


def _guard_file(headers: Any, path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    if path.endswith(".html"):  # the page of the API is answered by its view, with its own policy
        headers["Content-Security-Policy"] = FILE_POLICY


def _trust_proxies(app: Flask, hops: int) -> None:
    """Believe the last *hops* proxies about address and scheme, never about our own name."""
    if hops:
        trusting = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
        app.wsgi_app = trusting  # type: ignore[method-assign]  # as Flask documents
