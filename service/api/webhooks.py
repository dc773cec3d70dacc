"""``POST /webhooks``: what Shopify tells of by itself, kept before it is answered."""

from __future__ import annotations

import re
from hashlib import sha256
from threading import BoundedSemaphore

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from service.auth.current import services
from service.domain.catalog import SHOP_DOMAIN, ShopDomain
from service.domain.errors import UnauthenticatedError, UnavailableError
from service.domain.webhooks import (
    LONGEST_NAME,
    MOST_BYTES,
    SUBSCRIPTIONS,
    Delivery,
    is_signed,
    read_instant,
)
from service.usecases.accept_webhook import accept_webhook

LARGE_BYTES = 1024 * 1024
MOST_LARGE = 4
"""So many large bodies are held at a time; Shopify sends the others again."""

NAME = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_NAME}}}", re.ASCII)

webhooks = Blueprint("webhooks", __name__)
_large = BoundedSemaphore(MOST_LARGE)


class TooManyLargeError(UnavailableError):
    """Enough large bodies are being read at this moment."""


def post_webhook() -> tuple[str, int]:
    """Answer once it is on disk; nobody waits here for what is to be done about it."""
    length = request.content_length or 0
    if length > MOST_BYTES:
        raise RequestEntityTooLarge
    request.max_content_length = MOST_BYTES
    if length <= LARGE_BYTES:
        return _accept()
    if not _large.acquire(blocking=False):
        raise TooManyLargeError("large bodies are being read")
    try:
        return _accept()
    finally:
        _large.release()


def _accept() -> tuple[str, int]:
    known = services()
    body = request.get_data(cache=False)
    signature = request.headers.get("X-Shopify-Hmac-Sha256", "")
    if not is_signed(body, signature, known.settings.app_secrets) and not is_signed(
        body, signature, _own_secrets()
    ):
        raise UnauthenticatedError("the signature is not Shopify's")
    accept_webhook(
        _delivery(body), database=known.database, doorbell=known.doorbell, clock=known.clock
    )
    return "", 200


def _own_secrets() -> tuple[str, ...]:
    """Those of the app of the very shop that is named: they prove nothing about another."""
    shop = _shop()
    return services().shopify.tokens.own_secrets(shop) if shop is not None else ()


def _shop() -> ShopDomain | None:
    shop = request.headers.get("X-Shopify-Shop-Domain", "").lower()
    return ShopDomain(shop) if re.fullmatch(SHOP_DOMAIN, shop, re.ASCII) else None


def _delivery(body: bytes) -> Delivery:
    """Read the headers, which are not signed: names that Shopify can't give are refused."""
    shop = _shop()
    topic = request.headers.get("X-Shopify-Topic", "")
    webhook_id = request.headers.get("X-Shopify-Webhook-Id", "")
    if shop is None or not NAME.fullmatch(topic):
        raise BadRequest("X-Shopify-Shop-Domain and X-Shopify-Topic name a shop and a topic")
    return Delivery(
        shop=shop,
        topic=topic,
        webhook_id=_name(webhook_id) or f"body-{sha256(body).hexdigest()}",
        body=body,
        triggered_at=read_instant(request.headers.get("X-Shopify-Triggered-At")),
        event_id=_name(request.headers.get("X-Shopify-Event-Id", "")),
        api_version=_name(request.headers.get("X-Shopify-API-Version", ""))[:32],
    )


def _name(given: str) -> str:
    return given if NAME.fullmatch(given) else ""


@webhooks.errorhandler(UnauthenticatedError)
def _refuse(_error: UnauthenticatedError) -> Response:
    """One answer for every signature that is none, however it is wrong."""
    return Response("not signed by Shopify\n", 401, mimetype="text/plain")


for place, address in enumerate(SUBSCRIPTIONS):
    webhooks.add_url_rule(address, f"post_{place}", post_webhook, methods=["POST"])
